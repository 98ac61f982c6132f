#include "engine/match/decode/offset_map.h"

#include <gtest/gtest.h>

namespace trawl {
namespace {

struct Case {
  const char* what;
  ByteSpan decoded;
  ByteSpan source;
};

std::string name_of_case(const testing::TestParamInfo<Case>& info) {
  return info.param.what;
}

/// 4 ASCII characters of UTF-16 at 10, one of three bytes, 6 bytes from base64 at 100 with a line break
/// before the last 3, then 2 bytes of an unfinished group, then a run that is one whole.
OffsetMap example() {
  OffsetMap map;
  map.append(10, 1, 2, 4);
  map.append(18, 3, 2, 1);
  map.append_even(100, 3, 4, 3);
  map.append_even(105, 3, 4, 5);
  map.append(200, 50, 1000, 1);
  return map;
}

class OffsetMapTo : public testing::TestWithParam<Case> {};

TEST_P(OffsetMapTo, SourceIsExact) {
  EXPECT_EQ(example().to_source(GetParam().decoded), GetParam().source);
}

INSTANTIATE_TEST_SUITE_P(OffsetMap, OffsetMapTo,
                         testing::Values(Case{"first_character", span_of(0, 1), span_of(10, 12)},
                                         Case{"inner_characters", span_of(1, 3), span_of(12, 16)},
                                         Case{"all_characters", span_of(0, 4), span_of(10, 18)},
                                         Case{"part_of_a_character", span_of(5, 6), span_of(18, 20)},
                                         Case{"characters_of_two_pieces", span_of(3, 5), span_of(16, 20)},
                                         Case{"base64_first_byte", span_of(7, 8), span_of(100, 102)},
                                         Case{"base64_second_byte", span_of(8, 9), span_of(101, 103)},
                                         Case{"base64_third_byte", span_of(9, 10), span_of(102, 104)},
                                         Case{"base64_before_the_break", span_of(7, 10), span_of(100, 104)},
                                         Case{"base64_across_the_break", span_of(9, 11), span_of(102, 107)},
                                         Case{"base64_after_the_break", span_of(10, 13), span_of(105, 109)},
                                         Case{"base64_unfinished", span_of(13, 15), span_of(109, 112)},
                                         Case{"whole_run", span_of(20, 21), span_of(200, 1200)},
                                         Case{"everything", span_of(0, 65), span_of(10, 1200)},
                                         Case{"nothing", span_of(2, 2), span_of(14, 14)},
                                         Case{"nothing_at_a_gap", span_of(10, 10), span_of(105, 105)}),
                         name_of_case);

TEST(OffsetMap, JoinsWhatGoesOnAlike) {
  OffsetMap map;
  map.append(0, 1, 2, 5);
  map.append(10, 1, 2, 5);
  EXPECT_EQ(map.pieces(), 1U);
  map.append(22, 1, 2, 5);
  EXPECT_EQ(map.pieces(), 2U);
  map.append(32, 1, 4, 0);
  EXPECT_EQ(map.pieces(), 2U);
  EXPECT_EQ(map.decoded_size(), 15U);
}

TEST(OffsetMap, ForgetsWhatIsNotAskedAnyMore) {
  OffsetMap map;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    map.append(i * 10, 1, 2, 1);
    if (i >= 20) map.forget_before(i - 20);
    EXPECT_LE(map.pieces(), 50U);
    EXPECT_EQ(map.to_source(span_of(i, i + 1)), span_of(i * 10, i * 10 + 2));
    if (i >= 20) {
      EXPECT_EQ(map.to_source(span_of(i - 20, i - 19)), span_of(i * 10 - 200, i * 10 - 198));
    }
  }
  EXPECT_EQ(map.decoded_size(), 1000U);
}

TEST(OffsetMap, PiecesOutOfOrderGiveASpanAllTheSame) {
  OffsetMap map;
  map.append(100, 1, 1, 10);
  map.append(20, 1, 1, 10);
  const ByteSpan span = map.to_source(span_of(5, 15));
  EXPECT_EQ(span, span_of(20, 106));
}

}  // namespace
}  // namespace trawl
