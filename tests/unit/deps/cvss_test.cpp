#include "engine/deps/cvss.h"

#include <string>

#include <gtest/gtest.h>

namespace trawl {
namespace {

struct VectorCase {
  std::string vector;
  int tenths;
};

class Vectors : public testing::TestWithParam<VectorCase> {};

TEST_P(Vectors, HaveTheScoreOfTheSpecification) {
  const auto score = score_of_vector(GetParam().vector);
  ASSERT_TRUE(score) << GetParam().vector;
  EXPECT_EQ(score->tenths, GetParam().tenths) << GetParam().vector;
}

INSTANTIATE_TEST_SUITE_P(
    Cvss, Vectors,
    testing::Values(VectorCase{"AV:N/AC:L/Au:N/C:C/I:C/A:C", 100},
                    VectorCase{"AV:L/AC:H/Au:N/C:C/I:C/A:C", 62},
                    VectorCase{"AV:N/AC:M/Au:N/C:N/I:P/A:N", 43},
                    VectorCase{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98},
                    VectorCase{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 100},
                    VectorCase{"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61},
                    VectorCase{"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H", 59},
                    VectorCase{"CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", 16},
                    VectorCase{"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0},
                    VectorCase{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 93},
                    VectorCase{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 100},
                    VectorCase{"CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 85},
                    VectorCase{"CVSS:4.0/AV:L/AC:L/AT:P/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N", 82},
                    VectorCase{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0}));

TEST(Cvss, SaysNothingOfWhatIsNoVector) {
  for (const char* text :
       {"", "7.5", "CVSS:3.1/AV:N", "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:9.0/AV:N", "AV:N/AC:L/Au:N/C:C/I:C/A:"})
    EXPECT_FALSE(score_of_vector(text)) << text;
  EXPECT_FALSE(score_of_vector(std::string(5000, '/')));
}

TEST(Cvss, BandsBeginWhereTheSpecificationSays) {
  EXPECT_EQ(severity_of({1, 3}), Severity::kLow);
  EXPECT_EQ(severity_of({39, 3}), Severity::kLow);
  EXPECT_EQ(severity_of({40, 3}), Severity::kMedium);
  EXPECT_EQ(severity_of({70, 3}), Severity::kHigh);
  EXPECT_EQ(severity_of({90, 3}), Severity::kCritical);
  EXPECT_EQ(severity_of({100, 2}), Severity::kHigh) << "version 2 knows no critical one";
  EXPECT_FALSE(severity_of({0, 3}));
}

}  // namespace
}  // namespace trawl
