#include "engine/git/commit_range.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <optional>
#include <queue>
#include <string_view>
#include <utility>

#include "engine/git/commit.h"

namespace trawl {
namespace {

constexpr std::uint64_t kMaxShallowBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kMaxCommitBytes = std::uint64_t{16} << 20;
// Common commits that are looked at although they are older than all that is new: dates are what people's
// clocks said.
constexpr std::size_t kSlop = 256;
constexpr std::size_t kStopEvery = 64;
constexpr std::size_t kMaxCommits = std::size_t{1} << 26;

enum : std::uint8_t {
  kTip = 1,       // leads to a tip
  kExcluded = 2,  // leads to what is excluded
  kCommon = 4,    // below a common commit
  kResult = 8,    // common, and was met first as such
  kRead = 16,
  kListed = 32,
};

struct Node {
  ObjectId id;
  std::int64_t date = 0;
  std::vector<std::uint32_t> parents;
  std::uint8_t flags = 0;
  bool cut_off = false;  // a shallow clone ends here
};

// "committer NAME <MAIL> SECONDS ZONE"; 0 where it is malformed.
std::int64_t committer_date(std::string_view headers) {
  constexpr std::string_view kKey = "committer ";
  std::size_t at = headers.starts_with(kKey) ? 0 : headers.find("\ncommitter ");
  if (at == std::string_view::npos) return 0;
  std::string_view line = headers.substr(at + (at == 0 ? 0 : 1));
  line = line.substr(0, line.find('\n'));
  const std::size_t mail = line.rfind("> ");
  if (mail == std::string_view::npos) return 0;
  line.remove_prefix(mail + 2);
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), seconds);
  return error == std::errc() ? seconds : 0;
}

/// The commits that were met, by number.
class Graph {
 public:
  Graph(const ObjectDatabase& database, const std::set<ObjectId>& shallow)
      : database_(database), shallow_(shallow) {}

  std::uint32_t number_of(const ObjectId& id) {
    const auto [found, added] = numbers_.emplace(id, static_cast<std::uint32_t>(nodes_.size()));
    if (added) {
      nodes_.emplace_back();
      nodes_.back().id = id;
    }
    return found->second;
  }
  [[nodiscard]] std::optional<std::uint32_t> find(const ObjectId& id) const {
    const auto found = numbers_.find(id);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
  }
  Node& operator[](std::uint32_t number) { return nodes_[number]; }
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

  /// Reads date and parents once. A failure is kept, and the commit then has no parents.
  void read(std::uint32_t number) {
    if ((nodes_[number].flags & kRead) != 0) return;
    nodes_[number].flags |= kRead;
    const ObjectId id = nodes_[number].id;
    ObjectResult<Object> object = database_.read(id, kMaxCommitBytes);
    if (!object) {
      failures_.emplace(id, object.failure());
      return;
    }
    if (object->type != ObjectType::kCommit) {
      failures_.emplace(id, corrupt("object " + id.hex() + " is no commit"));
      return;
    }
    const Result<Commit> commit = parse_commit(database_.format(), object->bytes);
    if (!commit) {
      failures_.emplace(id, corrupt(commit.error().during("commit " + id.hex())));
      return;
    }
    const std::string_view headers =
        std::string_view(object->bytes).substr(commit->headers.begin.value, commit->headers.size());
    const std::int64_t date = committer_date(headers);
    std::vector<std::uint32_t> parents;
    const bool cut_off = shallow_.contains(id) && !commit->parents.empty();
    if (!cut_off) {
      for (const ObjectId& parent : commit->parents) parents.push_back(number_of(parent));
    }
    Node& node = nodes_[number];
    node.date = date;
    node.parents = std::move(parents);
    node.cut_off = cut_off;
  }

  [[nodiscard]] const ObjectFailure* failure_of(const ObjectId& id) const {
    const auto found = failures_.find(id);
    return found == failures_.end() ? nullptr : &found->second;
  }

 private:
  const ObjectDatabase& database_;
  const std::set<ObjectId>& shallow_;
  std::map<ObjectId, std::uint32_t> numbers_;  // ordered: a forged store chooses its ids
  std::vector<Node> nodes_;
  std::map<ObjectId, ObjectFailure> failures_;
};

/// The youngest first; ties by id.
struct Older {
  const Graph* graph;
  bool operator()(std::uint32_t a, std::uint32_t b) const {
    const Node& left = graph->nodes()[a];
    const Node& right = graph->nodes()[b];
    return left.date != right.date ? left.date < right.date : left.id > right.id;
  }
};

// Appends what `wanted` holds of the commits that lead to `start`, parents first.
template <typename Wanted>
void append_in_order(Graph& graph, std::uint32_t start, std::vector<bool>& done, Wanted wanted,
                     std::vector<ObjectId>& order) {
  if (done[start] || !wanted(graph[start])) return;
  std::vector<std::pair<std::uint32_t, std::size_t>> open = {{start, 0}};  // commit, next parent
  done[start] = true;
  while (!open.empty()) {
    auto& [number, next] = open.back();
    const Node& node = graph[number];
    if (next < node.parents.size()) {
      const std::uint32_t parent = node.parents[next++];
      if (!done[parent] && wanted(graph[parent])) {
        done[parent] = true;
        open.emplace_back(parent, 0);
      }
      continue;
    }
    order.push_back(node.id);
    open.pop_back();
  }
}

class Walk {
 public:
  Walk(Graph& graph, const std::function<bool()>& stop) : graph_(graph), stop_(stop), queue_(Older{&graph}) {}

  void start(const ObjectId& id, std::uint8_t flag) {
    const std::uint32_t number = graph_.number_of(id);
    graph_.read(number);
    paint(number, flag);
  }

  /// Whether it came to its end.
  Result<bool> run() {
    std::size_t popped = 0;
    std::size_t slop = kSlop;
    while (!queue_.empty()) {
      if (++popped % kStopEvery == 0 && stop_ && stop_()) return false;
      if (graph_.nodes().size() > kMaxCommits) return Error("the range has too many commits to be walked");
      const std::uint32_t number = queue_.top();
      queue_.pop();
      const std::uint8_t flags = graph_[number].flags;
      if (may_lead_to_new(flags)) --waiting_;
      queued_[number] = false;
      if (waiting_ == 0 && graph_[number].date < oldest_new_ && slop-- == 0) break;
      auto down = static_cast<std::uint8_t>(flags & (kTip | kExcluded | kCommon));
      if ((flags & (kTip | kExcluded)) == (kTip | kExcluded)) {
        if ((flags & kCommon) == 0) graph_[number].flags |= kResult;
        down = static_cast<std::uint8_t>(down | kCommon);
      } else if ((flags & kTip) != 0) {
        oldest_new_ = std::min(oldest_new_, graph_[number].date);
      }
      const std::vector<std::uint32_t> parents = graph_[number].parents;
      for (const std::uint32_t parent : parents) {
        graph_.read(parent);
        paint(parent, down);
      }
    }
    return true;
  }

 private:
  void paint(std::uint32_t number, std::uint8_t flags) {
    const std::uint8_t before = graph_[number].flags;
    if ((before & flags) == flags) return;
    const auto after = static_cast<std::uint8_t>(before | flags);
    graph_[number].flags = after;
    if (queued_.size() < graph_.nodes().size()) queued_.resize(graph_.nodes().size());
    if (queued_[number] && may_lead_to_new(before)) --waiting_;
    if (may_lead_to_new(after)) ++waiting_;
    if (queued_[number]) return;
    queued_[number] = true;
    queue_.push(number);
  }

  // Neither more new commits nor better common ones come of any other.
  static bool may_lead_to_new(std::uint8_t flags) { return (flags & (kTip | kCommon)) == kTip; }

  Graph& graph_;
  const std::function<bool()>& stop_;
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, Older> queue_;
  std::vector<bool> queued_;
  std::size_t waiting_ = 0;  // in the queue and may lead to something new
  std::int64_t oldest_new_ = std::numeric_limits<std::int64_t>::max();
};

void collect_unread(const Graph& graph, const std::vector<ObjectId>& commits, CommitRange& range) {
  for (const ObjectId& id : commits) {
    if (const ObjectFailure* failure = graph.failure_of(id)) {
      range.unread.push_back({id, *failure});
    } else {
      range.commits.push_back(id);
    }
  }
}

}  // namespace

Result<std::set<ObjectId>> shallow_commits(const Repository& repository) {
  const Result<std::optional<std::string>> text =
      repository.common_dir().read_file("shallow", kMaxShallowBytes);
  if (!text) return text.error();
  std::set<ObjectId> commits;
  if (!text->has_value()) return commits;
  std::string_view rest = **text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    const std::optional<ObjectId> id = ObjectId::from_hex(repository.object_format(), line);
    if (!id)
      return Error("'" + repository.common_dir().path() + "/shallow' holds a line that is no object id");
    commits.insert(*id);
  }
  return commits;
}

Result<CommitRange> commits_between(const ObjectDatabase& database, const std::set<ObjectId>& shallow,
                                    const std::vector<ObjectId>& tips, const std::vector<ObjectId>& excluded,
                                    const std::function<bool()>& stop) {
  Graph graph(database, shallow);
  Walk walk(graph, stop);
  for (const ObjectId& id : tips) walk.start(id, kTip);
  for (const ObjectId& id : excluded) walk.start(id, kExcluded);
  const Result<bool> ended = walk.run();
  if (!ended) return ended.error();

  CommitRange range;
  range.stopped = !*ended;
  if (range.stopped) return range;
  const auto is_new = [](const Node& node) { return (node.flags & (kTip | kExcluded)) == kTip; };
  for (const Node& node : graph.nodes()) {
    if ((node.flags & kResult) != 0 && (node.flags & kCommon) == 0) range.merge_bases.push_back(node.id);
    if (node.cut_off && is_new(node)) range.cut_off = true;
  }
  std::sort(range.merge_bases.begin(), range.merge_bases.end());
  std::vector<ObjectId> order;
  std::vector<bool> done(graph.nodes().size());
  for (const ObjectId& id : tips) append_in_order(graph, *graph.find(id), done, is_new, order);
  if (range.merge_bases.empty() && !excluded.empty() && !shallow.empty() && !order.empty())
    range.cut_off = true;
  collect_unread(graph, order, range);
  return range;
}

Result<CommitRange> commits_listed(const ObjectDatabase& database, const std::set<ObjectId>& shallow,
                                   const std::vector<ObjectId>& list, const std::function<bool()>& stop) {
  Graph graph(database, shallow);
  CommitRange range;
  std::vector<std::uint32_t> listed;
  for (const ObjectId& id : list) {
    if (listed.size() % kStopEvery == kStopEvery - 1 && stop && stop()) {
      range.stopped = true;
      return range;
    }
    const std::uint32_t number = graph.number_of(id);
    graph.read(number);
    if ((graph[number].flags & kListed) != 0) continue;
    graph[number].flags |= kListed;
    listed.push_back(number);
  }
  std::vector<ObjectId> order;
  std::vector<bool> done(graph.nodes().size());
  const auto is_listed = [](const Node& node) { return (node.flags & kListed) != 0; };
  std::set<ObjectId> outside;
  for (const std::uint32_t number : listed) {
    append_in_order(graph, number, done, is_listed, order);
    if (graph[number].cut_off) range.cut_off = true;
    for (const std::uint32_t parent : graph[number].parents) {
      if (!is_listed(graph[parent])) outside.insert(graph[parent].id);
    }
  }
  range.merge_bases.assign(outside.begin(), outside.end());
  collect_unread(graph, order, range);
  return range;
}

}  // namespace trawl
