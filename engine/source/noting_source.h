#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/source/source.h"

namespace trawl {

/// Yields what another source yields, and shows each target to somebody on the way: who looks at a run's
/// targets beside the scan for secrets. With `only_taken`, what is not taken counts as out of scope. Borrows
/// the other source. All that `Source` can be asked is passed on: a question that is not would be answered by
/// its default, as if the other source could not tell.
class NotingSource final : public Source {
 public:
  /// `take` says whether a target is one of its kind; called by the thread that calls `next`.
  NotingSource(Source& source, std::function<bool(const Target&)> take, bool only_taken)
      : source_(source), take_(std::move(take)), only_taken_(only_taken) {}

  std::optional<Target> next(std::vector<Notification>& notifications, Coverage& coverage) override {
    while (true) {
      std::optional<Target> target = source_.next(notifications, coverage);
      if (!target || take_(*target) || !only_taken_) return target;
      --coverage.files_met;
    }
  }
  [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target& target) const override {
    return source_.open(target);
  }
  [[nodiscard]] std::optional<std::string> read_beside(std::string_view path,
                                                       std::size_t most) const override {
    return source_.read_beside(path, most);
  }
  [[nodiscard]] std::optional<std::vector<std::string>> list_beside(std::string_view path,
                                                                    std::size_t most) const override {
    return source_.list_beside(path, most);
  }
  [[nodiscard]] bool has_new_name(const Target& target) const override {
    return source_.has_new_name(target);
  }
  [[nodiscard]] Reason reason_of_failure(const Target& target) const override {
    return source_.reason_of_failure(target);
  }

 private:
  Source& source_;
  std::function<bool(const Target&)> take_;
  bool only_taken_;
};

}  // namespace trawl
