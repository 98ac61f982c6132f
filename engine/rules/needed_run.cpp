#include "engine/rules/needed_run.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace trawl {
namespace {

using Kind = PatternNode::Kind;

std::bitset<256> run_bytes() {
  std::bitset<256> bytes;
  for (unsigned byte = 0; byte < 256; ++byte) bytes[byte] = is_run_byte(static_cast<unsigned char>(byte));
  return bytes;
}

bool is_all_run(const PatternNode& node) {
  static const std::bitset<256> kOthers = ~run_bytes();
  if (node.kind == Kind::kClass) return (node.bytes & kOthers).none();
  return std::all_of(node.children.begin(), node.children.end(), is_all_run);
}

bool is_better(const NeededRun& run, const NeededRun& other) {
  return std::pair(run.length, other.before + other.behind) >
         std::pair(other.length, run.before + run.behind);
}

NeededRun run_of_alternatives(const PatternNode& node) {
  NeededRun all;
  for (const PatternNode& child : node.children) {
    const NeededRun run = needed_run_of(child);
    if (run.length == 0) return {};
    all.length = all.length == 0 ? run.length : std::min(all.length, run.length);
    all.before = std::max(all.before, run.before);
    all.behind = std::max(all.behind, run.behind);
  }
  return all;
}

NeededRun run_of_sequence(const std::vector<PatternNode>& elements) {
  std::vector<PatternWidth> widths;
  widths.reserve(elements.size());
  for (const PatternNode& element : elements) widths.push_back(width_of(element));
  const auto most_of = [&](std::size_t begin, std::size_t end) {
    std::uint32_t sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += widths[i].most;
    return sum;
  };
  NeededRun best;
  for (std::size_t begin = 0; begin < elements.size();) {
    std::size_t end = begin;
    NeededRun run;
    while (end < elements.size() && is_all_run(elements[end])) run.length += widths[end++].least;
    if (end == begin) run = needed_run_of(elements[end++]);
    run.before += most_of(0, begin);
    run.behind += most_of(end, elements.size());
    if (run.length > 0 && is_better(run, best)) best = run;
    begin = end;
  }
  return best;
}

// Groups and nested sequences make no difference to where a run is.
void flatten_into(const PatternNode& node, std::vector<PatternNode>& elements) {
  if (node.kind != Kind::kConcat && node.kind != Kind::kGroup) return elements.push_back(node);
  for (const PatternNode& child : node.children) flatten_into(child, elements);
}

}  // namespace

NeededRun needed_run_of(const PatternNode& node) {
  if (width_of(node).most == kUnbounded) return {};
  if (is_all_run(node)) return {width_of(node).least, 0, 0};
  switch (node.kind) {
    case Kind::kAlternate:
      return run_of_alternatives(node);
    case Kind::kConcat:
    case Kind::kGroup: {
      std::vector<PatternNode> elements;
      flatten_into(node, elements);
      return run_of_sequence(elements);
    }
    case Kind::kRepeat: {
      // One of the repeated texts, the first of them.
      NeededRun run = node.least == 0 ? NeededRun{} : needed_run_of(node.children[0]);
      if (run.length > 0) run.behind += width_of(node.children[0]).most * (node.most - 1);
      return run;
    }
    default:
      return {};
  }
}

}  // namespace trawl
