#include "engine/sast/summary.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace trawl::sast {
namespace {

struct Case {
  const char* name;
  const char* path;
  const char* expected;
};

class Bounds : public testing::TestWithParam<Case> {};

TEST_P(Bounds, Path) {
  EXPECT_EQ(bounded_path(GetParam().path), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Summary, Bounds,
                         testing::Values(Case{"empty", "", ""}, Case{"one_field", ".a", ".a"},
                                         Case{"three_fields", ".a.b.c", ".a.b.c"},
                                         Case{"deeper_is_the_whole", ".a.b.c.d", ".a.b.c"},
                                         Case{"a_field_again", ".next.next", ".next"},
                                         Case{"back_and_forth", ".next.prev.next", ".next"},
                                         Case{"what_follows_stays", ".next.prev.next.name", ".next.name"},
                                         Case{"after_another", ".list.next.next.name", ".list.next.name"},
                                         Case{"a_beginning_is_no_repetition", ".name.names", ".name.names"}),
                         [](const auto& info) { return std::string(info.param.name); });

// However long a path is, it comes to rest, and at once.
TEST(Summary, ABoundedPathStaysAsItIs) {
  const std::string letters = "abcdef";
  for (unsigned number = 0; number < 6 * 6 * 6 * 6 * 6; ++number) {
    std::string path;
    for (unsigned rest = number, i = 0; i < 5; ++i, rest /= 6) path += {'.', letters[rest % 6]};
    const std::string bounded = bounded_path(path);
    EXPECT_EQ(bounded_path(bounded), bounded) << path;
    EXPECT_LE(std::count(bounded.begin(), bounded.end(), '.'), 3) << path;
  }
}

}  // namespace
}  // namespace trawl::sast
