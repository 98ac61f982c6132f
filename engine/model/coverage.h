#pragma once

#include <cstdint>
#include <map>

#include "engine/model/notification.h"

namespace trawl {

/// What was looked at. Invariant: files met = scanned + the sum of `skipped_files`.
struct Coverage {
  std::uint64_t files_met = 0;      ///< directory entries, index entries or streams that were in scope
  std::uint64_t files_scanned = 0;  ///< read to their end
  std::uint64_t bytes_scanned = 0;
  std::uint64_t files_unchanged =
      0;  ///< staged: same blob as in HEAD, known without reading; not in files_met
  std::map<Reason, std::uint64_t> skipped_files;

  [[nodiscard]] std::uint64_t files_skipped() const {
    std::uint64_t sum = 0;
    for (const auto& [reason, count] : skipped_files) sum += count;
    return sum;
  }
};

}  // namespace trawl
