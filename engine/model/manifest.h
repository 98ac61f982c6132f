#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trawl {

/// How many things of one kind one place of a repository holds.
struct ManifestRow {
  std::string
      container;     ///< "objects/pack/pack-1234.pack", "loose objects", "refs", "logs" ...; submodules first
  std::string kind;  ///< "blob", "tree", "commit", "tag", "unreadable", "ref", "text" ...
  std::uint64_t count = 0;
  std::uint64_t repeated = 0;  ///< of these, copies of objects that another container holds
  std::uint64_t lost = 0;      ///< of these, could not be read, and no other copy of them could

  friend auto operator<=>(const ManifestRow&, const ManifestRow&) = default;
};

/// What a scan of history looked at, whole: every container with what it holds, and every object that is
/// named and absent. What of it could not be read, and why, is in the report's notifications.
struct Manifest {
  std::vector<ManifestRow> rows;     ///< sorted
  std::vector<std::string> missing;  ///< ids, sorted; hexadecimal
};

}  // namespace trawl
