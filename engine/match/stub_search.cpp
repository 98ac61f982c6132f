#include "engine/match/stub_search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include <hs.h>

namespace trawl {
namespace {

constexpr std::size_t kBlock = 64;

/// Bit n: byte n of a block is one of runs.
std::uint64_t run_mask_of(const char* block) {
  std::uint64_t mask = 0;
#if defined(__SSE2__)
  // What every x86-64 has: four bytes a cycle are beside Hyperscan little to save by wider registers.
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

/// Takes the masks of a text's blocks in turn and tells where runs have become long ones.
class RunCounter {
 public:
  /// Bit n: the last `kLongRun.length` bytes up to byte n are a run, and no more than these.
  std::uint64_t long_ones(std::uint64_t mask) {
    // Doubling: where the last 2, 4, 8, 16 and then 30 bytes are all of runs.
    const std::uint64_t two = mask & moved(mask, before_[0], 1);
    const std::uint64_t four = two & moved(two, before_[1], 2);
    const std::uint64_t eight = four & moved(four, before_[2], 4);
    const std::uint64_t sixteen = eight & moved(eight, before_[3], 8);
    const std::uint64_t thirty = sixteen & moved(sixteen, before_[4], 14);
    const std::uint64_t begun = thirty & ~moved(thirty, before_[5], 1);
    before_ = {mask, two, four, eight, sixteen, thirty};
    return begun;
  }

 private:
  static_assert(kLongRun.length == 16 + 14);
  static std::uint64_t moved(std::uint64_t mask, std::uint64_t before, int by) {
    return mask << by | before >> (64 - by);
  }
  std::array<std::uint64_t, 6> before_{};  ///< of the block before
};

/// What Hyperscan finds in a stretch is told with its place in all bytes.
struct Relay {
  StubSearch::Found found;
  void* context;
  std::uint64_t begin;
};

int relay(unsigned rule, unsigned long long from, unsigned long long to, unsigned flags, void* context) {
  const Relay& relay = *static_cast<Relay*>(context);
  return relay.found(rule, from, relay.begin + to, flags, relay.context);
}

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
  RunCounter counter;
  for (std::size_t at = 0; at < bytes.size(); at += kBlock) {
    std::array<char, kBlock> last{};  // filled up with bytes that are not of runs
    const char* block = bytes.data() + at;
    if (bytes.size() - at < kBlock) {
      std::copy_n(block, bytes.size() - at, last.begin());
      block = last.data();
    }
    for (std::uint64_t begun = counter.long_ones(run_mask_of(block)); begun != 0; begun &= begun - 1)
      take(at + static_cast<unsigned>(std::countr_zero(begun)) + 1 - kLongRun.length);
  }
}

void StubSearch::FreeScratch::operator()(hs_scratch* scratch) const {
  hs_free_scratch(scratch);
}

Result<StubSearch> StubSearch::create(const std::vector<PatternDatabase>& databases) {
  StubSearch search(databases);
  hs_scratch_t* scratch = nullptr;
  for (const PatternDatabase& database : databases) {
    // One scratch serves all databases once it was grown for each of them.
    const hs_error_t code = hs_alloc_scratch(database.handle(), &scratch);
    if (code != HS_SUCCESS) {
      hs_free_scratch(scratch);
      return Error("there is no memory for Hyperscan's scratch space");
    }
  }
  search.scratch_.reset(scratch);
  return search;
}

int StubSearch::search(std::string_view bytes, Found found, void* context) {
  bool looked_for_runs = false;
  for (const PatternDatabase& database : *databases_) {
    const auto scan = [&](std::string_view text, hs_scratch_t* scratch, Found told, void* with) {
      return hs_scan(database.handle(), text.data(), static_cast<unsigned>(text.size()), 0, scratch, told,
                     with);
    };
    if (database.part() != PatternPart::kNearLongRuns) {
      if (const hs_error_t code = scan(bytes, scratch_.get(), found, context); code != HS_SUCCESS)
        return code;
      continue;
    }
    if (!looked_for_runs) find_long_runs(bytes, stretches_);
    looked_for_runs = true;
    for (const ByteSpan& stretch : stretches_) {
      Relay through{found, context, stretch.begin.value};
      const std::string_view text = bytes.substr(stretch.begin.value, stretch.size());
      if (const hs_error_t code = scan(text, scratch_.get(), relay, &through); code != HS_SUCCESS)
        return code;
    }
  }
  return HS_SUCCESS;
}

}  // namespace trawl
