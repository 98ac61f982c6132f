#pragma once

#include <cstdint>
#include <string>

#include "engine/git/guarded_directory.h"
#include "engine/git/inflate.h"
#include "engine/git/object.h"
#include "engine/git/object_id.h"

namespace trawl {

/// How an entry of a pack holds its object. The first four are the types themselves (gitformat-pack).
enum class PackEntryKind : std::uint8_t { kCommit = 1, kTree, kBlob, kTag, kOffsetDelta = 6, kIdDelta = 7 };

/// What stands in front of an entry's compressed bytes.
struct PackEntry {
  PackEntryKind kind = PackEntryKind::kBlob;
  std::uint64_t offset = 0;       ///< of the entry
  std::uint64_t data_offset = 0;  ///< of its compressed bytes
  std::uint64_t size = 0;         ///< inflated; of the delta where it is one
  std::uint64_t base_offset = 0;  ///< kOffsetDelta: where the base lies, before `offset`
  ObjectId base_id;               ///< kIdDelta

  [[nodiscard]] bool is_delta() const {
    return kind == PackEntryKind::kOffsetDelta || kind == PackEntryKind::kIdDelta;
  }
  /// Of an entry that is no delta.
  [[nodiscard]] ObjectType type() const { return static_cast<ObjectType>(kind); }
};

/// A pack file: entries by offset. It is read by `pread`, not mapped: a pack that is truncated under our eyes
/// (a full disk, a repack over a network file system, an enemy) gives an error instead of SIGBUS, and copying
/// costs 2-4 % of inflating what is copied. May be used by many threads, each with its own Inflater.
class Pack {
 public:
  /// Checks signature, version and size.
  static Result<Pack> open(GuardedFile file, ObjectFormat format);

  [[nodiscard]] const GuardedFile& file() const { return file_; }
  /// Gives the file away; the pack is of no use after it.
  GuardedFile take_file() && { return std::move(file_); }
  [[nodiscard]] std::uint32_t count() const { return count_; }
  /// The offset of the first byte after the last entry.
  [[nodiscard]] std::uint64_t end_of_entries() const { return file_.size() - id_size(format_); }
  /// The last bytes of the file: the checksum of all others, not recomputed.
  Result<ObjectId> checksum() const;

  /// The header of the entry at `offset`. Everything in it is checked but the base's existence.
  ObjectResult<PackEntry> entry_at(std::uint64_t offset) const;
  /// The entry's content, or its delta, inflated: exactly `entry.size` bytes, at most `most`.
  ObjectResult<std::string> inflate(const PackEntry& entry, Inflater& inflater, std::uint64_t most) const;
  /// The sizes in front of an entry's delta, without inflating the rest.
  ObjectResult<std::uint64_t> delta_result_size(const PackEntry& entry) const;

 private:
  Pack(GuardedFile file, ObjectFormat format) : file_(std::move(file)), format_(format) {}
  [[nodiscard]] ObjectFailure bad(std::uint64_t offset, const std::string& what) const;

  GuardedFile file_;
  ObjectFormat format_;
  std::uint32_t count_ = 0;
};

}  // namespace trawl
