#include "engine/rules/walk_automaton.h"

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>
#include <unordered_map>

namespace trawl {
namespace {

using Kind = PatternNode::Kind;

// Reaches are rounded up, so that more states are alike.
constexpr std::uint16_t kReachStep = 32;

constexpr std::uint16_t rounded(std::uint32_t width) {
  return static_cast<std::uint16_t>((width + kReachStep - 1) / kReachStep * kReachStep);
}

}  // namespace

bool WalkAutomaton::build(const std::vector<WalkStart>& starts, std::size_t most_states) {
  Set first;
  for (const WalkStart& start : starts) {
    const std::uint32_t begin = add(start);
    open_.resize(steps_.size());
    add_closure(begin, first);
    StubReach& reach = reaches_[start.stub];
    reach.before = std::max(reach.before, rounded(start.before));
    reach.behind = std::max(reach.behind, rounded(start.behind));
  }
  make_classes();
  number_of({});
  number_of(std::move(first));
  next_.emplace_back(class_bytes_.size(), StubFilter::kDead);
  for (std::size_t i = StubFilter::kBegin; i < sets_.size(); ++i) {
    if (sets_.size() > most_states) return false;
    std::vector<std::uint32_t>& row = next_.emplace_back();
    if (is_accepting(sets_[i])) continue;
    row.resize(class_bytes_.size());
    for (std::size_t c = 0; c < row.size(); ++c) {
      Set to;
      for (const std::uint32_t at : sets_[i]) {
        const Step& step = steps_[at];
        if ((*step.bytes)[class_bytes_[c]]) add_closure(step.next[0], to);
      }
      row[c] = number_of(std::move(to));
    }
  }
  return true;
}

std::uint32_t WalkAutomaton::fresh(std::size_t stub) {
  steps_.emplace_back().stub = stub;
  return static_cast<std::uint32_t>(steps_.size() - 1);
}

// Starts of one stub share what their tails end with: their walks then meet in the same states.
std::uint32_t WalkAutomaton::add(const WalkStart& start) {
  std::vector<std::uint32_t>& suffixes = suffixes_[{start.stub, start.cut}];
  if (suffixes.empty()) {
    suffixes.push_back(fresh(start.stub));
    steps_[suffixes[0]].accepting = true;
  }
  const auto from_end = [&](std::size_t i) -> const PatternNode& {
    return start.tail[start.tail.size() - 1 - i];
  };
  while (suffixes.size() <= start.shared)
    suffixes.push_back(before(from_end(suffixes.size() - 1), suffixes.back(), start.stub));
  std::uint32_t to = suffixes[start.shared];
  for (std::size_t i = start.shared; i < start.tail.size(); ++i) to = before(from_end(i), to, start.stub);
  return to;
}

// The step from which texts of `node` lead to `to`.
std::uint32_t WalkAutomaton::before(const PatternNode& node, std::uint32_t to, std::size_t stub) {
  const auto either = [&](std::vector<std::uint32_t> ways) {
    const std::uint32_t from = fresh(stub);
    steps_[from].next = std::move(ways);
    return from;
  };
  switch (node.kind) {
    case Kind::kAssertion:
      return to;
    case Kind::kClass: {
      const std::uint32_t from = either({to});
      steps_[from].bytes = node.bytes;
      return from;
    }
    case Kind::kGroup:
    case Kind::kConcat:
      for (std::size_t i = node.children.size(); i > 0; --i) to = before(node.children[i - 1], to, stub);
      return to;
    case Kind::kAlternate: {
      std::vector<std::uint32_t> ways;
      ways.reserve(node.children.size());
      for (const PatternNode& child : node.children) ways.push_back(before(child, to, stub));
      return either(std::move(ways));
    }
    case Kind::kRepeat: {
      const PatternNode& child = node.children[0];
      const std::uint32_t counted = std::min(node.least, kCounted);
      if (node.most < kCounted) {
        for (std::uint32_t i = node.least; i < node.most; ++i) to = either({before(child, to, stub), to});
      } else if (node.most > counted) {
        const std::uint32_t loop = fresh(stub);
        const std::uint32_t round = before(child, loop, stub);
        steps_[loop].next = {round, to};
        to = loop;
      }
      for (std::uint32_t i = 0; i < counted; ++i) to = before(child, to, stub);
      return to;
    }
  }
  return to;
}

void WalkAutomaton::add_closure(std::uint32_t at, Set& set) {
  const Step& step = steps_[at];
  if (step.bytes || step.accepting) return set.push_back(at);
  if (open_[at]) return;
  open_[at] = true;
  for (const std::uint32_t next : step.next) add_closure(next, set);
  open_[at] = false;
}

// Bytes that are in the same sets of all steps are one class.
void WalkAutomaton::make_classes() {
  std::array<std::uint32_t, 256> group{};
  std::uint32_t count = 1;
  for (const Step& step : steps_) {
    if (!step.bytes) continue;
    std::map<std::pair<std::uint32_t, bool>, std::uint32_t> parts;
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::pair key(group[byte], bool{(*step.bytes)[byte]});
      group[byte] = parts.try_emplace(key, static_cast<std::uint32_t>(parts.size())).first->second;
    }
    count = static_cast<std::uint32_t>(parts.size());
  }
  class_bytes_.resize(count);
  for (std::size_t byte = 0; byte < 256; ++byte) {
    classes_[byte] = static_cast<std::uint8_t>(group[byte]);
    class_bytes_[group[byte]] = static_cast<std::uint8_t>(byte);
  }
}

std::uint32_t WalkAutomaton::number_of(Set set) {
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
  const auto [place, added] = numbers_.try_emplace(std::move(set), static_cast<std::uint32_t>(sets_.size()));
  if (added) sets_.push_back(place->first);
  return place->second;
}

bool WalkAutomaton::is_accepting(const Set& set) const {
  return std::any_of(set.begin(), set.end(), [&](std::uint32_t step) { return steps_[step].accepting; });
}

// Of all stubs that are still possible: those that accept later are not waited for.
StubReach WalkAutomaton::reach_of(const Set& set) const {
  StubReach reach;
  for (const std::uint32_t step : set) {
    const StubReach& one = reaches_.at(steps_[step].stub);
    reach.before = std::max(reach.before, one.before);
    reach.behind = std::max(reach.behind, one.behind);
  }
  return reach;
}

// By state: the number of its block, where the states of a block cannot be told apart. Moore,
// "Gedanken-experiments on sequential machines", 1956: blocks are divided by where their states lead to until
// none is.
std::vector<std::uint32_t> WalkAutomaton::joined() const {
  std::vector<std::uint32_t> block(sets_.size());
  std::map<std::pair<int, StubReach>, std::uint32_t> kinds;
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    const bool accepting = is_accepting(sets_[i]);
    const std::pair kind(i == StubFilter::kDead ? 0
                         : accepting            ? 1
                                                : 2,
                         accepting ? reach_of(sets_[i]) : StubReach{});
    block[i] = kinds.try_emplace(kind, static_cast<std::uint32_t>(kinds.size())).first->second;
  }
  for (std::size_t count = kinds.size();;) {
    std::unordered_map<std::string, std::uint32_t> rows;
    std::vector<std::uint32_t> divided(sets_.size());
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      std::vector<std::uint32_t> row = {block[i]};
      for (const std::uint32_t to : next_[i]) row.push_back(block[to]);
      std::string key(reinterpret_cast<const char*>(row.data()), row.size() * sizeof row[0]);
      divided[i] = rows.try_emplace(std::move(key), static_cast<std::uint32_t>(rows.size())).first->second;
    }
    block = std::move(divided);
    if (rows.size() == count) return block;
    count = rows.size();
  }
}

bool WalkAutomaton::write(StubFilter& filter, std::vector<std::uint16_t>& next,
                          std::vector<StubReach>& reaches) const {
  const std::vector<std::uint32_t> block = joined();
  // The dead state, the first, all others in the order in which they were met, and those that accept.
  std::unordered_map<std::uint32_t, std::uint32_t> places;  // by block
  std::vector<std::size_t> shown;                           // by place: one of the block's states
  for (const bool accepting : {false, true}) {
    if (accepting) filter.first_accepting = static_cast<std::uint32_t>(shown.size());
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      if (is_accepting(sets_[i]) != accepting) continue;
      if (places.try_emplace(block[i], static_cast<std::uint32_t>(shown.size())).second) shown.push_back(i);
    }
  }
  if (shown.size() > UINT16_MAX) return false;
  filter.classes = classes_;
  for (const auto& [stub, reach] : reaches_)
    filter.widest = std::min(StubFilter::kWidest, std::max<std::uint32_t>(filter.widest, reach.behind));
  filter.row_bits = static_cast<std::uint32_t>(std::bit_width(class_bytes_.size() - 1));
  next.assign(std::size_t{filter.first_accepting} << filter.row_bits, StubFilter::kDead);
  for (std::size_t place = 0; place < shown.size(); ++place) {
    const std::size_t state = shown[place];
    if (place >= filter.first_accepting) {
      reaches.push_back(reach_of(sets_[state]));
      continue;
    }
    for (std::size_t c = 0; c < class_bytes_.size(); ++c) {
      next[(place << filter.row_bits) + c] = static_cast<std::uint16_t>(places.at(block[next_[state][c]]));
    }
  }
  return true;
}

}  // namespace trawl
