#include "engine/match/long_runs.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace trawl {
namespace {

constexpr std::size_t kBlock = 64;

/// Bit n: byte n of a block is one of runs.
std::uint64_t run_mask_of(const char* block) {
  std::uint64_t mask = 0;
#if defined(__SSE2__)
  for (unsigned part = 0; part < kBlock; part += 16) {
    const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + part));
    const auto within = [](__m128i bytes, char first, char count) {
      const __m128i place = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
      return _mm_cmpeq_epi8(_mm_min_epu8(place, _mm_set1_epi8(static_cast<char>(count - 1))), place);
    };
    const auto is = [text](char c) { return _mm_cmpeq_epi8(text, _mm_set1_epi8(c)); };
    const __m128i letters = within(_mm_or_si128(text, _mm_set1_epi8(0x20)), 'a', 26);
    const __m128i digits = within(text, '/', 11);  // and the slash, which stands in front of them
    const __m128i signs = _mm_or_si128(_mm_or_si128(is('+'), is('-')), is('_'));
    const __m128i all = _mm_or_si128(_mm_or_si128(letters, digits), signs);
    mask |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(all))} << part;
  }
#else
  for (unsigned i = 0; i < kBlock; ++i)
    mask |= std::uint64_t{is_run_byte(static_cast<unsigned char>(block[i]))} << i;
#endif
  return mask;
}

/// Bit n: the last `kLongRun.length` bytes up to byte n of a block are a run, and no more than these. By the
/// masks of the block and of the one before it.
std::uint64_t long_ones(std::uint64_t mask, std::uint64_t before) {
  __extension__ using Both = unsigned __int128;
  static_assert(kLongRun.length == 16 + 14);
  // Doubling: where the last 2, 4, 8, 16 and then 30 bytes are all of runs.
  const Both one = Both{mask} << kBlock | before;
  const Both two = one & one << 1;
  const Both four = two & two << 2;
  const Both eight = four & four << 4;
  const Both sixteen = eight & eight << 8;
  const Both thirty = sixteen & sixteen << 14;
  return static_cast<std::uint64_t>((thirty & ~(thirty << 1)) >> kBlock);
}

#if defined(__x86_64__)

bool can_permute_bytes() {
  return __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vbmi") != 0;
}

/// The whole blocks of `bytes`, eight bytes at a time: a long run fills two such groups that follow each
/// other, and few texts else do. Calls `take_all` with where a block is and its `long_ones`. Returns where it
/// ended, with the mask of the last block in `before`.
template <typename TakeAll>
__attribute__((target("avx512f,avx512bw,avx512vbmi"))) std::size_t find_with_permutes(
    std::string_view bytes, std::uint64_t& before, const TakeAll& take_all) {
  constexpr std::size_t kGroup = 8;
  static_assert(kLongRun.length >= 3 * kGroup - 1);
  constexpr auto kTable = [] {
    std::array<char, 2 * kBlock> table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte)
      table[byte] = is_run_byte(static_cast<unsigned char>(byte)) ? 0 : -1;
    return table;
  }();
  const __m512i lower = _mm512_loadu_si512(kTable.data());
  const __m512i upper = _mm512_loadu_si512(kTable.data() + kBlock);
  // A byte's upper bit is not looked up: bytes that have it are of no run.
  const auto others_of = [&](const char* block) __attribute__((target("avx512f,avx512bw,avx512vbmi"))) {
    const __m512i text = _mm512_loadu_si512(block);
    return _mm512_or_si512(_mm512_permutex2var_epi8(lower, text, upper), text);
  };
  const __m512i upper_bits = _mm512_set1_epi8(-128);
  unsigned groups = 0;
  std::size_t at = 0;
  for (; at + kBlock <= bytes.size(); at += kBlock) {
    const __m512i others = others_of(bytes.data() + at);
    groups = groups >> kGroup | static_cast<unsigned>(_mm512_testn_epi64_mask(others, upper_bits)) << 2;
    if ((groups & groups >> 1) == 0) continue;
    const std::uint64_t last = at == 0 ? 0 : ~_mm512_movepi8_mask(others_of(bytes.data() + at - kBlock));
    const std::uint64_t begun = long_ones(~_mm512_movepi8_mask(others), last);
    if (begun != 0) take_all(at, begun);
  }
  before = at == 0 ? 0 : ~_mm512_movepi8_mask(others_of(bytes.data() + at - kBlock));
  return at;
}

#endif

}  // namespace

void find_long_runs(std::string_view bytes, std::vector<ByteSpan>& stretches) {
  stretches.clear();
  const auto take = [&](std::size_t begin) {
    std::size_t end = begin + kLongRun.length;
    while (end < bytes.size() && is_run_byte(static_cast<unsigned char>(bytes[end]))) ++end;
    const std::size_t reach = std::size_t{kLongRun.before} + 1;
    const std::uint64_t from = begin < reach ? 0 : begin - reach;
    const std::uint64_t to = std::min<std::uint64_t>(bytes.size(), end + kLongRun.behind + 1);
    if (!stretches.empty() && from <= stretches.back().end.value) {
      stretches.back() = span_of(stretches.back().begin.value, to);
    } else {
      stretches.push_back(span_of(from, to));
    }
  };
  const auto take_all = [&](std::size_t at, std::uint64_t begun) {
    for (; begun != 0; begun &= begun - 1)
      take(at + static_cast<unsigned>(std::countr_zero(begun)) + 1 - kLongRun.length);
  };
  std::uint64_t before = 0;
  std::size_t at = 0;
#if defined(__x86_64__)
  static const bool kPermutes = can_permute_bytes();
  if (kPermutes) at = find_with_permutes(bytes, before, take_all);
#endif
  for (; at < bytes.size(); at += kBlock) {
    std::array<char, kBlock> last{};  // filled up with bytes that are not of runs
    const char* block = bytes.data() + at;
    if (bytes.size() - at < kBlock) {
      std::copy_n(block, bytes.size() - at, last.begin());
      block = last.data();
    }
    const std::uint64_t mask = run_mask_of(block);
    take_all(at, long_ones(mask, before));
    before = mask;
  }
}

}  // namespace trawl
