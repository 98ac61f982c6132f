#include "engine/git/provenance/sought_trees.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace trawl {

namespace {

using Entry = TreeGraph::Entry;

/// For each key the values that have it, in one array.
class Grouped {
 public:
  /// `pairs(emit)` calls `emit(key, value)` for each pair, twice in the same order.
  template <typename Pairs>
  Grouped(std::size_t keys, Pairs pairs) : begins_(keys + 1, 0) {
    pairs([&](std::uint32_t key, std::uint32_t) { ++begins_[key + 1]; });
    for (std::size_t key = 1; key < begins_.size(); ++key) begins_[key] += begins_[key - 1];
    values_.resize(begins_.back());
    pairs([&](std::uint32_t key, std::uint32_t value) { values_[begins_[key]++] = value; });
    // Each begin has become the end: one to the right they are begins again.
    for (std::size_t key = begins_.size() - 1; key > 0; --key) begins_[key] = begins_[key - 1];
    begins_[0] = 0;
  }
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t key) const {
    return {values_.data() + begins_[key], begins_[key + 1] - begins_[key]};
  }

 private:
  std::vector<std::uint64_t> begins_;
  std::vector<std::uint32_t> values_;
};

/// The same for few pairs of many keys.
class Sparse {
 public:
  void add(std::uint32_t key, std::uint32_t value) { pairs_.emplace_back(key, value); }
  void sort() {
    std::sort(pairs_.begin(), pairs_.end());
    for (const auto& [key, value] : pairs_) {
      keys_.push_back(key);
      values_.push_back(value);
    }
  }
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t key) const {
    const auto [begin, end] = std::equal_range(keys_.begin(), keys_.end(), key);
    return {values_.data() + (begin - keys_.begin()), static_cast<std::size_t>(end - begin)};
  }
  [[nodiscard]] std::span<const std::uint32_t> keys() const { return keys_; }

 private:
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs_;
  std::vector<std::uint32_t> keys_;
  std::vector<std::uint32_t> values_;
};

struct Found {
  std::uint32_t tree;  ///< number of its id
  Entry entry;
  friend auto operator<=>(const Found&, const Found&) = default;
};

/// Finds all entries of trees from `first` on that lead to one of `round`, or to a tree that has such an
/// entry; `is_new(id)` tells whether an id was not in any round, and marks it.
template <typename Adders, typename IsNew>
std::vector<Found> find_entries(const TreeGraph& graph, std::uint32_t first, const Adders& adders,
                                std::vector<std::uint32_t> round, IsNew is_new) {
  const auto count = static_cast<std::uint32_t>(graph.tree_count()) - first;
  // A restored tree is no base of one that came later.
  const Grouped children(count, [&](auto emit) {
    for (std::uint32_t tree = first; tree < first + count; ++tree) {
      const std::uint32_t base = graph.base_of(tree);
      if (base != TreeGraph::kNone && base >= first) emit(base - first, tree);
    }
  });
  std::vector<Found> found;
  std::vector<std::uint32_t> visited(count, 0);  // by which search a tree was last visited
  std::uint32_t search = 0;
  std::vector<std::uint32_t> open;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> starts;  // name, tree
  while (!round.empty()) {
    std::vector<std::uint32_t> next_round;
    for (const std::uint32_t id : round) {
      // One search for each name that the object has anywhere.
      starts.clear();
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
          if (visited[starts[i].second - first] == search) continue;
          visited[starts[i].second - first] = search;
          open.push_back(starts[i].second);
        }
        while (!open.empty()) {
          const std::uint32_t tree = open.back();
          open.pop_back();
          const std::uint32_t tree_id = graph.tree_id(tree);
          found.push_back({tree_id, entry});
          if (is_new(tree_id)) next_round.push_back(tree_id);
          for (const std::uint32_t child : children.of(tree - first)) {
            if (visited[child - first] == search) continue;
            const auto gone = graph.removed(child);
            if (std::binary_search(gone.begin(), gone.end(), entry)) continue;
            visited[child - first] = search;
            open.push_back(child);
          }
        }
      }
    }
    round = std::move(next_round);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

void SoughtTrees::seek(const ObjectId& id, std::uint32_t position) {
  const std::uint32_t number = graph_->number_of(id);
  if (number == kNone) return;
  sought_of_id_.grow_to(graph_->id_count(), kNone);
  if (sought_of_id_[number] == kNone) fresh_.push_back(number);
  sought_of_id_[number] = position;
}

void SoughtTrees::search(std::uint32_t first) {
  const auto trees = static_cast<std::uint32_t>(graph_->tree_count());
  sought_of_id_.grow_to(graph_->id_count(), kNone);
  place_of_id_.grow_to(graph_->id_count(), kNone);
  std::vector<std::uint32_t> round = std::exchange(fresh_, {});
  std::vector<bool> met(graph_->id_count(), false);
  const auto is_new = [&](std::uint32_t id) {
    if (met[id]) return false;
    met[id] = true;
    return true;
  };
  for (const std::uint32_t id : round) met[id] = true;
  std::vector<Found> found;
  if (first == 0) {
    if (round.empty()) return;
    const Grouped adders(graph_->id_count(), [&](auto emit) {
      for (std::uint32_t tree = 0; tree < trees; ++tree) {
        for (const Entry& entry : graph_->added(tree)) emit(entry.id, tree);
      }
    });
    found = find_entries(*graph_, 0, adders, std::move(round), is_new);
  } else {
    Sparse adders;
    for (std::uint32_t tree = first; tree < trees; ++tree) {
      for (const Entry& entry : graph_->added(tree)) adders.add(entry.id, tree);
    }
    adders.sort();
    // What was sought before, and the trees that were found then, may be in these trees too.
    for (const std::uint32_t id : adders.keys()) {
      if ((sought_position(id) != kNone || place_of(id) != kNone) && is_new(id)) round.push_back(id);
    }
    found = find_entries(*graph_, first, adders, std::move(round), is_new);
  }
  for (std::size_t i = 0; i < found.size();) {
    const std::uint32_t tree = found[i].tree;
    place_of_id_[tree] = place_count();
    for (; i < found.size() && found[i].tree == tree; ++i) entries_.push_back(found[i].entry);
    ends_.push_back(entries_.size());
  }
}

void SoughtTrees::save(SectionWriter& out) const {
  out.add(ends_.section());
  out.add(entries_.section());
  out.add(place_of_id_.section());
  out.add(sought_of_id_.section());
}

bool SoughtTrees::restore(SectionReader& in, std::size_t positions) {
  ends_.begin_with(in.items<std::uint64_t>());
  entries_.begin_with(in.items<Entry>());
  place_of_id_.begin_with(in.items<std::uint32_t>());
  sought_of_id_.begin_with(in.items<std::uint32_t>());
  const auto is_known = [&](const Entry& entry) {
    return entry.name < graph_->names().size() && entry.id < graph_->id_count();
  };
  const std::span<const std::uint64_t> ends = ends_.mapped();
  return in.ok() && std::is_sorted(ends.begin(), ends.end()) &&
         entries_.size() == (ends.empty() ? 0 : ends.back()) &&
         std::all_of(entries_.mapped().begin(), entries_.mapped().end(), is_known) &&
         std::all_of(place_of_id_.mapped().begin(), place_of_id_.mapped().end(),
                     [&](std::uint32_t place) { return place == kNone || place < ends.size(); }) &&
         std::all_of(sought_of_id_.mapped().begin(), sought_of_id_.mapped().end(),
                     [&](std::uint32_t position) { return position == kNone || position < positions; });
}

}  // namespace trawl
