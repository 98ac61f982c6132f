#include "engine/git/tree.h"

#include <utility>

namespace trawl {

Result<std::optional<TreeEntry>> TreeCursor::next() {
  if (rest_.empty()) return std::optional<TreeEntry>();
  TreeEntry entry;
  std::size_t position = 0;
  for (; position < rest_.size() && rest_[position] != ' '; ++position) {
    const char c = rest_[position];
    if (c < '0' || c > '7' || position == 7) return Error("a tree has an entry with a malformed mode");
    entry.mode = entry.mode * 8 + static_cast<std::uint32_t>(c - '0');
  }
  const std::size_t end = rest_.find('\0', position);
  if (position == 0 || end == std::string_view::npos || rest_.size() - end - 1 < id_size(format_)) {
    return Error("a tree ends within an entry");
  }
  entry.name = rest_.substr(position + 1, end - position - 1);
  entry.id = ObjectId(format_, rest_.data() + end + 1);
  rest_.remove_prefix(end + 1 + id_size(format_));
  return std::optional(entry);
}

TreeWalker::TreeWalker(const ObjectDatabase& database, const ObjectId& tree, std::string prefix)
    : database_(database), start_(tree), prefix_(std::move(prefix)) {}

ObjectResult<bool> TreeWalker::enter(const ObjectId& tree) {
  if (levels_.size() == kMaxTreeNesting) {
    return too_large("trees nest deeper than " + std::to_string(kMaxTreeNesting) + " at '" + prefix_ + "'");
  }
  ObjectResult<Object> object = database_.read(tree);
  if (!object.ok()) return object.failure();
  if (object->type != ObjectType::kTree) return corrupt("object " + tree.hex() + " is no tree");
  levels_.push_back({std::move(object->bytes), 0, prefix_.size()});
  return true;
}

ObjectResult<std::optional<TreePath>> TreeWalker::next() {
  if (start_.has_value()) {
    const ObjectId start = *std::exchange(start_, std::nullopt);
    if (ObjectResult<bool> entered = enter(start); !entered.ok()) return entered.failure();
  }
  while (!levels_.empty()) {
    Level& level = levels_.back();
    prefix_.resize(level.prefix_length);
    const std::string_view rest = std::string_view(level.bytes).substr(level.position);
    TreeCursor cursor(database_.format(), rest);
    const Result<std::optional<TreeEntry>> entry = cursor.next();
    if (!entry.ok()) {
      levels_.pop_back();
      return corrupt(entry.error());
    }
    if (!entry->has_value()) {
      levels_.pop_back();
      continue;
    }
    const TreeEntry& found = **entry;
    level.position +=
        static_cast<std::size_t>(found.name.data() + found.name.size() + 1 - rest.data()) + found.id.size();
    if (!is_tree_mode(found.mode)) {
      return std::optional(TreePath{prefix_ + std::string(found.name), found.mode, found.id});
    }
    const ObjectId subtree = found.id;
    prefix_ += found.name;
    prefix_ += '/';
    if (ObjectResult<bool> entered = enter(subtree); !entered.ok()) return entered.failure();
  }
  return std::optional<TreePath>();
}

}  // namespace trawl
