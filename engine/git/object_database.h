#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/git/guarded_directory.h"
#include "engine/git/object.h"
#include "engine/git/object_id.h"
#include "engine/git/object_stream.h"
#include "engine/git/pack.h"
#include "engine/git/pack_index.h"
#include "engine/git/repository.h"

namespace trawl {

/// The objects of a repository: loose ones, packs, and those of alternates up to five levels deep
/// (gitrepository-layout, "objects"). Multi-pack indexes and the like are never consulted. An object that is
/// damaged in one place and sound in another is read from the other. Ids are not recomputed (`id_of_object`
/// does).
///
/// Immutable once opened; may be read by many threads. The work and memory for one object are bounded: its
/// size, its bases' sizes and the bytes that its delta chain makes in all.
class ObjectDatabase {
 public:
  static constexpr std::size_t kMaxDeltaDepth = 4096;
  static constexpr std::uint64_t kMaxChainBytes = std::uint64_t{4} << 30;
  static constexpr std::size_t kMaxAlternateNesting = 5;

  static Result<ObjectDatabase> open(const Repository& repository);

  [[nodiscard]] ObjectFormat format() const { return format_; }

  /// The whole object; neither it nor a base of it may have more than `most` bytes.
  ObjectResult<Object> read(const ObjectId& id, std::uint64_t most = kMaxObjectBytes) const;
  /// Type and size, mostly without inflating anything.
  ObjectResult<ObjectHeader> header(const ObjectId& id) const;
  /// The object piece by piece: of any size if it is no delta, else as `read`. The database must outlive it.
  ObjectResult<std::unique_ptr<ObjectStream>> stream(const ObjectId& id,
                                                     std::uint64_t most = kMaxObjectBytes) const;

  /// The ids that begin with `digits` (hexadecimal, at least four of them), sorted, at most `most`.
  Result<std::vector<ObjectId>> find_abbreviated(std::string_view digits, std::size_t most) const;

  /// What of the store could not be opened or was not followed: each a sentence. An object that is not found
  /// while this is not empty counts as corrupt, since it may lie there.
  [[nodiscard]] const std::vector<std::string>& unreadable() const { return unreadable_; }
  /// Those of them that are about alternates.
  [[nodiscard]] std::span<const std::string> not_followed() const {
    return std::span(unreadable_).first(not_followed_);
  }
  /// The object directories, in the order of search: the repository's own first.
  [[nodiscard]] std::span<const GuardedDirectory> stores() const { return stores_; }

 private:
  struct PackSlot {
    GuardedDirectory pack_directory;
    std::string name;
    std::shared_ptr<const PackIndex> index;  ///< null: opened when needed, so that few descriptors stay open
  };
  struct PackedPlace {
    std::size_t slot;
    std::uint64_t offset;
  };
  struct Chain;

  explicit ObjectDatabase(ObjectFormat format) : format_(format) {}
  void add_alternates(const Repository& repository);
  void add_packs(const GuardedDirectory& objects);

  Result<std::shared_ptr<const PackIndex>> index_of(const PackSlot& slot) const;
  Result<Pack> open_pack(const PackSlot& slot) const;
  Result<std::optional<std::uint64_t>> offset_in(const PackSlot& slot, const ObjectId& id) const;
  /// Gives `use_loose(GuardedFile)` and `use_packed(PackedPlace)` each place of the object until one
  /// succeeds.
  template <typename T, typename UseLoose, typename UsePacked>
  ObjectResult<T> from_any_place(const ObjectId& id, UseLoose use_loose, UsePacked use_packed) const;

  /// From an entry down to the entry or loose object that is no delta.
  ObjectResult<Chain> chain_of(PackedPlace place) const;
  ObjectResult<PackedPlace> base_place(const PackEntry& entry, std::size_t slot) const;
  ObjectResult<Object> read_packed(PackedPlace place, Inflater& inflater, std::uint64_t most) const;
  ObjectResult<ObjectHeader> packed_header(PackedPlace place) const;
  ObjectResult<std::unique_ptr<ObjectStream>> stream_packed(PackedPlace place, std::uint64_t most) const;

  ObjectFormat format_;
  std::vector<GuardedDirectory> stores_;  ///< object directories, in the order of search
  std::vector<PackSlot> packs_;
  std::vector<std::string> unreadable_;
  std::size_t not_followed_ = 0;  ///< how many of them, from the front, are about alternates
};

}  // namespace trawl
