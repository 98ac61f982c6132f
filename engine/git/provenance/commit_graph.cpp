#include "engine/git/provenance/commit_graph.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <queue>
#include <string>
#include <tuple>
#include <utility>

#include "engine/git/commit.h"
#include "engine/git/surface/object_text.h"

namespace trawl {

bool CommitGraph::add_commit(const ObjectId& id, std::string_view bytes) {
  const Result<trawl::Commit> parsed = parse_commit(format_, bytes);
  if (!parsed.ok()) return false;
  const std::uint32_t number = ids_.add(bytes_of(id));
  if (number < facts_.size()) return true;
  const CommitTimes times =
      times_of_commit(bytes.substr(parsed->headers.begin.value, parsed->headers.size()));
  Facts facts{{}, times.author, times.committer, times.author_zone, 0};
  std::memcpy(facts.tree.data(), parsed->tree.bytes().data(), parsed->tree.size());
  facts_.push_back(facts);
  for (const ObjectId& parent : parsed->parents) links_.push_back({number, parent});
  return true;
}

bool CommitGraph::add_tag(const ObjectId& id, std::string_view bytes) {
  constexpr std::string_view kKey = "object ";
  if (!bytes.starts_with(kKey)) return false;
  const std::optional<ObjectId> tagged =
      ObjectId::from_hex(format_, bytes.substr(kKey.size(), 2 * id_size(format_)));
  if (!tagged.has_value()) return false;
  if (tags_.add(bytes_of(id)) == tagged_.size()) {
    Tagged stored{};
    std::memcpy(stored.data(), tagged->bytes().data(), tagged->size());
    tagged_.push_back(stored);
  }
  return true;
}

void CommitGraph::save(SectionWriter& out) const {
  ids_.save(out);
  out.add(facts_.section());
  out.add(parents_begin_.section());
  out.add(parents_.section());
  out.add(lacks_parents_.section());
  out.add(raw_bytes_of(order_));
  out.add(raw_bytes_of(age_));
  tags_.save(out);
  out.add(tagged_.section());
}

bool CommitGraph::restore(SectionReader& in) {
  if (!ids_.restore(in)) return false;
  const auto size = static_cast<std::uint32_t>(ids_.size());
  facts_.begin_with(in.items<Facts>());
  parents_begin_.begin_with(in.items<std::uint64_t>());
  parents_.begin_with(in.items<std::uint32_t>());
  lacks_parents_.begin_with(in.items<std::uint8_t>());
  order_ = in.items<std::uint32_t>();
  age_ = in.items<std::uint32_t>();
  if (!tags_.restore(in)) return false;
  tagged_.begin_with(in.items<Tagged>());
  if (!in.ok() || facts_.size() != size || parents_begin_.size() != size || lacks_parents_.size() != size ||
      order_.size() != size || age_.size() != size || tagged_.size() != tags_.size()) {
    return false;
  }
  const auto is_commit = [size](std::uint32_t number) { return number < size; };
  const std::span<const std::uint64_t> begins = parents_begin_.mapped();
  return std::is_sorted(begins.begin(), begins.end()) &&
         (begins.empty() || begins.back() <= parents_.size()) &&
         std::all_of(parents_.mapped().begin(), parents_.mapped().end(), is_commit) &&
         std::all_of(order_.begin(), order_.end(), is_commit) &&
         std::all_of(age_.begin(), age_.end(), is_commit);
}

bool CommitGraph::peel_once(ObjectId& id) const {
  const std::uint32_t tag = tags_.find(bytes_of(id));
  if (tag == Interned<IdStore>::kNone) return false;
  const ObjectId tagged(format_, tagged_[tag].data());
  if (tagged == id) return false;
  id = tagged;
  return true;
}

ObjectId CommitGraph::peeled(ObjectId id) const {
  for (int depth = 0; depth < kMaxTags && peel_once(id); ++depth) continue;
  return id;
}

bool CommitGraph::is_later(std::uint32_t a, std::uint32_t b) const {
  return std::tuple(facts_[a].commit_time, ids_.at(a)) > std::tuple(facts_[b].commit_time, ids_.at(b));
}

// Commits that were restored are in their order already, and none of them has a parent among those that were
// added since: of all that may come next the least is taken, so they stay in this order among themselves, and
// only the others are sorted.
void CommitGraph::finish() {
  const auto size = static_cast<std::uint32_t>(facts_.size());
  const std::uint32_t first = restored();
  if (first == size && first > 0) return;
  // Links were made commit after commit: they are in the order of children.
  std::vector<std::uint32_t> open(size - first, 0);               // parents that were not given out yet
  std::vector<std::pair<std::uint32_t, std::uint32_t>> children;  // parent, child
  std::size_t link = 0;
  for (std::uint32_t number = first; number < size; ++number) {
    parents_begin_.push_back(parents_.size());
    std::uint8_t lacks = 0;
    for (; link < links_.size() && links_[link].child == number; ++link) {
      const std::uint32_t parent = ids_.find(bytes_of(links_[link].parent));
      if (parent == kNone) {
        lacks = 1;
        missing_parents_.push_back(links_[link].parent);
        continue;
      }
      parents_.push_back(parent);
      children.emplace_back(parent, number);
      ++open[number - first];
    }
    lacks_parents_.push_back(lacks);
  }
  links_ = {};
  std::sort(children.begin(), children.end());

  const auto later = [this](std::uint32_t a, std::uint32_t b) { return is_later(a, b); };
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, decltype(later)> ready(later);
  for (std::uint32_t number = first; number < size; ++number) {
    if (open[number - first] == 0) ready.push(number);
  }
  std::vector<bool> has_children(first, false);
  for (const auto& [parent, child] : children) {
    if (parent < first) has_children[parent] = true;
  }
  std::vector<std::uint32_t> order;
  order.reserve(size);
  const std::span<const std::uint32_t> known = order_;
  std::size_t next = 0;
  while (next < known.size() || !ready.empty()) {
    std::uint32_t number = 0;
    if (next < known.size() && (ready.empty() || is_later(ready.top(), known[next]))) {
      number = known[next++];
    } else {
      number = ready.top();
      ready.pop();
    }
    order.push_back(number);
    if (number < first && !has_children[number]) continue;
    auto child = std::lower_bound(children.begin(), children.end(), std::pair(number, std::uint32_t{0}));
    for (; child != children.end() && child->first == number; ++child) {
      if (--open[child->second - first] == 0) ready.push(child->second);
    }
  }
  std::vector<std::uint32_t> circular;
  for (std::uint32_t number = first; number < size; ++number) {
    if (open[number - first] != 0) circular.push_back(number);
  }
  std::sort(circular.begin(), circular.end(),
            [this](std::uint32_t a, std::uint32_t b) { return ids_.at(a) < ids_.at(b); });
  order.insert(order.end(), circular.begin(), circular.end());
  own_age_.assign(size, 0);
  for (std::uint32_t position = 0; position < size; ++position) own_age_[order[position]] = position;
  own_order_ = std::move(order);
  order_ = own_order_;
  age_ = own_age_;
}

}  // namespace trawl
