#include "engine/sast/messages.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace trawl::sast {
namespace {

// A unit that meets the same cap in hundreds of functions tells it once, and stays a message.
TEST(Messages, ACapThatManyFunctionsMetIsToldOnce) {
  ParsedUnit unit;
  unit.parsed = true;
  unit.limits.assign(300, "edges of a function");
  const auto read = decode_parsed(encoded(unit));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->limits, std::vector<std::string>{"edges of a function"});
}

}  // namespace
}  // namespace trawl::sast
