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

// Names of C++ hold blanks and quotes, and what the compiler made stands on no line.
TEST(Messages, EveryFindingOfTheEngineIsAMessage) {
  FlowFinding finding;
  finding.rule = "command-injection";
  finding.place = {"a.cpp", 0, 0, 0, 0};
  finding.function = "operator new[](unsigned long) \"x\"";
  finding.arguments = {"std::map<int, char>::operator []", std::string(1000, 'a')};
  FlowStep step;
  step.place = {"a.cpp", 3, 1, 3, 2};
  step.name = "lambda at a.cpp";
  finding.steps = {step, step};
  const auto read = decode_finding(encoded(finding));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->place.line, 1U);
  EXPECT_EQ(read->function, "operatornew[](unsignedlong)x");
}

}  // namespace
}  // namespace trawl::sast
