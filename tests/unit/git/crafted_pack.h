#pragma once

#include <zlib.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/git/object_hash.h"
#include "tests/unit/git/git_sandbox.h"

namespace trawl::testing_git {

inline std::string big_endian(std::uint64_t number, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>((number >> (8 * i)) & 0xFF);
  return text;
}

inline std::string deflated(const std::string& bytes) {
  std::string out(compressBound(bytes.size()), '\0');
  uLongf size = out.size();
  compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
            bytes.size(), 9);
  out.resize(size);
  return out;
}

/// Seven bits a byte, the low ones first: sizes in deltas.
inline std::string delta_size(std::uint64_t size) {
  std::string text;
  for (; size >= 0x80; size >>= 7) text += static_cast<char>(size | 0x80);
  return text + static_cast<char>(size);
}

/// A copy of up to 64 KiB from an offset.
inline std::string delta_copy(std::uint64_t offset, std::uint64_t size) {
  std::string text(1, static_cast<char>(0x80 | 0x0F | 0x70));
  for (int i = 0; i < 4; ++i) text += static_cast<char>(offset >> (8 * i));
  for (int i = 0; i < 3; ++i) text += static_cast<char>(size >> (8 * i));
  return text;
}

inline std::string entry_header(unsigned type, std::uint64_t size) {
  std::string text;
  auto byte = static_cast<unsigned char>((type << 4) | (size & 0x0F));
  for (size >>= 4; size != 0; size >>= 7) {
    text += static_cast<char>(byte | 0x80);
    byte = static_cast<unsigned char>(size & 0x7F);
  }
  return text + static_cast<char>(byte);
}

inline std::string base_distance(std::uint64_t distance) {
  std::string text(1, static_cast<char>(distance & 0x7F));
  while ((distance >>= 7) != 0) text.insert(text.begin(), static_cast<char>(0x80 | (--distance & 0x7F)));
  return text;
}

/// Builds packs that git would never write, with an index that fits them.
class CraftedPack {
 public:
  /// Appends an entry as it stands under an id; its offset.
  std::uint64_t add(const ObjectId& id, const std::string& raw) {
    const std::uint64_t offset = 12 + entries_.size();
    entries_ += raw;
    ids_.emplace_back(id, offset);
    return offset;
  }
  std::uint64_t add_blob(const ObjectId& id, const std::string& content) {
    return add(id, entry_header(3, content.size()) + deflated(content));
  }
  std::uint64_t add_id_delta(const ObjectId& id, const ObjectId& base, const std::string& delta) {
    const auto bytes = base.bytes();
    return add(id, entry_header(7, delta.size()) + std::string(bytes.begin(), bytes.end()) + deflated(delta));
  }
  std::uint64_t add_offset_delta(const ObjectId& id, std::uint64_t base, const std::string& delta) {
    const std::uint64_t offset = 12 + entries_.size();
    return add(id, entry_header(6, delta.size()) + base_distance(offset - base) + deflated(delta));
  }
  [[nodiscard]] std::uint64_t next_offset() const { return 12 + entries_.size(); }

  void write_into(const GitSandbox& sandbox) { write(sandbox.at(".git/objects/pack/pack-crafted")); }
  /// Writes `path`.pack and `path`.idx.
  void write(const std::string& path) {
    std::string pack = "PACK" + big_endian(2, 4) + big_endian(ids_.size(), 4) + entries_;
    const std::string trailer = hash_of(pack);
    std::sort(ids_.begin(), ids_.end());
    std::string index = "\377tOc" + big_endian(2, 4);
    for (unsigned first = 0; first < 256; ++first) {
      index += big_endian(
          static_cast<std::uint64_t>(std::count_if(
              ids_.begin(), ids_.end(), [&](const auto& entry) { return entry.first.bytes()[0] <= first; })),
          4);
    }
    for (const auto& [id, offset] : ids_) index.append(id.bytes().begin(), id.bytes().end());
    for (std::size_t i = 0; i < ids_.size(); ++i) index += big_endian(0, 4);
    for (const auto& [id, offset] : ids_) index += big_endian(offset, 4);
    index += trailer;
    GitSandbox::write_file(path + ".pack", pack + trailer);
    GitSandbox::write_file(path + ".idx", index + hash_of(index));
  }

 private:
  static std::string hash_of(const std::string& bytes) {
    ObjectHash hash(ObjectFormat::kSha1);
    hash.update(bytes);
    const ObjectId id = hash.finish();
    return {id.bytes().begin(), id.bytes().end()};
  }

  std::string entries_;
  std::vector<std::pair<ObjectId, std::uint64_t>> ids_;
};

/// An id that begins with a number; nobody has content for it.
inline ObjectId made_up_id(unsigned number) {
  const std::string bytes = big_endian(number, 4) + std::string(16, '\x42');
  return {ObjectFormat::kSha1, bytes.data()};
}

}  // namespace trawl::testing_git
