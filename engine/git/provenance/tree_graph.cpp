#include "engine/git/provenance/tree_graph.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace trawl {

namespace {

/// One entry as it stands in a tree: "mode SP name NUL id".
struct RawEntry {
  std::uint32_t mode = 0;
  std::string_view name;
  std::uint32_t end = 0;  ///< offset behind the id
};

std::optional<RawEntry> entry_at(std::string_view tree, std::uint32_t offset, std::size_t id_bytes) {
  RawEntry entry;
  std::size_t position = offset;
  while (position < tree.size() && tree[position] >= '0' && tree[position] <= '7' && position - offset < 8) {
    entry.mode = entry.mode * 8 + static_cast<std::uint32_t>(tree[position++] - '0');
  }
  if (position == offset || position >= tree.size() || tree[position] != ' ') return std::nullopt;
  const char* name = tree.data() + position + 1;
  const void* nul = std::memchr(name, '\0', tree.size() - position - 1);
  if (nul == nullptr) return std::nullopt;
  entry.name = {name, static_cast<std::size_t>(static_cast<const char*>(nul) - name)};
  const std::size_t id_begin = position + 1 + entry.name.size() + 1;
  if (tree.size() - id_begin < id_bytes) return std::nullopt;
  entry.end = static_cast<std::uint32_t>(id_begin + id_bytes);
  return entry;
}

constexpr std::uint32_t kTypeMask = 0170000;
constexpr std::uint32_t kTypeTree = 0040000;
constexpr std::uint32_t kTypeSubmodule = 0160000;

}  // namespace

TreeGraph::TreeGraph(ObjectFormat format) : format_(format), ids_(format) {}

void TreeGraph::save(SectionWriter& out) const {
  ids_.save(out);
  names_.save(out);
  out.add(trees_.section());
  out.add(tree_of_id_.section());
  out.add(added_.section());
  out.add(removed_.section());
}

bool TreeGraph::restore(SectionReader& in) {
  if (!ids_.restore(in) || !names_.restore(in)) return false;
  trees_.begin_with(in.items<Tree>());
  tree_of_id_.begin_with(in.items<std::uint32_t>());
  added_.begin_with(in.items<Entry>());
  removed_.begin_with(in.items<Entry>());
  if (!in.ok()) return false;
  // Entries are not looked at one by one: they are millions, and the file has a checksum.
  std::uint64_t added = 0;
  std::uint64_t removed = 0;
  const auto ids = static_cast<std::uint32_t>(ids_.size());
  const auto trees = static_cast<std::uint32_t>(trees_.size());
  for (const Tree& tree : trees_.mapped()) {
    if (tree.id >= ids || (tree.base != kNone && tree.base >= trees) || tree.added < added ||
        tree.added > added_.size() || tree.removed < removed || tree.removed > removed_.size()) {
      return false;
    }
    added = tree.added;
    removed = tree.removed;
  }
  restored_ids_ = ids;
  return true;
}

void TreeGraph::fit() {
  trees_.fit();
  tree_of_id_.fit();
  added_.fit();
  removed_.fit();
}

bool TreeGraph::begin_tree(const ObjectId& id) {
  const std::uint32_t number = ids_.add(bytes_of(id));
  if (number >= tree_of_id_.size()) tree_of_id_.grow_to(std::size_t{number} + 1 + number / 2, kNone);
  if (tree_of_id_[number] != kNone) return false;
  tree_of_id_[number] = static_cast<std::uint32_t>(trees_.size());
  trees_.push_back({number, kNone, added_.size(), removed_.size()});
  return true;
}

// As git sorts: names of trees as if they ended in "/".
bool TreeGraph::in_order(std::string_view tree, std::uint32_t first, std::uint32_t second, std::uint32_t end,
                         std::size_t id_bytes) {
  const std::optional<RawEntry> a = entry_at(tree.substr(0, second), first, id_bytes);
  const std::optional<RawEntry> b = entry_at(tree.substr(0, end), second, id_bytes);
  if (!a.has_value() || !b.has_value()) return false;
  const std::size_t common = std::min(a->name.size(), b->name.size());
  const int order = std::memcmp(a->name.data(), b->name.data(), common);
  if (order != 0) return order < 0;
  const auto next = [common](const RawEntry& entry) -> int {
    if (entry.name.size() > common) return static_cast<unsigned char>(entry.name[common]);
    return (entry.mode & kTypeMask) == kTypeTree ? '/' : 0;
  };
  // A file and a folder of one name are in order as well, and no tree of git's: not the same entry twice.
  return next(*a) < next(*b);
}

// Reads the entry at the end of what `state` knows; false where there is none.
bool TreeGraph::take_entry(std::string_view tree, TreeState& state) {
  const std::size_t id_bytes = id_size(format_);
  const std::optional<RawEntry> entry = entry_at(tree, state.offsets.back(), id_bytes);
  if (!entry.has_value()) return false;
  const bool submodule = (entry->mode & kTypeMask) == kTypeSubmodule;
  state.entries.push_back(
      {names_.add(entry->name), submodule ? kNone : ids_.add(tree.substr(entry->end - id_bytes, id_bytes))});
  state.offsets.push_back(entry->end);
  return true;
}

bool TreeGraph::in_order_around(std::string_view tree, const TreeState& state, std::size_t position) const {
  if (position == 0 || position + 1 >= state.offsets.size()) return true;
  return in_order(tree, state.offsets[position - 1], state.offsets[position], state.offsets[position + 1],
                  id_size(format_));
}

bool TreeGraph::add(const ObjectId& id, std::string_view tree, TreeState& state) {
  state.offsets.assign(1, 0);
  state.entries.clear();
  bool whole = tree.size() < UINT32_MAX;
  while (whole && state.offsets.back() < tree.size()) whole = take_entry(tree, state);
  bool regular = whole;
  for (std::size_t i = 1; regular && i < state.entries.size(); ++i) regular = in_order_around(tree, state, i);

  if (begin_tree(id)) {
    for (const Entry& entry : state.entries) {
      if (entry.id != kNone) added_.push_back(entry);
    }
  }
  state.tree = regular ? base_number(id) : kNone;
  return whole;
}

bool TreeGraph::add_delta(const ObjectId& id, std::string_view tree, const TreeState& base,
                          std::span<const CopyRun> runs, TreeState& state) {
  if (base.tree == kNone || tree.size() >= UINT32_MAX) return add(id, tree, state);

  std::vector<Inherited>& inherited = scratch_.inherited;
  std::vector<std::size_t>& fresh = scratch_.fresh;
  std::vector<std::size_t>& seams = scratch_.seams;
  inherited.clear();
  fresh.clear();
  seams.clear();
  state.offsets.assign(1, 0);
  state.entries.clear();
  std::size_t run = 0;
  while (state.offsets.back() < tree.size()) {
    const std::uint32_t at = state.offsets.back();
    while (run < runs.size() && std::uint64_t{runs[run].target} + runs[run].length <= at) ++run;
    seams.push_back(state.entries.size());
    if (run < runs.size() && runs[run].target <= at) {
      const std::uint64_t in_base = std::uint64_t{at} - runs[run].target + runs[run].base;
      const std::uint64_t run_end = std::uint64_t{runs[run].base} + runs[run].length;
      const auto begin = base.offsets.begin();
      const auto first = std::lower_bound(begin, base.offsets.end(), in_base);
      if (first != base.offsets.end() && *first == in_base) {
        const auto last = std::upper_bound(first, base.offsets.end(), run_end) - 1;
        if (last > first) {
          inherited.push_back(
              {static_cast<std::size_t>(first - begin), static_cast<std::size_t>(last - begin)});
          for (auto offset = first + 1; offset <= last; ++offset) {
            state.offsets.push_back(static_cast<std::uint32_t>(*offset - in_base + at));
          }
          state.entries.insert(state.entries.end(), base.entries.begin() + (first - begin),
                               base.entries.begin() + (last - begin));
          continue;
        }
      }
    }
    fresh.push_back(state.entries.size());
    if (!take_entry(tree, state)) return add(id, tree, state);
  }
  for (const std::size_t seam : seams) {
    if (!in_order_around(tree, state, seam)) return add(id, tree, state);
  }
  if (begin_tree(id)) {
    trees_.back().base = base.tree;
    for (const std::size_t position : fresh) {
      if (state.entries[position].id != kNone) added_.push_back(state.entries[position]);
    }
    // What no run takes over is gone. In a tree in order, what is taken over is in order in the base too.
    const auto gone = [&](std::size_t begin, std::size_t end) {
      for (std::size_t position = begin; position < end; ++position) {
        if (base.entries[position].id != kNone) removed_.push_back(base.entries[position]);
      }
    };
    std::size_t next = 0;
    for (const Inherited& range : inherited) {
      gone(next, range.first);
      next = std::max(next, range.last);
    }
    gone(next, base.entries.size());
    const std::span<Entry> gone_here = removed_.own_from(trees_.back().removed);
    std::sort(gone_here.begin(), gone_here.end());
  }
  state.tree = base_number(id);
  return true;
}

// A restored tree is no base: where its entries went was settled without what comes now. Of a pack that
// completes what was there its deltas are few.
std::uint32_t TreeGraph::base_number(const ObjectId& id) const {
  const std::uint32_t tree = tree_of_id_[number_of(id)];
  return tree < restored_trees() ? kNone : tree;
}

}  // namespace trawl
