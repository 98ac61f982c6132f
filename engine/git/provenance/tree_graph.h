#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/sections.h"
#include "engine/git/object_id.h"
#include "engine/git/provenance/intern.h"
#include "engine/model/copy_run.h"

namespace trawl {

/// Numbers of a name and of an id in a TreeGraph.
struct TreeGraphEntry {
  std::uint32_t name = 0;
  std::uint32_t id = 0;
  friend auto operator<=>(const TreeGraphEntry&, const TreeGraphEntry&) = default;
};

/// What must be known of a tree while deltas are made of it; its bytes need not be kept.
struct TreeState {
  std::uint32_t tree = UINT32_MAX;  ///< its number; none where it cannot be a base
  std::vector<std::uint32_t>
      offsets;  ///< where entries begin, and the end of the last: one more than entries
  std::vector<TreeGraphEntry> entries;  ///< all of them
};

/// All trees of a repository, as what each of them adds to and removes from the tree that it is a delta of:
/// 4 million entries where 130 million would have to be parsed on a repository of 262,000 blobs. Trees that
/// are no delta add all their entries. From that, `SoughtTrees` finds where blobs are.
///
/// Entries of the same name and id are one entry; modes are not kept, except that submodules are left out.
/// Built by one thread; then immutable, to be read by many.
class TreeGraph {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  using Entry = TreeGraphEntry;

  explicit TreeGraph(ObjectFormat format);

  /// A tree by itself. Fills `state`. False where it is malformed: entries up to the fault are kept. Of a
  /// tree that was added before nothing is added again.
  bool add(const ObjectId& id, std::string_view tree, TreeState& state);
  /// A tree that is a delta of another, whose state is `base`: `runs` says what of `tree` is copied from that
  /// one. A tree whose entries are out of order, or with a base that cannot be one, is taken by itself.
  bool add_delta(const ObjectId& id, std::string_view tree, const TreeState& base,
                 std::span<const CopyRun> runs, TreeState& state);

  /// All of it, to be read by the same program on the same machine. The graph must not change until it is
  /// written.
  void save(SectionWriter& out) const;
  /// Into an empty graph, to which more may be added; none of the trees saved can be a base of those. What
  /// was read must outlive it. False where it is no graph: it is of no use then.
  bool restore(SectionReader& in);
  /// Those that were restored come first: so many ids, and so many trees.
  [[nodiscard]] std::uint32_t restored_ids() const { return restored_ids_; }
  [[nodiscard]] std::uint32_t restored_trees() const {
    return static_cast<std::uint32_t>(trees_.mapped_size());
  }
  /// Gives back what was set aside for more.
  void fit();

  [[nodiscard]] ObjectFormat format() const { return format_; }
  /// Numbers of ids: of all trees and of what is in them.
  [[nodiscard]] std::uint32_t number_of(const ObjectId& id) const { return ids_.find(bytes_of(id)); }
  [[nodiscard]] ObjectId id_of(std::uint32_t number) const { return {format_, ids_.at(number).data()}; }
  [[nodiscard]] std::size_t id_count() const { return ids_.size(); }
  /// Every name that any entry has, once.
  [[nodiscard]] const NameTable& names() const { return names_; }

  /// Trees are numbered in the order in which they were added.
  [[nodiscard]] std::size_t tree_count() const { return trees_.size(); }
  [[nodiscard]] std::uint32_t tree_id(std::uint32_t tree) const { return trees_[tree].id; }
  [[nodiscard]] std::uint32_t base_of(std::uint32_t tree) const { return trees_[tree].base; }
  [[nodiscard]] std::span<const Entry> added(std::uint32_t tree) const {
    return added_.range(trees_[tree].added, added_end(tree));
  }
  /// Sorted.
  [[nodiscard]] std::span<const Entry> removed(std::uint32_t tree) const {
    return removed_.range(trees_[tree].removed, removed_end(tree));
  }
  /// Whether the id is that of a tree that was added.
  [[nodiscard]] bool is_tree(std::uint32_t id) const {
    return id < tree_of_id_.size() && tree_of_id_[id] != kNone;
  }

 private:
  struct Tree {
    std::uint32_t id = 0;
    std::uint32_t base = kNone;  ///< a tree's number
    std::uint64_t added = 0;     ///< where its entries begin
    std::uint64_t removed = 0;
  };
  [[nodiscard]] std::uint64_t added_end(std::uint32_t tree) const {
    return tree + 1 < trees_.size() ? trees_[tree + 1].added : added_.size();
  }
  [[nodiscard]] std::uint64_t removed_end(std::uint32_t tree) const {
    return tree + 1 < trees_.size() ? trees_[tree + 1].removed : removed_.size();
  }
  bool begin_tree(const ObjectId& id);
  [[nodiscard]] std::uint32_t base_number(const ObjectId& id) const;
  bool take_entry(std::string_view tree, TreeState& state);
  [[nodiscard]] bool in_order_around(std::string_view tree, const TreeState& state,
                                     std::size_t position) const;
  static bool in_order(std::string_view tree, std::uint32_t first, std::uint32_t second, std::uint32_t end,
                       std::size_t id_bytes);

  struct Inherited {
    std::size_t first;  ///< positions of entries of the base
    std::size_t last;   ///< one past
  };
  /// Of `add_delta`, so that it need not have memory for each tree.
  struct Scratch {
    std::vector<Inherited> inherited;
    std::vector<std::size_t> fresh;  ///< positions of entries that are not inherited
    std::vector<std::size_t> seams;  ///< positions of entries whose order with the one before is not known
  };

  ObjectFormat format_;
  Scratch scratch_;
  Interned<IdStore> ids_;
  NameTable names_;
  Growing<Tree> trees_;
  Growing<std::uint32_t> tree_of_id_;  ///< by number of the id; `kNone` where it is no tree that was added
  Growing<Entry> added_;
  Growing<Entry> removed_;
  std::uint32_t restored_ids_ = 0;
};

}  // namespace trawl
