#include <cstring>

#include "engine/git/big_endian.h"
#include "engine/git/pack_forest.h"

namespace trawl {

namespace {

constexpr std::uint64_t kFanoutBytes = 1024;
constexpr std::uint64_t kHeaderBytes = 8;  // of version 2
constexpr std::uint32_t kLargeOffset = 0x80000000U;

}  // namespace

Result<PackIndexView> PackIndexView::check(std::string_view bytes, const std::string& path,
                                           ObjectFormat format) {
  const auto bad = [&](const char* what) { return Error("pack index '" + path + "': " + what); };
  const std::uint64_t size = bytes.size();
  const std::uint64_t hash = id_size(format);
  if (size < kHeaderBytes + kFanoutBytes + 2 * hash) return bad("it is too short");
  PackIndexView view;
  view.id_size_ = hash;
  const bool second = std::memcmp(bytes.data(), "\377tOc", 4) == 0;
  if (second && big_endian_32(bytes.data() + 4) != 2) return bad("its version is not supported");
  view.fanout_ = bytes.data() + (second ? kHeaderBytes : 0);
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < 256; ++i) {
    const std::uint32_t next = big_endian_32(view.fanout_ + 4 * i);
    if (next < before) return bad("its fanout is not ascending");
    before = next;
  }
  const std::uint64_t n = view.count_ = before;
  if (second) {
    const std::uint64_t least = kHeaderBytes + kFanoutBytes + n * (hash + 8) + 2 * hash;
    if (size < least || (size - least) % 8 != 0 || (size - least) / 8 > (n == 0 ? 0 : n - 1)) {
      return bad("its size does not fit its entries");
    }
    view.ids_ = view.fanout_ + kFanoutBytes;
    view.id_stride_ = hash;
    view.offsets_ = view.ids_ + n * (hash + 4);
    view.offset_stride_ = 4;
    view.large_offsets_ = view.offsets_ + 4 * n;
    view.large_count_ = (size - least) / 8;
  } else {
    if (size != kFanoutBytes + n * (4 + hash) + 2 * hash) return bad("its size does not fit its entries");
    view.offsets_ = view.fanout_ + kFanoutBytes;
    view.ids_ = view.offsets_ + 4;
    view.id_stride_ = view.offset_stride_ = hash + 4;
  }
  view.checksum_ = bytes.data() + size - 2 * hash;

  std::uint32_t position = 0;
  for (std::size_t first = 0; first < 256; ++first) {
    const std::uint32_t end = big_endian_32(view.fanout_ + 4 * first);
    for (; position < end; ++position) {
      const char* id = view.id_bytes(position);
      if (static_cast<unsigned char>(*id) != first) return bad("its fanout does not fit its ids");
      if (position > 0 && std::memcmp(view.id_bytes(position - 1), id, hash) >= 0) {
        return bad("its ids are out of order");
      }
    }
  }
  return view;
}

std::optional<std::uint64_t> PackIndexView::offset(std::uint32_t position) const {
  const std::uint32_t small = big_endian_32(offsets_ + std::size_t{position} * offset_stride_);
  if (large_offsets_ == nullptr || (small & kLargeOffset) == 0) return small;
  const std::uint64_t large = small & ~kLargeOffset;
  if (large >= large_count_) return std::nullopt;
  return big_endian_64(large_offsets_ + 8 * large);
}

std::optional<std::uint32_t> PackIndexView::find(const ObjectId& id) const {
  if (count_ == 0 || id.size() != id_size_) return std::nullopt;
  const std::uint8_t first = id.bytes()[0];
  std::uint32_t low = first == 0 ? 0 : big_endian_32(fanout_ + 4 * (std::size_t{first} - 1));
  std::uint32_t high = big_endian_32(fanout_ + 4 * std::size_t{first});
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const int order = std::memcmp(id_bytes(middle), id.bytes().data(), id_size_);
    if (order == 0) return middle;
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::nullopt;
}

}  // namespace trawl
