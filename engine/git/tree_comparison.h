#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/git/index_changes.h"
#include "engine/git/tree.h"

namespace trawl {

/// Compares an index with one tree, directory by directory, without recursion. Used once.
class TreeComparison {
 public:
  TreeComparison(const ObjectDatabase& database, const Index& index, bool trust_cache_tree)
      : database_(database), index_(index), trust_cache_tree_(trust_cache_tree) {}

  /// `tree`: nothing for a commit that does not exist yet. `moved` stays empty; renames are not judged here.
  Result<IndexChanges> run(const std::optional<ObjectId>& tree);

 private:
  static constexpr std::size_t kNoNode = static_cast<std::size_t>(-1);
  // Deletions serve to recognise renames only, so an enormous number of them (a tree that names one subtree
  // many times over, at many levels) is cut rather than walked.
  static constexpr std::size_t kMaxDeleted = 200000;
  static constexpr std::size_t kMaxDeletedTrees = 50000;
  static constexpr std::size_t kMaxStaged = 5000000;

  /// A directory to compare: what the index has there (entries, or a tree where it is sparse) and what the
  /// tree has.
  struct Directory {
    std::string prefix;  ///< "" or ends with "/"
    std::size_t depth = 0;
    std::size_t begin = 0;  ///< entries of the index below it
    std::size_t end = 0;
    std::size_t node = kNoNode;          ///< of the cache tree
    std::optional<ObjectId> index_tree;  ///< instead of entries
    std::optional<ObjectId> head_tree;
  };
  /// What the index has under one name of a directory.
  struct Item {
    std::string_view name;  ///< without "/"
    bool is_directory = false;
    std::uint32_t mode = 0;
    ObjectId id;  ///< of a file, or of a sparse directory
    bool is_sparse = false;
    bool intent_to_add = false;
    std::size_t begin = 0;  ///< entries: of a directory, or the stages of a conflict
    std::size_t end = 0;
    std::size_t node = kNoNode;
  };
  using Child = std::pair<std::string_view, std::size_t>;

  Result<void> compare(const Directory& directory);
  Result<std::vector<TreeEntry>> entries_of(const ObjectId& tree, std::string& bytes) const;
  [[nodiscard]] std::vector<Item> items_of(const Directory& directory) const;
  [[nodiscard]] std::vector<Child> children_of(std::size_t node) const;
  [[nodiscard]] std::size_t end_of_group(const Directory& directory, std::size_t begin, std::size_t length,
                                         std::size_t node) const;
  [[nodiscard]] bool node_says(std::size_t node, const std::optional<ObjectId>& tree) const;
  void visit_directory(const Directory& parent, const Item& item, const TreeEntry* head);
  void visit_file(const Directory& parent, const Item& item, const TreeEntry* head);
  void visit_deleted(const Directory& parent, const TreeEntry& head);

  const ObjectDatabase& database_;
  const Index& index_;
  bool trust_cache_tree_;
  std::vector<Directory> to_compare_;
  std::size_t deleted_trees_ = 0;
  IndexChanges changes_;
};

}  // namespace trawl
