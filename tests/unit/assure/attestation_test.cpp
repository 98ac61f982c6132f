#include "engine/assure/attestation.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/assure/date.h"

namespace trawl {
namespace {

const std::string kHash(64, 'a');

Attestation example() {
  Attestation one;
  one.id = "backup-restore";
  one.controls = {"plan-phase8:P8-34", "soc2:A1.3"};
  one.statement = "The nightly dump was restored and \"compared\".";
  one.by = "alice";
  one.role = "operations";
  one.date = "2026-10-01";
  one.expires = "2026-12-31";
  one.method = "restore into staging";
  one.evidence = {{"docs/restore.log", kHash}};
  return one;
}

Result<std::vector<Attestation>> read(const std::string& text, const std::string& as_of = "2026-11-28") {
  return read_attestations("a.toml", text, as_of,
                           [](const std::string&) -> Result<std::string> { return kHash; });
}

std::string changed(const std::string& from, const std::string& to) {
  std::string text = attestation_entry(example());
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(Attestations, ComeBackAsTheyWereWritten) {
  const auto all = read(attestation_entry(example()));
  ASSERT_TRUE(all.ok()) << all.error().sentence();
  ASSERT_EQ(all->size(), 1U);
  const Attestation& one = all->front();
  EXPECT_EQ(one.statement, example().statement);
  EXPECT_EQ(one.expires, "2026-12-31");
  EXPECT_TRUE(one.valid());
  EXPECT_TRUE(attests(one, "plan-phase8", "p8", "P8-34"));
  EXPECT_TRUE(attests(one, "soc-2", "soc2", "A1.3"));
  EXPECT_FALSE(attests(one, "plan-phase8", "p8", "P8-3"));
  EXPECT_FALSE(attests(one, "pci", "pci", "A1.3"));
}

TEST(Attestations, ExpireAndLoseTheirEvidence) {
  EXPECT_TRUE(read(attestation_entry(example()), "2026-12-31")->front().valid());
  EXPECT_TRUE(read(attestation_entry(example()), "2027-01-01")->front().expired);
  const auto other =
      read_attestations("a.toml", attestation_entry(example()), "2026-11-28",
                        [](const std::string&) -> Result<std::string> { return Error("gone"); });
  EXPECT_EQ(other->front().changed, std::vector<std::string>{"docs/restore.log"});
  EXPECT_TRUE(read(changed("\"success\"", "\"failure\""))->front().failed);
}

TEST(Attestations, WhatIsMissingOrImpossibleIsAnError) {
  EXPECT_FALSE(read(changed("by = \"alice\"\n", "")).ok());
  EXPECT_FALSE(read(changed("2026-10-01", "2026-12-01")).ok());  // in the future
  EXPECT_FALSE(read(changed("2026-12-31", "2026-09-30")).ok());  // before it begins
  EXPECT_FALSE(read(changed("2026-12-31", "2028-01-01")).ok());  // more than a year
  EXPECT_FALSE(read(changed("2026-12-31", "2026-02-30")).ok());  // no date
  EXPECT_FALSE(read(changed("docs/restore.log", "../x")).ok());
  EXPECT_FALSE(read(changed("docs/restore.log", "/etc/passwd")).ok());
  EXPECT_FALSE(read(changed("method", "methods")).ok());
  EXPECT_FALSE(read(attestation_entry(example()) + attestation_entry(example())).ok());
  const auto error = read(changed("role = \"operations\"\n", "role = 3\n"));
  ASSERT_FALSE(error.ok());
  EXPECT_NE(error.error().sentence().find("a.toml:6:8"), std::string::npos) << error.error().sentence();
}

TEST(Dates, AreThoseOfTheCalendar) {
  EXPECT_EQ(day_of("1970-01-01"), 0);
  EXPECT_EQ(day_of("2000-03-01"), 11017);
  EXPECT_EQ(*day_of("2024-03-01") - *day_of("2024-02-28"), 2);
  EXPECT_EQ(*day_of("2100-03-01") - *day_of("2100-02-28"), 1);
  for (const char* text : {"", "2026-13-01", "2026-00-01", "2026-02-29", "2026-1-01", "2026-01-1x",
                           "x026-01-01", "1969-12-31", "2026-01-01T"}) {
    EXPECT_FALSE(day_of(text)) << text;
  }
  EXPECT_EQ(days_named("7d"), 7);
  EXPECT_EQ(days_named("2w"), 14);
  EXPECT_FALSE(days_named("7"));
  EXPECT_FALSE(days_named("99999999999d"));
}

}  // namespace
}  // namespace trawl
