#include "engine/git/pack_index.h"

#include <algorithm>
#include <cstring>

#include "engine/git/big_endian.h"

namespace trawl {

namespace {

constexpr std::uint64_t kFanoutBytes = 1024;
constexpr std::uint64_t kHeaderBytes = 8;  // of version 2
constexpr std::uint64_t kBlockIds = 128;   // a search reads the ids in one block once it has come this near
constexpr std::uint32_t kLargeOffset = 0x80000000U;

}  // namespace

Error PackIndex::bad(const std::string& what) const {
  return Error("pack index '" + file_.path() + "': " + what);
}

Result<PackIndex> PackIndex::open(GuardedFile file, ObjectFormat format) {
  PackIndex index(std::move(file), format);
  const std::uint64_t size = index.file_.size();
  const std::uint64_t hash = id_size(format);
  std::array<char, kHeaderBytes + kFanoutBytes> head{};
  if (size < kFanoutBytes + 2 * hash || size < head.size()) return index.bad("it is too short");
  if (Result<void> read = index.file_.read_at(0, head); !read.ok()) return read.error();

  const char* fanout = head.data();
  if (std::memcmp(head.data(), "\377tOc", 4) == 0) {
    if (big_endian_32(head.data() + 4) != 2) return index.bad("its version is not supported");
    fanout += kHeaderBytes;
  } else {
    index.version_ = 1;
  }
  for (std::size_t i = 0; i < 256; ++i) {
    index.fanout_[i] = big_endian_32(fanout + 4 * i);
    if (i > 0 && index.fanout_[i] < index.fanout_[i - 1]) return index.bad("its fanout is not ascending");
  }

  const std::uint64_t n = index.count();
  if (index.version_ == 1) {
    if (size != kFanoutBytes + n * (4 + hash) + 2 * hash)
      return index.bad("its size does not fit its entries");
  } else {
    const std::uint64_t least = kHeaderBytes + kFanoutBytes + n * (hash + 8) + 2 * hash;
    if (size < least || (size - least) % 8 != 0 || (size - least) / 8 > (n == 0 ? 0 : n - 1)) {
      return index.bad("its size does not fit its entries");
    }
    index.large_offsets_ = (size - least) / 8;
  }

  std::array<char, ObjectId::kMaxSize> checksum{};
  if (Result<void> read = index.file_.read_at(size - 2 * hash, std::span(checksum).first(hash)); !read.ok()) {
    return read.error();
  }
  index.pack_checksum_ = ObjectId(format, checksum.data());
  return index;
}

std::uint64_t PackIndex::id_offset(std::uint64_t position) const {
  const std::uint64_t hash = id_size(format_);
  if (version_ == 1) return kFanoutBytes + position * (4 + hash) + 4;
  return kHeaderBytes + kFanoutBytes + position * hash;
}

Result<std::uint64_t> PackIndex::offset_at(std::uint64_t position) const {
  const std::uint64_t hash = id_size(format_);
  std::array<char, 8> room{};
  const std::uint64_t where = version_ == 1
                                  ? id_offset(position) - 4
                                  : kHeaderBytes + kFanoutBytes + count() * (hash + 4) + 4 * position;
  if (Result<void> read = file_.read_at(where, std::span(room).first(4)); !read.ok()) return read.error();
  const std::uint32_t offset = big_endian_32(room.data());
  if (version_ == 1 || (offset & kLargeOffset) == 0) return std::uint64_t{offset};

  const std::uint64_t large = offset & ~kLargeOffset;
  if (large >= large_offsets_) return bad("a 64-bit offset lies outside its table");
  const std::uint64_t table = kHeaderBytes + kFanoutBytes + count() * (hash + 8);
  if (Result<void> read = file_.read_at(table + 8 * large, room); !read.ok()) return read.error();
  return big_endian_64(room.data());
}

Result<std::optional<std::uint64_t>> PackIndex::find(const ObjectId& id) const {
  const std::size_t hash = id_size(format_);
  const std::uint8_t first = id.bytes()[0];
  std::uint64_t low = first == 0 ? 0 : fanout_[first - 1];
  std::uint64_t high = fanout_[first];
  const std::size_t stride = version_ == 1 ? hash + 4 : hash;

  // Binary search over the file until few ids are left, then over one block of it.
  std::array<char, kBlockIds*(ObjectId::kMaxSize + 4)> block;
  while (high - low > kBlockIds) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (Result<void> read = file_.read_at(id_offset(middle), std::span(block).first(hash)); !read.ok()) {
      return read.error();
    }
    if (std::memcmp(block.data(), id.bytes().data(), hash) <= 0) {
      low = middle;
    } else {
      high = middle;
    }
  }
  if (low == high) return std::optional<std::uint64_t>();
  const std::size_t bytes = static_cast<std::size_t>(high - low - 1) * stride + hash;
  if (Result<void> read = file_.read_at(id_offset(low), std::span(block).first(bytes)); !read.ok()) {
    return read.error();
  }
  const std::uint64_t block_begin = low;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const int order = std::memcmp(block.data() + (middle - block_begin) * stride, id.bytes().data(), hash);
    if (order == 0) {
      const Result<std::uint64_t> offset = offset_at(middle);
      if (!offset.ok()) return offset.error();
      return std::optional(*offset);
    }
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::optional<std::uint64_t>();
}

Result<void> PackIndex::find_abbreviated(std::string_view digits, std::size_t most,
                                         std::set<ObjectId>& ids) const {
  const std::size_t hash = id_size(format_);
  std::string lowest(digits);
  lowest.resize(2 * hash, '0');
  const std::optional<ObjectId> from = ObjectId::from_hex(format_, lowest);
  if (!from) return Error("'" + std::string(digits) + "' is no abbreviated id");
  const std::uint8_t first = from->bytes()[0];
  const std::uint64_t end = fanout_[first];
  std::uint64_t low = first == 0 ? 0 : fanout_[first - 1];
  std::uint64_t high = end;
  std::array<char, ObjectId::kMaxSize> room{};
  const auto id_at = [&](std::uint64_t position) -> Result<ObjectId> {
    if (Result<void> read = file_.read_at(id_offset(position), std::span(room).first(hash)); !read.ok())
      return read.error();
    return ObjectId(format_, room.data());
  };
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const Result<ObjectId> id = id_at(middle);
    if (!id.ok()) return id.error();
    if (*id < *from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (; low < end && ids.size() < most; ++low) {
    const Result<ObjectId> id = id_at(low);
    if (!id.ok()) return id.error();
    if (!id->hex().starts_with(digits)) break;
    ids.insert(*id);
  }
  return {};
}

Result<PackIndexTable> PackIndex::load() const {
  const std::size_t hash = id_size(format_);
  const std::uint64_t n = count();
  // `n` is bounded by the size of the file, so reading the file bounds what is allocated.
  Result<std::string> bytes = file_.read_all(file_.size());
  if (!bytes.ok()) return bytes.error();
  PackIndexTable table;
  table.ids.reserve(n * hash);
  table.offsets.reserve(n);
  const std::uint64_t small_table = kHeaderBytes + kFanoutBytes + n * (hash + 4);
  for (std::uint64_t i = 0; i < n; ++i) {
    const char* id = bytes->data() + id_offset(i);
    if (i > 0 && std::memcmp(table.ids.data() + (i - 1) * hash, id, hash) >= 0)
      return bad("its ids are out of order");
    const auto first = static_cast<unsigned char>(*id);
    if (i >= fanout_[first] || (first > 0 && i < fanout_[first - 1]))
      return bad("its fanout does not fit its ids");
    table.ids.append(id, hash);

    std::uint64_t offset = big_endian_32(version_ == 1 ? id - 4 : bytes->data() + small_table + 4 * i);
    if (version_ == 2 && (offset & kLargeOffset) != 0) {
      const std::uint64_t large = offset & ~kLargeOffset;
      if (large >= large_offsets_) return bad("a 64-bit offset lies outside its table");
      offset = big_endian_64(bytes->data() + small_table + 4 * n + 8 * large);
    }
    table.offsets.push_back(offset);
  }
  return table;
}

}  // namespace trawl
