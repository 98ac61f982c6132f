#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace trawl {

/// One message between a program and its worker: four bytes length (little endian), one byte type, then so
/// many bytes.
struct Frame {
  std::uint8_t type = 0;
  std::string payload;
};

inline constexpr std::size_t kMostFrameBytes = 64 << 10;  ///< of a payload; more is a broken peer
inline constexpr std::size_t kFrameHeaderBytes = 5;

/// The bytes of a frame. The payload must not exceed `kMostFrameBytes`.
std::string encoded_frame(std::uint8_t type, std::string_view payload);

/// The worker's side: blocking, on the descriptor the worker was given. Nothing at the end or at a broken
/// frame.
std::optional<Frame> read_frame(int descriptor);
/// Whether all was written.
bool write_frame(int descriptor, std::uint8_t type, std::string_view payload);

/// The descriptor by which a worker talks to its program.
inline constexpr int kWorkerChannel = 3;

}  // namespace trawl
