#include "engine/match/sieve.h"
#include "engine/match/layered_match.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/rules/rule_file.h"
#include "tools/trawl/builtin.h"

namespace trawl {

static void PrintTo(const SievedCandidate& candidate, std::ostream* out) {
  *out << "rule " << candidate.rule << " end " << candidate.end << " reach [" << candidate.reach_begin << ", "
       << candidate.reach_end << ") verdict " << static_cast<int>(candidate.verdict);
}

namespace {

/// Rules, a sieve over them and the matcher that has the last word.
struct Fixture {
  RuleSet rules;
  std::unique_ptr<MatchEngine> engine;
  std::unique_ptr<Sieve> sieve;
  std::unique_ptr<Matcher> matcher;

  explicit Fixture(const std::string& text = {}) : rules(text.empty() ? builtin_rules() : kNone) {
    if (!text.empty()) {
      EXPECT_TRUE(add_rules("test.toml", text, {}, rules).ok());
    }
    std::vector<PatternDatabase> databases;
    auto database = PatternDatabase::compile(rules, 0, rules.size(), host_tier());
    EXPECT_TRUE(database.ok());
    databases.push_back(std::move(*database));
    engine = std::make_unique<MatchEngine>(rules, std::move(databases));
    sieve = std::move(*Sieve::create(*engine, false));
    matcher = std::move(*Matcher::create(*engine));
  }

  SievedBlob full(std::string_view bytes) {
    SievedBlob blob;
    sieve->sieve(bytes, blob);
    return blob;
  }
  SievedBlob delta(std::string_view bytes, std::span<const CopyRun> copies, std::uint64_t base_size,
                   const SievedBlob& base) {
    SievedBlob blob;
    sieve->sieve_delta(bytes, copies, base_size, base, blob);
    return blob;
  }
  bool matches(std::string_view bytes, std::string_view path, bool binary) {
    std::vector<Match> found;
    MatchRequest request;
    request.bytes = bytes;
    request.path = path;
    request.binary = binary;
    EXPECT_TRUE(matcher->match(request, found).ok());
    EXPECT_TRUE(match_layers(*matcher, request, LayerStack(bytes), found).ok());
    return !found.empty();
  }

 private:
  static constexpr std::span<const SecretRule> kNone = {};
};

std::string rule_text(const std::string& id, const std::string& pattern) {
  return "[[rule]]\nid = \"" + id + "\"\nname = \"n\"\ndescription = \"d\"\nseverity = \"high\"\n" +
         "remediation = \"r\"\npattern = '''" + pattern + "'''\n";
}

std::string base64_of(const std::string& text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string encoded;
  std::uint32_t waiting = 0;
  int bits = 0;
  for (const char byte : text) {
    waiting = waiting << 8 | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6; bits -= 6) encoded += kDigits[waiting >> (bits - 6) & 63];
  }
  if (bits > 0) encoded += kDigits[waiting << (6 - bits) & 63];
  return encoded;
}

/// A text and what of it was copied from the text before.
struct Edited {
  std::string text;
  std::vector<CopyRun> copies;

  void copy(const std::string& base, std::size_t begin, std::size_t length) {
    if (length == 0) return;
    const CopyRun run{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(text.size()),
                      static_cast<std::uint32_t>(length)};
    text.append(base, begin, length);
    if (!copies.empty() && copies.back().target + copies.back().length == run.target &&
        copies.back().base + copies.back().length == run.base) {
      copies.back().length += run.length;
    } else {
      copies.push_back(run);
    }
  }
};

/// Makes texts that have to do with the rules: whole tokens, pieces of them, names, line ends of all kinds.
class Author {
 public:
  Author(const RuleSet& rules, unsigned seed) : random_(seed) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      for (const Example& example : rules[i].examples) {
        std::string text;
        for (const std::string_view piece : example.pieces) text += piece;
        if (text.size() < 4000) tokens_.push_back(std::move(text));
      }
    }
  }

  std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }

  std::string words() {
    static const char* const kWords[] = {
        "int x = 3;\n", "password", " = ",     "\"",  "'",  "\r\n", "\n",
        "token: ",      "api_key",  "secret=", "\\n", "\r", " ",    "key",
        "AKIA",         "ghp_",     "-----",   ",",   "\t", "}\n",  "example"};
    std::string text;
    const std::size_t count = 1 + below(12);
    for (std::size_t i = 0; i < count; ++i) {
      switch (below(9)) {
        case 8:
          text += base64_of(token());
          break;
        case 0:
          text += token();
          break;
        case 1: {
          const std::string whole = token();
          const std::size_t begin = below(whole.size());
          text += whole.substr(begin, 1 + below(whole.size() - begin));
          break;
        }
        case 2:
          text += std::string(below(300), static_cast<char>('a' + below(26)));
          break;
        case 3:
          text += below(6) == 0 ? std::string(1, '\0') : "z";
          break;
        case 4: {
          for (std::size_t n = below(40); n > 0; --n) text += static_cast<char>('0' + below(75));
          break;
        }
        default:
          text += kWords[below(std::size(kWords))];
      }
    }
    return text;
  }

  std::string token() { return tokens_.empty() ? "abcd" : tokens_[below(tokens_.size())]; }

  Edited edit(const std::string& base) {
    Edited edited;
    std::size_t at = 0;
    const std::size_t edits = below(5);
    for (std::size_t i = 0; i <= edits; ++i) {
      const std::size_t keep = i == edits && below(3) != 0 ? base.size() - at : below(base.size() - at + 1);
      edited.copy(base, at, keep);
      at += keep;
      switch (below(5)) {
        case 0:
          edited.text += words();
          break;
        case 1:
          at += below(base.size() - at + 1) / 4;
          break;  // removed
        case 2:
          at = below(base.size() + 1);
          break;  // moved, or seen twice
        case 3:
          edited.text += std::string(1, "\n\r\0x\"= "[below(7)]);
          break;
        default:
          break;
      }
    }
    if (edited.text.size() > 60'000) {
      // Shorten it: the last copy ends in the middle of something.
      edited.text.resize(30'000);
      std::erase_if(edited.copies, [](const CopyRun& run) { return run.target >= 30'000; });
      if (!edited.copies.empty()) {
        CopyRun& last = edited.copies.back();
        last.length = std::min(last.length, 30'000 - last.target);
      }
    }
    return edited;
  }

 private:
  std::mt19937 random_;  // NOLINT: the same in every run
  std::vector<std::string> tokens_;
};

void check_chains(Fixture& fixture, unsigned seed, int chains, int depth) {
  Author author(fixture.rules, seed);
  static const char* const kPaths[] = {"",          "src/main.c", "yarn.lock",   "docs/a.md",
                                       "test/x.py", ".env",       "locale/de.po"};
  std::size_t candidates = 0;
  for (int chain = 0; chain < chains; ++chain) {
    std::string base;
    for (std::size_t n = 1 + author.below(20); n > 0; --n) base += author.words();
    SievedBlob known = fixture.full(base);
    for (int version = 0; version < depth; ++version) {
      const Edited edited = author.edit(base);
      const SievedBlob full = fixture.full(edited.text);
      SievedBlob carried = fixture.delta(edited.text, edited.copies, base.size(), known);
      ASSERT_EQ(carried.complete, full.complete);
      ASSERT_EQ(carried.candidates, full.candidates)
          << "seed " << seed << " chain " << chain << " version " << version;
      for (const bool binary : {false, true}) {
        const bool passes = fixture.sieve->passes(full, binary);
        // Texts that were decoded side by side can seem to hold a secret together, which is none.
        if (!full.layered && !carried.layered) {
          ASSERT_EQ(fixture.sieve->passes(carried, binary), passes);
        }
        if (version % 5 == 0 && (!passes || !fixture.sieve->passes(carried, binary))) {
          for (const char* path : kPaths) ASSERT_FALSE(fixture.matches(edited.text, path, binary)) << path;
        }
      }
      candidates += full.candidates.size();
      known = std::move(carried);
      base = edited.text;
    }
  }
  EXPECT_GT(candidates, static_cast<std::size_t>(chains));
}

TEST(Sieve, OfADeltaIsThatOfTheWholeForAllBuiltInRules) {
  Fixture fixture;
  check_chains(fixture, 1, 60, 5);
  check_chains(fixture, 2, 6, 50);
  check_chains(fixture, 3, 1, 300);
}

TEST(Sieve, OfADeltaIsThatOfTheWholeForRulesWithBoundariesAndLines) {
  Fixture fixture(rule_text("word", R"(\bkey(?P<secret>[a-z]{2,5})\b)") +
                  rule_text("line", R"(^ab(?P<secret>c{1,4})$)") +
                  rule_text("lines", R"(BEGIN\n(?P<secret>[a-z\n]{2,20})END)") +
                  rule_text("edge", R"((?:^|[^a-z])tok(?P<secret>[a-z]{3,9})(?:[^a-z]|$))"));
  std::mt19937 random(5);  // NOLINT: the same in every run
  const char* const kPieces[] = {"key", "ab",  "c", "BEGIN", "END",   "\n",
                                 "tok", "xyz", " ", "q",     "abc\n", "keyab"};
  std::string base = "keyabc\nabc\n";
  SievedBlob known = fixture.full(base);
  std::size_t kept = 0;
  for (int version = 0; version < 20'000; ++version) {
    Edited edited;
    std::size_t at = 0;
    const std::size_t edits = 1 + random() % 3;
    for (std::size_t i = 0; i < edits; ++i) {
      const std::size_t keep = random() % (base.size() - at + 1);
      edited.copy(base, at, keep);
      at += keep;
      if (random() % 2 == 0) edited.text += kPieces[random() % std::size(kPieces)];
      if (random() % 3 == 0) at = random() % (base.size() + 1);
    }
    if (random() % 2 == 0) edited.copy(base, at, base.size() - at);
    if (edited.text.size() > 800) edited = {"keyabc tokxyz", {}};
    const SievedBlob full = fixture.full(edited.text);
    SievedBlob carried = fixture.delta(edited.text, edited.copies, base.size(), known);
    ASSERT_EQ(carried.candidates, full.candidates) << version << ": " << testing::PrintToString(edited.text);
    if (!fixture.sieve->passes(full, false)) {
      ASSERT_FALSE(fixture.matches(edited.text, "", false));
    }
    for (const SievedCandidate& candidate : full.candidates) {
      kept += candidate.verdict == SievedCandidate::Verdict::kKept ? 1 : 0;
    }
    known = std::move(carried);
    base = std::move(edited.text);
  }
  EXPECT_GT(kept, 1000U);
}

TEST(Sieve, SearchesOnlyWhatIsNew) {
  Fixture fixture;
  std::string base;
  for (int i = 0; i < 20'000; ++i) base += "line " + std::to_string(i) + "\n";
  const SievedBlob known = fixture.full(base);
  Edited edited;
  edited.copy(base, 0, 100'000);
  edited.text += "something new";
  edited.copy(base, 100'000, base.size() - 100'000);
  const std::uint64_t before = fixture.sieve->searched();
  fixture.delta(edited.text, edited.copies, base.size(), known);
  EXPECT_LT(fixture.sieve->searched() - before, 5'000U);
}

TEST(Sieve, CompletesARejectedCandidateByALaterEdit) {
  Fixture fixture(rule_text("test", R"(tok_(?P<secret>[a-z]{4}[0-9]{20,30})\b)"));
  const std::string head(5000, '.');
  const std::string base = head + "tok_abcd0123456789-" + head;
  const SievedBlob known = fixture.full(base);
  ASSERT_EQ(known.candidates.size(), 0U);
  Edited edited;
  edited.copy(base, 0, head.size() + 18);
  edited.text += "0123456789";
  edited.copy(base, head.size() + 18, base.size() - head.size() - 18);
  const SievedBlob carried = fixture.delta(edited.text, edited.copies, base.size(), known);
  ASSERT_EQ(carried.candidates.size(), 1U);
  EXPECT_TRUE(fixture.sieve->passes(carried, false));
  EXPECT_EQ(carried.candidates, fixture.full(edited.text).candidates);
}

TEST(Sieve, SeesWhatAnEditCompletesOrBreaksWithinAnEncodedText) {
  Fixture fixture(rule_text("test", R"(tok_(?P<secret>[a-z]{16,40}))"));
  const std::string encoded =
      base64_of("some words, then key = tok_abcdefghijklmnopqrst and some more words");
  const std::string head(3000, '.');
  const std::string front = head + "\nx = '" + encoded.substr(0, 50);
  const std::string back = encoded.substr(60) + "'\n" + head;
  const std::string broken = front + back;
  const SievedBlob known = fixture.full(broken);
  ASSERT_FALSE(fixture.sieve->passes(known, false));

  Edited mended;
  mended.copy(broken, 0, front.size());
  mended.text += encoded.substr(50, 10);
  mended.copy(broken, front.size(), back.size());
  const SievedBlob found = fixture.delta(mended.text, mended.copies, broken.size(), known);
  EXPECT_TRUE(fixture.sieve->passes(found, false));
  EXPECT_TRUE(fixture.matches(mended.text, "", false));

  Edited moved;
  moved.copy(mended.text, 100, mended.text.size() - 100);
  const SievedBlob carried = fixture.delta(moved.text, moved.copies, mended.text.size(), found);
  EXPECT_TRUE(fixture.sieve->passes(carried, false));

  Edited gone;
  gone.copy(mended.text, 0, front.size());
  gone.copy(mended.text, front.size() + 10, back.size());
  ASSERT_EQ(gone.text, broken);
  const SievedBlob lost = fixture.delta(gone.text, gone.copies, mended.text.size(), found);
  EXPECT_FALSE(fixture.sieve->passes(lost, false));
}

TEST(Sieve, NothingIsBuiltUponABaseThatWasNotSearchedToItsEnd) {
  Fixture fixture(rule_text("test", R"(tok(?P<secret>[a-z]{4}))"));
  std::string base;
  for (std::size_t i = 0; i <= Sieve::kMostCandidates; ++i) base += "tokabcd ";
  const SievedBlob known = fixture.full(base);
  EXPECT_FALSE(known.complete);
  EXPECT_TRUE(fixture.sieve->passes(known, false));
  Edited edited;
  edited.copy(base, 0, 8000);
  const SievedBlob carried = fixture.delta(edited.text, edited.copies, base.size(), known);
  EXPECT_EQ(carried.candidates, fixture.full(edited.text).candidates);
  EXPECT_TRUE(carried.complete);
}

}  // namespace
}  // namespace trawl
