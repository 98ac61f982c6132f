#include "engine/git/tree_comparison.h"

#include <algorithm>
#include <utility>

namespace trawl {

namespace {

// git sorts the entries of a tree as if the names of subtrees ended in "/"; index paths sort the same way.
int compare_names(std::string_view a, bool a_is_tree, std::string_view b, bool b_is_tree) {
  const std::size_t common = std::min(a.size(), b.size());
  if (const int order = a.substr(0, common).compare(b.substr(0, common)); order != 0) return order;
  const auto next = [common](std::string_view name, bool is_tree) {
    return name.size() > common ? static_cast<unsigned char>(name[common])
                                : static_cast<unsigned char>(is_tree ? '/' : '\0');
  };
  if (a.size() == b.size()) return static_cast<int>(a_is_tree) - static_cast<int>(b_is_tree);
  const int order = int{next(a, a_is_tree)} - int{next(b, b_is_tree)};
  return order != 0 ? order : (a.size() < b.size() ? -1 : 1);
}

}  // namespace

Result<IndexChanges> TreeComparison::run(const std::optional<ObjectId>& tree) {
  Directory top;
  top.end = index_.entries().size();
  top.head_tree = tree;
  const std::vector<CacheTree::Node>& nodes = index_.cache_tree().nodes();
  if (trust_cache_tree_ && !nodes.empty()) top.node = 0;
  if (node_says(top.node, tree) && nodes[0].entries == top.end) {
    changes_.unchanged = top.end;
    return std::move(changes_);
  }
  to_compare_.push_back(std::move(top));
  while (!to_compare_.empty()) {
    const Directory directory = std::move(to_compare_.back());
    to_compare_.pop_back();
    if (Result<void> compared = compare(directory); !compared.ok()) {
      return compared.error().during("comparing the index with the tree of HEAD at '" + directory.prefix +
                                     "'");
    }
    if (changes_.blobs.size() > kMaxStaged) return Error("more than 5000000 paths are staged");
  }
  const auto by_path = [](const auto& a, const auto& b) { return a.path < b.path; };
  std::stable_sort(changes_.blobs.begin(), changes_.blobs.end(), by_path);
  std::stable_sort(changes_.deleted.begin(), changes_.deleted.end(), by_path);
  std::sort(changes_.intent_to_add.begin(), changes_.intent_to_add.end());
  std::sort(changes_.submodules.begin(), changes_.submodules.end());
  return std::move(changes_);
}

bool TreeComparison::node_says(std::size_t node, const std::optional<ObjectId>& tree) const {
  if (node == kNoNode || !tree.has_value()) return false;
  const CacheTree::Node& cached = index_.cache_tree().nodes()[node];
  return cached.entries.has_value() && cached.tree == *tree;
}

std::vector<TreeComparison::Child> TreeComparison::children_of(std::size_t node) const {
  std::vector<Child> children;
  if (node == kNoNode) return children;
  const std::vector<CacheTree::Node>& nodes = index_.cache_tree().nodes();
  for (std::size_t child = node + 1; child < nodes[node].end; child = nodes[child].end) {
    children.emplace_back(nodes[child].name, child);
  }
  std::sort(children.begin(), children.end());
  return children;
}

// The end of the entries below a directory whose path, with "/", is the first `length` bytes of entry
// `begin`.
std::size_t TreeComparison::end_of_group(const Directory& directory, std::size_t begin, std::size_t length,
                                         std::size_t node) const {
  const std::span<const IndexEntry> entries = index_.entries();
  const std::string_view prefix = entries[begin].path.substr(0, length);
  if (node != kNoNode) {
    // What the cache tree claims is checked at both ends; a claim that does not fit is passed over.
    const std::uint64_t count = index_.cache_tree().nodes()[node].entries.value_or(0);
    if (count > 0 && count <= directory.end - begin && entries[begin + count - 1].path.starts_with(prefix) &&
        (begin + count == directory.end || !entries[begin + count].path.starts_with(prefix))) {
      return begin + static_cast<std::size_t>(count);
    }
  }
  const auto first = entries.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto last = entries.begin() + static_cast<std::ptrdiff_t>(directory.end);
  const auto end = std::partition_point(
      first, last, [&](const IndexEntry& entry) { return entry.path.starts_with(prefix); });
  return static_cast<std::size_t>(end - entries.begin());
}

std::vector<TreeComparison::Item> TreeComparison::items_of(const Directory& directory) const {
  const std::span<const IndexEntry> entries = index_.entries();
  const std::vector<Child> children = children_of(directory.node);
  std::vector<Item> items;
  for (std::size_t i = directory.begin; i < directory.end;) {
    const IndexEntry& entry = entries[i];
    const std::string_view rest = entry.path.substr(directory.prefix.size());
    const std::size_t slash = rest.find('/');
    Item item;
    item.name = rest.substr(0, slash);
    item.begin = i;
    if (slash == std::string_view::npos) {
      item.mode = entry.mode;
      item.id = entry.id;
      item.intent_to_add = entry.intent_to_add;
      item.end = i + 1;
      while (item.end < directory.end && entries[item.end].path == entry.path) ++item.end;
    } else if (slash + 1 == rest.size()) {
      item.is_directory = true;
      item.is_sparse = true;
      item.id = entry.id;
      item.end = i + 1;
    } else {
      item.is_directory = true;
      const auto child = std::lower_bound(children.begin(), children.end(), Child(item.name, 0));
      if (child != children.end() && child->first == item.name) item.node = child->second;
      item.end = end_of_group(directory, i, directory.prefix.size() + slash + 1, item.node);
    }
    i = item.end;
    items.push_back(item);
  }
  return items;
}

Result<std::vector<TreeEntry>> TreeComparison::entries_of(const ObjectId& tree, std::string& bytes) const {
  ObjectResult<Object> object = database_.read(tree);
  if (!object.ok()) return object.error();
  if (object->type != ObjectType::kTree) return Error("object " + tree.hex() + " is no tree");
  bytes = std::move(object->bytes);
  std::vector<TreeEntry> entries;
  TreeCursor cursor(database_.format(), bytes);
  while (true) {
    const Result<std::optional<TreeEntry>> entry = cursor.next();
    if (!entry.ok()) return entry.error().during("tree " + tree.hex());
    if (!entry->has_value()) return entries;
    entries.push_back(**entry);
  }
}

Result<void> TreeComparison::compare(const Directory& directory) {
  const bool only_deleted = directory.begin == directory.end && !directory.index_tree.has_value();
  std::string head_bytes;
  std::vector<TreeEntry> head_entries;
  if (directory.head_tree.has_value()) {
    if (only_deleted && ++deleted_trees_ > kMaxDeletedTrees) return {};
    Result<std::vector<TreeEntry>> entries = entries_of(*directory.head_tree, head_bytes);
    if (!entries.ok() && only_deleted) return {};  // it would only have told where a rename came from
    if (!entries.ok()) return entries.error();
    head_entries = std::move(*entries);
  }
  std::string index_bytes;
  std::vector<Item> items;
  if (directory.index_tree.has_value()) {
    const Result<std::vector<TreeEntry>> entries = entries_of(*directory.index_tree, index_bytes);
    if (!entries.ok()) return entries.error();
    for (const TreeEntry& entry : *entries) {
      Item item;
      item.name = entry.name;
      item.is_directory = item.is_sparse = is_tree_mode(entry.mode);
      item.mode = entry.mode;
      item.id = entry.id;
      items.push_back(item);
    }
  } else {
    items = items_of(directory);
  }

  std::size_t next_head = 0;
  for (const Item& item : items) {
    const TreeEntry* equal = nullptr;
    while (next_head < head_entries.size()) {
      const TreeEntry& head = head_entries[next_head];
      const int order = compare_names(head.name, is_tree_mode(head.mode), item.name, item.is_directory);
      if (order > 0) break;
      ++next_head;
      if (order == 0) {
        equal = &head;
        break;
      }
      visit_deleted(directory, head);
    }
    if (item.is_directory) {
      if (directory.depth == kMaxTreeNesting) return Error("directories nest deeper than 2048");
      visit_directory(directory, item, equal);
    } else {
      visit_file(directory, item, equal);
    }
  }
  for (; next_head < head_entries.size(); ++next_head) visit_deleted(directory, head_entries[next_head]);
  return {};
}

void TreeComparison::visit_directory(const Directory& parent, const Item& item, const TreeEntry* head) {
  std::optional<ObjectId> head_tree;
  if (head != nullptr) head_tree = head->id;
  if ((item.is_sparse && head_tree == item.id) ||
      (!item.is_sparse && node_says(item.node, head_tree) &&
       index_.cache_tree().nodes()[item.node].entries == item.end - item.begin)) {
    changes_.unchanged += item.is_sparse ? 1 : item.end - item.begin;
    return;
  }
  Directory directory;
  directory.prefix = parent.prefix + std::string(item.name) + '/';
  directory.depth = parent.depth + 1;
  directory.head_tree = head_tree;
  if (item.is_sparse) {
    directory.index_tree = item.id;
  } else {
    directory.begin = item.begin;
    directory.end = item.end;
    directory.node = item.node;
  }
  to_compare_.push_back(std::move(directory));
}

void TreeComparison::visit_file(const Directory& parent, const Item& item, const TreeEntry* head) {
  const std::string path = parent.prefix + std::string(item.name);
  const bool head_is_blob = head != nullptr && !is_submodule_mode(head->mode);
  std::optional<ObjectId> head_blob;
  if (head_is_blob) head_blob = head->id;

  const std::span<const IndexEntry> entries = index_.entries();
  if (!parent.index_tree.has_value() && entries[item.begin].stage != 0) {
    std::optional<ObjectId> ours;
    for (std::size_t i = item.begin; i < item.end; ++i) {
      const IndexEntry& entry = entries[i];
      if (entry.stage == 1) continue;
      if (is_submodule_mode(entry.mode)) {
        if (changes_.submodules.empty() || changes_.submodules.back() != path)
          changes_.submodules.push_back(path);
      } else if (head_blob == entry.id || ours == entry.id) {
        ++changes_.unchanged;
      } else {
        changes_.blobs.push_back({path, entry.id, entry.mode, entry.stage, head_blob});
        ours = entry.id;
      }
    }
    return;
  }
  if (head != nullptr && head->id == item.id &&
      is_submodule_mode(head->mode) == is_submodule_mode(item.mode)) {
    ++changes_.unchanged;
    return;
  }
  if (item.intent_to_add) {
    changes_.intent_to_add.push_back(path);
  } else if (is_submodule_mode(item.mode)) {
    changes_.submodules.push_back(path);
    if (head_is_blob) changes_.deleted.push_back({path, head->id});
  } else {
    changes_.blobs.push_back({path, item.id, item.mode, 0, head_blob});
  }
}

void TreeComparison::visit_deleted(const Directory& parent, const TreeEntry& head) {
  if (changes_.deleted.size() >= kMaxDeleted || is_submodule_mode(head.mode)) return;
  const std::string path = parent.prefix + std::string(head.name);
  if (!is_tree_mode(head.mode)) {
    changes_.deleted.push_back({path, head.id});
  } else if (parent.depth < kMaxTreeNesting) {
    Directory directory;
    directory.prefix = path + '/';
    directory.depth = parent.depth + 1;
    directory.head_tree = head.id;
    to_compare_.push_back(std::move(directory));
  }
}

}  // namespace trawl
