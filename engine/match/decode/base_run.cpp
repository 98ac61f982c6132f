#include "engine/match/decode/base_run.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/match/decode/compressed.h"
#include "engine/match/decode/container.h"
#include "engine/match/decode/encoding.h"
#include "engine/match/decode/sign_scanner.h"

namespace trawl {
namespace {

constexpr std::size_t kLeastBlockWidth = 40;  // of lines that are taken together: identifiers are shorter
constexpr std::size_t kLongEnough = 256;      // characters: a run that is decoded whatever its front says
constexpr std::size_t kOtherAlignments = 40;
constexpr std::size_t kSeparatorReach = 128;
constexpr int kMostAttempts = 6;      // to decode one run: its author must not make it costly
constexpr std::size_t kStretch = 16;  // printable bytes in a row that chance does not make
constexpr std::uint8_t kNone = 0xff;
constexpr std::string_view kXzFront = "/Td6WFo";  // the one that begins with what separates words as well

constexpr auto kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNone);
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::uint8_t i = 0; i < kDigits.size(); ++i) values[static_cast<unsigned char>(kDigits[i])] = i;
  values['-'] = 62;
  values['_'] = 63;
  return values;
}();

constexpr std::uint8_t value_of(char c) {
  return kValues[static_cast<unsigned char>(c)];
}

/// One of `+ / - _`.
constexpr bool is_separator(char c) {
  constexpr int kSeparators = characters::kStandardOnly | characters::kUrlOnly;
  return (characters::kClasses[static_cast<unsigned char>(c)] & kSeparators) != 0;
}

constexpr bool is_printable(unsigned char c) {
  return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t' || c == '\r';
}

bool has_printable_stretch(std::string_view bytes) {
  std::size_t stretch = 0;
  for (const char c : bytes) {
    stretch = is_printable(static_cast<unsigned char>(c)) ? stretch + 1 : 0;
    if (stretch == kStretch) return true;
  }
  return false;
}

/// What every byte of text says of the first of the four characters that hold
/// it: two in three characters of an identifier fail this, so five of them are
/// told from encoded text by one or two look-ups.
bool front_reads_as_text(std::string_view run) {
  constexpr std::uint32_t kGood = 0xffffff0cU;  // values 2, 3 (line ends) and 8 to 31 (printable)
  const std::size_t quads = std::min<std::size_t>(run.size() / 4, 8);
  for (std::size_t quad = 0; quad < quads; ++quad) {
    const std::uint8_t value = value_of(run[4 * quad]);
    if (value > 31 || (kGood >> value & 1) == 0) return false;
  }
  return true;
}

/// Whether the front is that of compressed data or of UTF-16, as base64 shows
/// it.
bool front_is_packed(std::string_view run) {
  if (run.size() < kLeastRun) return false;
  const auto one_of = [&](std::size_t at, std::string_view set) {
    return set.find(run[at]) != std::string_view::npos;
  };
  if (run.starts_with("H4sI")) return true;  // gzip
  if (run.starts_with("UEsDB") || run.starts_with("Qlpo") || run.starts_with(kXzFront) ||
      run.starts_with("KLUv/"))
    return true;  // zip, bzip2, xz, zstd
  // zlib: 78 01, 78 5e, 78 9c, 78 da
  if (run[0] == 'e' && ((run[1] == 'J' && one_of(2, "wxyz")) || (run[1] == 'N' && one_of(2, "opqr")) ||
                        (run[1] == 'A' && one_of(2, "EFGH")) || (run[1] == 'F' && one_of(2, "4567"))))
    return true;
  // A zero in every second byte: at 3 and 9 where the lesser half comes first,
  // else at 0 and 6.
  return (run[4] == 'A' && run[12] == 'A') || (run[0] == 'A' && run[8] == 'A' && run[16] == 'A');
}

bool is_worth_decoding(std::string_view run) {
  return front_reads_as_text(run) || front_is_packed(run);
}

enum class Worth : std::uint8_t { kNothing, kText, kBinary };

Worth worth_of(std::string_view bytes) {
  if (reads_as_text(bytes)) return Worth::kText;
  if (is_compressed(bytes) || !container_of(bytes).empty() ||
      detect_encoding(bytes).encoding != Encoding::kBytes)
    return Worth::kBinary;
  return has_printable_stretch(bytes) ? Worth::kBinary : Worth::kNothing;
}

/// Appends what the characters give; pairs of lines go on where the last
/// stopped.
class Base64Bits {
 public:
  void add(std::string_view line, std::string& bytes) {
    for (const char c : line) {
      held_ = held_ << 6 | value_of(c);
      if (++count_ < 4) continue;
      bytes.push_back(static_cast<char>(held_ >> 16 & 0xff));
      bytes.push_back(static_cast<char>(held_ >> 8 & 0xff));
      bytes.push_back(static_cast<char>(held_ & 0xff));
      count_ = 0;
    }
  }
  void finish(std::string& bytes) const {
    if (count_ >= 2) bytes.push_back(static_cast<char>(held_ >> (count_ == 2 ? 4 : 10) & 0xff));
    if (count_ == 3) bytes.push_back(static_cast<char>(held_ >> 2 & 0xff));
  }

 private:
  std::uint32_t held_ = 0;
  unsigned count_ = 0;
};

std::uint64_t end_of_alphabet(std::string_view bytes, std::uint64_t at, std::uint64_t limit) {
  while (at < limit && is_base64_character(bytes[at])) ++at;
  return at;
}

bool is_margin(char c) {
  return c == ' ' || c == '\t' || c == '"' || c == '\'' || c == '#' || c == '*' || c == '>';
}

/// Where the next line of a block begins, if the line that ends at `end` is
/// followed by one; else nothing.
std::optional<std::uint64_t> next_line_of_block(std::string_view bytes, std::uint64_t end,
                                                std::uint64_t limit) {
  std::uint64_t at = end;
  const auto skip_while = [&](auto belongs) {
    const std::uint64_t most = std::min<std::uint64_t>(limit, at + kLongestMargin);
    while (at < most && belongs(bytes[at])) ++at;
  };
  // No comma: elements of a list are texts of their own.
  skip_while([](char c) { return is_margin(c) || c == '\\' || c == '+'; });
  if (at < limit && bytes[at] == '\r') ++at;
  if (at >= limit || bytes[at] != '\n') return std::nullopt;
  ++at;
  skip_while(is_margin);
  if (at >= limit || !is_base64_character(bytes[at])) return std::nullopt;
  return at;
}

/// The lines of the block whose first is `[begin, end)`, with all that ends it
/// in `after`.
std::vector<ByteSpan> lines_of_block(std::string_view bytes, std::uint64_t begin, std::uint64_t end,
                                     std::uint64_t limit) {
  std::vector<ByteSpan> lines = {span_of(begin, end)};
  const std::uint64_t width = end - begin;
  // Who breaks base64 into lines keeps the groups of four whole.
  if (width < kLeastBlockWidth || width % 4 != 0) return lines;
  while (lines.back().size() == width) {
    const auto next = next_line_of_block(bytes, lines.back().end.value, limit);
    if (!next) break;
    const std::uint64_t next_end = end_of_alphabet(bytes, *next, std::min(limit, *next + width + 1));
    if (next_end - *next > width) break;
    // The last line is shorter, and ends there: a word of prose goes on behind
    // a blank.
    if (next_end - *next < width && next_end < limit && (bytes[next_end] == ' ' || bytes[next_end] == ':'))
      break;
    lines.push_back(span_of(*next, next_end));
  }
  return lines;
}

bool is_all_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return hex_digit(c) >= 0; });
}

/// The lines of a block of hexadecimal digits whose first is `[begin, end)`: as long as they are nothing
/// else.
std::vector<ByteSpan> hex_lines(std::string_view bytes, std::uint64_t begin, std::uint64_t end,
                                std::uint64_t limit) {
  std::vector<ByteSpan> lines = lines_of_block(bytes, begin, end, limit);
  std::size_t count = 1;
  while (count < lines.size() && lines[count].size() % 2 == 0 &&
         is_all_hex(bytes.substr(lines[count].begin.value, lines[count].size())))
    ++count;
  lines.resize(count);
  return lines;
}

std::optional<BaseRun> hex_run(std::string_view bytes, std::uint64_t begin, std::uint64_t end,
                               std::uint64_t limit, std::uint64_t& after) {
  if (end - begin > 2 && bytes[begin] == '0' && (bytes[begin + 1] == 'x' || bytes[begin + 1] == 'X'))
    begin += 2;
  std::string_view digits = bytes.substr(begin, end - begin);
  if (digits.size() < kLeastRun || digits.size() % 2 != 0) return std::nullopt;
  const int first = hex_digit(digits[0]);
  // 1f8b and 78 begin compressed data, 00 and ff text of wide characters, e and
  // f other letters than ASCII.
  if (first < 0 || (first >= 8 && first < 14)) return std::nullopt;
  // Words that begin with such letters end here, before memory is had.
  constexpr std::size_t kFront = 16;
  if (!is_all_hex(digits.substr(0, kFront))) return std::nullopt;
  BaseRun run;
  run.hex = true;
  run.bytes.reserve(digits.size() / 2);
  const auto add = [&](std::string_view line) {
    for (std::size_t at = 0; at < line.size(); at += 2) {
      const int upper = hex_digit(line[at]);
      const int lower = hex_digit(line[at + 1]);
      if (upper < 0 || lower < 0) return false;
      run.bytes.push_back(static_cast<char>(upper << 4 | lower));
      // Digests are noise: the first bytes show it.
      if (run.bytes.size() == 12 && digits.size() < kLongEnough && worth_of(run.bytes) == Worth::kNothing)
        return false;
    }
    return true;
  };
  if (!add(digits)) return std::nullopt;
  const std::vector<ByteSpan> lines = hex_lines(bytes, begin, end, limit);
  for (std::size_t i = 1; i < lines.size(); ++i) add(bytes.substr(lines[i].begin.value, lines[i].size()));
  run.span = span_of(begin, lines.back().end.value);
  after = std::max(after, run.span.end.value);
  const Worth worth = worth_of(run.bytes);
  if (worth == Worth::kNothing) return std::nullopt;
  run.binary = worth == Worth::kBinary;
  return run;
}

/// Decodes the block whose first line is `[begin, end)`.
std::optional<BaseRun> base64_block(std::string_view bytes, std::uint64_t begin, std::uint64_t end,
                                    std::uint64_t limit) {
  BaseRun run;
  Base64Bits bits;
  const std::vector<ByteSpan> lines = lines_of_block(bytes, begin, end, limit);
  run.bytes.reserve(lines.size() * lines.front().size() * 3 / 4 + 3);
  for (const ByteSpan& line : lines) bits.add(bytes.substr(line.begin.value, line.size()), run.bytes);
  bits.finish(run.bytes);
  std::uint64_t padded = lines.back().end.value;
  for (int i = 0; i < 2 && padded < limit && bytes[padded] == '='; ++i) ++padded;
  run.span = span_of(begin, padded);
  const Worth worth = worth_of(run.bytes);
  run.binary = worth == Worth::kBinary;
  if (worth == Worth::kNothing) run.bytes.clear();
  return run;
}

/// Ends where a character of the other alphabet stands: `+/` and `-_` are not
/// mixed.
std::uint64_t end_of_one_alphabet(std::string_view bytes, std::uint64_t begin, std::uint64_t end) {
  bool standard = false;
  bool url = false;
  for (std::uint64_t at = begin; at < end; ++at) {
    standard = standard || bytes[at] == '+' || bytes[at] == '/';
    url = url || bytes[at] == '-' || bytes[at] == '_';
    if (standard && url) return at;
  }
  return end;
}

/// Tries the line as it is, at other alignments, and behind separators.
std::optional<BaseRun> base64_run(std::string_view bytes, std::uint64_t begin, std::uint64_t end,
                                  std::uint64_t limit, std::uint64_t& after) {
  int attempts = 0;
  const auto attempt = [&](std::uint64_t from) -> std::optional<BaseRun> {
    const std::uint64_t part_end = end_of_one_alphabet(bytes, from, end);
    if (part_end - from < kLeastRun || ++attempts > kMostAttempts) return std::nullopt;
    std::optional<BaseRun> run = base64_block(bytes, from, part_end, part_end == end ? limit : part_end);
    after = std::max(after, run->span.end.value);
    if (run->bytes.empty()) return std::nullopt;
    return run;
  };
  if (bytes.substr(begin, end - begin).starts_with(kXzFront)) {
    if (auto run = attempt(begin)) return run;
  }
  // Rows of dashes are drawn, not encoded.
  while (begin < end && is_separator(bytes[begin])) ++begin;
  if (end - begin < kLeastRun) return std::nullopt;
  const std::string_view line = bytes.substr(begin, end - begin);
  if (is_worth_decoding(line)) {
    if (auto run = attempt(begin)) return run;
  }
  for (std::size_t shift = 1; line.size() >= kOtherAlignments && shift < 4; ++shift) {
    if (!front_reads_as_text(line.substr(shift))) continue;
    if (auto run = attempt(begin + shift)) return run;
  }
  const std::size_t reach = std::min(line.size() - kLeastRun, kSeparatorReach);
  for (std::size_t at = 0; at < reach; ++at) {
    // A row of dashes is none of these: its next character is not.
    if (!is_separator(line[at]) || value_of(line[at + 1]) > 31 || !is_worth_decoding(line.substr(at + 1)))
      continue;
    if (auto run = attempt(begin + at + 1)) return run;
  }
  // Long enough to hold text somewhere within.
  const bool may_go_on = line.size() >= kLeastBlockWidth && line.size() % 4 == 0;
  if (line.size() >= kLongEnough ||
      (may_go_on && lines_of_block(bytes, begin, end, limit).size() * line.size() >= kLongEnough)) {
    return attempt(begin);
  }
  return std::nullopt;
}

}  // namespace

bool reads_as_text(std::string_view bytes) {
  std::size_t odd = 0;
  std::size_t wide = 0;
  std::size_t following = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (following > 0) {
      if ((byte & 0xc0U) == 0x80) {
        --following;
        continue;
      }
      ++odd;
      following = 0;
    }
    if (is_printable(byte)) continue;
    if (byte >= 0xc2 && byte < 0xf5) {
      following = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
      ++wide;
    } else {
      ++odd;
    }
  }
  // Noise of a few bytes is UTF-8 by chance now and then: that most of it is
  // ASCII, it is not.
  return odd * 16 <= bytes.size() && (wide * 8 <= bytes.size() || bytes.size() >= 64) &&
         (odd == 0 || bytes.size() >= 32);
}

std::optional<BaseRun> base_run_at(std::string_view bytes, std::uint64_t at, std::uint64_t line_end,
                                   std::uint64_t limit, std::uint64_t& after) {
  // As long as a run is at least, it was looked at when it was found.
  const std::uint64_t end =
      line_end != 0 ? line_end : end_of_alphabet(bytes, std::min(at + kLeastRun, limit), limit);
  after = end;
  if (hex_digit(bytes[at]) >= 0 &&
      (hex_digit(bytes[at + 1]) >= 0 || bytes[at + 1] == 'x' || bytes[at + 1] == 'X')) {
    if (auto run = hex_run(bytes, at, end, limit, after)) return run;
    after = end;
  }
  return base64_run(bytes, at, end, limit, after);
}

void append_map(std::string_view bytes, const BaseRun& run, OffsetMap& map) {
  const std::uint64_t begin = run.span.begin.value;
  if (run.hex) {
    const std::uint64_t first_end = end_of_alphabet(bytes, begin, run.span.end.value);
    for (const ByteSpan& line : hex_lines(bytes, begin, first_end, run.span.end.value)) {
      map.append(line.begin.value, 1, 2, line.size() / 2);
    }
    return;
  }
  const std::uint64_t end = end_of_alphabet(bytes, begin, run.span.end.value);
  const std::vector<ByteSpan> lines = lines_of_block(bytes, begin, end, run.span.end.value);
  std::uint64_t left = run.bytes.size();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool last = i + 1 == lines.size();
    const std::uint64_t size = last ? left : std::min<std::uint64_t>(left, lines[i].size() / 4 * 3);
    map.append_even(lines[i].begin.value, 3, 4, size);
    left -= size;
  }
}

}  // namespace trawl
