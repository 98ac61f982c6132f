#include "engine/match/decode/compressed.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace trawl {
namespace {

constexpr std::uint64_t kMostRatio = 100;
constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{64} << 10;
constexpr std::uint64_t kMostInflated = std::uint64_t{64} << 20;
constexpr int kEitherHeader = 15 + 32;  // zlib or gzip, told by the front

bool is_gzip(std::string_view bytes) {
  return bytes.size() > 10 && bytes.starts_with("\x1f\x8b\x08");
}

}  // namespace

bool is_compressed(std::string_view bytes) {
  if (is_gzip(bytes)) return true;
  if (bytes.size() < 8 || bytes[0] != '\x78') return false;
  // The usual window, no preset dictionary, and the two bytes are a multiple of 31.
  const unsigned flags = static_cast<unsigned char>(bytes[1]);
  return (0x7800U + flags) % 31 == 0 && (flags & 0x20U) == 0;
}

std::uint64_t inflate_compressed(std::string_view bytes, std::string& text, DecodingBudget& budget) {
  z_stream stream{};
  if (inflateInit2(&stream, kEitherHeader) != Z_OK) return 0;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), std::size_t{1} << 30));
  const std::uint64_t most = std::min(std::max(kMostRatio * bytes.size(), kAlwaysAllowed), kMostInflated);
  std::array<char, 16384> room;
  std::uint64_t made = 0;
  while (true) {
    stream.next_out = reinterpret_cast<Bytef*>(room.data());
    stream.avail_out = room.size();
    const int code = inflate(&stream, Z_NO_FLUSH);
    const std::size_t count = room.size() - stream.avail_out;
    if (made + count > most) {
      budget.exhausted = true;
      break;
    }
    if (!budget.take(count)) break;
    text.append(room.data(), count);
    made += count;
    if (code == Z_STREAM_END) {
      const std::string_view rest(reinterpret_cast<const char*>(stream.next_in), stream.avail_in);
      if (!is_gzip(rest) || inflateReset(&stream) != Z_OK) break;
      continue;
    }
    // Truncated or damaged: what came before counts.
    if (code != Z_OK || (count == 0 && stream.avail_in == 0)) break;
  }
  inflateEnd(&stream);
  return made;
}

}  // namespace trawl
