#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/match/decode/encoding.h"
#include "engine/match/decode/layer.h"

namespace trawl {

/// Turns UTF-16 or UTF-32 into UTF-8, fed piece by piece; the pieces may be cut anywhere. Never fails: an
/// unpaired surrogate, a number beyond Unicode and an incomplete unit at the end each become U+FFFD, and the
/// text goes on. n bytes become at most 1.5 n + 6. One thread.
class TextDecoder {
 public:
  /// `encoding` is not `kBytes`. `source` is the offset of the first byte that will be fed: behind the byte
  /// order mark, which is not part of the text.
  TextDecoder(Encoding encoding, std::uint64_t source) : encoding_(encoding), source_(source) {}

  /// Appends to `text` what the bytes give, and to `map` where it stood. Both go together: `map` speaks of
  /// offsets in all that was ever appended, also what the caller has taken away from the front of `text`
  /// since.
  void feed(std::string_view bytes, std::string& text, OffsetMap& map);
  /// As `feed` of as many of `count` zeros as a run of whole characters has, which are not appended to the
  /// text: says how many. For a caller whose text at hand is zeros anyway.
  std::uint64_t pass_zeros(std::uint64_t count, OffsetMap& map);
  /// After the last byte: what was waiting for more.
  void finish(std::string& text, OffsetMap& map);

 private:
  std::size_t decode(std::string_view bytes, std::string& text, OffsetMap& map);

  Encoding encoding_;
  std::uint64_t source_;           ///< offset of the first byte not decoded yet
  std::array<char, 4> waiting_{};  ///< bytes that need more
  std::size_t waiting_size_ = 0;
};

/// All of a blob at once, whose byte order mark is `detected.mark_size` bytes at its front.
Layer decode_text(std::string_view bytes, DetectedEncoding detected);

}  // namespace trawl
