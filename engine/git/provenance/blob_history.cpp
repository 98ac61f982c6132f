#include "engine/git/provenance/blob_history.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "engine/git/tree.h"

namespace trawl {

namespace {

constexpr std::uint32_t kNone = TreeGraph::kNone;
using Entries = std::span<const SoughtTrees::Entry>;

/// Goes through sorted entries, name by name.
struct Reader {
  Entries rest;

  [[nodiscard]] std::uint32_t name() const { return rest.empty() ? kNone : rest.front().name; }
  /// All entries of this name, if they are next.
  Entries take(std::uint32_t name) {
    std::size_t count = 0;
    while (count < rest.size() && rest[count].name == name) ++count;
    const Entries taken = rest.first(count);
    rest = rest.subspan(count);
    return taken;
  }
};

bool has_id(Entries entries, std::uint32_t id) {
  return std::any_of(entries.begin(), entries.end(), [id](const auto& entry) { return entry.id == id; });
}

void keep_first(std::vector<std::string>& names, std::uint64_t& dropped) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (names.size() <= Provenance::kMaxNames) return;
  dropped += names.size() - Provenance::kMaxNames;
  names.resize(Provenance::kMaxNames);
}

std::string name_of(const WorktreeIndex& index) {
  return index.worktree.empty() ? "index" : "worktrees/" + index.worktree + "/index";
}

}  // namespace

/// One folder to compare: in a commit and in its parents.
struct BlobHistory::Step {
  std::string prefix;
  std::uint32_t here = kNone;          ///< number of the tree's id; none where the commit has no such tree
  std::vector<std::uint32_t> parents;  ///< the same for each parent
  std::size_t depth = 0;
};

BlobHistory::BlobHistory(const CommitGraph& commits, const TreeGraph& trees, std::span<const ObjectId> blobs,
                         std::uint64_t max_steps)
    : commits_(commits),
      trees_(trees),
      sought_(trees, blobs),
      blobs_(blobs.begin(), blobs.end()),
      arrivals_(blobs.size()) {
  std::uint64_t steps_left = max_steps;
  for (const std::uint32_t commit : commits.oldest_first()) {
    if (steps_left == 0) {
      complete_ = false;
      break;
    }
    compare(commit, steps_left);
  }
  order_trees();
}

void BlobHistory::compare(std::uint32_t commit, std::uint64_t& steps_left) {
  const auto tree_of = [&](std::uint32_t number) { return trees_.number_of(commits_.commit(number).tree); };
  Step top;
  top.here = tree_of(commit);
  for (const std::uint32_t parent : commits_.parents(commit)) {
    top.parents.push_back(tree_of(parent));
    if (top.parents.back() == top.here) return;  // nothing that no parent had, nothing that all parents had
  }
  std::vector<Step> open;
  open.push_back(std::move(top));
  while (!open.empty()) {
    const Step step = std::move(open.back());
    open.pop_back();
    compare_entries(step, commit, open, steps_left);
  }
}

void BlobHistory::compare_entries(const Step& step, std::uint32_t commit, std::vector<Step>& open,
                                  std::uint64_t& steps_left) {
  Reader here{sought_.entries(step.here)};
  std::vector<Reader> parents;
  parents.reserve(step.parents.size());
  for (const std::uint32_t parent : step.parents) parents.push_back({sought_.entries(parent)});
  std::vector<Entries> theirs(parents.size());
  while (true) {
    std::uint32_t name = here.name();
    for (const Reader& parent : parents) name = std::min(name, parent.name());
    if (name == kNone) return;
    if (steps_left == 0) {
      complete_ = false;
      return;
    }
    --steps_left;
    const Entries ours = here.take(name);
    bool in_all = !parents.empty();
    for (std::size_t i = 0; i < parents.size(); ++i) {
      theirs[i] = parents[i].take(name);
      in_all = in_all && !theirs[i].empty();
    }
    if (ours.empty() && !in_all) continue;

    // A parent with the very same entries had all of it here, and keeps none of it from being here.
    const bool same = std::any_of(theirs.begin(), theirs.end(), [&](const Entries& entries) {
      return std::equal(ours.begin(), ours.end(), entries.begin(), entries.end());
    });
    if (same) continue;
    const std::string path = step.prefix + std::string(trees_.names().at(name));

    Change change{commit, 0, blobs_at_.size(), 0, 0};
    for (const auto& entry : ours) {
      const std::uint32_t blob = sought_.sought_position(entry.id);
      if (blob != kNone) blobs_at_.push_back(blob);
    }
    change.parents_begin = blobs_at_.size();
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      for (const auto& entry : theirs[i]) {
        const std::uint32_t blob = sought_.sought_position(entry.id);
        if (blob == kNone) continue;
        blobs_at_.push_back(static_cast<std::uint32_t>(i));
        blobs_at_.push_back(blob);
      }
    }
    change.end = blobs_at_.size();
    if (change.end > change.here_begin) {
      change.path = paths_.add(path);
      for (std::uint64_t i = change.here_begin; i < change.parents_begin; ++i) {
        const std::uint32_t id = trees_.number_of(blobs_[blobs_at_[i]]);
        const bool new_here = std::none_of(theirs.begin(), theirs.end(),
                                           [&](const Entries& entries) { return has_id(entries, id); });
        if (new_here) arrivals_[blobs_at_[i]].push_back({commit, change.path});
      }
      changes_.push_back(change);
    }

    // Folders: each of ours that no parent has, beside theirs; and where we have none, theirs.
    if (step.depth == kMaxTreeNesting) continue;
    const auto folder_in = [&](Entries entries) {
      for (const auto& entry : entries) {
        if (!sought_.entries(entry.id).empty()) return entry.id;
      }
      return kNone;
    };
    Step inner;
    inner.prefix = path + '/';
    inner.depth = step.depth + 1;
    bool all_folders = !theirs.empty();
    for (const Entries& entries : theirs) {
      inner.parents.push_back(folder_in(entries));
      all_folders = all_folders && inner.parents.back() != kNone;
    }
    bool ours_has_folder = false;
    for (const auto& entry : ours) {
      if (sought_.entries(entry.id).empty()) continue;
      ours_has_folder = true;
      const bool known = std::any_of(theirs.begin(), theirs.end(),
                                     [&](const Entries& entries) { return has_id(entries, entry.id); });
      if (known) continue;
      inner.here = entry.id;
      open.push_back(inner);
    }
    if (!ours_has_folder && all_folders) {
      inner.here = kNone;
      open.push_back(std::move(inner));
    }
  }
}

// Depth first, without recursion: a tree after all that it contains.
void BlobHistory::order_trees() {
  enum : std::uint8_t { kNew, kOpen, kDone };
  std::unordered_map<std::uint32_t, std::uint8_t> state;
  std::vector<std::uint32_t> stack;
  for (const std::uint32_t top : sought_.trees()) {
    stack.push_back(top);
    while (!stack.empty()) {
      const std::uint32_t tree = stack.back();
      std::uint8_t& mine = state[tree];
      if (mine != kNew) {
        if (mine == kOpen) bottom_up_.push_back(tree);
        mine = kDone;
        stack.pop_back();
        continue;
      }
      mine = kOpen;
      for (const auto& entry : sought_.entries(tree)) {
        const auto known = state.find(entry.id);
        if ((known == state.end() || known->second == kNew) && !sought_.entries(entry.id).empty()) {
          stack.push_back(entry.id);
        }
      }
    }
  }
}

HistoryEvent BlobHistory::event_of(std::uint32_t commit, std::string_view path, bool elsewhere) const {
  const CommitGraph::Commit& facts = commits_.commit(commit);
  HistoryEvent event;
  event.commit_id = commits_.id_of(commit).hex();
  event.path = path;
  event.author_time = facts.author_time;
  event.author_zone = facts.author_zone;
  event.elsewhere = elsewhere;
  return event;
}

std::vector<Provenance> BlobHistory::provenance_of(std::span<const Holders> secrets, const Tips& tips,
                                                   std::span<const WorktreeIndex> indexes) const {
  constexpr std::size_t kTogether = 64;  // as many as a mask has bits
  std::vector<Provenance> provenances(secrets.size());
  for (std::size_t begin = 0; begin < secrets.size(); begin += kTogether) {
    const std::size_t count = std::min(kTogether, secrets.size() - begin);
    explain(secrets.subspan(begin, count), tips, std::span(provenances).subspan(begin, count));
  }

  std::map<ObjectId, std::vector<std::size_t>> secrets_of_blob;
  for (std::size_t secret = 0; secret < secrets.size(); ++secret) {
    for (const std::uint32_t blob : secrets[secret].blobs) secrets_of_blob[blobs_[blob]].push_back(secret);
  }
  for (const WorktreeIndex& index : indexes) {
    const std::string name = name_of(index);
    for (const IndexEntry& entry : index.index.entries()) {
      const auto of_blob = secrets_of_blob.find(entry.id);
      if (of_blob == secrets_of_blob.end()) continue;
      for (const std::size_t secret : of_blob->second) {
        auto& names = provenances[secret].staged_in;
        if (names.empty() || names.back() != name) names.push_back(name);
        provenances[secret].reachable = true;
      }
    }
  }
  for (Provenance& provenance : provenances) {
    keep_first(provenance.refs, provenance.dropped_names);
    keep_first(provenance.reachable_from, provenance.dropped_names);
  }
  return provenances;
}

/// An event and when it was.
struct BlobHistory::Dated {
  std::size_t secret = 0;
  std::uint32_t commit = 0;
  std::string_view path;
  bool removal = false;
  bool elsewhere = false;
};

void BlobHistory::explain(std::span<const Holders> secrets, const Tips& tips,
                          std::span<Provenance> provenances) const {
  const auto each = [](std::uint64_t mask, auto use) {
    for (; mask != 0; mask &= mask - 1) use(static_cast<std::size_t>(__builtin_ctzll(mask)));
  };
  // A bit for each secret: which ones a blob, a tree, a commit has.
  std::vector<std::uint64_t> of_blob(blobs_.size(), 0);
  std::map<ObjectId, std::uint64_t> of_object;
  for (std::size_t secret = 0; secret < secrets.size(); ++secret) {
    const std::uint64_t bit = std::uint64_t{1} << secret;
    for (const std::uint32_t blob : secrets[secret].blobs) of_blob[blob] |= bit;
    for (const ObjectId& object : secrets[secret].objects) of_object[object] |= bit;
  }
  std::unordered_map<std::uint32_t, std::uint64_t> of_tree;
  const auto mask_of_id = [&](std::uint32_t id) -> std::uint64_t {
    if (const std::uint32_t blob = sought_.sought_position(id); blob != kNone) return of_blob[blob];
    const auto tree = of_tree.find(id);
    return tree == of_tree.end() ? 0 : tree->second;
  };
  for (const std::uint32_t tree : bottom_up_) {
    std::uint64_t mask = 0;
    for (const auto& entry : sought_.entries(tree)) mask |= mask_of_id(entry.id);
    of_tree[tree] = mask;
  }
  std::vector<Dated> events;
  std::vector<std::uint64_t> has(commits_.size(), 0);
  std::vector<std::uint64_t> reaches(commits_.size(), 0);  // it, or a commit before it, has
  for (const auto& [object, mask] : of_object) {
    const std::uint32_t commit = commits_.number_of(object);
    if (commit == CommitGraph::kNone) continue;
    reaches[commit] |= mask;
    each(mask,
         [&, number = commit](std::size_t secret) { events.push_back({secret, number, "", false, false}); });
  }
  for (const std::uint32_t commit : commits_.oldest_first()) {
    const std::uint32_t tree = trees_.number_of(commits_.commit(commit).tree);
    has[commit] = tree == kNone ? 0 : mask_of_id(tree);
    reaches[commit] |= has[commit];
    for (const std::uint32_t parent : commits_.parents(commit)) reaches[commit] |= reaches[parent];
  }

  for (const Change& change : changes_) {
    std::uint64_t here = 0;
    for (std::uint64_t i = change.here_begin; i < change.parents_begin; ++i) here |= of_blob[blobs_at_[i]];
    const std::span<const std::uint32_t> parents = commits_.parents(change.commit);
    std::vector<std::uint64_t> theirs(parents.size(), 0);
    for (std::uint64_t i = change.parents_begin; i < change.end; i += 2) {
      theirs[blobs_at_[i]] |= of_blob[blobs_at_[i + 1]];
    }
    std::uint64_t in_any = 0;
    std::uint64_t in_all = parents.empty() ? 0 : ~std::uint64_t{0};
    std::uint64_t elsewhere_before = 0;
    for (std::size_t i = 0; i < parents.size(); ++i) {
      in_any |= theirs[i];
      in_all &= theirs[i];
      elsewhere_before |= has[parents[i]];
    }
    const auto add = [&](std::uint64_t mask, bool removal, std::uint64_t elsewhere) {
      each(mask, [&](std::size_t secret) {
        events.push_back({secret, change.commit, path(change.path), removal, (elsewhere >> secret & 1) != 0});
      });
    };
    add(here & ~in_any, false, elsewhere_before);
    add(in_all & ~here, true, has[change.commit]);
  }
  std::sort(events.begin(), events.end(), [this](const Dated& a, const Dated& b) {
    return std::tuple(commits_.age_of(a.commit), a.path, a.secret, a.removal) <
           std::tuple(commits_.age_of(b.commit), b.path, b.secret, b.removal);
  });
  for (const Dated& event : events) {
    Provenance& provenance = provenances[event.secret];
    std::vector<HistoryEvent>& list = event.removal ? provenance.removals : provenance.introductions;
    if (!event.removal && list.empty()) provenance.at_or_before = commits_.lacks_parents(event.commit);
    if (list.size() == Provenance::kMaxEvents) {
      ++provenance.dropped_events;
      if (!event.removal) continue;
      list.erase(list.begin());  // the last removals say most: when it was gone for good
    }
    list.push_back(event_of(event.commit, event.path, event.elsewhere));
  }

  std::vector<std::uint32_t> youngest(secrets.size(), kNone);
  for (const std::uint32_t commit : commits_.oldest_first()) {
    each(has[commit], [&](std::size_t secret) {
      const std::uint32_t best = youngest[secret];
      if (best == kNone || commits_.commit(commit).commit_time >= commits_.commit(best).commit_time) {
        youngest[secret] = commit;
      }
    });
  }
  for (std::size_t secret = 0; secret < secrets.size(); ++secret) {
    if (youngest[secret] == kNone) continue;
    provenances[secret].last_commit_id = commits_.id_of(youngest[secret]).hex();
    provenances[secret].last_time = commits_.commit(youngest[secret]).author_time;
  }

  for (const Tip& tip : tips.tips) {
    std::uint64_t behind = 0;
    // Tags on the way hold text, too.
    ObjectId object = tip.id;
    bool more = true;
    for (int depth = 0; more && depth <= CommitGraph::kMaxTags; ++depth) {
      if (const auto text = of_object.find(object); text != of_object.end()) behind |= text->second;
      more = commits_.peel_once(object);
    }
    object = commits_.peeled(tip.id);
    std::uint64_t at_tip = 0;
    if (const std::uint32_t commit = commits_.number_of(object); commit != CommitGraph::kNone) {
      at_tip = has[commit];
      behind |= reaches[commit];
    } else if (const std::uint32_t id = trees_.number_of(object); id != kNone) {
      at_tip = mask_of_id(id);
      behind |= at_tip;
    }
    const bool is_ref = tip.kind == TipKind::kRef || tip.kind == TipKind::kNotes;
    each(behind, [&](std::size_t secret) {
      Provenance& provenance = provenances[secret];
      provenance.reachable = true;
      if (tip.kind == TipKind::kHead) {
        if (tip.label == "HEAD" && (at_tip >> secret & 1) != 0) provenance.in_head = true;
      } else {
        provenance.reachable_from.push_back(tip.label);
        if (is_ref && (at_tip >> secret & 1) != 0) provenance.refs.push_back(tip.label);
      }
    });
  }
}

bool BlobHistory::tree_has(std::uint32_t tree, std::string_view path, std::uint32_t blob) const {
  while (true) {
    const std::size_t slash = path.find('/');
    const std::uint32_t name = trees_.names().find(path.substr(0, slash));
    const Entries entries = sought_.entries(tree);
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [name](const auto& candidate) { return candidate.name == name; });
    if (entry == entries.end()) return false;
    if (slash == std::string_view::npos) return sought_.sought_position(entry->id) == blob;
    tree = entry->id;
    path.remove_prefix(slash + 1);
  }
}

std::uint32_t BlobHistory::head_tree(const Tips& tips) const {
  for (const Tip& tip : tips.tips) {
    if (tip.kind != TipKind::kHead || tip.label != "HEAD") continue;
    const std::uint32_t commit = commits_.number_of(commits_.peeled(tip.id));
    if (commit != CommitGraph::kNone) return trees_.number_of(commits_.commit(commit).tree);
  }
  return kNone;
}

std::vector<BlobHistory::Place> BlobHistory::places_of(std::span<const std::uint32_t> blobs,
                                                       std::uint32_t head_tree,
                                                       std::uint64_t& dropped) const {
  struct Best {
    bool in_head;
    std::uint32_t age;
    std::uint32_t commit;
    std::uint32_t blob;
  };
  std::map<std::string_view, Best> best_at;
  std::vector<std::uint32_t> homeless;
  for (const std::uint32_t blob : blobs) {
    if (arrivals_[blob].empty()) homeless.push_back(blob);
    for (const Arrival& arrival : arrivals_[blob]) {
      const std::string_view path = paths_.at(arrival.path);
      const Best candidate{head_tree != kNone && tree_has(head_tree, path, blob),
                           commits_.age_of(arrival.commit), arrival.commit, blob};
      const auto [known, added] = best_at.emplace(path, candidate);
      const auto rank = [](const Best& best) { return std::tuple(best.in_head, best.age, best.blob); };
      if (!added && rank(candidate) > rank(known->second)) known->second = candidate;
    }
  }
  std::vector<std::pair<Best, std::string_view>> order;
  for (const auto& [path, best] : best_at) order.emplace_back(best, path);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::tuple(!a.first.in_head, ~a.first.age) < std::tuple(!b.first.in_head, ~b.first.age);
  });
  std::vector<Place> places;
  for (const auto& [best, path] : order) {
    places.push_back(
        {best.blob, std::string(path), commits_.id_of(best.commit).hex(), best.in_head, best.age + 1});
  }
  for (const std::uint32_t blob : homeless) places.push_back({blob, "", "", false, 0});
  if (places.size() > kMaxPlaces) {
    dropped += places.size() - kMaxPlaces;
    places.resize(kMaxPlaces);
  }
  return places;
}

}  // namespace trawl
