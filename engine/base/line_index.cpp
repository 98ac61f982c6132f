#include "engine/base/line_index.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <limits>

#include "engine/base/utf8.h"

namespace trawl {
namespace {

constexpr std::uint64_t kCluster = 2048;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Sixteen bytes at a time; the compiler makes one instruction of each operation on every 64-bit processor.
using Bytes16 = unsigned char __attribute__((vector_size(16)));

Bytes16 load(const char* at) {
  Bytes16 bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

std::uint64_t sum_of(Bytes16 counts) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < sizeof counts; ++i) sum += counts[i];
  return sum;
}

constexpr std::uint64_t kOnes = 0x0101010101010101U;
constexpr std::uint64_t kHighBits = 0x8080808080808080U;

/// The high bit of every byte of `word` that equals `value`, exactly (no carries between bytes).
constexpr std::uint64_t bytes_equal_to(std::uint64_t word, unsigned char value) {
  const std::uint64_t difference = word ^ (kOnes * value);
  return ~(((difference & ~kHighBits) + ~kHighBits) | difference | ~kHighBits);
}

std::uint64_t word_at(std::string_view bytes, std::uint64_t offset) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data() + offset, sizeof word);
  return word;
}

std::uint32_t fitting(std::uint64_t number) {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(number, std::numeric_limits<std::uint32_t>::max()));
}

/// The first CR or LF at or behind `offset`, or the size.
std::uint64_t next_line_end(std::string_view bytes, std::uint64_t offset) {
  for (; bytes.size() - offset >= sizeof(std::uint64_t); offset += sizeof(std::uint64_t)) {
    const std::uint64_t word = word_at(bytes, offset);
    if ((bytes_equal_to(word, '\n') | bytes_equal_to(word, '\r')) != 0) break;
  }
  while (offset < bytes.size() && bytes[offset] != '\n' && bytes[offset] != '\r') ++offset;
  return offset;
}

}  // namespace

std::uint64_t count_line_ends(std::string_view bytes, char next) {
  std::uint64_t count = 0;
  std::size_t at = 0;
  const Bytes16 feed = Bytes16{} + static_cast<unsigned char>('\n');
  const Bytes16 carriage = Bytes16{} + static_cast<unsigned char>('\r');
  while (bytes.size() - at > sizeof(Bytes16)) {
    // A comparison gives -1 for true; 255 of them fit into a byte. Carriage returns are rare: without one,
    // line feeds are all there is to count.
    const std::size_t begin = at;
    Bytes16 counts{};
    Bytes16 returns{};
    for (int i = 0; i < 255 && bytes.size() - at > sizeof(Bytes16); ++i, at += sizeof(Bytes16)) {
      const Bytes16 here = load(bytes.data() + at);
      counts -= static_cast<Bytes16>(here == feed);
      returns |= static_cast<Bytes16>(here == carriage);
    }
    count += sum_of(counts);
    if (sum_of(returns) == 0) continue;
    for (std::size_t byte = begin; byte < at; ++byte)
      count += bytes[byte] == '\r' && bytes[byte + 1] != '\n' ? 1U : 0U;
  }
  for (; at < bytes.size(); ++at) {
    const char behind = at + 1 < bytes.size() ? bytes[at + 1] : next;
    count += bytes[at] == '\n' || (bytes[at] == '\r' && behind != '\n') ? 1U : 0U;
  }
  return count;
}

/// Where the line of `offset` begins.
std::uint64_t LineIndex::line_begin_of(std::uint64_t offset) const {
  std::uint64_t at = offset;
  // The LF of a CRLF belongs to the line it ends, so its CR is no end in front of it.
  if (at < blob_.size() && blob_[at] == '\n' && at > 0 && blob_[at - 1] == '\r') --at;
  while (at > 0 && blob_[at - 1] != '\n' && blob_[at - 1] != '\r') --at;
  return at;
}

/// UTF-16 units of a part of one line. A part that ends within a code point ends in front of it.
std::uint64_t LineIndex::units_between(std::uint64_t begin, std::uint64_t end) const {
  if (begin == 0 && blob_.starts_with(kByteOrderMark))
    begin = std::min<std::uint64_t>(end, kByteOrderMark.size());
  for (std::uint64_t back = 1; back <= 3 && back <= end - begin; ++back) {
    const DecodedCodePoint decoded = decode_code_point(blob_.substr(end - back, 4));
    if (decoded.length > back) {
      end -= back;
      break;
    }
    if ((static_cast<unsigned char>(blob_[end - back]) & 0xC0U) != 0x80U) break;
  }
  return count_utf16_units(blob_.substr(begin, end - begin));
}

void LineIndex::go_to(std::uint64_t offset) {
  // Questions come in clusters, around one match after another. The place in front of a cluster is kept, so
  // that a step back within it does not count a huge line from its begin again.
  if (offset > known_.offset + kCluster) {
    before_ = known_;
  } else if (offset < known_.offset && before_.line == known_.line && before_.offset <= offset) {
    known_ = before_;
  }
  if (offset >= known_.line_begin && offset < known_.offset) {
    known_ = {offset, known_.line, known_.line_begin, units_between(known_.line_begin, offset)};
    return;
  }
  const bool same_line =
      offset >= known_.offset && next_line_end(blob_.substr(0, offset), known_.offset) >= offset;
  const std::uint64_t begin = same_line ? known_.line_begin : line_begin_of(offset);
  const auto byte_at = [&](std::uint64_t at) { return at < blob_.size() ? blob_[at] : '\0'; };
  if (begin == known_.line_begin) {
    // Ascending on one line: count on from the last answer if that lies between two code points.
    const bool between =
        known_.offset >= blob_.size() || (static_cast<unsigned char>(blob_[known_.offset]) & 0xC0U) != 0x80U;
    known_.units = between && known_.offset >= begin + kByteOrderMark.size()
                       ? known_.units + units_between(known_.offset, offset)
                       : units_between(begin, offset);
  } else {
    const std::uint64_t lower = std::min(begin, known_.line_begin);
    const std::uint64_t upper = std::max(begin, known_.line_begin);
    const std::uint64_t lines = count_line_ends(blob_.substr(lower, upper - lower), byte_at(upper));
    known_.line = begin > known_.line_begin ? known_.line + lines : known_.line - lines;
    known_.line_begin = begin;
    known_.units = units_between(begin, offset);
  }
  known_.offset = offset;
}

Position LineIndex::position_of(ByteOffset offset) {
  go_to(std::min<std::uint64_t>(offset.value, blob_.size()));
  return {Line(fitting(known_.line)), Column(fitting(known_.units + 1))};
}

LineSpan LineIndex::line_span_of(ByteOffset offset) {
  const std::uint64_t wanted = std::min<std::uint64_t>(offset.value, blob_.size());
  const LineSpan& last = last_line_span_;
  if (has_last_line_span_ && last.begin.value <= wanted &&
      (wanted < last.next.value || last.next == last.end)) {
    return last;
  }
  const std::uint64_t begin = line_begin_of(wanted);
  std::uint64_t end = next_line_end(blob_, wanted);
  std::uint64_t next = end;
  if (end < blob_.size()) {
    next = blob_.substr(end, 2) == "\r\n" ? end + 2 : end + 1;
    // `wanted` may be the LF of a CRLF.
    if (blob_[end] == '\n' && end == wanted && end > begin && blob_[end - 1] == '\r') --end;
  }
  last_line_span_ = {ByteOffset(begin), ByteOffset(end), ByteOffset(next)};
  has_last_line_span_ = true;
  return last_line_span_;
}

}  // namespace trawl
