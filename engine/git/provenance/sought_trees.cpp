#include "engine/git/provenance/sought_trees.h"

#include <algorithm>
#include <tuple>

namespace trawl {

namespace {

/// For each key the values that have it, in one array.
class Grouped {
 public:
  /// `pairs(emit)` calls `emit(key, value)` for each pair, twice in the same order.
  template <typename Pairs>
  Grouped(std::size_t keys, Pairs pairs) : begins_(keys + 1, 0) {
    pairs([&](std::uint32_t key, std::uint32_t) { ++begins_[key + 1]; });
    for (std::size_t key = 1; key < begins_.size(); ++key) begins_[key] += begins_[key - 1];
    values_.resize(begins_.back());
    std::vector<std::uint64_t> next(begins_.begin(), begins_.end() - 1);
    pairs([&](std::uint32_t key, std::uint32_t value) { values_[next[key]++] = value; });
  }
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t key) const {
    return {values_.data() + begins_[key], begins_[key + 1] - begins_[key]};
  }

 private:
  std::vector<std::uint64_t> begins_;
  std::vector<std::uint32_t> values_;
};

struct Found {
  std::uint32_t tree;  ///< number of its id
  TreeGraph::Entry entry;
  friend auto operator<=>(const Found&, const Found&) = default;
};

}  // namespace

SoughtTrees::SoughtTrees(const TreeGraph& graph, std::span<const ObjectId> sought) {
  const auto trees = static_cast<std::uint32_t>(graph.tree_count());
  const Grouped adders(graph.id_count(), [&](auto emit) {
    for (std::uint32_t tree = 0; tree < trees; ++tree) {
      for (const Entry& entry : graph.added(tree)) emit(entry.id, tree);
    }
  });
  const Grouped children(trees, [&](auto emit) {
    for (std::uint32_t tree = 0; tree < trees; ++tree) {
      if (graph.base_of(tree) != TreeGraph::kNone) emit(graph.base_of(tree), tree);
    }
  });

  std::vector<std::uint32_t> round;
  std::vector<bool> met(graph.id_count(), false);
  for (std::size_t i = 0; i < sought.size(); ++i) {
    const std::uint32_t id = graph.number_of(sought[i]);
    if (id == TreeGraph::kNone) continue;
    sought_.emplace_back(id, static_cast<std::uint32_t>(i));
    if (!met[id]) round.push_back(id);
    met[id] = true;
  }
  std::sort(sought_.begin(), sought_.end());

  std::vector<Found> found;
  std::vector<std::uint32_t> visited(trees, 0);  // by which search a tree was last visited
  std::uint32_t search = 0;
  std::vector<std::uint32_t> open;
  while (!round.empty()) {
    std::vector<std::uint32_t> next_round;
    for (const std::uint32_t id : round) {
      // One search for each name that the object has anywhere.
      std::vector<std::pair<std::uint32_t, std::uint32_t>> starts;  // name, tree
      for (const std::uint32_t tree : adders.of(id)) {
        for (const Entry& entry : graph.added(tree)) {
          if (entry.id == id) starts.emplace_back(entry.name, tree);
        }
      }
      std::sort(starts.begin(), starts.end());
      for (std::size_t i = 0; i < starts.size();) {
        const Entry entry{starts[i].first, id};
        ++search;
        for (; i < starts.size() && starts[i].first == entry.name; ++i) {
          if (visited[starts[i].second] == search) continue;
          visited[starts[i].second] = search;
          open.push_back(starts[i].second);
        }
        while (!open.empty()) {
          const std::uint32_t tree = open.back();
          open.pop_back();
          const std::uint32_t tree_id = graph.tree_id(tree);
          found.push_back({tree_id, entry});
          if (!met[tree_id]) {
            met[tree_id] = true;
            next_round.push_back(tree_id);
          }
          for (const std::uint32_t child : children.of(tree)) {
            if (visited[child] == search) continue;
            const auto gone = graph.removed(child);
            if (std::binary_search(gone.begin(), gone.end(), entry)) continue;
            visited[child] = search;
            open.push_back(child);
          }
        }
      }
    }
    trees_.insert(trees_.end(), next_round.begin(), next_round.end());
    round = std::move(next_round);
  }

  std::sort(found.begin(), found.end());
  entries_.reserve(found.size());
  for (const Found& one : found) {
    if (places_.empty() || places_.back().id != one.tree) {
      places_.push_back({one.tree, entries_.size(), entries_.size()});
    }
    entries_.push_back(one.entry);
    places_.back().end = entries_.size();
  }
}

std::span<const SoughtTrees::Entry> SoughtTrees::entries(std::uint32_t id) const {
  const auto place = std::lower_bound(places_.begin(), places_.end(), id,
                                      [](const Place& left, std::uint32_t right) { return left.id < right; });
  if (place == places_.end() || place->id != id) return {};
  return {entries_.data() + place->begin, place->end - place->begin};
}

std::uint32_t SoughtTrees::sought_position(std::uint32_t id) const {
  const auto at = std::lower_bound(sought_.begin(), sought_.end(), std::pair(id, std::uint32_t{0}));
  return at == sought_.end() || at->first != id ? TreeGraph::kNone : at->second;
}

}  // namespace trawl
