#include "engine/report/line_hash.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace trawl {
namespace {

constexpr std::uint64_t kFactor = 37;

/// The weight of the unit that leaves the window: kFactor to the power of its size, modulo 2^64.
constexpr std::uint64_t weight_of_oldest(std::size_t window) {
  std::uint64_t weight = 1;
  for (std::size_t i = 0; i < window; ++i) weight *= kFactor;
  return weight;
}

constexpr char16_t kEndOfText = 0xFFFF;

}  // namespace

LineHasher::LineHasher(std::vector<Line> wanted) : wanted_(std::move(wanted)) {
  assert(std::is_sorted(wanted_.begin(), wanted_.end()));
  for (const Line line : wanted_) {
    if (line.value <= kMostLines) last_wanted_ = line.value;
  }
}

/// The unit at `position_` has 100 units behind it now: if it began a line, the hash of this line is
/// complete. Every line has at least the unit that ends it, so lines are delivered in order and none is left
/// out.
void LineHasher::deliver_line_at_position() {
  if (!begins_line_[position_]) return;
  begins_line_[position_] = false;
  hashes_.push_back(hash_);
}

void LineHasher::push(char16_t unit) {
  constexpr std::uint64_t kOldest = weight_of_oldest(kWindow);
  hash_ = kFactor * hash_ + unit - kOldest * ring_[position_];
  ring_[position_] = unit;
  position_ = position_ + 1 == kWindow ? 0 : position_ + 1;
}

void LineHasher::feed_unit(char16_t unit) {
  if (unit == u' ' || unit == u'\t' || (unit == u'\n' && previous_was_cr_)) {
    previous_was_cr_ = false;
    return;
  }
  previous_was_cr_ = unit == u'\r';
  if (previous_was_cr_) unit = u'\n';
  deliver_line_at_position();
  if (at_line_start_) begins_line_[position_] = true;
  at_line_start_ = unit == u'\n';
  push(unit);
}

void LineHasher::feed(std::string_view bytes) {
  const auto feed_code_point = [this](char32_t code_point) {
    for_each_utf16_unit(code_point, [this](char16_t unit) { feed_unit(unit); });
  };
  constexpr std::size_t kStep = 4096;  // how far beyond the last hash asked for we may run
  while (!bytes.empty() && !complete()) {
    decoder_.feed(bytes.substr(0, kStep), feed_code_point);
    bytes.remove_prefix(std::min(kStep, bytes.size()));
  }
}

std::vector<std::string> LineHasher::finish() {
  if (!complete()) {
    decoder_.finish([this](char32_t code_point) { feed_unit(static_cast<char16_t>(code_point)); });
    feed_unit(kEndOfText);
    for (std::size_t i = 0; i < kWindow; ++i) {
      deliver_line_at_position();
      push(0);
    }
  }

  // Counts are needed for the wanted hashes only, and these are few: no table of all hashes, which hostile
  // input could fill with collisions.
  struct Occurrences {
    std::uint64_t hash;
    std::uint64_t count;
  };
  const std::size_t known = std::min(hashes_.size(), last_wanted_);
  std::vector<Occurrences> occurrences;
  for (const Line line : wanted_) {
    if (line.value >= 1 && line.value <= known) occurrences.push_back({hashes_[line.value - 1], 0});
  }
  const auto by_hash = [](const Occurrences& a, const Occurrences& b) { return a.hash < b.hash; };
  std::sort(occurrences.begin(), occurrences.end(), by_hash);
  const auto same_hash = [](const Occurrences& a, const Occurrences& b) { return a.hash == b.hash; };
  occurrences.erase(std::unique(occurrences.begin(), occurrences.end(), same_hash), occurrences.end());

  std::vector<std::string> texts(wanted_.size());
  std::size_t next = 0;
  while (next < wanted_.size() && wanted_[next].value == 0) ++next;
  for (std::size_t i = 0; i < known; ++i) {
    const auto found =
        std::lower_bound(occurrences.begin(), occurrences.end(), Occurrences{hashes_[i], 0}, by_hash);
    if (found == occurrences.end() || found->hash != hashes_[i]) continue;
    ++found->count;
    for (; next < wanted_.size() && wanted_[next].value == i + 1; ++next) {
      texts[next] = fmt::format("{:x}:{}", hashes_[i], found->count);
    }
  }
  return texts;
}

}  // namespace trawl
