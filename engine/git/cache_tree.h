#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/git/object_id.h"

namespace trawl {

/// The extension TREE of an index (gitformat-index, "Cache tree"): for each directory the id of the tree that
/// its entries make, as long as none of them changed. git writes commits from it, so an entry that it hides
/// is not committed either.
class CacheTree {
 public:
  struct Node {
    std::string name;                      ///< of the directory, without its parents; of the top empty
    std::optional<std::uint64_t> entries;  ///< index entries below it; nothing where it is invalid
    ObjectId tree;                         ///< valid with `entries`
    std::size_t end = 0;                   ///< position of the first node that is not below this one
  };

  CacheTree() = default;
  /// Reads the extension's bytes. Malformed ones give an empty cache: it only saves work.
  static CacheTree parse(ObjectFormat format, std::string_view bytes);

  /// In preorder; the top is the first. The children of node `i` begin at `i + 1`, each next one at its
  /// elder's `end`.
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

 private:
  std::vector<Node> nodes_;
};

}  // namespace trawl
