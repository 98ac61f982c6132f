#include "engine/base/line_index.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <limits>

#include "engine/base/utf8.h"

namespace trawl {
namespace {

constexpr std::uint64_t kStride = 4096;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

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

bool LineIndex::ends_line(std::uint64_t offset) const {
  if (blob_[offset] == '\n') return true;
  return blob_[offset] == '\r' && (offset + 1 == blob_.size() || blob_[offset + 1] != '\n');
}

/// The same facts at the first code point that begins at or behind `to`.
LineIndex::Checkpoint LineIndex::advanced(const Checkpoint& from, std::uint64_t to) const {
  Checkpoint at = from;
  while (at.offset < to) {
    if (to - at.offset >= sizeof(std::uint64_t)) {
      const std::uint64_t word = word_at(blob_, at.offset);
      if (((word & kHighBits) | bytes_equal_to(word, '\n') | bytes_equal_to(word, '\r')) == 0) {
        at.offset += sizeof word;
        at.units += sizeof word;
        continue;
      }
    }
    if (ends_line(at.offset)) {
      ++at.offset;
      ++at.line;
      at.line_begin = at.offset;
      at.units = 0;
      continue;
    }
    if (at.offset == 0 && blob_.starts_with(kByteOrderMark)) {
      at.offset = kByteOrderMark.size();
      continue;
    }
    if (static_cast<unsigned char>(blob_[at.offset]) < 0x80) {
      ++at.offset;
      ++at.units;
      continue;
    }
    const DecodedCodePoint decoded = decode_code_point(blob_.substr(at.offset, 4));
    at.offset += decoded.length;
    at.units += decoded.code_point < 0x10000 ? 1U : 2U;
  }
  return at;
}

const LineIndex::Checkpoint& LineIndex::checkpoint_before(std::uint64_t offset) {
  if (checkpoints_.empty()) checkpoints_.emplace_back();
  while (checkpoints_.size() * kStride <= offset) {
    checkpoints_.push_back(advanced(checkpoints_.back(), checkpoints_.size() * kStride));
  }
  // A checkpoint may lie up to three bytes behind its multiple, behind the offset asked for.
  std::size_t number = offset / kStride;
  if (checkpoints_[number].offset > offset) --number;
  return checkpoints_[number];
}

Position LineIndex::position_of(ByteOffset offset) {
  const std::uint64_t wanted = std::min<std::uint64_t>(offset.value, blob_.size());
  Checkpoint at = checkpoint_before(wanted);
  // Stops in front of the code point that holds the byte: a byte within one has the column of its first.
  if (at.offset < wanted) {
    const std::uint64_t near = wanted - std::min<std::uint64_t>(wanted - at.offset, 4);
    at = advanced(at, near);
    while (at.offset < wanted) {
      const Checkpoint next = advanced(at, at.offset + 1);
      if (next.offset > wanted) break;
      at = next;
    }
  }
  return {Line(fitting(at.line)), Column(fitting(at.units + 1))};
}

LineSpan LineIndex::line_span_of(ByteOffset offset) {
  const std::uint64_t wanted = std::min<std::uint64_t>(offset.value, blob_.size());
  const LineSpan& last = last_line_span_;
  if (has_last_line_span_ && last.begin.value <= wanted &&
      (wanted < last.next.value || last.next == last.end)) {
    return last;
  }
  const Checkpoint at = advanced(checkpoint_before(wanted), wanted);
  // `at` may have run up to three bytes past `wanted`, but never over a line end: these are single bytes.
  std::uint64_t end = next_line_end(blob_, wanted);
  std::uint64_t next = end;
  if (end < blob_.size()) {
    next = blob_.substr(end, 2) == "\r\n" ? end + 2 : end + 1;
    // `wanted` may be the LF of a CRLF.
    if (blob_[end] == '\n' && end == wanted && end > at.line_begin && blob_[end - 1] == '\r') --end;
  }
  last_line_span_ = {ByteOffset(at.line_begin), ByteOffset(end), ByteOffset(next)};
  has_last_line_span_ = true;
  return last_line_span_;
}

}  // namespace trawl
