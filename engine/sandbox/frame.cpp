#include "engine/sandbox/frame.h"

#include <errno.h>
#include <unistd.h>

#include <array>
#include <cassert>

namespace trawl {
namespace {

bool read_all(int descriptor, char* into, std::size_t count) {
  while (count > 0) {
    const ssize_t got = ::read(descriptor, into, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into += got;
    count -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

}  // namespace

std::string encoded_frame(std::uint8_t type, std::string_view payload) {
  assert(payload.size() <= kMostFrameBytes);
  const auto size = static_cast<std::uint32_t>(payload.size());
  std::string bytes;
  bytes.reserve(kFrameHeaderBytes + payload.size());
  for (unsigned shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(size >> shift));
  bytes.push_back(static_cast<char>(type));
  bytes.append(payload);
  return bytes;
}

std::optional<Frame> read_frame(int descriptor) {
  std::array<char, kFrameHeaderBytes> header{};
  if (!read_all(descriptor, header.data(), header.size())) return std::nullopt;
  std::uint32_t size = 0;
  for (unsigned i = 0; i < 4; ++i)
    size |= static_cast<std::uint32_t>(static_cast<unsigned char>(header[i])) << (8 * i);
  if (size > kMostFrameBytes) return std::nullopt;
  Frame frame;
  frame.type = static_cast<std::uint8_t>(header[4]);
  frame.payload.resize(size);
  if (!read_all(descriptor, frame.payload.data(), size)) return std::nullopt;
  return frame;
}

bool write_frame(int descriptor, std::uint8_t type, std::string_view payload) {
  return write_all(descriptor, encoded_frame(type, payload));
}

}  // namespace trawl
