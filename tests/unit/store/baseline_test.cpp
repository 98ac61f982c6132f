#include "engine/store/baseline.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <unistd.h>

#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/store/temporary_folder.h"

namespace trawl {
namespace {

IdentityKey key_of_tests() {
  return IdentityKey::from_text("the key of the baselines here").value();
}

Baseline empty_baseline() {
  return Baseline::with_own_key(key_of_tests());
}

std::string digits(std::size_t number) {
  std::string text = std::to_string(number);
  return std::string(32 - text.size(), '0') + text;
}

const std::string kOne = digits(1);
const std::string kTwo = digits(2);

std::string header() {
  return empty_baseline().to_text();
}

TEST(Baseline, IsWrittenOneSortedLineAnEntry) {
  const Baseline baseline = empty_baseline().with_entries(
      {{kTwo, "b-rule", "", "", ""}, {kOne, "a-rule", "a \"test\"\n", "alice", "2027-01-31"}});
  EXPECT_EQ(baseline.to_text(),
            "# trawl baseline v1\n# key: " + key_of_tests().to_stored_text() + "\n" + kOne +
                " a-rule reason=\"a \\\"test\\\"\\n\" owner=\"alice\" expires=2027-01-31\n" + kTwo +
                " b-rule\n");
  EXPECT_EQ(baseline.find(kTwo)->kind, "b-rule");
  EXPECT_EQ(baseline.find(digits(3)), nullptr);
}

TEST(Baseline, OfASuppliedKeyDoesNotHoldIt) {
  const Baseline baseline = Baseline::with_supplied_key(key_of_tests());
  EXPECT_FALSE(baseline.key());
  EXPECT_EQ(baseline.to_text().find(key_of_tests().to_stored_text()), std::string::npos);
  EXPECT_TRUE(baseline.written_under(key_of_tests()));
  EXPECT_FALSE(baseline.written_under(IdentityKey::random().value()));
  EXPECT_EQ(Baseline::parse(baseline.to_text()).value(), baseline);
}

rc::Gen<BaselineEntry> any_entry() {
  return rc::gen::build<BaselineEntry>(
      rc::gen::set(&BaselineEntry::fingerprint,
                   rc::gen::container<std::string>(32, rc::gen::elementOf(std::string("0123456789abcdef")))),
      rc::gen::set(&BaselineEntry::kind, rc::gen::nonEmpty(rc::gen::container<std::string>(
                                             rc::gen::elementOf(std::string("abcxyz0129-"))))),
      rc::gen::set(&BaselineEntry::reason,
                   rc::gen::oneOf(rc::gen::arbitrary<std::string>(),
                                  rc::gen::container<std::string>(rc::gen::elementOf(
                                      std::string("\"\\ \n\r\t#=xn0\x01\x7f\x80\xc3\xa9\xe2\x82\xac"))))),
      rc::gen::set(&BaselineEntry::owner, rc::gen::arbitrary<std::string>()),
      rc::gen::set(&BaselineEntry::expires, rc::gen::element<std::string>("", "2024-02-29", "9999-12-31")));
}

rc::Gen<Baseline> any_baseline() {
  return rc::gen::map(
      rc::gen::uniqueBy<std::vector<BaselineEntry>>(
          any_entry(), [](const BaselineEntry& entry) { return entry.fingerprint; }),
      [](const std::vector<BaselineEntry>& entries) { return empty_baseline().with_entries(entries); });
}

TEST(Baseline, IsReadAsItWasWritten) {
  EXPECT_TRUE(rc::check([] {
    const Baseline baseline = *any_baseline();
    const std::string text = baseline.to_text();
    const Result<Baseline> read = Baseline::parse(text);
    RC_ASSERT(read.ok());
    RC_ASSERT(*read == baseline);
    // A line an entry and nothing that an editor or git would take for something else.
    RC_ASSERT(std::count(text.begin(), text.end(), '\n') == static_cast<long>(baseline.entries().size()) + 2);
    for (const char c : text) RC_ASSERT(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));

    std::string windows;
    for (const char c : text) windows.append(c == '\n' ? "\r" : "").append(1, c);
    RC_ASSERT(Baseline::parse(windows).value() == baseline);
  }));
}

TEST(Baseline, TakesAnyBytes) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    static_cast<void>(Baseline::parse(bytes).ok());
    static_cast<void>(Baseline::parse(header() + bytes).ok());
    static_cast<void>(Baseline::parse(header() + kOne + " rule reason=\"" + bytes).ok());
  }));
}

TEST(Baseline, TakesEntriesInAnyOrderAndTwice) {
  const std::string text = header() + kTwo + "\tb-rule  owner=\"o\"   reason=\"\\x41\\\\\"  \n\n" + kOne +
                           " a-rule\n" + kOne + " a-rule\n";
  const Result<Baseline> baseline = Baseline::parse(text);
  ASSERT_TRUE(baseline) << baseline.error().sentence();
  ASSERT_EQ(baseline->entries().size(), 2u);
  EXPECT_EQ(baseline->entries()[0], (BaselineEntry{kOne, "a-rule", "", "", ""}));
  EXPECT_EQ(baseline->entries()[1], (BaselineEntry{kTwo, "b-rule", "A\\", "o", ""}));
}

struct Case {
  const char* what;
  std::string text;
  std::string expected;  ///< begin of the error
};

class BadBaseline : public testing::TestWithParam<Case> {};

TEST_P(BadBaseline, IsRefusedWithTheLineAndTheRemedy) {
  const Result<Baseline> baseline = Baseline::parse(GetParam().text);
  ASSERT_FALSE(baseline);
  EXPECT_TRUE(baseline.error().sentence().starts_with(GetParam().expected)) << baseline.error().sentence();
}

INSTANTIATE_TEST_SUITE_P(
    Text, BadBaseline,
    testing::Values(
        Case{"empty", "", "line 1: a baseline begins with"},
        Case{"other_file", "[]\n", "line 1: a baseline begins with"},
        Case{"newer", "# trawl baseline v2\n", "line 1: this baseline was written by a newer trawl"},
        Case{"no_key", "# trawl baseline v1\n", "line 2: here belongs"},
        Case{"short_key", "# trawl baseline v1\n# key: 0011\n", "line 2: here belongs"},
        Case{"text_as_key", "# trawl baseline v1\n# key: " + std::string(64, 'x') + "\n",
             "line 2: here belongs"},
        Case{"comment", header() + "# mine\n", "line 3: comments are not kept: write the reason into"},
        Case{"conflict", header() + "\n<<<<<<< ours\n",
             "line 4: this is the mark of a merge conflict: resolve it"},
        Case{"no_fingerprint", header() + "abc rule\n", "line 3: \"abc\" is no fingerprint"},
        Case{"upper_case", header() + std::string(32, 'A') + " rule\n", "line 3: \"AAAA"},
        Case{"no_rule", header() + kOne + "\n", "line 3: \"\" is no rule's name"},
        Case{"rule_in_upper_case", header() + kOne + " Rule\n", "line 3: \"Rule\" is no rule's name"},
        Case{"unknown_field", header() + kOne + " rule why=\"x\"\n",
             "line 3: \"why\" is no field: there are reason"},
        Case{"no_equals", header() + kOne + " rule reason\n", "line 3: behind reason belongs \"=\""},
        Case{"no_quotes", header() + kOne + " rule reason=x\n", "line 3: reason=\"x\" is no text in quotes"},
        Case{"not_closed", header() + kOne + " rule reason=\"x\n", "line 3: reason="},
        Case{"backslash_at_the_end", header() + kOne + " rule reason=\"x\\\n", "line 3: reason="},
        Case{"unknown_escape", header() + kOne + " rule reason=\"\\q\"\n", "line 3: reason="},
        Case{"short_escape", header() + kOne + " rule reason=\"\\x4\"\n", "line 3: reason="},
        Case{"empty_field", header() + kOne + " rule owner=\"\"\n", "line 3: owner is empty: leave it out"},
        Case{"field_twice", header() + kOne + " rule owner=\"a\" owner=\"b\"\n",
             "line 3: owner stands twice"},
        Case{"expires_twice", header() + kOne + " rule expires=2027-01-01 expires=2027-01-01\n",
             "line 3: expires stands twice"},
        Case{"no_blank", header() + kOne + " rule owner=\"a\"reason=\"b\"\n", "line 3: \"reason="},
        Case{"no_date", header() + kOne + " rule expires=soon\n", "line 3: expires=\"soon\" is no day"},
        Case{"no_such_date", header() + kOne + " rule expires=2027-02-29\n",
             "line 3: expires=\"2027-02-29\" is no day"},
        Case{"contradiction", header() + kOne + " rule\n" + kTwo + " rule\n" + kOne + " rule reason=\"x\"\n",
             "line 5: " + kOne + " has another line that says something else: keep one"},
        Case{"terminal_commands", header() + "\x1b[2J rule\n", "line 3: \"\\x1b[2J\" is no fingerprint"}),
    [](const auto& test) { return test.param.what; });

TEST(Baseline, IsReadFromAFileUpToALimit) {
  const TemporaryFolder folder;
  const Baseline baseline = empty_baseline().with_entries({{kOne, "rule", "why", "who", "2027-01-01"}});
  const std::string path = folder.path(".trawl-baseline");
  ASSERT_TRUE(baseline.write(path));
  EXPECT_EQ(Baseline::read(path).value(), baseline);
  EXPECT_EQ(folder.file_count(), 1u);

  const Result<Baseline> limited = Baseline::read(path, 10);
  ASSERT_FALSE(limited);
  EXPECT_NE(limited.error().sentence().find("10 bytes"), std::string::npos);

  folder.put("bad", header() + "x\n");
  EXPECT_TRUE(
      Baseline::read(folder.path("bad")).error().sentence().starts_with(folder.path("bad") + ": line 3: "));
  ASSERT_EQ(::symlink(path.c_str(), folder.path("link").c_str()), 0);
  EXPECT_FALSE(Baseline::read(folder.path("link")));
}

struct Day {
  const char* text;
  bool expected;
};

TEST(IsDate, KnowsTheCalendar) {
  for (const Day& day :
       {Day{"2027-01-31", true}, Day{"2024-02-29", true}, Day{"2000-02-29", true}, Day{"1900-02-29", false},
        Day{"2023-02-29", false}, Day{"2027-04-31", false}, Day{"2027-13-01", false},
        Day{"2027-00-01", false}, Day{"2027-01-00", false}, Day{"2027-1-1", false}, Day{"2027/01/01", false},
        Day{"20x7-01-01", false}, Day{"2027-01-011", false}, Day{"", false}}) {
    EXPECT_EQ(is_date(day.text), day.expected) << day.text;
  }
}

TEST(BaselineEntry, HoldsUntilItsLastDayIsOver) {
  const BaselineEntry entry{kOne, "rule", "", "", "2027-01-31"};
  EXPECT_FALSE(entry.expired("2027-01-31"));
  EXPECT_TRUE(entry.expired("2027-02-01"));
  EXPECT_FALSE((BaselineEntry{kOne, "rule", "", "", ""}.expired("9999-12-31")));
}

Baseline with_numbers(const std::set<std::size_t>& numbers) {
  std::vector<BaselineEntry> entries;
  for (const std::size_t number : numbers) entries.push_back({digits(number), "rule", "r", "o", ""});
  return empty_baseline().with_entries(entries);
}

TEST(Baseline, MergesWhatTwoBranchesAddedAndRemoved) {
  // Two branches change entries that are no neighbours; git merges the files line by line.
  std::set<std::size_t> base;
  for (std::size_t i = 0; i < 100; i += 5) base.insert(i);
  std::set<std::size_t> ours = base;
  std::set<std::size_t> theirs = base;
  std::set<std::size_t> expected = base;
  for (const std::size_t number : {2u, 33u}) ours.insert(number), expected.insert(number);
  for (const std::size_t number : {22u, 97u}) theirs.insert(number), expected.insert(number);
  ours.erase(50), expected.erase(50);
  theirs.erase(70), expected.erase(70);

  const TemporaryFolder folder;
  folder.put("base", with_numbers(base).to_text());
  folder.put("ours", with_numbers(ours).to_text());
  folder.put("theirs", with_numbers(theirs).to_text());
  const std::string command = "git merge-file '" + folder.path("ours") + "' '" + folder.path("base") + "' '" +
                              folder.path("theirs") + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(Baseline::parse(folder.text_of("ours")).value(), with_numbers(expected));
}

TEST(Baseline, MergesTheSameEntryOfTwoBranches) {
  const TemporaryFolder folder;
  folder.put("base", with_numbers({1, 9}).to_text());
  folder.put("ours", with_numbers({1, 5, 9}).to_text());
  folder.put("theirs", with_numbers({1, 5, 9}).to_text());
  const std::string command = "git merge-file '" + folder.path("ours") + "' '" + folder.path("base") + "' '" +
                              folder.path("theirs") + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(Baseline::parse(folder.text_of("ours")).value(), with_numbers({1, 5, 9}));
}

}  // namespace
}  // namespace trawl
