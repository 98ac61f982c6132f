#include "engine/match/decode/sign_scanner.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace trawl {
namespace {

constexpr std::size_t kBlock = 64;

/// A character that may begin an escape, and the characters that may follow it
/// there; as sets of bytes that are products of upper halves and lower halves,
/// which two look-ups tell. The sets may be too large.
struct Pair {
  unsigned char first;
  std::uint32_t upper;  ///< bit n: upper half n of the second character
  std::uint32_t lower;
};
constexpr std::uint32_t kAny = 0xffff;
constexpr std::array<Pair, 8> kPairs = {{
    {'\\', kAny, kAny},
    {'0', 1U << 5 | 1U << 7, 1U << 8},                       // x X
    {'%', 1U << 3, 0x00ff},                                  // 0-7
    {'&', 1U << 2, 1U << 3},                                 // #
    {'&', 1U << 6 | 1U << 7, 1U << 1 | 1U << 7 | 1U << 12},  // a q l g
    {'=', 1U << 3, 1U << 3},                                 // 3
    {'=', 1U << 0, 1U << 10 | 1U << 13},                     // ends of lines
    {'\'', kAny, kAny},
}};

constexpr bool begins_pair(unsigned char first, unsigned char second) {
  for (const Pair& pair : kPairs) {
    if (first == pair.first && (pair.upper >> (second >> 4) & 1) != 0 &&
        (pair.lower >> (second & 15) & 1) != 0) {
      return true;
    }
  }
  return false;
}

constexpr std::uint8_t kNoHex = 0xff;

constexpr auto kHex = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoHex);
  for (std::uint8_t i = 0; i < 10; ++i) digits['0' + i] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    digits['a' + i] = static_cast<std::uint8_t>(10 + i);
    digits['A' + i] = static_cast<std::uint8_t>(10 + i);
  }
  return digits;
}();

/// `mask` with its bits moved `by` places on, and the last ones of the 64
/// before it moved in.
constexpr std::uint64_t moved(std::uint64_t mask, std::uint64_t before, int by) {
  return mask << by | before >> (64 - by);
}

}  // namespace

int hex_digit(char c) {
  const std::uint8_t digit = kHex[static_cast<unsigned char>(c)];
  return digit == kNoHex ? -1 : digit;
}

SignScanner::SignScanner(std::string_view bytes, std::uint64_t begin, std::uint64_t end, Speed speed)
    : bytes_(bytes), at_(begin), end_(std::min<std::uint64_t>(end, bytes.size())), avx2_(false) {
#if defined(__x86_64__)
  avx2_ = speed == Speed::kBest && __builtin_cpu_supports("avx2") != 0;
#else
  static_cast<void>(speed);
#endif
}

bool SignScanner::next(Sign& sign) {
  while (taken_ == count_) {
    if (at_ >= end_) return false;
    fill();
  }
  sign = signs_[taken_++];
  return true;
}

void SignScanner::fill() {
  count_ = 0;
  taken_ = 0;
  if (avx2_) {
    fill_avx2();
  } else {
    fill_portable();
  }
}

inline void SignScanner::take_masks(std::uint64_t at, std::uint64_t alphabet, std::uint64_t single,
                                    Before& before) {
  // Doubling: where the last 2, 4, 8, 16 and then 20 bytes are all of the
  // alphabet.
  const std::uint64_t two = alphabet & moved(alphabet, before.one, 1);
  const std::uint64_t four = two & moved(two, before.two, 2);
  const std::uint64_t eight = four & moved(four, before.four, 4);
  const std::uint64_t twelve = eight & moved(four, before.four, 8);
  const std::uint64_t twenty = twelve & moved(eight, before.eight, 12);
  const std::uint64_t twentieths = twenty & ~moved(twenty, before.twenty, 1);
  before = {alphabet, two, four, eight, twenty};
  if ((single | twentieths) != 0) take_signs(at, alphabet, single, twentieths);
}

void SignScanner::take_signs(std::uint64_t at, std::uint64_t alphabet, std::uint64_t single,
                             std::uint64_t twentieths) {
  while (single != 0) {
    take_single(at + static_cast<unsigned>(std::countr_zero(single)));
    single &= single - 1;
  }
  while (twentieths != 0) {
    const auto place = static_cast<unsigned>(std::countr_zero(twentieths));
    Sign sign;
    sign.at = at + place - (kLeastRun - 1);
    const std::uint64_t behind = ~(alphabet >> place);
    const auto more = static_cast<unsigned>(std::countr_zero(behind));
    if (place + more < kBlock) sign.size = static_cast<std::uint32_t>(kLeastRun - 1 + more);
    signs_[count_++] = sign;
    twentieths &= twentieths - 1;
  }
}

// Whether a character that can begin an encoded one does: a few bytes tell
// nearly always.
inline void SignScanner::take_single(std::uint64_t at) {
  if (at + 3 > bytes_.size()) return;
  const char* text = bytes_.data() + at;
  const std::uint64_t left = bytes_.size() - at;
  const auto take = [&](SignKind kind) { signs_[count_++] = {at, kind, 0}; };
  switch (*text) {
    case '\\':
      if (at == 0 || text[-1] != '\\') take(SignKind::kBackslash);
      break;
    case '%':
      if (hex_digit(text[1]) >= 2 && hex_digit(text[1]) <= 7 && hex_digit(text[2]) >= 0) {
        take(SignKind::kPercent);
      } else if (text[1] == '0' && (text[2] == 'A' || text[2] == 'a' || text[2] == 'D' || text[2] == 'd')) {
        take(SignKind::kPercent);
      }
      break;
    case '&':
      if (text[1] == '#' || text[1] == 'a' || text[1] == 'q' || text[1] == 'l' || text[1] == 'g') {
        take(SignKind::kAmpersand);
      }
      break;
    case '=':
      if ((text[1] == '3' && text[2] == 'D') || text[1] == '\n' || (text[1] == '\r' && text[2] == '\n')) {
        take(SignKind::kEquals);
      }
      break;
    case '\'':
      if (left > 4 && text[2] == '\'' && text[1] != '\'' && (text[3] == ',' || text[3] == ' ')) {
        take(SignKind::kCharacters);
      }
      break;
    case '0':
      if (left > 4 && (text[1] == 'x' || text[1] == 'X') && hex_digit(text[2]) >= 0 &&
          (text[3] == ',' || text[3] == ' ' || text[4] == ',' || text[4] == ' ')) {
        take(SignKind::kNumbers);
      }
      break;
    default:
      break;
  }
}

namespace {

struct Masks {
  std::uint64_t alphabet = 0;
  std::uint64_t single = 0;
};

/// `size` bytes; what follows them is looked at as far as `all` has it.
Masks masks_of(std::string_view all, std::uint64_t at, std::size_t size) {
  Masks masks;
  for (std::size_t i = 0; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(all[at + i]);
    const auto next = static_cast<unsigned char>(at + i + 1 < all.size() ? all[at + i + 1] : '\0');
    masks.alphabet |= std::uint64_t{is_base64_character(static_cast<char>(byte))} << i;
    masks.single |= std::uint64_t{begins_pair(byte, next)} << i;
  }
  return masks;
}

}  // namespace

void SignScanner::fill_portable() {
  while (at_ < end_ && count_ + 2 * kBlock <= kRoom) {
    const std::size_t size = std::min<std::uint64_t>(kBlock, end_ - at_);
    const Masks masks = masks_of(bytes_, at_, size);
    take_masks(at_, masks.alphabet, masks.single, before_);
    at_ += size;
  }
}

#if defined(__x86_64__)

namespace {

/// Tables for the two halves of a byte, one behind the other: bit n of both
/// look-ups is set for the bytes of set n.
using Tables = std::array<std::array<char, 16>, 2>;

constexpr void add_set(Tables& tables, std::size_t bit, std::uint32_t upper, std::uint32_t lower) {
  for (std::size_t half = 0; half < 16; ++half) {
    tables[0][half] =
        static_cast<char>(static_cast<std::uint8_t>(tables[0][half]) | (upper >> half & 1) << bit);
    tables[1][half] =
        static_cast<char>(static_cast<std::uint8_t>(tables[1][half]) | (lower >> half & 1) << bit);
  }
}

constexpr Tables kAlphabetTables = [] {
  Tables tables{};
  add_set(tables, 0, 1U << 4 | 1U << 6, 0xfffe);                // A-O, a-o
  add_set(tables, 1, 1U << 5 | 1U << 7, 0x07ff);                // P-Z, p-z
  add_set(tables, 2, 1U << 3, 0x03ff);                          // 0-9
  add_set(tables, 3, 1U << 2, 1U << 11 | 1U << 13 | 1U << 15);  // + - /
  add_set(tables, 4, 1U << 5, 1U << 15);                        // _
  return tables;
}();

constexpr Tables kFirstTables = [] {
  Tables tables{};
  for (std::size_t i = 0; i < kPairs.size(); ++i) {
    add_set(tables, i, 1U << (kPairs[i].first >> 4), 1U << (kPairs[i].first & 15));
  }
  return tables;
}();

constexpr Tables kSecondTables = [] {
  Tables tables{};
  for (std::size_t i = 0; i < kPairs.size(); ++i) add_set(tables, i, kPairs[i].upper, kPairs[i].lower);
  return tables;
}();

/// Both look-ups for 32 bytes. The upper table's index is made by the shift;
/// the lower's has bytes of 128 and more, for which the look-up gives nothing,
/// so that those are in no set.
class Classifier {
 public:
  __attribute__((target("avx2"))) explicit Classifier(const Tables& tables)
      : upper_(
            _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(tables[0].data())))),
        lower_(_mm256_broadcastsi128_si256(
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(tables[1].data())))) {}

  __attribute__((target("avx2"), always_inline)) void classify(const __m256i& text, const __m256i& high,
                                                               __m256i& classes) const {
    classes = _mm256_and_si256(_mm256_shuffle_epi8(upper_, high), _mm256_shuffle_epi8(lower_, text));
  }

 private:
  __m256i upper_;
  __m256i lower_;
};

}  // namespace

__attribute__((target("avx2"))) void SignScanner::fill_avx2() {
  const Classifier alphabet(kAlphabetTables);
  const Classifier first(kFirstTables);
  const Classifier second(kSecondTables);
  const __m256i low_half = _mm256_set1_epi8(0x0f);
  const __m256i zero = _mm256_setzero_si256();
  // The byte behind the last of a block is looked at as well.
  Before before = before_;
  while (at_ + kBlock <= end_ && at_ + kBlock < bytes_.size() && count_ + 2 * kBlock <= kRoom) {
    Masks masks;
    for (unsigned part = 0; part < 2; ++part) {
      const char* from = bytes_.data() + at_ + std::size_t{32} * part;
      const __m256i text = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
      const __m256i next = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + 1));
      const __m256i high = _mm256_and_si256(_mm256_srli_epi16(text, 4), low_half);
      const __m256i next_high = _mm256_and_si256(_mm256_srli_epi16(next, 4), low_half);
      __m256i letters;
      __m256i begins;
      __m256i follows;
      alphabet.classify(text, high, letters);
      first.classify(text, high, begins);
      second.classify(next, next_high, follows);
      const __m256i no_letter = _mm256_cmpeq_epi8(letters, zero);
      const __m256i no_pair = _mm256_cmpeq_epi8(_mm256_and_si256(begins, follows), zero);
      const auto letter_mask = ~static_cast<std::uint32_t>(_mm256_movemask_epi8(no_letter));
      const auto pair_mask = ~static_cast<std::uint32_t>(_mm256_movemask_epi8(no_pair));
      masks.alphabet |= std::uint64_t{letter_mask} << (32 * part);
      masks.single |= std::uint64_t{pair_mask} << (32 * part);
    }
    take_masks(at_, masks.alphabet, masks.single, before);
    at_ += kBlock;
  }
  before_ = before;
  if (at_ < end_ && (at_ + kBlock > end_ || at_ + kBlock >= bytes_.size()) && count_ + 2 * kBlock <= kRoom)
    fill_portable();
}

#else

void SignScanner::fill_avx2() {
  fill_portable();
}

#endif

}  // namespace trawl
