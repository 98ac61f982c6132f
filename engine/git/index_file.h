#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/git/index.h"

namespace trawl {

/// The extension `link` of an index: it holds only what differs from a shared index.
struct SplitIndexLink {
  ObjectId base;              ///< null: there is no shared index
  std::vector<bool> deleted;  ///< by position in the shared index; may be shorter
  std::vector<bool> replaced;
};

/// One index file as it stands, before a split index is put together.
struct IndexFile {
  std::vector<IndexEntry> entries;  ///< replacements of a split index come first, with empty paths
  CacheTree cache_tree;
  std::optional<SplitIndexLink> link;
  bool sparse = false;                            ///< directories may be entries
  ObjectId checksum;                              ///< null if none was written
  std::vector<std::shared_ptr<const void>> kept;  ///< what paths look into
};

/// Reads and checks one file, except the order of its entries.
Result<IndexFile> parse_index_file(ObjectFormat format, std::shared_ptr<const std::string> bytes);

/// A bitmap in EWAH's serialized form, taken from the front of `bytes`. Positions beyond `limit` are an
/// error.
Result<std::vector<bool>> take_ewah_bitmap(std::string_view& bytes, std::size_t limit);

/// Puts `split` together with its shared index: entries deleted, replaced, added. The result is in order.
Result<std::vector<IndexEntry>> merge_split_index(const IndexFile& split, std::vector<IndexEntry> base);

}  // namespace trawl
