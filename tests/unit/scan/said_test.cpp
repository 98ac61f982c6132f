#include "engine/scan/said.h"

#include <gtest/gtest.h>

#include "engine/base/sections.h"
#include "engine/scan/ledger.h"

namespace trawl {
namespace {

const RuleSet& rules() {
  static const RuleSet all = [] {
    RuleSet made;
    for (const char* id : {"acme-key", "acme-id"}) {
      SecretRule rule;
      rule.rule.id = id;
      made.add(rule);
    }
    return made;
  }();
  return all;
}

SaidReader reader() {
  return SaidReader(rules(), [] { return nullptr; });
}

/// One of all that can be said.
Examined examined() {
  Examined made;
  Occurrence occurrence;
  occurrence.rule = &rules()[0].rule;
  occurrence.secret_rule = &rules()[0];
  occurrence.kind = "acme-key";
  occurrence.severity = Severity::kCritical;
  occurrence.confidence = Confidence::kHigh;
  occurrence.detail = "detail";
  occurrence.message = "message";
  occurrence.fingerprint = "f1";
  occurrence.location_fingerprint = "f2";
  occurrence.secret = Secret("acme_0123456789", 4);
  occurrence.location.path = "a/b.txt";
  occurrence.location.span = span_of(70, 85);
  occurrence.location.region.start_line = Line(3);
  occurrence.location.snippet.text = "key = acme\xE2\x80\xA6";
  occurrence.location.decoded_by = "base64";
  occurrence.location.metadata = true;
  occurrence.location.blob_size = 1234;
  occurrence.also_matched.push_back(&rules()[1]);
  occurrence.partners.push_back(occurrence.location);
  occurrence.partners[0].path = "a/c.txt";
  occurrence.suppression = Suppression{};
  occurrence.suppression->justification = "a key of tests";
  made.occurrences.push_back(std::move(occurrence));
  Notification notification;
  notification.subject = "a/b.txt";
  notification.message = "a member was not opened";
  notification.count = 3;
  made.notifications.push_back(notification);
  made.tree_rules = {"tree-rule"};
  made.code_kind = code_kind_of("tools/a.py");
  return made;
}

TEST(Said, IsReadAsItWasSaid) {
  const std::optional<std::string> said = said_of(examined());
  ASSERT_TRUE(said.has_value());
  const std::optional<Examined> read = reader().read(*said);
  ASSERT_TRUE(read.has_value());
  // Whatever is said again must be the same: no field is lost on the way.
  EXPECT_EQ(said_of(*read), said);
  ASSERT_EQ(read->occurrences.size(), 1U);
  const Occurrence& occurrence = read->occurrences[0];
  EXPECT_EQ(occurrence.rule, &rules()[0].rule);
  EXPECT_EQ(occurrence.secret.redacted(), "acme\xE2\x80\xA6");
  EXPECT_EQ(occurrence.location.path, "a/b.txt");
  EXPECT_EQ(occurrence.location.region.start_line, Line(3));
  EXPECT_EQ(occurrence.partners.at(0).path, "a/c.txt");
  ASSERT_TRUE(occurrence.suppression.has_value());
  EXPECT_EQ(occurrence.suppression->justification, "a key of tests");
  EXPECT_EQ(read->notifications.at(0).count, 3U);
}

TEST(Said, HoldsNoSecret) {
  EXPECT_EQ(said_of(examined())->find("0123456789"), std::string::npos);
  Examined named = examined();
  named.secret_names.emplace_back("acme_0123456789");
  EXPECT_FALSE(said_of(named).has_value()) << "the name of a member is a secret";
  Examined certificate = examined();
  certificate.inputs.emplace_back().kind = "certificate";
  EXPECT_FALSE(said_of(certificate).has_value()) << "its verdict is of its day";
}

TEST(Said, NothingSaidCostsNothing) {
  const std::optional<std::string> said = said_of(Examined{});
  ASSERT_TRUE(said.has_value());
  EXPECT_TRUE(said->empty());
  EXPECT_TRUE(reader().read("").has_value());
}

TEST(Said, CutOrForeignTextsAreNone) {
  const std::string said = *said_of(examined());
  for (std::size_t size = 1; size < said.size(); ++size)
    EXPECT_FALSE(reader().read(std::string_view(said).substr(0, size)).has_value()) << size;
  EXPECT_FALSE(reader().read(said + "x").has_value());
  const RuleSet none;
  EXPECT_FALSE(SaidReader(none, [] { return nullptr; }).read(said).has_value()) << "its rule is not there";
}

class SaidOfMany : public testing::Test {
 protected:
  static TargetMark mark(unsigned number) {
    TargetMark made{};
    made[0] = static_cast<unsigned char>(number * 101);
    made[31] = static_cast<unsigned char>(number);
    return made;
  }
  // Sections as a file has them: copies that can be written to.
  void keep(const SectionWriter& out) {
    for (const SectionWriter::Section& section : out.sections())
      bytes_.push_back(std::string(section[0]) + std::string(section[1]));
    for (std::string& bytes : bytes_) sections_.emplace_back(bytes);
  }
  std::deque<std::string> bytes_;
  std::vector<std::span<char>> sections_;
};

TEST_F(SaidOfMany, IsFoundByItsMark) {
  std::vector<std::string> texts;
  for (unsigned i = 0; i < 200; ++i) texts.push_back(std::string(i % 7, static_cast<char>('a' + i % 26)));
  std::vector<SaidTable::Entry> entries;
  for (unsigned i = 0; i < 200; ++i) entries.emplace_back(mark(i), texts[i]);
  entries.push_back(entries[5]);
  SectionWriter out;
  SaidTable::save(entries, out);
  keep(out);
  SectionReader in(sections_);
  SaidTable table;
  ASSERT_TRUE(table.restore(in));
  EXPECT_EQ(table.size(), 200U);
  for (unsigned i = 0; i < 200; ++i) EXPECT_EQ(table.find(mark(i)), texts[i]) << i;
  EXPECT_FALSE(table.find(mark(201)).has_value());
}

TEST_F(SaidOfMany, ATableThatIsNoneIsRefused) {
  SectionWriter out;
  SaidTable::save({{mark(1), "one"}, {mark(2), "two"}, {mark(3), "three"}}, out);
  keep(out);
  const auto restored = [&] {
    SectionReader in(sections_);
    return SaidTable().restore(in);
  };
  ASSERT_TRUE(restored());
  std::swap_ranges(bytes_[0].begin(), bytes_[0].begin() + 32, bytes_[0].begin() + 32);
  EXPECT_FALSE(restored()) << "marks in another order";
  std::swap_ranges(bytes_[0].begin(), bytes_[0].begin() + 32, bytes_[0].begin() + 32);
  bytes_[1][0] = 100;
  EXPECT_FALSE(restored()) << "a text that ends behind the next";
  bytes_[1][0] = 3;
  ASSERT_TRUE(restored());
  sections_[2] = sections_[2].first(sections_[2].size() - 1);
  EXPECT_FALSE(restored()) << "texts that are shorter than their ends";
  sections_.pop_back();
  EXPECT_FALSE(restored()) << "a section less";
}

}  // namespace
}  // namespace trawl
