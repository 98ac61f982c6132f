#include "engine/git/tree_difference.h"

#include <algorithm>
#include <utility>

namespace trawl {
namespace {

std::string key_of(const ObjectId& tree, const std::vector<std::optional<ObjectId>>& parents) {
  const auto text = [](const ObjectId& id) {
    return std::string_view(reinterpret_cast<const char*>(id.bytes().data()), id.size());
  };
  std::string key(text(tree));
  for (const std::optional<ObjectId>& parent : parents) {
    key += parent ? '+' : '-';
    if (parent) key += text(*parent);
  }
  return key;
}

}  // namespace

TreeDifference::TreeDifference(const ObjectDatabase& database, const ObjectId& tree,
                               const std::vector<std::optional<ObjectId>>& parents, std::size_t most_visits)
    : database_(database), most_visits_(most_visits), start_(tree), start_parents_(parents) {
  if (std::find(parents.begin(), parents.end(), std::optional(tree)) != parents.end()) start_.reset();
}

ObjectResult<std::string> TreeDifference::read_tree(const ObjectId& tree) const {
  ObjectResult<Object> object = database_.read(tree);
  if (!object) return object.failure();
  if (object->type != ObjectType::kTree) return corrupt("object " + tree.hex() + " is no tree");
  return std::move(object->bytes);
}

ObjectResult<bool> TreeDifference::enter(const ObjectId& tree,
                                         const std::vector<std::optional<ObjectId>>& parents) {
  if (levels_.size() == kMaxTreeNesting) {
    return too_large("trees nest deeper than " + std::to_string(kMaxTreeNesting) + " at '" + prefix_ + "'");
  }
  if (++visits_[key_of(tree, parents)] > most_visits_) return false;
  const bool all_new =
      std::none_of(parents.begin(), parents.end(), [](const auto& parent) { return parent.has_value(); });
  if (seen_ != nullptr && all_new && !seen_->insert(tree).second) return false;

  ObjectResult<std::string> bytes = read_tree(tree);
  if (!bytes) return bytes.failure();
  Level level;
  level.bytes = std::move(*bytes);
  level.prefix_length = prefix_.size();
  std::optional<ObjectFailure> failure;
  for (const std::optional<ObjectId>& parent : parents) {
    level.parents.emplace_back();
    if (!parent) continue;
    ObjectResult<std::string> old = read_tree(*parent);
    if (!old) {
      // Without it everything here counts as new: more is read than need be, and nothing is missed.
      if (!failure) failure = old.failure();
      continue;
    }
    Side& side = level.parents.back().emplace();
    side.bytes = std::move(*old);
  }
  levels_.push_back(std::move(level));
  for (std::optional<Side>& side : levels_.back().parents) {
    if (!side) continue;
    TreeCursor cursor(database_.format(), side->bytes);
    while (true) {
      const Result<std::optional<TreeEntry>> entry = cursor.next();
      if (!entry) {
        if (!failure) failure = corrupt(entry.error());
        break;
      }
      if (!entry->has_value()) break;
      side->by_name.push_back({(*entry)->name, (*entry)->mode, (*entry)->id});
    }
    std::stable_sort(side->by_name.begin(), side->by_name.end(),
                     [](const Entry& a, const Entry& b) { return a.name < b.name; });
  }
  if (failure) return *failure;
  return true;
}

ObjectResult<std::optional<NewEntry>> TreeDifference::next() {
  if (start_) {
    const ObjectId start = *std::exchange(start_, std::nullopt);
    if (const ObjectResult<bool> entered = enter(start, start_parents_); !entered) return entered.failure();
  }
  while (!levels_.empty()) {
    Level& level = levels_.back();
    prefix_.resize(level.prefix_length);
    const std::string_view rest = std::string_view(level.bytes).substr(level.position);
    TreeCursor cursor(database_.format(), rest);
    const Result<std::optional<TreeEntry>> entry = cursor.next();
    if (!entry) {
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

    const bool is_tree = is_tree_mode(found.mode);
    std::vector<std::optional<ObjectId>> before;
    bool known = false;
    for (const std::optional<Side>& side : level.parents) {
      before.emplace_back();
      if (!side) continue;
      const auto at = std::lower_bound(side->by_name.begin(), side->by_name.end(), found.name,
                                       [](const Entry& a, std::string_view name) { return a.name < name; });
      if (at == side->by_name.end() || at->name != found.name || is_tree_mode(at->mode) != is_tree ||
          is_submodule_mode(at->mode) != is_submodule_mode(found.mode)) {
        continue;
      }
      before.back() = at->id;
      if (at->id == found.id) known = true;
    }
    if (known) continue;
    if (!is_tree) {
      return std::optional(
          NewEntry{prefix_ + std::string(found.name), found.mode, found.id, std::move(before)});
    }
    const ObjectId subtree = found.id;
    prefix_ += found.name;
    prefix_ += '/';
    if (const ObjectResult<bool> entered = enter(subtree, before); !entered) return entered.failure();
  }
  return std::optional<NewEntry>();
}

ObjectResult<std::optional<TreePath>> entry_at(const ObjectDatabase& database, const ObjectId& tree,
                                               std::string_view path) {
  ObjectId at = tree;
  std::string_view rest = path;
  for (std::size_t depth = 0; depth < kMaxTreeNesting; ++depth) {
    const ObjectResult<Object> object = database.read(at);
    if (!object) return object.failure();
    if (object->type != ObjectType::kTree) return corrupt("object " + at.hex() + " is no tree");
    const std::size_t slash = rest.find('/');
    const std::string_view name = rest.substr(0, slash);
    TreeCursor cursor(database.format(), object->bytes);
    std::optional<TreeEntry> found;
    while (!found) {
      const Result<std::optional<TreeEntry>> entry = cursor.next();
      if (!entry) return corrupt(entry.error());
      if (!entry->has_value()) return std::optional<TreePath>();
      const bool is_tree = is_tree_mode((*entry)->mode);
      if ((*entry)->name == name && is_tree == (slash != std::string_view::npos)) found = **entry;
    }
    if (slash == std::string_view::npos)
      return std::optional(TreePath{std::string(path), found->mode, found->id});
    at = found->id;
    rest.remove_prefix(slash + 1);
  }
  return std::optional<TreePath>();
}

}  // namespace trawl
