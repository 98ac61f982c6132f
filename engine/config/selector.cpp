#include "engine/config/selector.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <memory_resource>
#include <optional>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

namespace trawl {

Selector::~Selector() = default;
Selector::Selector(Selector&&) noexcept = default;
Selector& Selector::operator=(Selector&&) noexcept = default;

Result<Selector> Selector::parse(std::string_view text) {
  Selector selector;
  std::size_t at = 0;
  while (at < text.size()) {
    // One step: up to the next dot or bracket outside quotes, braces and an expression.
    std::size_t end = at;
    bool quoted = false;
    bool pattern = false;
    int braces = 0;
    for (; end < text.size(); ++end) {
      const char c = text[end];
      if (c == '\'') quoted = !quoted;
      if (quoted) continue;
      if (c == '{') ++braces;
      if (c == '}') --braces;
      if (c == '~') pattern = true;
      if (braces > 0 || pattern) continue;  // an expression is the last step: it may hold dots
      if (c == '.' || (c == '[' && end > at)) break;
      if (c == ']') {
        ++end;
        break;
      }
    }
    if (quoted || braces != 0)
      return Error(fmt::format("the selector '{}' has a quote or brace without end", text));
    if (const auto added = selector.add(text.substr(at, end - at)); !added) {
      return added.error().during(fmt::format("selector '{}'", text));
    }
    at = end < text.size() && text[end] == '.' ? end + 1 : end;
  }
  return selector;
}

Result<void> Selector::add(std::string_view text) {
  Step step;
  if (text.empty()) return Error("a step is empty; dots stand between steps only");
  if (text == "*") {
    step.kind = StepKind::kAny;
  } else if (text == "**") {
    step.kind = StepKind::kDeep;
  } else if (text == "^") {
    step.kind = StepKind::kParent;
  } else if (text == "[]") {
    step.kind = StepKind::kItems;
  } else if (text.front() == '[') {
    step.kind = StepKind::kItem;
    const std::string_view number = text.substr(1, text.size() - std::min<std::size_t>(text.size(), 2));
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), step.item);
    if (error != std::errc() || end != number.data() + number.size() || text.back() != ']') {
      return Error(fmt::format("'{}' is no number of an item", text));
    }
  } else if (text.starts_with("key~")) {
    step.kind = StepKind::kKeyPattern;
    step.pattern =
        std::make_unique<re2::RE2>(re2::StringPiece(text.data() + 4, text.size() - 4), re2::RE2::Quiet);
    if (!step.pattern->ok()) return Error(fmt::format("'{}': {}", text, step.pattern->error()));
  } else if (text.front() == '{') {
    step.kind = StepKind::kKeys;
    std::string_view rest = text.substr(1, text.size() - 2);
    while (!rest.empty()) {
      const std::size_t comma = rest.find(',');
      step.keys.emplace_back(rest.substr(0, comma));
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
  } else if (text.front() == '\'') {
    step.kind = StepKind::kKeys;
    step.keys.emplace_back(text.substr(1, text.size() - 2));
  } else {
    step.kind = StepKind::kKeys;
    step.keys.emplace_back(text);
  }
  steps_.push_back(std::move(step));
  return {};
}

KeyIndex::KeyIndex(const Document& document) {
  std::size_t keyed = 0;
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    const Node& node = document.node(NodeIndex(i));
    aliases_ = aliases_ || node.kind == NodeKind::kAlias;
    keyed += node.key.empty() ? 0 : 1;
  }
  // First how many values each key has, then the values one behind the other: two lists for all keys.
  slots_.resize(std::bit_ceil(2 * keyed + 2));
  std::vector<std::uint32_t> slot_of_node(document.size());
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    const std::string_view key = document.node(NodeIndex(i)).key;
    if (key.empty()) continue;
    const std::size_t at = slot_of(key);
    slots_[at].key = key;
    ++slots_[at].count;
    slot_of_node[i] = static_cast<std::uint32_t>(at);
    merges_ = merges_ || key == "<<";
  }
  std::uint32_t begin = 0;
  for (Slot& slot : slots_) {
    slot.begin = begin;
    begin += std::exchange(slot.count, 0);
  }
  values_.resize(keyed);
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (document.node(NodeIndex(i)).key.empty()) continue;
    Slot& slot = slots_[slot_of_node[i]];
    values_[slot.begin + slot.count++] = NodeIndex(i);
  }
}

std::size_t KeyIndex::slot_of(std::string_view key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = std::hash<std::string_view>()(key) & mask;
  while (!slots_[at].key.empty() && slots_[at].key != key) at = (at + 1) & mask;
  return at;
}

std::span<const NodeIndex> KeyIndex::of(std::string_view key) const {
  if (key.empty()) return {};
  const Slot& slot = slots_[slot_of(key)];
  return std::span(values_).subspan(slot.begin, slot.count);
}

namespace {

bool is_below(const Document& document, NodeIndex index, const std::pmr::vector<NodeIndex>& tops) {
  for (NodeIndex up = document.node(index).parent; up != kNoNode; up = document.node(up).parent) {
    if (std::find(tops.begin(), tops.end(), up) != tops.end()) return true;
  }
  return false;
}

}  // namespace

bool Selector::may_select(const KeyIndex& keys) const {
  return std::all_of(steps_.begin(), steps_.end(), [&](const Step& step) {
    return step.kind != StepKind::kKeys ||
           std::any_of(step.keys.begin(), step.keys.end(),
                       [&](const std::string& key) { return !keys.of(key).empty(); });
  });
}

bool Selector::select(const Document& document, const KeyIndex& keys, NodeIndex start,
                      std::vector<NodeIndex>& found) const {
  std::size_t visited = 0;
  // Ways are short and lead to few values: they stay on the stack.
  std::array<std::byte, 2048> room;
  std::pmr::monotonic_buffer_resource pool(room.data(), room.size());
  std::pmr::vector<NodeIndex> here(&pool);
  if (start != kNoNode) here.push_back(start);
  for (std::size_t i = 0; i < steps_.size() && !here.empty(); ++i) {
    const Step& step = steps_[i];
    std::pmr::vector<NodeIndex> next(&pool);
    std::optional<std::unordered_set<std::uint32_t>> seen;
    // One way leads to one value: only where ways can meet are values compared.
    const bool can_meet =
        here.size() > 1 &&
        (step.kind == StepKind::kParent || step.kind == StepKind::kDeep || keys.aliases() || keys.merges());
    const auto take = [&](NodeIndex index) {
      if (can_meet && !seen) seen.emplace();
      if (!can_meet || seen->insert(index.value).second) next.push_back(index);
    };
    // `**.key`: from the table of keys. Merged values can stand outside of what they are merged into.
    if (step.kind == StepKind::kDeep && i + 1 < steps_.size() && steps_[i + 1].kind == StepKind::kKeys &&
        (!keys.merges() || (here.size() == 1 && here[0] == document.root()))) {
      const bool everywhere = here.size() == 1 && here[0] == document.root();
      for (const std::string& key : steps_[i + 1].keys) {
        for (const NodeIndex index : keys.of(key)) {
          if (++visited > kMostVisited) return false;
          if (everywhere || is_below(document, index, here)) take(index);
        }
      }
      if (steps_[i + 1].keys.size() > 1) std::sort(next.begin(), next.end());
      here = std::move(next);
      ++i;
      continue;
    }
    for (const NodeIndex at : here) {
      if (step.kind == StepKind::kParent) {
        if (document.node(at).parent != kNoNode) take(document.node(at).parent);
        continue;
      }
      if (step.kind == StepKind::kDeep) {
        std::vector<NodeIndex> stack = {at};
        while (!stack.empty()) {
          if (++visited > kMostVisited) return false;
          const NodeIndex index = stack.back();
          stack.pop_back();
          take(index);
          // Aliases are not looked through here: what they stand for is below the root as well.
          std::vector<NodeIndex> below;
          const NodeKind kind = document.node(index).kind;
          if (kind == NodeKind::kMap || kind == NodeKind::kList) below = document.children(index);
          stack.insert(stack.end(), below.rbegin(), below.rend());
        }
        continue;
      }
      const Node& node = document.node(document.resolved(at));
      if (step.kind == StepKind::kItems && node.kind != NodeKind::kList) {
        if (node.kind != NodeKind::kNull) take(at);
        continue;
      }
      if (node.kind != NodeKind::kMap && node.kind != NodeKind::kList) continue;
      const auto offer = [&](NodeIndex child) {
        const std::string_view key = document.node(child).key;
        const bool wanted = step.kind == StepKind::kAny || step.kind == StepKind::kItems ||
                            (node.kind == NodeKind::kMap && step.kind == StepKind::kKeys &&
                             std::find(step.keys.begin(), step.keys.end(), key) != step.keys.end()) ||
                            (node.kind == NodeKind::kMap && step.kind == StepKind::kKeyPattern &&
                             re2::RE2::FullMatch(re2::StringPiece(key.data(), key.size()), *step.pattern));
        if (wanted) take(child);
      };
      visited += node.child_count + 1;
      if (visited > kMostVisited) return false;
      if (step.kind == StepKind::kItem) {
        const std::vector<NodeIndex> below = document.children(at);
        if (node.kind == NodeKind::kList && step.item < below.size()) take(below[step.item]);
      } else if (node.kind == NodeKind::kMap && keys.merges()) {
        for (const NodeIndex child : document.children(at)) offer(child);
      } else {
        for (NodeIndex child = node.first_child; child != kNoNode; child = document.node(child).next_sibling)
          offer(child);
      }
    }
    here = std::move(next);
  }
  found.insert(found.end(), here.begin(), here.end());
  return true;
}

}  // namespace trawl
