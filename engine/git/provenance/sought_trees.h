#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/git/object_id.h"
#include "engine/git/provenance/tree_graph.h"

namespace trawl {

/// Of all trees those from which one of some sought objects can be reached, each reduced to the entries that
/// lead there. Comparing two commits then costs what differs between them in these entries, and nothing where
/// their reduced trees are the same.
///
/// Method: trees that added an entry for a sought object, closed over delta children until one removed that
/// entry; then the same with these trees as the sought objects, up to the roots. Each object is sought once.
/// Immutable once made; the graph must outlive it.
class SoughtTrees {
 public:
  using Entry = TreeGraph::Entry;

  SoughtTrees(const TreeGraph& graph, std::span<const ObjectId> sought);

  /// The entries of the tree with the number `id` (of an id) that lead to something sought, sorted; empty
  /// where none does.
  [[nodiscard]] std::span<const Entry> entries(std::uint32_t id) const;
  /// Which of the sought objects has this id: its position; `TreeGraph::kNone` where it is none.
  [[nodiscard]] std::uint32_t sought_position(std::uint32_t id) const;
  /// Numbers of the ids of all trees that lead to something sought.
  [[nodiscard]] std::span<const std::uint32_t> trees() const { return trees_; }
  /// Entries of all reduced trees.
  [[nodiscard]] std::size_t entry_count() const { return entries_.size(); }

 private:
  struct Place {
    std::uint32_t id;
    std::uint64_t begin;
    std::uint64_t end;
  };
  std::vector<Place> places_;  ///< by id
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> trees_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> sought_;  ///< id, position; by id
};

}  // namespace trawl
