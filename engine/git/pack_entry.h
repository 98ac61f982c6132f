#pragma once

#include <cstdint>
#include <string_view>

#include "engine/git/pack.h"

namespace trawl {

/// The most bytes in front of an entry's compressed ones: ten of type and size, then ten of an offset or an
/// id.
inline constexpr std::size_t kMaxEntryHeader = 10 + ObjectId::kMaxSize;

/// Offset of a pack's first entry.
inline constexpr std::uint64_t kPackHeader = 12;

/// Reads what stands at the front of the entry at `offset`, whose bytes up to the end of all entries `bytes`
/// are, or the first `kMaxEntryHeader` of them. Fills `entry` and says what is wrong with it, null if nothing
/// is. Allocates nothing.
const char* parse_pack_entry(std::string_view bytes, std::uint64_t offset, ObjectFormat format,
                             PackEntry& entry);

}  // namespace trawl
