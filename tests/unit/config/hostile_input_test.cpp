// What an enemy, a merge or a broken disk makes of a file of configuration. Whatever the kind and whatever
// the trick: it is over soon, it is said in one sentence, and a fault that stands in the file is not hidden
// by it.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/config/config_engine.h"
#include "engine/config/input_kind.h"
#include "engine/rules/config_rule_file.h"

namespace trawl {
namespace {

const ConfigRuleSet& all_rules() {
  static const ConfigRuleSet all = [] {
    ConfigRuleSet rules;
    const ConfigNames names{input_kind_names(), named_predicate_names()};
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(TRAWL_SOURCE_DIR) + "/patterns/config")) {
      if (entry.path().extension() == ".toml") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
      std::ifstream stream(file);
      const std::string text(std::istreambuf_iterator<char>(stream), {});
      EXPECT_TRUE(add_config_rules(file.filename().string(), text, names, rules).ok()) << file;
    }
    return rules;
  }();
  return all;
}

std::string times(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

/// `count` lines, each with a name of its own in the place of `#`.
std::string lines_of(std::string_view line, std::size_t count) {
  const std::size_t hole = line.find('#');
  std::string result;
  for (std::size_t i = 0; i < count; ++i) {
    result += line.substr(0, hole);
    result += fmt::format("k{:x}", i);
    result += line.substr(hole + 1);
  }
  return result;
}

std::string alias_bomb() {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 60; ++i)
    text += fmt::format("a{0}: &a{0} [{1}]\n", i, times(fmt::format("*a{}, ", i - 1), 10));
  for (int i = 1; i < 60; ++i)
    text += fmt::format("m{0}: &m{0}\n  <<: [*m{1}, *m{1}]\n  k{0}: 1\n", i, i - 1);
  return text;
}

struct Trick {
  std::string name;
  std::string text;
};

/// Tricks of all formats. Each is tried on each kind: a reader meets what was meant for another one too.
std::vector<Trick> tricks() {
  std::string indented;
  for (std::size_t i = 0; i < 1500; ++i) indented += std::string(i, ' ') + "a:\n";
  return {
      {"alias bomb", alias_bomb()},
      {"alias of itself", "a: &a [*a]\nb: &b {<<: *b}\n"},
      {"alias of nothing", "a: *nowhere\n"},
      {"deep flow", "deep: " + times("[", 10'000) + "\n"},
      {"deep flow, closed", "deep: " + times("[", 10'000) + times("]", 10'000) + "\n"},
      {"deep maps", "deep: " + times("{\"a\": ", 10'000) + "\n"},
      {"deep blocks of YAML", indented},
      {"deep lists of YAML", times("- ", 10'000) + "a\n"},
      {"deep blocks in braces", times("a {\n", 10'000)},
      {"deep blocks in braces, closed", times("a {\n", 10'000) + times("}\n", 10'000)},
      {"deep sections", times("<Location /a>\n", 10'000) + times("</Location>\n", 10'000)},
      {"deep tags", times("<a><b>", 10'000)},
      {"deep calls", "x = " + times("f(", 10'000) + times(")", 10'000) + "\n"},
      {"deep interpolation", "x = \"" + times("${\"", 5'000) + times("\"}", 5'000) + "\"\n"},
      {"deep templates", "const x = " + times("`${", 5'000) + times("}`", 5'000) + ";\n"},
      {"deep closures", times("stage('a') { sh \"${", 5'000)},
      {"many keys", lines_of("#: 1\n", 30'000)},
      {"many keys of JSON", "{" + lines_of("\"#\": 1,\n", 30'000) + "}"},
      {"many assignments", lines_of("#=1\n", 30'000)},
      {"many directives", lines_of("# a;\n", 30'000)},
      {"many blocks", lines_of("# \"a\" \"b\" {\n}\n", 15'000)},
      {"many instructions", "FROM a\n" + times("RUN a && \\\n", 15'000)},
      {"many stages", lines_of("FROM a AS #\nCOPY --from=# a b\n", 10'000)},
      {"many documents", times("---\na: 1\n", 5'000)},
      {"many headings of tables", lines_of("[#]\na = 1\n", 15'000)},
      {"duplicate keys", times("a: 1\n", 1'000)},
      {"duplicate keys of JSON", "{\"a\": 1, \"a\": 2}"},
      {"one long line", "a: " + std::string(2'000'000, 'a') + "\n"},
      {"one long string", "a = \"" + std::string(2'000'000, 'a') + "\"\n"},
      {"many backslashes", std::string(1'000'000, '\\') + "\nx\n"},
      {"quote without an end", "a: \"b\nc: 'd\n"},
      {"heredoc without an end", "RUN <<END\nx = <<END\na\n"},
      {"comment without an end", "/* \n"},
      {"bytes of Latin-1", "a: caf\xe9\nb = \"caf\xe9\"\n"},
      {"broken UTF-8", "a: \xc3\x28 \xf0\x9f\x98 \xed\xa0\x80 \xff\xfe\n"},
      {"zeros", std::string("a: b\0c\nd = \0\n", 13)},
      {"control characters", "a: \x01\x02\x1b[31m\x7f\r\r\n\v\f\n"},
      {"byte order marks",
       "\xef\xbb\xbf\xef\xbb\xbf"
       "a: 1\n"},
      {"line separators",
       "a: b\xe2\x80\xa8"
       "c\xe2\x80\xa9"
       "d\xc2\x85"
       "e\n"},
      {"only carriage returns", "a: 1\rb: 2\rc = 3\r"},
      {"markers of a merge", "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b\n"},
      {"huge numbers", "a: " + times("9", 400) + "\nb: 1e999999999\nc: -0x" + times("f", 100) + "\n"},
      {"includes of itself", "include *;\ninclude: [.gitlab-ci.yml, '*.yml']\nInclude *\nimport *\n"},
      {"a certificate of nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"},
      {"a certificate without an end", "-----BEGIN CERTIFICATE-----\n" + times("MIIB", 20'000) + "\n"},
      {"a certificate that is too long", std::string("\x30\x84\x7f\xff\xff\xff\x30\x82\xff\xff\x02\x01", 12)},
      {"more than a file may have", std::string(5'000'000, '\n')},
      {"closing of nothing", "}\n</Location>\n]\n)\n---\n"},
  };
}

bool is_one_clear_sentence(const std::string& sentence) {
  return !sentence.empty() && sentence.size() < 300 &&
         std::all_of(
             sentence.begin(), sentence.end(),
             [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

/// A rule of a kind and a file in which it finds something.
struct Planted {
  const ConfigRule* rule = nullptr;
  std::string text;
};

std::vector<Planted> planted_in(const InputKind& kind, const ConfigEngine& engine) {
  std::vector<Planted> found;
  for (std::size_t i = 0; i < all_rules().size() && found.size() < 2; ++i) {
    const ConfigRule& rule = all_rules()[i];
    if (rule.inputs.front() != kind.name || rule.examples.empty()) continue;
    std::string text(rule.examples.front());
    const ConfigVerdict verdict = engine.judge(kind, kind.sample, text, true);
    const bool there = std::any_of(verdict.matches.begin(), verdict.matches.end(),
                                   [&](const ConfigMatch& match) { return match.rule == &rule; });
    if (there) found.push_back({&rule, std::move(text)});
  }
  return found;
}

// What grows faster than the text takes minutes; a sanitizer makes all the rest ten times slower.
#ifdef __SANITIZE_ADDRESS__
constexpr double kLong = 60;
#else
constexpr double kLong = 5;
#endif

class Kinds : public testing::TestWithParam<std::string> {};

TEST_P(Kinds, NothingHidesAFaultAndNothingTakesLong) {
  const auto kinds = input_kinds();
  const InputKind& kind =
      *std::find_if(kinds.begin(), kinds.end(), [](const InputKind& one) { return one.name == GetParam(); });
  auto engine = ConfigEngine::create(all_rules(), kind.name);
  ASSERT_TRUE(engine.ok());
  const std::vector<Planted> planted = planted_in(kind, **engine);
  std::size_t refused = 0;
  const auto judge = [&](const std::string& what, const std::string& text, const Planted* fault) {
    const auto begin = std::chrono::steady_clock::now();
    const ConfigVerdict verdict = (*engine)->judge(kind, kind.sample, text, true);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(took.count(), kLong) << what;
    if (verdict.failure) {
      ++refused;
      EXPECT_TRUE(is_one_clear_sentence(*verdict.failure)) << what << ": " << *verdict.failure;
      return;
    }
    for (const ConfigMatch& match : verdict.matches) {
      EXPECT_LE(match.span.end.value, text.size()) << what;
      EXPECT_LE(match.span.begin, match.span.end) << what;
    }
    if (fault == nullptr) return;
    const bool there = std::any_of(verdict.matches.begin(), verdict.matches.end(),
                                   [&](const ConfigMatch& match) { return match.rule == fault->rule; });
    const bool unsure =
        std::find(verdict.undecided.begin(), verdict.undecided.end(), fault->rule) != verdict.undecided.end();
    EXPECT_TRUE(there || unsure) << what << " hides " << fault->rule->rule.id << " in silence";
  };
  for (const Trick& trick : tricks()) {
    judge(trick.name, trick.text, nullptr);
    for (const Planted& fault : planted) {
      judge(trick.name + ", behind the fault", fault.text + "\n" + trick.text, &fault);
      judge(trick.name + ", before the fault", trick.text + "\n" + fault.text, &fault);
    }
  }
  EXPECT_GT(refused, 0U);
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const InputKind& kind : input_kinds()) {
    if (kind.name != "tree") names.emplace_back(kind.name);
  }
  return names;
}

INSTANTIATE_TEST_SUITE_P(All, Kinds, testing::ValuesIn(kind_names()), [](const auto& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace trawl
