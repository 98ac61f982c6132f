#include "engine/match/decode/sign_scanner.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define TRAWL_PERMUTES __attribute__((target("avx512f,avx512bw,avx512vbmi,bmi")))

namespace trawl {
namespace {

constexpr std::size_t kBlock = 64;

/// Sets of bytes as products: one bit for each upper half times one for each lower half. Two look-ups tell
/// whether a byte is in one; bit n of both is set for the bytes of set n. Sets 0 to 3 are base64's alphabets;
/// 4 to 7 are characters that may begin an escape, and in a table of their own those that may follow them
/// there (with a few that may not: what begins is looked at once more).
struct ByteSet {
  std::size_t bit;
  std::uint32_t upper;
  std::uint32_t lower;
};
constexpr std::uint32_t kAny = 0xffff;
constexpr std::array<ByteSet, 8> kFirst = {{
    {0, 1U << 4 | 1U << 6, 0xfffe},                // A-O, a-o
    {1, 1U << 5 | 1U << 7, 0x07ff | 1U << 15},     // P-Z, p-z, _
    {2, 1U << 3, 0x03ff},                          // 0-9
    {3, 1U << 2, 1U << 11 | 1U << 13 | 1U << 15},  // + - /
    {4, 1U << 2, 1U << 5 | 1U << 6 | 1U << 7},     // % & '
    {5, 1U << 5, 1U << 12},                        // backslash
    {6, 1U << 3, 1U << 13},                        // =
    {7, 1U << 3, 1U << 0},                         // 0
}};
constexpr std::array<ByteSet, 4> kSecond = {{
    {4, 1U << 2 | 1U << 3 | 1U << 6 | 1U << 7, 0x00ff | 1U << 12},  // digits; # a q l g; the comma of a list
    {5, kAny, kAny},
    {6, 1U << 0 | 1U << 3, 1U << 3 | 1U << 10 | 1U << 13},  // 3, ends of lines
    {7, 1U << 5 | 1U << 7, 1U << 8},                        // x X
}};
constexpr std::uint8_t kAlphabetBits = 0x0f;

/// The sets that a byte is in.
template <std::size_t count>
constexpr std::uint8_t sets_of(const std::array<ByteSet, count>& sets, unsigned char byte) {
  std::uint32_t bits = 0;
  for (const ByteSet& set : sets)
    bits |= (set.upper >> (byte >> 4) & set.lower >> (byte & 15) & 1) << set.bit;
  return static_cast<std::uint8_t>(bits);
}

template <std::size_t count>
constexpr std::array<std::uint8_t, 256> table_of(const std::array<ByteSet, count>& sets) {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t byte = 0; byte < 128; ++byte)
    table[byte] = sets_of(sets, static_cast<unsigned char>(byte));
  return table;
}
constexpr auto kFirstTable = table_of(kFirst);
constexpr auto kSecondTable = table_of(kSecond);

/// Three characters of which the first may begin an escape. Products again, exact enough that most places
/// that are none are not looked at: in C one string in two ends in a line feed, and nothing stands behind
/// that.
struct Triple {
  std::string_view first;
  std::string_view second;
  std::string_view third;
  bool all_but = false;  ///< those that are not in `third`
};
constexpr std::string_view kWord = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=.~{";
constexpr std::array<Triple, 7> kTriples = {{
    {"\\", "nrt", kWord},
    {"\\", "\"'", " \t\r\n\"'\\", true},
    {"\\", "/uUx01", kWord},
    {"\\", "\\", "", true},
    {"%'", "01234567,", "0123456789ABCDEFabcdef '\"/\t\r\n"},  // %2F, and the end of an element of a list
    {"&", "aqlg#", "mputxX0123456789"},
    {"=0", "3\n\rxX", " \t\r-", true},  // =3D, a soft end of a line, 0x1f
}};
static_assert(kTriples.size() < 8, "the last bit is that of the alphabet");
constexpr std::uint8_t kLetter = 0x80;
constexpr unsigned char kLastAscii = 0x7f;  // stands for all that are greater, which are in no set by name

/// By the place of a character and what it is: the triples it may belong to; first ones also whether they are
/// letters.
using TripleTable = std::array<std::uint8_t, 2 * kBlock>;
constexpr std::array<TripleTable, 3> kTripleTables = [] {
  std::array<TripleTable, 3> tables{};
  const auto has = [](std::string_view set, std::size_t byte) {
    return set.find(static_cast<char>(byte)) != std::string_view::npos;
  };
  for (std::size_t byte = 0; byte < 2 * kBlock; ++byte) {
    for (std::size_t i = 0; i < kTriples.size(); ++i) {
      const auto bit = static_cast<std::uint8_t>(1U << i);
      const Triple& triple = kTriples[i];
      if (has(triple.first, byte)) tables[0][byte] |= bit;
      if (has(triple.second, byte)) tables[1][byte] |= bit;
      if (has(triple.third, byte) != triple.all_but) tables[2][byte] |= bit;
    }
    if (characters::kClasses[byte] != 0) tables[0][byte] |= kLetter;
  }
  return tables;
}();

constexpr std::uint8_t triples_at(std::size_t place, char c) {
  return kTripleTables[place][std::min(static_cast<unsigned char>(c), kLastAscii)];
}

/// Bit n: a run of `kLeastRun` or more has its twentieth character at byte n of the block whose letters are
/// `alphabet`, behind one with those of `before`.
constexpr std::uint64_t twentieths_of(std::uint64_t alphabet, std::uint64_t before) {
  __extension__ using Both = unsigned __int128;
  const Both one = Both{alphabet} << kBlock | before;
  const Both two = one & one << 1;
  const Both four = two & two << 2;
  const Both eight = four & four << 4;
  const Both twenty = eight & four << 8 & eight << 12;
  return static_cast<std::uint64_t>((twenty & ~(twenty << 1)) >> kBlock);
}
static_assert(kLeastRun == 20);

}  // namespace

namespace {

SignScanner::Speed best_speed() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vbmi") != 0)
    return SignScanner::Speed::kPermutes;
  if (__builtin_cpu_supports("avx2") != 0) return SignScanner::Speed::kAvx2;
#endif
  return SignScanner::Speed::kPortable;
}

}  // namespace

SignScanner::SignScanner(std::string_view bytes, std::uint64_t begin, std::uint64_t end, Speed speed)
    : bytes_(bytes), at_(begin), end_(std::min<std::uint64_t>(end, bytes.size())), speed_(speed) {
  static const Speed kBestHere = best_speed();
  if (speed_ == Speed::kBest) speed_ = kBestHere;
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
  if (speed_ == Speed::kPermutes) return fill_permutes();
  if (speed_ == Speed::kAvx2) return fill_avx2();
  fill_portable();
}

inline void SignScanner::take_masks(std::uint64_t at, std::uint64_t alphabet, std::uint64_t single) {
  // No run of twenty is without sixteen in one block, or ten at the border of two.
  std::uint64_t many = alphabet & alphabet >> 1;
  many &= many >> 2;
  many &= many >> 4;
  const std::uint64_t sixteen = many & many >> 8;
  const bool over = (letters_before_ >> (kBlock - 1) & alphabet & 1) != 0;
  if ((single | sixteen | static_cast<std::uint64_t>(over)) != 0)
    take_signs(at, alphabet, single, twentieths_of(alphabet, letters_before_));
  letters_before_ = alphabet;
}

void SignScanner::take_signs(std::uint64_t at, std::uint64_t alphabet, std::uint64_t single,
                             std::uint64_t twentieths) {
  while (single != 0) {
    take_single(at + static_cast<unsigned>(std::countr_zero(single)));
    single &= single - 1;
  }
  while (twentieths != 0) {
    const auto place = static_cast<unsigned>(std::countr_zero(twentieths));
    Sign sign{at + place - (kLeastRun - 1), SignKind::kRun, 0};
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
  if ((triples_at(0, text[0]) & triples_at(1, text[1]) & triples_at(2, text[2])) == 0) return;
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
      // The quote that ends an element of a list.
      if (at >= 2 && text[1] == ',' && text[-2] == '\'' && text[-1] != '\'') {
        signs_[count_++] = {at - 2, SignKind::kCharacters, 0};
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
    const std::uint8_t first = kFirstTable[static_cast<unsigned char>(all[at + i])];
    const char next = at + i + 1 < all.size() ? all[at + i + 1] : '\0';
    masks.alphabet |= std::uint64_t{(first & kAlphabetBits) != 0} << i;
    masks.single |= std::uint64_t{(first & kSecondTable[static_cast<unsigned char>(next)]) != 0} << i;
  }
  return masks;
}

}  // namespace

void SignScanner::fill_portable() {
  while (at_ < end_ && count_ + 2 * kBlock <= kRoom) {
    const std::size_t size = std::min<std::uint64_t>(kBlock, end_ - at_);
    const Masks masks = masks_of(bytes_, at_, size);
    take_masks(at_, masks.alphabet, masks.single);
    at_ += size;
  }
}

#if defined(__x86_64__)

namespace {

/// Tables for the two halves of a byte.
using Tables = std::array<std::array<char, 16>, 2>;

template <std::size_t count>
constexpr Tables tables_of(const std::array<ByteSet, count>& sets) {
  Tables tables{};
  for (const ByteSet& set : sets) {
    for (std::size_t half = 0; half < 16; ++half) {
      const auto add = [&](char& entry, std::uint32_t bits) {
        entry = static_cast<char>(static_cast<std::uint8_t>(entry) | (bits >> half & 1) << set.bit);
      };
      add(tables[0][half], set.upper);
      add(tables[1][half], set.lower);
    }
  }
  return tables;
}
constexpr Tables kFirstTables = tables_of(kFirst);
constexpr Tables kSecondTables = tables_of(kSecond);

}  // namespace

__attribute__((target("avx2"))) void SignScanner::fill_avx2() {
  const auto* first = reinterpret_cast<const __m128i*>(kFirstTables.data());
  const auto* second = reinterpret_cast<const __m128i*>(kSecondTables.data());
  const __m256i first_upper = _mm256_broadcastsi128_si256(_mm_loadu_si128(first));
  const __m256i first_lower = _mm256_broadcastsi128_si256(_mm_loadu_si128(first + 1));
  const __m256i second_upper = _mm256_broadcastsi128_si256(_mm_loadu_si128(second));
  const __m256i second_lower = _mm256_broadcastsi128_si256(_mm_loadu_si128(second + 1));
  const __m256i low_half = _mm256_set1_epi8(0x0f);
  const __m256i alphabet_bits = _mm256_set1_epi8(kAlphabetBits);
  const __m256i zero = _mm256_setzero_si256();
  // The byte behind the last of a block is looked at as well.
  while (at_ + kBlock <= end_ && at_ + kBlock < bytes_.size() && count_ + 2 * kBlock <= kRoom) {
    std::uint64_t no_letter = 0;
    std::uint64_t no_pair = 0;
#pragma GCC unroll 2
    for (unsigned part = 0; part < 2; ++part) {
      const char* from = bytes_.data() + at_ + std::size_t{32} * part;
      const __m256i text = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
      const __m256i next = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + 1));
      // Bytes of 128 and more give nothing in the look-up by the lower half.
      const __m256i sets = _mm256_and_si256(
          _mm256_shuffle_epi8(first_upper, _mm256_and_si256(_mm256_srli_epi16(text, 4), low_half)),
          _mm256_shuffle_epi8(first_lower, text));
      const __m256i follows = _mm256_and_si256(
          _mm256_shuffle_epi8(second_upper, _mm256_and_si256(_mm256_srli_epi16(next, 4), low_half)),
          _mm256_shuffle_epi8(second_lower, next));
      const __m256i letters = _mm256_cmpeq_epi8(_mm256_and_si256(sets, alphabet_bits), zero);
      const __m256i pairs = _mm256_cmpeq_epi8(_mm256_and_si256(sets, follows), zero);
      no_letter |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(letters))} << (32 * part);
      no_pair |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(pairs))} << (32 * part);
    }
    take_masks(at_, ~no_letter, ~no_pair);
    at_ += kBlock;
  }
  const bool at_the_end = at_ + kBlock > end_ || at_ + kBlock >= bytes_.size();
  if (at_ < end_ && at_the_end && count_ + 2 * kBlock <= kRoom) fill_portable();
}

// Where letters are is asked for four at a time: only where four such groups follow each other is there a
// run.
TRAWL_PERMUTES void SignScanner::fill_permutes() {
  __m512i tables[kTripleTables.size()][2];
  for (std::size_t place = 0; place < kTripleTables.size(); ++place) {
    tables[place][0] = _mm512_loadu_si512(kTripleTables[place].data());
    tables[place][1] = _mm512_loadu_si512(kTripleTables[place].data() + kBlock);
  }
  const __m512i last_ascii = _mm512_set1_epi8(kLastAscii);
  const __m512i letter = _mm512_set1_epi8(static_cast<char>(kLetter));
  const auto looked_up = [&](std::size_t place, const char* from) TRAWL_PERMUTES {
    const __m512i text = _mm512_min_epu8(_mm512_loadu_si512(from), last_ascii);
    return _mm512_permutex2var_epi8(tables[place][0], text, tables[place][1]);
  };
  constexpr unsigned kGroups = kBlock / 4;
  std::uint64_t at = at_;
  std::uint64_t letters_before = letters_before_;
  // As if all four at the end were letters where they may be: it is looked at more closely.
  std::uint32_t groups_before = letters_before_ >> (kBlock - 1) != 0 ? 0xf : 0;
  // The bytes behind the last of a block are looked at as well.
  while (at + kBlock <= end_ && at + kBlock + 1 < bytes_.size() && count_ + 2 * kBlock <= kRoom) {
    const char* const from = bytes_.data() + at;
    const __m512i first = looked_up(0, from);
    const __m512i triples =
        _mm512_and_si512(_mm512_and_si512(first, looked_up(1, from + 1)), looked_up(2, from + 2));
    const std::uint64_t single = _mm512_test_epi8_mask(triples, triples);
    const std::uint32_t groups =
        static_cast<std::uint32_t>(_mm512_cmpeq_epi32_mask(_mm512_and_si512(first, letter), letter)) << 4 |
        groups_before;
    std::uint32_t runs = groups & groups >> 1;
    runs &= runs >> 2;
    groups_before = groups >> kGroups;
    if ((single | runs) != 0) {
      const std::uint64_t alphabet = _mm512_movepi8_mask(first);
      std::uint64_t twentieths = 0;
      if (runs != 0) {
        if (at != at_) letters_before = _mm512_movepi8_mask(looked_up(0, from - kBlock));
        twentieths = twentieths_of(alphabet, letters_before);
      }
      take_signs(at, alphabet, single, twentieths);
    }
    at += kBlock;
  }
  if (at != at_) letters_before_ = _mm512_movepi8_mask(looked_up(0, bytes_.data() + at - kBlock));
  at_ = at;
  const bool at_the_end = at_ + kBlock > end_ || at_ + kBlock + 1 >= bytes_.size();
  if (at_ < end_ && at_the_end && count_ + 2 * kBlock <= kRoom) fill_portable();
}

#else

void SignScanner::fill_avx2() {
  fill_portable();
}

void SignScanner::fill_permutes() {
  fill_portable();
}

#endif

}  // namespace trawl
