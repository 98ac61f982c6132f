#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/sections.h"
#include "engine/git/object_id.h"
#include "engine/git/provenance/tree_graph.h"

namespace trawl {

/// Of all trees those from which one of some sought objects can be reached, each reduced to the entries that
/// lead there. Comparing two commits then costs what differs between them in these entries, and nothing where
/// their reduced trees are the same.
///
/// Method: trees that added an entry for a sought object, closed over delta children until one removed that
/// entry; then the same with these trees as the sought objects, up to the roots. Each object is sought once.
/// The graph must outlive it.
class SoughtTrees {
 public:
  using Entry = TreeGraph::Entry;
  static constexpr std::uint32_t kNone = TreeGraph::kNone;

  explicit SoughtTrees(const TreeGraph& graph) : graph_(&graph) {}
  SoughtTrees(const TreeGraph& graph, std::span<const ObjectId> sought) : graph_(&graph) {
    std::uint32_t position = 0;
    for (const ObjectId& id : sought) seek(id, position++);
    search(0);
  }

  /// One more sought object, known by its position. Before `search`.
  void seek(const ObjectId& id, std::uint32_t position);
  /// Goes through the trees from number `first` on. What came of the trees before that stays as it is: none
  /// of them may contain what is sought now and was not then.
  void search(std::uint32_t first);

  /// Must not change until it is written.
  void save(SectionWriter& out) const;
  /// Into an empty one. False where it is none of the same graph with positions below `positions`.
  bool restore(SectionReader& in, std::size_t positions);

  /// The reduced trees are numbered from 0: the one of the tree with the number `id` (of an id), `kNone`
  /// where it leads to nothing sought.
  [[nodiscard]] std::uint32_t place_of(std::uint32_t id) const {
    return id < place_of_id_.size() ? place_of_id_[id] : kNone;
  }
  [[nodiscard]] std::uint32_t place_count() const { return static_cast<std::uint32_t>(ends_.size()); }
  /// Sorted.
  [[nodiscard]] std::span<const Entry> entries_at(std::uint32_t place) const {
    return entries_.range(place == 0 ? 0 : ends_[place - 1], ends_[place]);
  }
  /// The entries of the tree with the number `id` (of an id) that lead to something sought, sorted; empty
  /// where none does.
  [[nodiscard]] std::span<const Entry> entries(std::uint32_t id) const {
    const std::uint32_t place = place_of(id);
    return place == kNone ? std::span<const Entry>() : entries_at(place);
  }
  /// Which of the sought objects has this id: its position; `kNone` where it is none.
  [[nodiscard]] std::uint32_t sought_position(std::uint32_t id) const {
    return id < sought_of_id_.size() ? sought_of_id_[id] : kNone;
  }

 private:
  const TreeGraph* graph_;
  Growing<std::uint64_t> ends_;  ///< of the entries of each place
  Growing<Entry> entries_;
  Growing<std::uint32_t> place_of_id_;
  Growing<std::uint32_t> sought_of_id_;
  std::vector<std::uint32_t> fresh_;  ///< numbers of ids that are sought and were not searched for
};

}  // namespace trawl
