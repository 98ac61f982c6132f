#include "engine/model/stub_filter.h"

#include <cstring>

namespace trawl {
namespace {

/// The begin of an image; behind it stand the rows, then the reaches.
struct Header {
  std::array<StubFilter::Table, StubFilter::kTables> grams;
  decltype(StubFilter::hashes) hashes;
  std::array<std::uint8_t, 256> classes;
  std::uint32_t row_bits;
  std::uint32_t widest;
  std::uint32_t first_accepting;
  std::uint32_t padding;
  std::uint64_t next_count;
  std::uint64_t reach_count;
};

}  // namespace

std::string StubFilter::image() const {
  const Header header{grams,           hashes, classes,     row_bits,      widest,
                      first_accepting, 0,      next.size(), reaches.size()};
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes.append(reinterpret_cast<const char*>(next.data()), next.size_bytes());
  bytes.append(reinterpret_cast<const char*>(reaches.data()), reaches.size_bytes());
  return bytes;
}

StubFilter StubFilter::of_image(std::span<const char> image) {
  Header header;
  std::memcpy(&header, image.data(), sizeof header);
  StubFilter filter;
  filter.grams = header.grams;
  filter.hashes = header.hashes;
  filter.classes = header.classes;
  filter.row_bits = header.row_bits;
  filter.widest = header.widest;
  filter.first_accepting = header.first_accepting;
  const char* rest = image.data() + sizeof header;
  filter.next = {reinterpret_cast<const std::uint16_t*>(rest), header.next_count};
  filter.reaches = {reinterpret_cast<const StubReach*>(rest + filter.next.size_bytes()), header.reach_count};
  return filter;
}

}  // namespace trawl
