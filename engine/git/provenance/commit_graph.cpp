#include "engine/git/provenance/commit_graph.h"

#include <algorithm>
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
  if (number < commits_.size()) return true;
  const CommitTimes times =
      times_of_commit(bytes.substr(parsed->headers.begin.value, parsed->headers.size()));
  commits_.push_back({parsed->tree, times.author, times.author_zone, times.committer});
  for (const ObjectId& parent : parsed->parents) links_.push_back({number, parent});
  return true;
}

bool CommitGraph::add_tag(const ObjectId& id, std::string_view bytes) {
  constexpr std::string_view kKey = "object ";
  if (!bytes.starts_with(kKey)) return false;
  const std::optional<ObjectId> tagged =
      ObjectId::from_hex(format_, bytes.substr(kKey.size(), 2 * id_size(format_)));
  if (!tagged.has_value()) return false;
  if (tags_.add(bytes_of(id)) == tagged_.size()) tagged_.push_back(*tagged);
  return true;
}

void CommitGraph::save(WireWriter& wire) const {
  std::string ids;
  const auto flush = [&] { wire.text(std::exchange(ids, {})); };
  wire.text(ids_.store().bytes());
  std::vector<std::int64_t> times;
  for (const Commit& commit : commits_) {
    ids += bytes_of(commit.tree);
    times.insert(times.end(), {commit.author_time, commit.author_zone, commit.commit_time});
  }
  flush();
  wire.text(raw_bytes_of(times));
  std::vector<std::uint32_t> children;
  for (const ParentLink& link : links_) {
    ids += bytes_of(link.parent);
    children.push_back(link.child);
  }
  flush();
  wire.text(raw_bytes_of(children));
  wire.text(tags_.store().bytes());
  for (const ObjectId& tagged : tagged_) ids += bytes_of(tagged);
  flush();
}

bool CommitGraph::restore(WireReader& wire) {
  const std::size_t width = id_size(format_);
  if (!ids_.add_all(wire.text(), width)) return false;
  const std::string_view trees = wire.text();
  std::vector<std::int64_t> times;
  if (!restore_raw(wire.text(), times) || trees.size() != ids_.size() * width ||
      times.size() != ids_.size() * 3) {
    return false;
  }
  for (std::size_t i = 0; i < ids_.size(); ++i) {
    commits_.push_back({ObjectId(format_, trees.data() + i * width), times[3 * i],
                        static_cast<std::int32_t>(times[3 * i + 1]), times[3 * i + 2]});
  }
  const std::string_view parents = wire.text();
  std::vector<std::uint32_t> children;
  if (!restore_raw(wire.text(), children) || parents.size() != children.size() * width) return false;
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (children[i] >= ids_.size() || (i > 0 && children[i] < children[i - 1])) return false;
    links_.push_back({children[i], ObjectId(format_, parents.data() + i * width)});
  }
  if (!tags_.add_all(wire.text(), width)) return false;
  const std::string_view tagged = wire.text();
  if (!wire.ok() || tagged.size() != tags_.size() * width) return false;
  for (std::size_t i = 0; i < tags_.size(); ++i) tagged_.emplace_back(format_, tagged.data() + i * width);
  return true;
}

bool CommitGraph::peel_once(ObjectId& id) const {
  const std::uint32_t tag = tags_.find(bytes_of(id));
  if (tag == Interned<IdStore>::kNone || tagged_[tag] == id) return false;
  id = tagged_[tag];
  return true;
}

ObjectId CommitGraph::peeled(ObjectId id) const {
  for (int depth = 0; depth < kMaxTags && peel_once(id); ++depth) continue;
  return id;
}

void CommitGraph::finish() {
  parents_begin_.assign(commits_.size() + 1, 0);
  lacks_parents_.assign(commits_.size(), false);
  parents_.clear();
  // Links were made commit after commit: they are in the order of children.
  std::vector<std::uint64_t> open(commits_.size(), 0);            // parents that were not given out yet
  std::vector<std::pair<std::uint32_t, std::uint32_t>> children;  // parent, child
  std::size_t link = 0;
  for (std::uint32_t number = 0; number < commits_.size(); ++number) {
    parents_begin_[number] = parents_.size();
    for (; link < links_.size() && links_[link].child == number; ++link) {
      const std::uint32_t parent = ids_.find(bytes_of(links_[link].parent));
      if (parent == kNone) {
        lacks_parents_[number] = true;
        continue;
      }
      parents_.push_back(parent);
      children.emplace_back(parent, number);
      ++open[number];
    }
  }
  parents_begin_[commits_.size()] = parents_.size();
  std::sort(children.begin(), children.end());

  const auto later = [this](std::uint32_t a, std::uint32_t b) {
    return std::tuple(commits_[a].commit_time, ids_.at(a)) > std::tuple(commits_[b].commit_time, ids_.at(b));
  };
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, decltype(later)> ready(later);
  for (std::uint32_t number = 0; number < commits_.size(); ++number) {
    if (open[number] == 0) ready.push(number);
  }
  order_.clear();
  order_.reserve(commits_.size());
  while (!ready.empty()) {
    const std::uint32_t number = ready.top();
    ready.pop();
    order_.push_back(number);
    auto child = std::lower_bound(children.begin(), children.end(), std::pair(number, std::uint32_t{0}));
    for (; child != children.end() && child->first == number; ++child) {
      if (--open[child->second] == 0) ready.push(child->second);
    }
  }
  std::vector<std::uint32_t> circular;
  for (std::uint32_t number = 0; number < commits_.size(); ++number) {
    if (open[number] != 0) circular.push_back(number);
  }
  std::sort(circular.begin(), circular.end(),
            [this](std::uint32_t a, std::uint32_t b) { return ids_.at(a) < ids_.at(b); });
  order_.insert(order_.end(), circular.begin(), circular.end());
  age_.resize(order_.size());
  for (std::uint32_t position = 0; position < order_.size(); ++position) age_[order_[position]] = position;
}

}  // namespace trawl
