#pragma once

#include <cstdint>
#include <string>

#include "engine/source/archive/archive_entry.h"

namespace trawl {

/// What came of unpacking: all that could be had, and what is wrong with it.
struct Unpacked {
  std::string bytes;
  bool limited = false;  ///< there is more than was allowed
  std::string problem;   ///< damaged, or not what the header says; empty: nothing
};

/// Unpacks one entry, at most `most` bytes of it. Memory grows with what really comes out, never with what a
/// header promises. The decompressors are bounded too: windows of at most 128 MiB (zstd), 64 MiB of memory
/// (xz).
[[nodiscard]] Unpacked unpack(const ArchiveEntry& entry, std::uint64_t most);

}  // namespace trawl
