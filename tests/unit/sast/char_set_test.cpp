#include "engine/sast/char_set.h"

#include <gtest/gtest.h>

namespace trawl::sast {
namespace {

CharSet matching(std::string_view expression, bool whole = true) {
  const std::optional<CharSet> set = characters_matching(expression, whole);
  EXPECT_TRUE(set.has_value()) << expression;
  return set.value_or(CharSet());
}

TEST(CharactersMatching, ClassesAreTheirCharacters) {
  EXPECT_EQ(matching("[a-z0-9]+"), characters_of("a-z0-9"));
  EXPECT_EQ(matching("[[:alnum:]_.-]{1,20}"), characters_of("A-Za-z0-9_.\\-"));
  EXPECT_EQ(matching("\\w+"), characters_of("A-Za-z0-9_"));
  EXPECT_EQ(matching("[]a]"), characters_in("]a"));
  EXPECT_EQ(matching("[\\d\\-]*"), characters_of("0-9\\-"));
}

TEST(CharactersMatching, GroupsAndAlternativesAreUnited) {
  EXPECT_EQ(matching("(ab|cd)*(?:e)?"), characters_in("abcde"));
  EXPECT_EQ(matching("^a\\.b$"), characters_in("a.b"));
}

TEST(CharactersMatching, WhatCanBeAnythingIsNotTold) {
  for (const char* expression : {".*", "a.b", "\\D+", "\\S", "(?=a)b", "a{1", "[a", "\\"})
    EXPECT_FALSE(characters_matching(expression, true).has_value()) << expression;
}

TEST(CharactersMatching, NegatedClassesHoldTheRest) {
  const CharSet set = matching("[^;|&]+");
  EXPECT_TRUE(set.has('$'));
  EXPECT_FALSE(set.has(';'));
}

TEST(CharactersMatching, PartsOfATextSayNothing) {
  EXPECT_TRUE(characters_matching("^[a-z]+$", false).has_value());
  for (const char* expression : {"[a-z]+", "^[a-z]+", "[a-z]+$", "^a$|b", "^[a-z]+\\$"})
    EXPECT_FALSE(characters_matching(expression, false).has_value()) << expression;
}

}  // namespace
}  // namespace trawl::sast
