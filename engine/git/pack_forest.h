#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/git/mapped_file.h"
#include "engine/git/object.h"
#include "engine/git/object_id.h"
#include "engine/git/pack.h"

namespace trawl {

/// The ids and offsets of an index that is in memory (gitformat-pack, versions 1 and 2). Borrows the bytes.
class PackIndexView {
 public:
  /// Checks sizes, fanout and the order of the ids: all that `id` and `offset` rely on.
  static Result<PackIndexView> check(std::string_view bytes, const std::string& path, ObjectFormat format);

  [[nodiscard]] std::uint32_t count() const { return count_; }
  /// `id_size` bytes.
  [[nodiscard]] const char* id_bytes(std::uint32_t position) const {
    return ids_ + std::size_t{position} * id_stride_;
  }
  /// Of the entry in the pack; nothing where the index names a place outside its own tables.
  [[nodiscard]] std::optional<std::uint64_t> offset(std::uint32_t position) const;
  [[nodiscard]] std::optional<std::uint32_t> find(const ObjectId& id) const;
  /// The checksum that the pack must end with, `id_size` bytes.
  [[nodiscard]] const char* pack_checksum() const { return checksum_; }

 private:
  const char* fanout_ = nullptr;
  const char* ids_ = nullptr;
  const char* offsets_ = nullptr;
  const char* large_offsets_ = nullptr;
  const char* checksum_ = nullptr;
  std::size_t id_stride_ = 0;
  std::size_t offset_stride_ = 0;
  std::uint64_t large_count_ = 0;
  std::uint32_t count_ = 0;
  std::size_t id_size_ = 0;
};

/// An entry of a pack that cannot be read, and why; so is all that is a delta on it.
struct LostEntry {
  std::uint32_t entry = 0;
  ObjectFailure failure;
};

/// All entries of one pack in the order of their offsets, and which is a delta on which: a forest, whose
/// roots are entries that are no delta, or whose base lies elsewhere (a thin pack that was never completed).
/// Entries are numbered by offset. Children of an entry are in the order light to heavy as far as matters:
/// the heaviest subtree is the last, so that a walk that goes there last, and gives up the parent's bytes
/// first, holds at most log2(n) objects.
///
/// Built in one pass over the headers without recursion, about 40 bytes an entry; afterwards immutable, and
/// may be read by many threads.
class PackForest {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  /// What an object in another pack or a loose one is; nothing where there is none.
  using TypeElsewhere = std::function<std::optional<ObjectType>(const ObjectId&)>;

  /// Fails only where the two files are no pack and index that belong together. What is wrong with single
  /// entries is in `lost`.
  static Result<PackForest> build(MappedFile pack, MappedFile index, ObjectFormat format,
                                  const TypeElsewhere& type_elsewhere);
  /// Without an index, or with one that is wrong: finds the entries by inflating all of them, front to back,
  /// as far as the pack is sound. Entries have no ids then. `problem` (may stay empty) says where it ended.
  static Result<PackForest> build_without_index(MappedFile pack, ObjectFormat format, std::string& problem);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(parent_.size()); }
  [[nodiscard]] ObjectFormat format() const { return format_; }
  /// Of the pack's file, for messages.
  [[nodiscard]] const std::string& path() const { return pack_.path(); }
  [[nodiscard]] const MappedFile& file() const { return pack_; }

  /// Whether `id` can be asked. Else whoever needs ids hashes the objects.
  [[nodiscard]] bool has_ids() const { return !position_.empty() || parent_.empty(); }
  [[nodiscard]] ObjectId id(std::uint32_t entry) const {
    return {format_, index_view_.id_bytes(position_[entry])};
  }
  /// `id_size` bytes.
  [[nodiscard]] const char* id_bytes(std::uint32_t entry) const {
    return index_view_.id_bytes(position_[entry]);
  }
  [[nodiscard]] std::optional<std::uint32_t> find(const ObjectId& id) const;
  /// The entry that stands at a position of the index, which is in the order of ids.
  [[nodiscard]] const PackIndexView& index() const { return index_view_; }
  [[nodiscard]] std::uint32_t position(std::uint32_t entry) const { return position_[entry]; }

  /// Nothing for an entry that is lost.
  [[nodiscard]] std::optional<ObjectType> type(std::uint32_t entry) const {
    if (type_[entry] == 0) return std::nullopt;
    return static_cast<ObjectType>(type_[entry]);
  }
  [[nodiscard]] std::uint64_t offset(std::uint32_t entry) const { return offset_[entry]; }
  /// Bytes of the entry in the pack.
  [[nodiscard]] std::uint64_t packed_size(std::uint32_t entry) const {
    return offset_[entry + 1] - offset_[entry];
  }
  [[nodiscard]] std::uint32_t parent(std::uint32_t entry) const { return parent_[entry]; }
  [[nodiscard]] std::uint32_t first_child(std::uint32_t entry) const { return first_child_[entry]; }
  [[nodiscard]] std::uint32_t next_sibling(std::uint32_t entry) const { return next_sibling_[entry]; }
  /// How much there is to inflate in the entry and all below it, in units of 64 bytes, at least one an entry.
  [[nodiscard]] std::uint32_t work(std::uint32_t entry) const { return work_[entry]; }
  /// Whether a walk begins here: no delta, or one on a base elsewhere; never an entry that is lost.
  [[nodiscard]] bool is_root(std::uint32_t entry) const {
    return parent_[entry] == kNone && type_[entry] != 0;
  }

  /// The header again, and the compressed bytes, which end where the next entry begins.
  [[nodiscard]] PackEntry header(std::uint32_t entry) const;
  [[nodiscard]] std::string_view compressed(std::uint32_t entry, const PackEntry& header) const {
    return pack_.bytes().substr(header.data_offset, offset_[entry + 1] - header.data_offset);
  }

  /// Entries that cannot be read for what is in their headers, ascending; without those below them.
  [[nodiscard]] const std::vector<LostEntry>& lost() const { return lost_; }
  /// How many entries there are in the subtree of `entry`, itself included.
  [[nodiscard]] std::uint64_t count_below(std::uint32_t entry) const;
  /// All of them, `entry` first.
  [[nodiscard]] std::vector<std::uint32_t> entries_below(std::uint32_t entry) const;

 private:
  PackForest(MappedFile pack, ObjectFormat format) : pack_(std::move(pack)), format_(format) {}
  void read_headers(std::vector<ObjectId>& base_ids);
  void connect(const std::vector<ObjectId>& base_ids, const TypeElsewhere& type_elsewhere);
  void resolve_types();
  void weigh();
  void lose(std::uint32_t entry, ObjectFailure failure);

  MappedFile pack_;
  std::optional<MappedFile> index_;
  PackIndexView index_view_;
  ObjectFormat format_;
  std::vector<std::uint64_t> offset_;  ///< ascending, one more than entries: the end of the last
  std::vector<std::uint32_t> position_;
  std::vector<std::uint32_t> parent_;
  std::vector<std::uint32_t> first_child_;
  std::vector<std::uint32_t> next_sibling_;
  std::vector<std::uint32_t> work_;
  std::vector<std::uint8_t> type_;
  std::vector<LostEntry> lost_;
};

}  // namespace trawl
