#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/git/guarded_directory.h"

struct libdeflate_decompressor;
struct z_stream_s;

namespace trawl {

/// Deflate expands at most 1032:1; a size beyond that of the bytes at hand is a lie, and known before
/// anything is allocated.
[[nodiscard]] bool size_is_plausible(std::uint64_t inflated, std::uint64_t compressed);

/// Inflates whole zlib streams (RFC 1950) with libdeflate, about twice as fast as zlib. One per thread.
class Inflater {
 public:
  Inflater();
  Inflater(Inflater&&) noexcept;
  Inflater& operator=(Inflater&&) noexcept;
  ~Inflater();

  /// Whether `compressed` begins with a whole stream of exactly `room.size()` bytes; they are then in `room`.
  /// `consumed` is how long the stream is.
  [[nodiscard]] bool inflate(std::string_view compressed, std::span<char> room, std::size_t& consumed);

 private:
  libdeflate_decompressor* decompressor_;
};

/// Inflates a zlib stream that lies in [begin, end) of a file piece by piece, in constant memory, and says
/// precisely what is wrong with it. The file must outlive it. One per thread.
class InflateStream {
 public:
  InflateStream(const GuardedFile& file, std::uint64_t begin, std::uint64_t end);
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;
  ~InflateStream();

  /// Fills the front of `room` and says how many bytes; fewer than fit only at the end of the stream.
  Result<std::size_t> read(std::span<char> room);
  /// Whether the end of the stream was reached.
  [[nodiscard]] bool finished() const { return finished_; }
  /// The offset in the file of the first byte after the stream, once it is finished.
  [[nodiscard]] std::uint64_t end_offset() const;

 private:
  const GuardedFile& file_;
  std::uint64_t next_;  ///< offset of the first byte not yet read
  std::uint64_t end_;
  bool finished_ = false;
  std::unique_ptr<z_stream_s> stream_;
  std::array<char, 16384> input_;
};

}  // namespace trawl
