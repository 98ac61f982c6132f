#include "engine/git/pack.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "engine/git/big_endian.h"
#include "engine/git/delta.h"
#include "engine/git/pack_entry.h"

namespace trawl {

namespace {

// Four size bits in the first byte, then seven in each. No bit may be lost.
bool read_entry_size(std::string_view bytes, std::size_t& position, std::uint64_t& size) {
  auto byte = static_cast<unsigned char>(bytes[position++]);
  size = byte & 0x0FU;
  for (unsigned shift = 4; (byte & 0x80U) != 0; shift += 7) {
    if (position == bytes.size() || shift > 63) return false;
    byte = static_cast<unsigned char>(bytes[position++]);
    const std::uint64_t bits = byte & 0x7FU;
    if ((bits << shift) >> shift != bits) return false;
    size |= bits << shift;
  }
  return true;
}

// The distance back to the base: seven bits a byte, with one added at each continuation.
bool read_base_distance(std::string_view bytes, std::size_t& position, std::uint64_t& distance) {
  if (position == bytes.size()) return false;
  auto byte = static_cast<unsigned char>(bytes[position++]);
  distance = byte & 0x7FU;
  while ((byte & 0x80U) != 0) {
    if (position == bytes.size() || distance >= (std::uint64_t{1} << 56)) return false;
    byte = static_cast<unsigned char>(bytes[position++]);
    distance = ((distance + 1) << 7) | (byte & 0x7FU);
  }
  return true;
}

}  // namespace

const char* parse_pack_entry(std::string_view bytes, std::uint64_t offset, ObjectFormat format,
                             PackEntry& entry) {
  if (bytes.empty()) return "it lies outside the pack";
  entry.offset = offset;
  entry.base_offset = 0;
  std::size_t position = 0;
  const unsigned kind = (static_cast<unsigned char>(bytes[0]) >> 4) & 7U;
  if (kind == 0 || kind == 5) return "its type is reserved";
  entry.kind = static_cast<PackEntryKind>(kind);
  if (!read_entry_size(bytes, position, entry.size)) return "its size is cut off or beyond 64 bits";
  if (entry.kind == PackEntryKind::kOffsetDelta) {
    std::uint64_t distance = 0;
    if (!read_base_distance(bytes, position, distance)) return "its base is cut off or beyond 64 bits";
    if (distance == 0 || distance > offset - kPackHeader) return "its base lies outside the pack";
    entry.base_offset = offset - distance;
  } else if (entry.kind == PackEntryKind::kIdDelta) {
    if (bytes.size() - position < id_size(format)) return "the id of its base is cut off";
    entry.base_id = ObjectId(format, bytes.data() + position);
    position += id_size(format);
  }
  entry.data_offset = offset + position;
  return nullptr;
}

ObjectFailure Pack::bad(std::uint64_t offset, const std::string& what) const {
  return corrupt("pack '" + file_.path() + "': entry at offset " + std::to_string(offset) + ": " + what);
}

Result<Pack> Pack::open(GuardedFile file, ObjectFormat format) {
  Pack pack(std::move(file), format);
  const std::string name = "pack '" + pack.file_.path() + "'";
  if (pack.file_.size() < kPackHeader + id_size(format)) return Error(name + " is too short");
  std::array<char, kPackHeader> head{};
  if (Result<void> read = pack.file_.read_at(0, head); !read.ok()) return read.error();
  const std::uint32_t version = big_endian_32(head.data() + 4);
  if (std::memcmp(head.data(), "PACK", 4) != 0 || (version != 2 && version != 3)) {
    return Error(name + " has no pack header of version 2 or 3");
  }
  pack.count_ = big_endian_32(head.data() + 8);
  return pack;
}

Result<ObjectId> Pack::checksum() const {
  std::array<char, ObjectId::kMaxSize> room{};
  if (Result<void> read = file_.read_at(end_of_entries(), std::span(room).first(id_size(format_)));
      !read.ok()) {
    return read.error();
  }
  return ObjectId(format_, room.data());
}

ObjectResult<PackEntry> Pack::entry_at(std::uint64_t offset) const {
  if (offset < kPackHeader || offset >= end_of_entries()) return bad(offset, "it lies outside the pack");
  std::array<char, kMaxEntryHeader> room{};
  const auto length =
      static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), end_of_entries() - offset));
  if (Result<void> read = file_.read_at(offset, std::span(room).first(length)); !read.ok()) {
    return corrupt(read.error());
  }
  const std::string_view bytes(room.data(), length);

  PackEntry entry;
  if (const char* problem = parse_pack_entry(bytes, offset, format_, entry)) return bad(offset, problem);
  if (!size_is_plausible(entry.size, end_of_entries() - entry.data_offset)) {
    return bad(offset, "the rest of the pack cannot inflate to its " + std::to_string(entry.size) + " bytes");
  }
  return entry;
}

ObjectResult<std::string> Pack::inflate(const PackEntry& entry, Inflater& inflater,
                                        std::uint64_t most) const {
  if (entry.size > most) {
    return too_large("pack '" + file_.path() + "': entry at offset " + std::to_string(entry.offset) +
                     " has " + std::to_string(entry.size) + " bytes, more than the limit of " +
                     std::to_string(most));
  }
  // How long the stream is stands nowhere; a stream that git made is hardly longer than its content.
  const std::uint64_t remaining = end_of_entries() - entry.data_offset;
  const auto length = static_cast<std::size_t>(std::min(remaining, entry.size + entry.size / 512 + 256));
  std::string compressed(length, '\0');
  if (Result<void> read = file_.read_at(entry.data_offset, compressed); !read.ok())
    return corrupt(read.error());
  std::string content(entry.size, '\0');
  std::size_t consumed = 0;
  if (inflater.inflate(compressed, content, consumed)) return content;

  // Damaged, of another size, or padded beyond reason: the slow way tells which, in constant memory.
  InflateStream stream(file_, entry.data_offset, end_of_entries());
  const Result<std::size_t> got = stream.read(content);
  if (!got.ok()) return bad(entry.offset, got.error().sentence());
  std::array<char, 1> excess{};
  const Result<std::size_t> more = stream.read(excess);
  if (!more.ok()) return bad(entry.offset, more.error().sentence());
  if (*got != content.size() || *more != 0) return bad(entry.offset, "it is not as long as its header says");
  return content;
}

ObjectResult<std::uint64_t> Pack::delta_result_size(const PackEntry& entry) const {
  InflateStream stream(file_, entry.data_offset, end_of_entries());
  std::array<char, kMaxDeltaHeader> room{};
  const Result<std::size_t> got = stream.read(
      std::span(room).first(static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), entry.size))));
  if (!got.ok()) return bad(entry.offset, got.error().sentence());
  const Result<DeltaHeader> header = read_delta_header(std::string_view(room.data(), *got));
  if (!header.ok()) return bad(entry.offset, header.error().sentence());
  return header->result_size;
}

}  // namespace trawl
