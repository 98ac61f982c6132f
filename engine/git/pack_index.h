#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/git/guarded_directory.h"
#include "engine/git/object_id.h"

namespace trawl {

/// All entries of an index in the order of ids, for those who walk a whole pack.
struct PackIndexTable {
  std::string ids;                     ///< `id_size` bytes each, strictly ascending
  std::vector<std::uint64_t> offsets;  ///< of the entries in the pack, not yet checked against its size
};

/// The index of a pack (gitformat-pack, versions 1 and 2, both object formats): from ids to offsets. Read by
/// `pread` in pieces: a lookup in an index of ten million objects reads about ten blocks, and a file that
/// shrinks gives an error. Lookups may be done by many threads.
class PackIndex {
 public:
  /// Checks what can be checked without reading all: size, version, fanout.
  static Result<PackIndex> open(GuardedFile file, ObjectFormat format);

  [[nodiscard]] std::uint32_t count() const { return fanout_[255]; }
  /// The checksum that the pack must end with.
  [[nodiscard]] const ObjectId& pack_checksum() const { return pack_checksum_; }

  /// The offset of an object's entry in the pack; nothing where the pack does not hold it.
  Result<std::optional<std::uint64_t>> find(const ObjectId& id) const;

  /// Adds to `ids` those whose hexadecimal digits begin with `digits` (lower case, at least two of them),
  /// until `most` are in it.
  Result<void> find_abbreviated(std::string_view digits, std::size_t most, std::set<ObjectId>& ids) const;

  /// Everything. Fails where ids are out of order or disagree with the fanout, so that nothing found by
  /// `find` is in doubt after it.
  Result<PackIndexTable> load() const;

 private:
  PackIndex(GuardedFile file, ObjectFormat format) : file_(std::move(file)), format_(format) {}

  [[nodiscard]] Error bad(const std::string& what) const;
  [[nodiscard]] std::uint64_t id_offset(std::uint64_t position) const;
  Result<std::uint64_t> offset_at(std::uint64_t position) const;

  GuardedFile file_;
  ObjectFormat format_;
  unsigned version_ = 2;
  std::array<std::uint32_t, 256> fanout_{};
  std::uint64_t large_offsets_ = 0;  ///< entries of the table of 64-bit offsets
  ObjectId pack_checksum_;
};

}  // namespace trawl
