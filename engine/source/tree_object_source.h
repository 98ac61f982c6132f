#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/git/object_database.h"
#include "engine/git/tree.h"
#include "engine/source/source.h"

namespace trawl {

/// The files of one tree of a repository whose paths are wanted, in the order of the tree. Links and
/// submodules are passed over. It counts nothing as met: whoever asks looks at the files beside what a scan
/// examines. `next` is for one thread, `open` for many. The database must outlive it.
class TreeObjectSource final : public Source {
 public:
  TreeObjectSource(const ObjectDatabase& database, const ObjectId& tree,
                   std::function<bool(std::string_view path)> wanted)
      : database_(database), walker_(database, tree), wanted_(std::move(wanted)) {}

  /// Trees can share what they hold, so that few objects are more paths than anybody can walk: beyond this
  /// many it ends, and says so.
  static constexpr std::size_t kMostPaths = 2'000'000;

  std::optional<Target> next(std::vector<Notification>& notifications, Coverage& coverage) override;
  [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target& target) const override;
  [[nodiscard]] Reason reason_of_failure(const Target&) const override { return Reason::kCorruptObject; }

 private:
  const ObjectDatabase& database_;
  TreeWalker walker_;
  std::function<bool(std::string_view)> wanted_;
  std::vector<ObjectId> ids_;  ///< by ticket
  std::size_t walked_ = 0;
};

}  // namespace trawl
