#include "engine/git/delta.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/unit/git/crafted_pack.h"

namespace trawl {
namespace {

using testing_git::delta_copy;
using testing_git::delta_size;

TEST(ApplyDelta, MakesWhatItsInstructionsSay) {
  EXPECT_TRUE(rc::check([](const std::string& base) {
    std::string expected;
    std::string instructions;
    const auto count = *rc::gen::inRange(0, 20);
    for (int i = 0; i < count; ++i) {
      if (!base.empty() && *rc::gen::arbitrary<bool>()) {
        const auto offset = *rc::gen::inRange<std::size_t>(0, base.size());
        const auto size = *rc::gen::inRange<std::size_t>(1, base.size() - offset + 1);
        instructions += delta_copy(offset, size);
        expected += base.substr(offset, size);
      } else {
        const std::string literal = *rc::gen::suchThat<std::string>(
            [](const std::string& text) { return !text.empty() && text.size() < 128; });
        instructions += static_cast<char>(literal.size());
        instructions += literal;
        expected += literal;
      }
    }
    const std::string delta = delta_size(base.size()) + delta_size(expected.size()) + instructions;
    const ObjectResult<std::string> result = apply_delta(base, delta, kMaxObjectBytes);
    RC_ASSERT(result.ok());
    RC_ASSERT(*result == expected);
    // One byte less anywhere at the end is noticed.
    if (!expected.empty())
      RC_ASSERT(!apply_delta(base, delta.substr(0, delta.size() - 1), kMaxObjectBytes).ok());
    if (!expected.empty()) {
      RC_ASSERT(apply_delta(base, delta, expected.size() - 1).fault() == ObjectFault::kTooLarge);
    }
  }));
}

TEST(ApplyDelta, NeverLeavesItsBuffersWhateverTheBytes) {
  EXPECT_TRUE(rc::check([](const std::string& base, const std::string& rubbish) {
    const std::string delta = delta_size(base.size()) + rubbish;
    const ObjectResult<std::string> result = apply_delta(base, delta, 1000000);
    if (result.ok()) RC_ASSERT(result->size() <= 1000000U);
  }));
}

struct DeltaCase {
  const char* what;
  std::string delta;
  bool sound;
};

class Delta : public testing::TestWithParam<DeltaCase> {};

TEST_P(Delta, IsJudged) {
  EXPECT_EQ(apply_delta("0123456789", GetParam().delta, 100000).ok(), GetParam().sound);
}

INSTANTIATE_TEST_SUITE_P(
    ApplyDelta, Delta,
    testing::Values(
        DeltaCase{"empty_result", delta_size(10) + delta_size(0), true}, DeltaCase{"no_header", "", false},
        DeltaCase{"half_a_header", delta_size(10), false},
        DeltaCase{"endless_size", std::string(30, '\xFF'), false},
        DeltaCase{"copy_beyond_the_base", delta_size(10) + delta_size(5) + delta_copy(6, 5), false},
        DeltaCase{"copy_from_beyond", delta_size(10) + delta_size(1) + delta_copy(0xFFFFFFFF, 1), false},
        DeltaCase{"copy_beyond_the_result", delta_size(10) + delta_size(4) + delta_copy(0, 5), false},
        DeltaCase{"size_0_is_65536", delta_size(10) + delta_size(65536) + "\x80", false},
        DeltaCase{"cut_within_a_copy", delta_size(10) + delta_size(4) + "\x91", false},
        DeltaCase{"literal_cut_off", delta_size(10) + delta_size(4) + "\x04" + "abc", false},
        DeltaCase{"literal_beyond_the_result", delta_size(10) + delta_size(2) + "\x03" + "abc", false},
        DeltaCase{"reserved", delta_size(10) + delta_size(0) + std::string(1, '\0'), false},
        DeltaCase{"more_after_the_end", delta_size(10) + delta_size(1) + "\x01" + "a" + "\x01" + "b", false},
        DeltaCase{"result_not_filled", delta_size(10) + delta_size(3) + "\x01" + "a", false}),
    [](const auto& parameter) { return std::string(parameter.param.what); });

TEST(ApplyDelta, ASizeOfZeroCopies65536) {
  const std::string base(70000, 'x');
  const ObjectResult<std::string> result =
      apply_delta(base, delta_size(70000) + delta_size(65536) + "\x80", 100000);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->size(), 65536U);
}

}  // namespace
}  // namespace trawl
