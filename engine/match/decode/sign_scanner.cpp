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

constexpr bool is_alphabet(unsigned char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
         c == '-' || c == '_';
}

constexpr bool is_single(unsigned char c) {
  return c == '\\' || c == '%' || c == '&' || c == '\'' || c == '=' || c == 'x';
}

constexpr std::uint8_t kAlphabet = 1;
constexpr std::uint8_t kSingle = 2;
constexpr std::uint8_t kNoHex = 0xff;

constexpr auto kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const auto byte = static_cast<unsigned char>(c);
    classes[c] =
        static_cast<std::uint8_t>((is_alphabet(byte) ? kAlphabet : 0) | (is_single(byte) ? kSingle : 0));
  }
  return classes;
}();

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

/// `mask` with its bits moved `by` places on, and the last ones of the 64 before it moved in.
constexpr std::uint64_t moved(std::uint64_t mask, std::uint64_t before, int by) {
  return mask << by | before >> (64 - by);
}

}  // namespace

bool is_base64_character(char c) {
  return (kClasses[static_cast<unsigned char>(c)] & kAlphabet) != 0;
}

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

inline void SignScanner::take_masks(std::uint64_t at, std::uint64_t alphabet, std::uint64_t single) {
  // Doubling: where the last 2, 4, 8, 16 and then 20 bytes are all of the alphabet.
  std::array<std::uint64_t, 6> now;
  now[0] = alphabet;
  now[1] = now[0] & moved(now[0], before_.masks[0], 1);
  now[2] = now[1] & moved(now[1], before_.masks[1], 2);
  now[3] = now[2] & moved(now[2], before_.masks[2], 4);
  now[4] = now[3] & moved(now[3], before_.masks[3], 8);
  now[5] = now[4] & moved(now[2], before_.masks[2], 16);
  std::uint64_t first = now[5] & ~moved(now[5], before_.masks[5], 1);
  before_.masks = now;
  while (single != 0) {
    take_single(at + static_cast<unsigned>(std::countr_zero(single)));
    single &= single - 1;
  }
  while (first != 0) {
    const std::uint64_t twentieth = at + static_cast<unsigned>(std::countr_zero(first));
    signs_[count_++] = {twentieth - (kLeastRun - 1), SignKind::kRun};
    first &= first - 1;
  }
}

// Whether a character that can begin an encoded one does: a few bytes tell nearly always.
inline void SignScanner::take_single(std::uint64_t at) {
  if (at + 3 > bytes_.size()) return;
  const char* text = bytes_.data() + at;
  const std::uint64_t left = bytes_.size() - at;
  const auto take = [&](SignKind kind) { signs_[count_++] = {at, kind}; };
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
    case 'x':
      if (left > 4 && at > 0 && text[-1] == '0' && hex_digit(text[1]) >= 0 && hex_digit(text[2]) >= 0 &&
          (text[3] == ',' || text[3] == ' ')) {
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

Masks masks_of(const char* bytes, std::size_t size) {
  Masks masks;
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint64_t classes = kClasses[static_cast<unsigned char>(bytes[i])];
    masks.alphabet |= (classes & kAlphabet) << i;
    masks.single |= (classes >> 1) << i;
  }
  return masks;
}

}  // namespace

void SignScanner::fill_portable() {
  while (at_ < end_ && count_ + 2 * kBlock <= kRoom) {
    const std::size_t size = std::min<std::uint64_t>(kBlock, end_ - at_);
    const Masks masks = masks_of(bytes_.data() + at_, size);
    take_masks(at_, masks.alphabet, masks.single);
    at_ += size;
  }
}

#if defined(__x86_64__)

namespace {

/// Two tables for the halves of a byte; a byte is of the classes that both look-ups name. Each bit is a set
/// of upper halves times a set of lower halves, so that eight of them make the two classes.
constexpr auto kTables = [] {
  struct Product {
    std::uint32_t upper;
    std::uint32_t lower;
  };
  constexpr std::array<Product, 8> kProducts = {{
      {1U << 4 | 1U << 6, 0xfffe},                // A-O, a-o
      {1U << 5 | 1U << 7, 0x07ff},                // P-Z, p-z
      {1U << 3, 0x03ff},                          // 0-9
      {1U << 2, 1U << 11 | 1U << 13 | 1U << 15},  // + - /
      {1U << 5, 1U << 15},                        // _
      {1U << 2, 1U << 5 | 1U << 6 | 1U << 7},     // % & '
      {1U << 5, 1U << 12},                        // backslash
      {1U << 3, 1U << 13},                        // =
  }};
  std::array<std::array<char, 16>, 2> tables{};
  for (std::size_t half = 0; half < 16; ++half) {
    for (std::size_t bit = 0; bit < kProducts.size(); ++bit) {
      const std::uint32_t upper = kProducts[bit].upper >> half & 1;
      const std::uint32_t lower = kProducts[bit].lower >> half & 1;
      tables[0][half] = static_cast<char>(static_cast<std::uint8_t>(tables[0][half]) | upper << bit);
      tables[1][half] = static_cast<char>(static_cast<std::uint8_t>(tables[1][half]) | lower << bit);
    }
  }
  return tables;
}();
constexpr char kAlphabetBits = 0x1f;
constexpr char kSingleBits = static_cast<char>(0xe0);

}  // namespace

__attribute__((target("avx2"))) void SignScanner::fill_avx2() {
  const __m256i upper_table =
      _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(kTables[0].data())));
  const __m256i lower_table =
      _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(kTables[1].data())));
  const __m256i low_half = _mm256_set1_epi8(0x0f);
  const __m256i zero = _mm256_setzero_si256();
  const __m256i letter_x = _mm256_set1_epi8('x');
  const __m256i alphabet_bits = _mm256_set1_epi8(kAlphabetBits);
  const __m256i single_bits = _mm256_set1_epi8(kSingleBits);
  while (at_ + kBlock <= end_ && count_ + 2 * kBlock <= kRoom) {
    Masks masks;
    for (unsigned part = 0; part < 2; ++part) {
      const __m256i text =
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes_.data() + at_ + std::size_t{32} * part));
      const __m256i upper =
          _mm256_shuffle_epi8(upper_table, _mm256_and_si256(_mm256_srli_epi16(text, 4), low_half));
      // Bytes of 128 and more give 0 here.
      const __m256i classes = _mm256_and_si256(upper, _mm256_shuffle_epi8(lower_table, text));
      const __m256i no_alphabet = _mm256_cmpeq_epi8(_mm256_and_si256(classes, alphabet_bits), zero);
      const __m256i no_single = _mm256_cmpeq_epi8(_mm256_and_si256(classes, single_bits), zero);
      const __m256i single = _mm256_andnot_si256(no_single, _mm256_cmpeq_epi8(zero, zero));
      const __m256i with_x = _mm256_or_si256(single, _mm256_cmpeq_epi8(text, letter_x));
      const auto alphabet = ~static_cast<std::uint32_t>(_mm256_movemask_epi8(no_alphabet));
      masks.alphabet |= std::uint64_t{alphabet} << (32 * part);
      masks.single |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(with_x))} << (32 * part);
    }
    take_masks(at_, masks.alphabet, masks.single);
    at_ += kBlock;
  }
  if (at_ < end_ && at_ + kBlock > end_ && count_ + 2 * kBlock <= kRoom) fill_portable();
}

#else

void SignScanner::fill_avx2() {
  fill_portable();
}

#endif

}  // namespace trawl
