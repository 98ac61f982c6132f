#include "engine/match/gram_search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

#if defined(__x86_64__)
#include <immintrin.h>

// What `can_find_stub_windows` asks for.
#define TRAWL_BITS __attribute__((target("bmi,popcnt")))
#define TRAWL_PERMUTES __attribute__((target("avx512f,avx512bw,avx512vbmi,bmi,popcnt")))
#endif

namespace trawl {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kOverlap = StubFilter::kGram - 1;

void add_window(std::uint64_t from, std::uint64_t to, std::vector<ByteSpan>& windows) {
  // Reaches differ, so a window can begin in front of earlier ones.
  while (!windows.empty() && from <= windows.back().end.value) {
    from = std::min(from, windows.back().begin.value);
    to = std::max(to, windows.back().end.value);
    windows.pop_back();
  }
  windows.push_back(span_of(from, to));
}

/// Places in a chunk of text where a gram may be. All is done for many of them in turn, without branches that
/// a processor could not foresee: a place in a hundred is one, in no order.
class Places {
 public:
  static constexpr std::size_t kChunk = std::size_t{1} << 14;  ///< bytes

  /// Bit n of `mask`: the place `at` + n.
  TRAWL_BITS void add(std::uint32_t at, std::uint64_t mask) {
    constexpr std::size_t kMostly = 4;
    std::uint32_t* to = places_.data() + count_;
    count_ += static_cast<std::size_t>(std::popcount(mask));
#pragma GCC unroll 4
    for (std::size_t i = 0; i < kMostly; ++i) {
      to[i] = at + static_cast<std::uint32_t>(_tzcnt_u64(mask));  // whatever it is behind the last
      mask = _blsr_u64(mask);
    }
    for (to += kMostly; mask != 0; mask = _blsr_u64(mask))
      *to++ = at + static_cast<std::uint32_t>(_tzcnt_u64(mask));
  }

  /// Keeps those where the hash of four bytes is that of a gram.
  void sift(const StubFilter& filter, const char* chunk) {
    std::uint32_t* const places = places_.data();  // without the library's checks of bounds
    const std::uint64_t* const hashes = filter.hashes.data();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      std::uint32_t gram = 0;
      std::memcpy(&gram, chunk + places[i], sizeof gram);
      const std::uint32_t hash = StubFilter::hash_of(gram);
      places[kept] = places[i];
      kept += hashes[hash / 64] >> hash % 64 & 1;
    }
    count_ = kept;
  }

  [[nodiscard]] std::span<const std::uint32_t> all() const { return {places_.data(), count_}; }
  void clear() { count_ = 0; }

 private:
  std::array<std::uint32_t, kChunk + kBlock> places_;
  std::size_t count_ = 0;
};

/// Walks from grams, each behind the last one.
///
/// Where a stub may hold anything a walk goes on until no stub is as wide, and a text made of grams would
/// have each byte read a hundred times. But such walks soon come to the state in which another was at the
/// same place. Of the walk that went furthest it is marked in which state it was at every 16th place: one
/// that comes to a mark in its state has come to its end.
class Walker {
 public:
  Walker(const StubFilter& filter, std::string_view bytes, std::vector<ByteSpan>& windows)
      : filter_(filter),
        bytes_(bytes),
        windows_(windows),
        next_(filter.next.data()),
        classes_(filter.classes.data()),
        widest_(filter.widest) {}

  /// Adds the windows where the walks from `begin` + each of `places`, ascending, come to an end.
  ///
  /// Most walks end after a few steps, each of which waits for memory. So some make their first steps side by
  /// side; of what a walk leaves behind there (the marks) nothing is needed, and those that go on begin anew.
  void walk_all(std::uint64_t begin, std::span<const std::uint32_t> places) {
    std::size_t at = 0;
    for (; at + kSideBySide <= places.size(); at += kSideBySide) {
      const auto group = places.subspan(at).first<kSideBySide>();
      if (begin + group.back() + kFirstSteps > bytes_.size()) break;
      const std::array<std::uint32_t, kSideBySide> states = first_steps(begin, group);
      for (std::size_t i = 0; i < kSideBySide; ++i) {
        if (states[i] == StubFilter::kDead) continue;
        if (has_ended(states[i])) {
          finish(begin + group[i], states[i]);
        } else {
          walk(begin + group[i]);
        }
      }
    }
    for (const std::uint32_t place : places.subspan(at)) walk(begin + place);
  }

 private:
  static constexpr std::uint64_t kMarkStep = 16;
  static constexpr std::size_t kMarks = 2048;
  static_assert(StubFilter::kWidest < (kMarks - 1) * kMarkStep, "the marks of one walk have a place each");
  static constexpr std::size_t kSideBySide = 4;
  static constexpr std::size_t kFirstSteps = 6;

  // Without branches: a walk that has ended stays where it is.
  std::array<std::uint32_t, kSideBySide> first_steps(
      std::uint64_t begin, std::span<const std::uint32_t, kSideBySide> places) const {
    const std::uint32_t most = filter_.first_accepting - 1;
    const unsigned row_bits = filter_.row_bits;
    const char* const chunk = bytes_.data() + begin;
    std::array<std::uint32_t, kSideBySide> states;
    states.fill(StubFilter::kBegin);
    for (std::size_t step = 0; step < kFirstSteps; ++step) {
#pragma GCC unroll 4
      for (std::size_t i = 0; i < kSideBySide; ++i) {
        const std::uint32_t now = states[i];
        const auto byte = static_cast<unsigned char>(chunk[places[i] + step]);
        const bool goes_on = now - 1 < most;
        const std::uint32_t next = next_[((goes_on ? now : 0) << row_bits) + classes_[byte]];
        states[i] = goes_on ? next : now;
      }
    }
    return states;
  }

  /// Adds the window where the walk from `begin` comes to an end.
  void walk(std::uint64_t begin) {
    const std::uint64_t limit = std::min<std::uint64_t>(begin + widest_, bytes_.size());
    std::uint32_t state = StubFilter::kBegin;
    std::uint64_t at = begin;
    const std::uint64_t first_mark = begin / kMarkStep + 1;
    std::uint64_t mark = first_mark;
    for (;; ++mark) {
      at = run(at, std::min(limit, mark * kMarkStep), state);
      if (has_ended(state) || at == limit) break;
      if (mark < marks_end_ && marks_[current_][mark % kMarks] == state) return join(begin, limit);
      marks_[1 - current_][mark % kMarks] = static_cast<std::uint16_t>(state);
    }
    if (at > furthest_) {
      current_ = 1 - current_;
      marks_end_ = mark;
      furthest_ = at;
      furthest_state_ = state;
    }
    finish(begin, state);
  }

  [[nodiscard]] bool has_ended(std::uint32_t state) const { return state - 1 >= filter_.first_accepting - 1; }

  // Goes to `end`, or to where the walk ends. Returns where it is.
  std::uint64_t run(std::uint64_t at, std::uint64_t end, std::uint32_t& state) const {
    const char* const text = bytes_.data();  // without the library's checks of bounds
    const std::uint32_t most = filter_.first_accepting - 1;
    std::uint32_t now = state;
    while (at < end) {
      now = next_[(now << filter_.row_bits) + classes_[static_cast<unsigned char>(text[at++])]];
      if (now - 1 >= most) break;  // dead, or accepting
    }
    state = now;
    return at;
  }

  // As the walk that went furthest; where that was cut, this one may go on.
  void join(std::uint64_t begin, std::uint64_t limit) {
    while (!has_ended(furthest_state_) && furthest_ < limit) {
      if (furthest_ % kMarkStep == 0) {
        marks_[current_][furthest_ / kMarkStep % kMarks] = static_cast<std::uint16_t>(furthest_state_);
        marks_end_ = furthest_ / kMarkStep + 1;
      }
      furthest_ = run(furthest_, std::min(limit, (furthest_ / kMarkStep + 1) * kMarkStep), furthest_state_);
    }
    finish(begin, furthest_state_);
  }

  void finish(std::uint64_t begin, std::uint32_t state) {
    if (state < filter_.first_accepting) return;
    const StubReach reach = filter_.reaches[state - filter_.first_accepting];
    const std::uint64_t before = std::uint64_t{reach.before} + 1;
    add_window(begin < before ? 0 : begin - before,
               std::min<std::uint64_t>(begin + reach.behind + 1, bytes_.size()), windows_);
  }

  const StubFilter& filter_;
  std::string_view bytes_;
  std::vector<ByteSpan>& windows_;
  const std::uint16_t* next_;
  const std::uint8_t* classes_;
  std::uint64_t widest_;
  std::uint64_t furthest_ = 0;  ///< where the walk that went furthest ended
  std::uint32_t furthest_state_ = StubFilter::kDead;
  std::uint64_t marks_end_ = 0;  ///< its marks are in front of this one, from its begin on
  std::size_t current_ = 0;      ///< which marks are its
  std::array<std::array<std::uint16_t, kMarks>, 2> marks_;
};

#if defined(__x86_64__)

static_assert(StubFilter::kGram == 4 && StubFilter::kBytes == 2 * kBlock);

TRAWL_PERMUTES void find_windows(const StubFilter& filter, std::string_view bytes,
                                 std::vector<ByteSpan>& windows) {
  __m512i tables[StubFilter::kTables][StubFilter::kGram][2];
  for (std::size_t table = 0; table < StubFilter::kTables; ++table) {
    for (std::size_t place = 0; place < StubFilter::kGram; ++place) {
      const std::uint8_t* from = filter.grams[table][place].data();
      tables[table][place][0] = _mm512_loadu_si512(from);
      tables[table][place][1] = _mm512_loadu_si512(from + kBlock);
    }
  }
  const auto mask_of = [&tables](const char* text) TRAWL_PERMUTES {
    const __m512i first = _mm512_loadu_si512(text);
    const __m512i second = _mm512_loadu_si512(text + 1);
    const __m512i third = _mm512_loadu_si512(text + 2);
    const __m512i fourth = _mm512_loadu_si512(text + 3);
    __m512i passed = _mm512_setzero_si512();
#pragma GCC unroll 4
    for (const auto& table : tables) {
      const auto looked_up = [&table](std::size_t place, __m512i text) TRAWL_PERMUTES {
        return _mm512_permutex2var_epi8(table[place][0], text, table[place][1]);
      };
      // Three of them in one instruction each.
      const __m512i front =
          _mm512_ternarylogic_epi64(looked_up(0, first), looked_up(1, second), looked_up(2, third), 0x80);
      passed = _mm512_ternarylogic_epi64(passed, front, looked_up(3, fourth), 0xf8);
    }
    return static_cast<std::uint64_t>(_mm512_test_epi8_mask(passed, passed));
  };
  Places places;
  Walker walker(filter, bytes, windows);
  std::size_t at = 0;
  for (std::size_t chunk = 0; chunk < bytes.size(); chunk += Places::kChunk) {
    places.clear();
    const std::size_t end = std::min(chunk + Places::kChunk, bytes.size());
    for (; at < end && at + kBlock + kOverlap <= bytes.size(); at += kBlock)
      places.add(static_cast<std::uint32_t>(at - chunk), mask_of(bytes.data() + at));
    // What is left of the text may be less than a block and its overlap: there is no gram where four bytes
    // are not.
    for (; at < end; at += kBlock) {
      std::array<char, kBlock + kOverlap> rest{};
      const std::size_t left = std::min(bytes.size() - at, rest.size());
      std::copy_n(bytes.data() + at, left, rest.data());
      const std::size_t count = left < StubFilter::kGram ? 0 : left - kOverlap;
      const std::uint64_t those = count < kBlock ? (std::uint64_t{1} << count) - 1 : ~std::uint64_t{0};
      places.add(static_cast<std::uint32_t>(at - chunk), mask_of(rest.data()) & those);
    }
    places.sift(filter, bytes.data() + chunk);
    walker.walk_all(chunk, places.all());
  }
}

#endif

}  // namespace

bool can_find_stub_windows() {
#if defined(__x86_64__)
  static const bool kCan = __builtin_cpu_supports("avx512bw") != 0 &&
                           __builtin_cpu_supports("avx512vbmi") != 0 && __builtin_cpu_supports("bmi") != 0 &&
                           __builtin_cpu_supports("popcnt") != 0;
  return kCan;
#else
  return false;
#endif
}

void find_stub_windows(const StubFilter& filter, std::string_view bytes, std::vector<ByteSpan>& windows) {
  windows.clear();
#if defined(__x86_64__)
  find_windows(filter, bytes, windows);
#else
  static_cast<void>(filter);
  if (!bytes.empty()) windows.push_back(span_of(0, bytes.size()));
#endif
}

}  // namespace trawl
