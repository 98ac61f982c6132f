#include "engine/source/tree_object_source.h"

#include <fmt/format.h>

#include "engine/source/blob_reader.h"

namespace trawl {

std::optional<Target> TreeObjectSource::next(std::vector<Notification>& notifications, Coverage&) {
  while (true) {
    if (++walked_ > kMostPaths) {
      if (walked_ == kMostPaths + 1) {
        notifications.push_back(notify(
            Reason::kNotParsed, "",
            fmt::format("a tree has more than {} paths: not all of its files about dependencies were judged",
                        kMostPaths)));
      }
      return std::nullopt;
    }
    ObjectResult<std::optional<TreePath>> entry = walker_.next();
    if (!entry) {
      const Reason reason =
          entry.failure().fault == ObjectFault::kMissing ? Reason::kMissingObject : Reason::kCorruptObject;
      notifications.push_back(notify(reason, "", entry.error().sentence()));
      continue;  // the walk goes on behind the tree that cannot be read
    }
    if (!*entry) return std::nullopt;
    if (is_link_mode((*entry)->mode) || is_submodule_mode((*entry)->mode) || !wanted_((*entry)->path))
      continue;
    Target target;
    target.path = std::move((*entry)->path);
    target.blob_id = (*entry)->id.hex();
    target.ticket = ids_.size();
    ids_.push_back((*entry)->id);
    return target;
  }
}

Result<std::unique_ptr<TargetReader>> TreeObjectSource::open(const Target& target) const {
  return open_blob(database_, ids_.at(target.ticket));
}

}  // namespace trawl
