#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/stub_filter.h"
#include "engine/rules/gram_choice.h"

namespace trawl {

/// What the filter of stubs is made of, for measuring what a stub costs: without some of them, all else stays
/// where it is. A filter built of the rest anew is another one in all its parts, and may be slower than with
/// them.
class StubFilterPlan {
 public:
  /// As `build_stub_filter` below.
  static Result<StubFilterPlan> create(std::span<const std::string_view> stubs);

  /// The filter without the stubs of these numbers.
  [[nodiscard]] Result<std::shared_ptr<const StubFilter>> without(
      std::span<const std::size_t> left_out) const;

 private:
  StubFilterPlan() = default;

  std::vector<WalkStart> starts_;
  std::vector<Gram> grams_;
  std::vector<std::size_t> buckets_;  ///< of the grams
};

/// Builds the filter of stubs (expressions that `parse_pattern` reads; at least one). Takes a second for 150
/// of them. An error names the stub that has no place of four bytes that are rare enough, or says that all
/// together are too many.
Result<std::shared_ptr<const StubFilter>> build_stub_filter(std::span<const std::string_view> stubs);

}  // namespace trawl
