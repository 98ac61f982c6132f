#include "engine/deps/cvss.h"

#include <string>
#include <vector>

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
                    VectorCase{"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N", 82},
                    VectorCase{"CVSS:4.0/AV:L/AC:L/AT:P/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N", 59},
                    VectorCase{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0}));

// Made at random, scored by the Python package `cvss` 3.6.
INSTANTIATE_TEST_SUITE_P(
    CvssAtRandom, Vectors,
    testing::ValuesIn(std::vector<VectorCase>{
        VectorCase{"CVSS:4.0/AV:L/AC:L/AT:P/PR:H/UI:N/VC:H/VI:N/VA:H/SC:L/SI:N/SA:H/E:A/CR:X/IR:X/AR:L/MAV:L/"
                   "MSI:X/MVC:H",
                   68},
        VectorCase{"CVSS:4.0/AV:N/AC:H/AT:N/PR:H/UI:N/VC:H/VI:N/VA:N/SC:N/SI:H/SA:N", 69},
        VectorCase{"CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:A/VC:H/VI:L/VA:L/SC:H/SI:N/SA:H/E:P/CR:H/IR:X/AR:H/MAV:A/"
                   "MSI:X/MVC:X",
                   70},
        VectorCase{"CVSS:4.0/AV:N/AC:L/AT:P/PR:H/UI:A/VC:L/VI:L/VA:L/SC:N/SI:L/SA:L", 18},
        VectorCase{"CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:H/VI:N/VA:L/SC:N/SI:L/SA:L/E:U/CR:M/IR:X/AR:X/MAV:P/"
                   "MSI:L/MVC:H",
                   8},
        VectorCase{"CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:N/VI:H/VA:N/SC:N/SI:L/SA:L", 57},
        VectorCase{"CVSS:4.0/AV:L/AC:H/AT:P/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:H/SA:H/E:P/CR:L/IR:M/AR:L/MAV:A/"
                   "MSI:X/MVC:N",
                   24},
        VectorCase{"CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:L/VA:H/SC:N/SI:H/SA:L", 83},
        VectorCase{"CVSS:4.0/AV:P/AC:H/AT:N/PR:N/UI:P/VC:L/VI:N/VA:L/SC:H/SI:L/SA:N/E:P/CR:L/IR:M/AR:L/MAV:N/"
                   "MSI:S/MVC:X",
                   54},
        VectorCase{"CVSS:4.0/AV:A/AC:L/AT:N/PR:H/UI:N/VC:H/VI:L/VA:N/SC:H/SI:L/SA:L", 83},
        VectorCase{"CVSS:4.0/AV:N/AC:L/AT:P/PR:H/UI:P/VC:N/VI:N/VA:L/SC:H/SI:N/SA:N/E:X/CR:L/IR:L/AR:L/MAV:L/"
                   "MSI:L/MVC:X",
                   20},
        VectorCase{"CVSS:4.0/AV:P/AC:H/AT:N/PR:N/UI:N/VC:H/VI:L/VA:H/SC:H/SI:L/SA:N", 58},
        VectorCase{"CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:N/VI:H/VA:L/SC:N/SI:H/SA:H/E:A/CR:L/IR:H/AR:M/MAV:A/"
                   "MSI:N/MVC:L",
                   81},
        VectorCase{"CVSS:4.0/AV:P/AC:L/AT:N/PR:L/UI:P/VC:L/VI:L/VA:L/SC:H/SI:H/SA:H", 47},
        VectorCase{"CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:N/VC:N/VI:H/VA:H/SC:N/SI:L/SA:H/E:X/CR:M/IR:X/AR:M/MAV:P/"
                   "MSI:H/MVC:H",
                   69},
        VectorCase{"CVSS:4.0/AV:L/AC:L/AT:P/PR:H/UI:N/VC:N/VI:H/VA:H/SC:L/SI:N/SA:H", 69},
        VectorCase{"CVSS:4.0/AV:A/AC:H/AT:P/PR:H/UI:N/VC:H/VI:L/VA:L/SC:L/SI:H/SA:N/E:P/CR:L/IR:M/AR:M/MAV:X/"
                   "MSI:S/MVC:X",
                   62},
        VectorCase{"CVSS:4.0/AV:A/AC:H/AT:N/PR:L/UI:N/VC:L/VI:N/VA:N/SC:H/SI:L/SA:N", 48},
        VectorCase{"CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:A/VC:H/VI:L/VA:H/SC:L/SI:N/SA:L/E:X/CR:L/IR:L/AR:L/MAV:X/"
                   "MSI:S/MVC:H",
                   71},
        VectorCase{"CVSS:4.0/AV:A/AC:L/AT:N/PR:H/UI:P/VC:N/VI:H/VA:N/SC:N/SI:L/SA:N", 51},
        VectorCase{"CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:H/E:U/CR:H/IR:H/AR:X/MAV:A/"
                   "MSI:S/MVC:L",
                   73},
        VectorCase{"CVSS:4.0/AV:A/AC:H/AT:P/PR:H/UI:P/VC:H/VI:H/VA:N/SC:L/SI:L/SA:N", 53},
        VectorCase{"CVSS:4.0/AV:P/AC:L/AT:N/PR:H/UI:A/VC:H/VI:L/VA:H/SC:N/SI:H/SA:H/E:A/CR:H/IR:L/AR:X/MAV:P/"
                   "MSI:X/MVC:L",
                   69},
        VectorCase{"CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:N/VC:L/VI:H/VA:H/SC:N/SI:L/SA:N", 53},
        VectorCase{"CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:A/VC:N/VI:N/VA:N/SC:H/SI:N/SA:L/E:U/CR:L/IR:H/AR:M/MAV:P/"
                   "MSI:S/MVC:N",
                   11},
        VectorCase{"CVSS:4.0/AV:A/AC:H/AT:N/PR:L/UI:P/VC:L/VI:H/VA:N/SC:H/SI:L/SA:H", 59},
        VectorCase{"CVSS:4.0/AV:A/AC:H/AT:N/PR:N/UI:A/VC:N/VI:N/VA:L/SC:H/SI:L/SA:H/E:U/CR:H/IR:X/AR:L/MAV:L/"
                   "MSI:S/MVC:H",
                   55},
        VectorCase{"CVSS:4.0/AV:A/AC:H/AT:P/PR:L/UI:P/VC:H/VI:L/VA:L/SC:H/SI:N/SA:L", 58},
        VectorCase{"CVSS:4.0/AV:N/AC:H/AT:P/PR:L/UI:A/VC:H/VI:L/VA:L/SC:N/SI:N/SA:L/E:X/CR:X/IR:H/AR:X/MAV:X/"
                   "MSI:H/MVC:L",
                   45},
        VectorCase{"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:N/VI:L/VA:L/SC:H/SI:N/SA:N", 49},
        VectorCase{"CVSS:4.0/AV:P/AC:H/AT:N/PR:L/UI:N/VC:N/VI:H/VA:L/SC:H/SI:L/SA:H/E:X/CR:M/IR:X/AR:H/MAV:X/"
                   "MSI:H/MVC:X",
                   60},
        VectorCase{"CVSS:4.0/AV:P/AC:L/AT:P/PR:H/UI:P/VC:L/VI:N/VA:H/SC:H/SI:N/SA:N", 56},
        VectorCase{"CVSS:4.0/AV:A/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:L/SC:N/SI:L/SA:N/E:A/CR:M/IR:L/AR:H/MAV:A/"
                   "MSI:H/MVC:X",
                   86},
        VectorCase{"CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:H/SC:N/SI:L/SA:H", 81},
        VectorCase{"CVSS:4.0/AV:P/AC:L/AT:P/PR:H/UI:P/VC:N/VI:L/VA:N/SC:L/SI:N/SA:H/E:A/CR:M/IR:H/AR:H/MAV:L/"
                   "MSI:H/MVC:X",
                   23},
        VectorCase{"CVSS:4.0/AV:A/AC:L/AT:N/PR:H/UI:A/VC:L/VI:L/VA:H/SC:H/SI:H/SA:N", 70},
        VectorCase{"CVSS:4.0/AV:P/AC:H/AT:N/PR:H/UI:P/VC:H/VI:L/VA:H/SC:H/SI:L/SA:L/E:X/CR:M/IR:M/AR:M/MAV:P/"
                   "MSI:H/MVC:H",
                   48},
        VectorCase{"CVSS:4.0/AV:N/AC:H/AT:N/PR:L/UI:N/VC:H/VI:L/VA:L/SC:H/SI:L/SA:L", 72},
        VectorCase{"CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:P/VC:H/VI:H/VA:L/SC:N/SI:H/SA:L/E:X/CR:M/IR:M/AR:H/MAV:X/"
                   "MSI:N/MVC:H",
                   74},
        VectorCase{"CVSS:4.0/AV:P/AC:H/AT:P/PR:N/UI:P/VC:N/VI:N/VA:N/SC:H/SI:H/SA:N", 21},
        VectorCase{"CVSS:4.0/AV:P/AC:L/AT:N/PR:H/UI:A/VC:N/VI:N/VA:N/SC:N/SI:H/SA:H/E:X/CR:X/IR:H/AR:M/MAV:X/"
                   "MSI:L/MVC:N",
                   42},
        VectorCase{"CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:P/VC:H/VI:L/VA:H/SC:N/SI:N/SA:N", 71},
        VectorCase{"CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:N/VC:L/VI:H/VA:N/SC:H/SI:H/SA:N/E:U/CR:L/IR:L/AR:X/MAV:L/"
                   "MSI:H/MVC:X",
                   18},
        VectorCase{"CVSS:4.0/AV:A/AC:L/AT:N/PR:L/UI:P/VC:N/VI:N/VA:N/SC:L/SI:N/SA:N", 24},
        VectorCase{"CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:P/VC:L/VI:N/VA:H/SC:N/SI:H/SA:N/E:U/CR:M/IR:M/AR:L/MAV:L/"
                   "MSI:L/MVC:X",
                   10},
        VectorCase{"CVSS:4.0/AV:A/AC:H/AT:N/PR:L/UI:N/VC:L/VI:L/VA:H/SC:N/SI:L/SA:L", 59},
        VectorCase{"CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:A/VC:H/VI:H/VA:N/SC:N/SI:L/SA:L/E:A/CR:M/IR:X/AR:M/MAV:N/"
                   "MSI:L/MVC:N",
                   68},
        VectorCase{"CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:P/VC:N/VI:L/VA:L/SC:L/SI:N/SA:H", 42},
        VectorCase{"CVSS:4.0/AV:P/AC:H/AT:P/PR:L/UI:N/VC:L/VI:H/VA:L/SC:L/SI:L/SA:H/E:A/CR:X/IR:M/AR:M/MAV:A/"
                   "MSI:X/MVC:N",
                   58},
        VectorCase{"CVSS:4.0/AV:P/AC:L/AT:P/PR:L/UI:P/VC:H/VI:L/VA:H/SC:H/SI:N/SA:L", 58},
        VectorCase{"CVSS:4.0/AV:A/AC:L/AT:P/PR:L/UI:A/VC:L/VI:H/VA:L/SC:L/SI:H/SA:N/E:U/CR:H/IR:X/AR:X/MAV:L/"
                   "MSI:L/MVC:H",
                   19},
        VectorCase{"CVSS:4.0/AV:L/AC:H/AT:N/PR:H/UI:N/VC:H/VI:L/VA:L/SC:L/SI:L/SA:L", 57},
        VectorCase{"CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:N/VC:L/VI:L/VA:N/SC:N/SI:L/SA:H/E:A/CR:H/IR:X/AR:H/MAV:P/"
                   "MSI:L/MVC:H",
                   57},
        VectorCase{"CVSS:4.0/AV:P/AC:H/AT:P/PR:L/UI:N/VC:N/VI:H/VA:H/SC:H/SI:H/SA:L", 60},
        VectorCase{"CVSS:4.0/AV:N/AC:H/AT:N/PR:L/UI:P/VC:N/VI:H/VA:H/SC:N/SI:L/SA:L/E:U/CR:H/IR:L/AR:M/MAV:A/"
                   "MSI:X/MVC:N",
                   2},
        VectorCase{"CVSS:4.0/AV:L/AC:H/AT:N/PR:H/UI:A/VC:N/VI:N/VA:H/SC:H/SI:L/SA:H", 59},
        VectorCase{"CVSS:4.0/AV:P/AC:H/AT:P/PR:L/UI:P/VC:H/VI:H/VA:H/SC:L/SI:N/SA:L/E:U/CR:X/IR:X/AR:L/MAV:P/"
                   "MSI:L/MVC:N",
                   6},
        VectorCase{"CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N", 71},
        VectorCase{"CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:H/SC:N/SI:N/SA:L/E:A/CR:M/IR:L/AR:X/MAV:X/"
                   "MSI:X/MVC:L",
                   49},
        VectorCase{"CVSS:4.0/AV:A/AC:H/AT:P/PR:N/UI:A/VC:H/VI:H/VA:N/SC:L/SI:L/SA:L", 72},
        VectorCase{"CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:L/A:H", 61},
        VectorCase{"CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:L", 92},
        VectorCase{"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:N/I:L/A:N", 34},
        VectorCase{"CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:N/I:L/A:H", 50},
        VectorCase{"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:N/I:N/A:L", 50},
        VectorCase{"CVSS:3.1/AV:A/AC:H/PR:L/UI:N/S:C/C:H/I:N/A:N", 58},
        VectorCase{"CVSS:3.1/AV:P/AC:H/PR:H/UI:N/S:U/C:L/I:N/A:N", 16},
        VectorCase{"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:L/A:L", 54},
        VectorCase{"CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:C/C:N/I:N/A:H", 71},
        VectorCase{"CVSS:3.1/AV:P/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", 36},
        VectorCase{"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:N", 54},
        VectorCase{"CVSS:3.1/AV:A/AC:H/PR:L/UI:R/S:C/C:N/I:N/A:H", 54},
        VectorCase{"CVSS:3.1/AV:P/AC:L/PR:L/UI:R/S:U/C:L/I:L/A:H", 52},
        VectorCase{"CVSS:3.1/AV:P/AC:L/PR:H/UI:R/S:U/C:H/I:L/A:N", 45},
        VectorCase{"CVSS:3.1/AV:P/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:H", 49},
        VectorCase{"CVSS:3.1/AV:N/AC:H/PR:L/UI:R/S:C/C:H/I:N/A:L", 65},
        VectorCase{"CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:N/A:N", 0},
        VectorCase{"CVSS:3.1/AV:P/AC:H/PR:L/UI:R/S:C/C:L/I:N/A:L", 33},
        VectorCase{"CVSS:3.1/AV:A/AC:L/PR:H/UI:R/S:U/C:H/I:N/A:L", 49},
        VectorCase{"CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N", 25},
        VectorCase{"CVSS:3.1/AV:P/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:L", 71},
        VectorCase{"CVSS:3.1/AV:A/AC:H/PR:N/UI:N/S:C/C:H/I:N/A:N", 61},
        VectorCase{"CVSS:3.1/AV:N/AC:H/PR:L/UI:R/S:U/C:N/I:N/A:L", 26},
        VectorCase{"CVSS:3.1/AV:P/AC:L/PR:H/UI:N/S:C/C:L/I:L/A:H", 63},
        VectorCase{"CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N", 22},
        VectorCase{"CVSS:3.1/AV:A/AC:L/PR:N/UI:R/S:U/C:L/I:N/A:L", 46},
        VectorCase{"CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:L/A:N", 51},
        VectorCase{"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:N/A:L", 64},
        VectorCase{"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:H", 71},
        VectorCase{"CVSS:3.1/AV:A/AC:H/PR:H/UI:R/S:U/C:N/I:H/A:H", 56},
        VectorCase{"AV:N/AC:L/Au:S/C:N/I:N/A:P", 40},
        VectorCase{"AV:A/AC:H/Au:M/C:N/I:P/A:N", 12},
        VectorCase{"AV:N/AC:L/Au:N/C:N/I:N/A:P", 50},
        VectorCase{"AV:A/AC:L/Au:S/C:N/I:C/A:P", 62},
        VectorCase{"AV:L/AC:H/Au:M/C:P/I:C/A:P", 49},
        VectorCase{"AV:L/AC:M/Au:M/C:P/I:C/A:C", 60},
        VectorCase{"AV:L/AC:L/Au:N/C:N/I:C/A:N", 49},
        VectorCase{"AV:A/AC:L/Au:S/C:P/I:P/A:C", 67},
        VectorCase{"AV:A/AC:M/Au:M/C:P/I:C/A:C", 66},
        VectorCase{"AV:A/AC:M/Au:S/C:N/I:P/A:C", 58},
        VectorCase{"AV:L/AC:M/Au:N/C:P/I:N/A:N", 19},
        VectorCase{"AV:A/AC:H/Au:S/C:N/I:N/A:P", 14},
        VectorCase{"AV:N/AC:M/Au:S/C:N/I:N/A:N", 0},
        VectorCase{"AV:L/AC:L/Au:M/C:C/I:P/A:N", 50},
        VectorCase{"AV:N/AC:L/Au:S/C:C/I:C/A:N", 85},
        VectorCase{"AV:L/AC:M/Au:S/C:N/I:C/A:N", 44},
        VectorCase{"AV:L/AC:H/Au:S/C:P/I:N/A:P", 24},
        VectorCase{"AV:L/AC:H/Au:S/C:P/I:N/A:C", 45},
        VectorCase{"AV:N/AC:M/Au:M/C:C/I:C/A:C", 79},
        VectorCase{"AV:L/AC:L/Au:M/C:C/I:P/A:C", 62}}));

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
