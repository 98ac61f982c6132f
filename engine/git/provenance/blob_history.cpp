#include "engine/git/provenance/blob_history.h"

#include <algorithm>
#include <map>
#include <tuple>
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

BlobHistory::BlobHistory(const CommitGraph& commits, const TreeGraph& trees, std::uint64_t max_steps)
    : commits_(commits),
      trees_(trees),
      max_steps_(max_steps),
      steps_left_(max_steps),
      blobs_(trees.format()),
      sought_(trees) {}

bool BlobHistory::restore(SectionReader& in) {
  const std::span<std::uint64_t> steps = in.items<std::uint64_t>();
  bool right = blobs_.restore(in) && sought_.restore(in, blobs_.size()) && paths_.restore(in);
  tree_of_commit_.begin_with(in.items<std::uint32_t>());
  changes_.begin_with(in.items<Change>());
  blobs_at_.begin_with(in.items<std::uint32_t>());
  last_arrival_.begin_with(in.items<std::uint32_t>());
  arrivals_.begin_with(in.items<Arrival>());
  bottom_up_.begin_with(in.items<std::uint32_t>());
  right = right && in.ok() && steps.size() == 1 && steps[0] <= max_steps_ &&
          tree_of_commit_.size() == commits_.restored() && last_arrival_.size() == blobs_.size() &&
          bottom_up_.size() == sought_.place_count();
  const auto below = [](std::size_t limit) {
    return [limit](std::uint32_t number) { return number < limit || number == kNone; };
  };
  right = right && std::all_of(bottom_up_.mapped().begin(), bottom_up_.mapped().end(),
                               [&](std::uint32_t place) { return place < sought_.place_count(); });
  right = right &&
          std::all_of(last_arrival_.mapped().begin(), last_arrival_.mapped().end(), below(arrivals_.size()));
  std::uint32_t number = 0;
  for (const Arrival& arrival : arrivals_.mapped()) {
    right = right && arrival.commit < commits_.restored() && arrival.path < paths_.size() &&
            (arrival.before == kNone || arrival.before < number);
    ++number;
  }
  for (const Change& change : changes_.mapped()) {
    right = right && change.commit < commits_.restored() && change.path < paths_.size() &&
            change.here_begin <= change.parents_begin && change.parents_begin <= change.end &&
            change.end <= blobs_at_.size() && (change.end - change.parents_begin) % 2 == 0;
    for (std::uint64_t i = change.here_begin; right && i < change.end; ++i) {
      const bool parent = i >= change.parents_begin && (i - change.parents_begin) % 2 == 0;
      right = blobs_at_[i] < (parent ? commits_.parents(change.commit).size() : blobs_.size());
    }
  }
  if (!right) {
    blobs_ = Interned<IdStore>(trees_.format());
    forget();
    return false;
  }
  steps_left_ = steps[0];
  return true;
}

void BlobHistory::save(SectionWriter& out) const {
  out.add_owned(std::string(reinterpret_cast<const char*>(&steps_left_), sizeof steps_left_));
  blobs_.save(out);
  sought_.save(out);
  paths_.save(out);
  out.add(tree_of_commit_.section());
  out.add(changes_.section());
  out.add(blobs_at_.section());
  out.add(last_arrival_.section());
  out.add(arrivals_.section());
  out.add(bottom_up_.section());
}

void BlobHistory::seek(std::span<const ObjectId> blobs) {
  const auto restored = static_cast<std::uint32_t>(blobs_.size());
  bool anew = restored == 0;
  for (const ObjectId& blob : blobs) {
    if (blobs_.add(bytes_of(blob)) < restored) continue;
    // One that trees had which were searched without it: they are searched again.
    const std::uint32_t number = trees_.number_of(blob);
    anew = anew || (number != kNone && number < trees_.restored_ids());
  }
  const auto search = [&] {
    const std::uint32_t first = anew ? 0 : restored;
    for (std::uint32_t position = first; position < blobs_.size(); ++position) {
      sought_.seek(ObjectId(trees_.format(), blobs_.at(position).data()), position);
    }
    const std::uint32_t places = sought_.place_count();
    sought_.search(anew ? 0 : trees_.restored_trees());
    order_trees(places);
    for (auto commit = static_cast<std::uint32_t>(tree_of_commit_.size()); commit < commits_.size();
         ++commit) {
      tree_of_commit_.push_back(trees_.number_of(commits_.commit(commit).tree));
    }
    last_arrival_.grow_to(blobs_.size(), kNone);
    compare_all(anew ? 0 : commits_.restored());
  };
  if (!anew) {
    search();
    if (complete_) return;
    anew = true;  // which commits were compared and which not must not depend on what was known
  }
  if (restored > 0) forget();
  search();
}

// All but which blobs there are.
void BlobHistory::forget() {
  steps_left_ = max_steps_;
  complete_ = true;
  sought_ = SoughtTrees(trees_);
  tree_of_commit_ = {};
  paths_ = NameTable();
  changes_ = {};
  in_order_.clear();
  blobs_at_ = {};
  last_arrival_ = {};
  arrivals_ = {};
  bottom_up_ = {};
}

// Goes through the commits from number `first` on, the oldest first.
void BlobHistory::compare_all(std::uint32_t first) {
  for (const std::uint32_t commit : commits_.oldest_first()) {
    if (commit < first) continue;
    if (steps_left_ == 0) {
      complete_ = false;
      break;
    }
    compare(commit);
  }
  const auto count = static_cast<std::uint32_t>(changes_.size());
  const auto before = [this](std::uint32_t a, std::uint32_t b) {
    const Change& left = changes_[a];
    const Change& right = changes_[b];
    if (left.commit != right.commit) return commits_.age_of(left.commit) < commits_.age_of(right.commit);
    return left.path != right.path && paths_.at(left.path) < paths_.at(right.path);
  };
  in_order_.resize(count);
  for (std::uint32_t change = 0; change < count; ++change) in_order_[change] = change;
  if (!std::is_sorted(in_order_.begin(), in_order_.end(), before)) {
    std::stable_sort(in_order_.begin(), in_order_.end(), before);
  }
}

std::vector<BlobHistory::Arrival> BlobHistory::arrivals(std::uint32_t blob) const {
  std::vector<Arrival> all;
  for (std::uint32_t at = last_arrival_[blob]; at != kNone; at = arrivals_[at].before) {
    all.push_back(arrivals_[at]);
  }
  return all;
}

void BlobHistory::compare(std::uint32_t commit) {
  Step top;
  top.here = tree_of_commit_[commit];
  bool leads = sought_.place_of(top.here) != kNone;
  for (const std::uint32_t parent : commits_.parents(commit)) {
    top.parents.push_back(tree_of_commit_[parent]);
    if (top.parents.back() == top.here) return;  // nothing that no parent had, nothing that all parents had
    leads = leads || sought_.place_of(top.parents.back()) != kNone;
  }
  if (!leads) return;
  std::vector<Step> open;
  open.push_back(std::move(top));
  while (!open.empty()) {
    const Step step = std::move(open.back());
    open.pop_back();
    compare_entries(step, commit, open);
  }
}

void BlobHistory::compare_entries(const Step& step, std::uint32_t commit, std::vector<Step>& open) {
  Reader here{sought_.entries(step.here)};
  std::vector<Reader> parents;
  parents.reserve(step.parents.size());
  for (const std::uint32_t parent : step.parents) parents.push_back({sought_.entries(parent)});
  std::vector<Entries> theirs(parents.size());
  while (true) {
    std::uint32_t name = here.name();
    for (const Reader& parent : parents) name = std::min(name, parent.name());
    if (name == kNone) return;
    if (steps_left_ == 0) {
      complete_ = false;
      return;
    }
    --steps_left_;
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
        const std::uint32_t blob = blobs_at_[i];
        const auto has_blob = [&](const auto& entry) { return sought_.sought_position(entry.id) == blob; };
        const bool new_here = std::none_of(theirs.begin(), theirs.end(), [&](const Entries& entries) {
          return std::any_of(entries.begin(), entries.end(), has_blob);
        });
        if (!new_here) continue;
        const auto number = static_cast<std::uint32_t>(arrivals_.size());
        arrivals_.push_back({commit, change.path, last_arrival_[blob]});
        last_arrival_[blob] = number;
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

// Depth first, without recursion: a tree after all that it contains. Those before `first` are in order, and
// contain none of the others.
void BlobHistory::order_trees(std::uint32_t first) {
  enum : std::uint8_t { kNew, kOpen, kDone };
  const std::uint32_t count = sought_.place_count();
  std::vector<std::uint8_t> state(count - first, kNew);
  std::vector<std::uint32_t> stack;
  for (std::uint32_t top = first; top < count; ++top) {
    stack.push_back(top);
    while (!stack.empty()) {
      const std::uint32_t place = stack.back();
      std::uint8_t& mine = state[place - first];
      if (mine != kNew) {
        if (mine == kOpen) bottom_up_.push_back(place);
        mine = kDone;
        stack.pop_back();
        continue;
      }
      mine = kOpen;
      for (const auto& entry : sought_.entries_at(place)) {
        const std::uint32_t inner = sought_.place_of(entry.id);
        if (inner != kNone && inner >= first && state[inner - first] == kNew) stack.push_back(inner);
      }
    }
  }
}

HistoryEvent BlobHistory::event_of(std::uint32_t commit, std::string_view path, bool elsewhere) const {
  const CommitGraph::Commit facts = commits_.commit(commit);
  HistoryEvent event;
  event.commit_id = commits_.id_of(commit).hex();
  event.path = path;
  event.author_time = facts.author_time;
  event.author_zone = facts.author_zone;
  event.elsewhere = elsewhere;
  return event;
}

std::vector<BlobHistory::Lead> BlobHistory::leads_of(const Tips& tips) const {
  std::vector<Lead> leads;
  leads.reserve(tips.tips.size());
  for (const Tip& tip : tips.tips) {
    const ObjectId object = commits_.peeled(tip.id);
    Lead lead{&tip, commits_.number_of(object), kNone, position_of(object)};
    lead.tree = lead.commit == CommitGraph::kNone ? trees_.number_of(object) : tree_of_commit_[lead.commit];
    leads.push_back(lead);
  }
  std::stable_sort(leads.begin(), leads.end(),
                   [](const Lead& a, const Lead& b) { return a.tip->label < b.tip->label; });
  return leads;
}

std::vector<Provenance> BlobHistory::provenance_of(std::span<const Holders> secrets, const Tips& tips,
                                                   std::span<const WorktreeIndex> indexes) const {
  constexpr std::size_t kTogether = 64;  // as many as a mask has bits
  std::vector<Provenance> provenances(secrets.size());
  const std::vector<Lead> leads = leads_of(tips);
  for (std::size_t begin = 0; begin < secrets.size(); begin += kTogether) {
    const std::size_t count = std::min(kTogether, secrets.size() - begin);
    explain(secrets.subspan(begin, count), leads, std::span(provenances).subspan(begin, count));
  }

  std::map<std::string_view, std::vector<std::size_t>> secrets_of_blob;  // by the bytes of its id
  for (std::size_t secret = 0; secret < secrets.size(); ++secret) {
    for (const std::uint32_t blob : secrets[secret].blobs) secrets_of_blob[blobs_.at(blob)].push_back(secret);
  }
  for (const WorktreeIndex& index : indexes) {
    const std::string name = name_of(index);
    for (const IndexEntry& entry : index.index.entries()) {
      const auto of_blob = secrets_of_blob.find(bytes_of(entry.id));
      if (of_blob == secrets_of_blob.end()) continue;
      for (const std::size_t secret : of_blob->second) {
        auto& names = provenances[secret].staged_in;
        if (names.empty() || names.back() != name) names.push_back(name);
        provenances[secret].reachable = true;
      }
    }
  }
  return provenances;
}

/// Events of one secret, of one kind: at most as many as a report shows.
struct BlobHistory::Told {
  struct Event {
    std::uint32_t commit = 0;
    std::string_view path;
    bool elsewhere = false;
  };
  std::vector<Event> events;
  std::uint64_t count = 0;

  /// Of those that come first the first are kept, else the last.
  void add(const Event& event, bool first) {
    ++count;
    if (events.size() < Provenance::kMaxEvents) {
      events.push_back(event);
    } else if (!first) {
      events[(count - 1) % Provenance::kMaxEvents] = event;
    }
  }
  [[nodiscard]] std::uint64_t dropped() const { return count - events.size(); }
  /// Oldest first.
  void settle(bool first) {
    if (first || dropped() == 0) return;
    const auto oldest = static_cast<std::ptrdiff_t>(count % Provenance::kMaxEvents);
    std::rotate(events.begin(), events.begin() + oldest, events.end());
  }
};

namespace {

template <typename Use>
void each(std::uint64_t mask, Use use) {
  for (; mask != 0; mask &= mask - 1) use(static_cast<std::size_t>(__builtin_ctzll(mask)));
}

}  // namespace

void BlobHistory::explain(std::span<const Holders> secrets, std::span<const Lead> leads,
                          std::span<Provenance> provenances) const {
  // A bit for each secret: which ones a blob, a tree, a commit has.
  std::vector<std::uint64_t> of_blob(blobs_.size(), 0);
  std::map<ObjectId, std::uint64_t> of_object;
  for (std::size_t secret = 0; secret < secrets.size(); ++secret) {
    const std::uint64_t bit = std::uint64_t{1} << secret;
    for (const std::uint32_t blob : secrets[secret].blobs) of_blob[blob] |= bit;
    for (const ObjectId& object : secrets[secret].objects) of_object[object] |= bit;
  }
  std::vector<std::uint64_t> of_place(sought_.place_count(), 0);
  const auto mask_of_id = [&](std::uint32_t id) -> std::uint64_t {
    if (const std::uint32_t blob = sought_.sought_position(id); blob != kNone) return of_blob[blob];
    const std::uint32_t place = sought_.place_of(id);
    return place == kNone ? 0 : of_place[place];
  };
  for (std::size_t i = 0; i < bottom_up_.size(); ++i) {
    const std::uint32_t place = bottom_up_[i];
    std::uint64_t mask = 0;
    for (const auto& entry : sought_.entries_at(place)) mask |= mask_of_id(entry.id);
    of_place[place] = mask;
  }
  std::vector<std::uint64_t> has(commits_.size(), 0);
  std::vector<std::uint64_t> reaches(commits_.size(), 0);  // it, or a commit before it, has
  for (const auto& [object, mask] : of_object) {
    const std::uint32_t commit = commits_.number_of(object);
    if (commit != CommitGraph::kNone) reaches[commit] |= mask;
  }
  std::vector<std::uint32_t> youngest(secrets.size(), kNone);
  for (const std::uint32_t commit : commits_.oldest_first()) {
    const std::uint32_t tree = tree_of_commit_[commit];
    has[commit] = tree == kNone ? 0 : mask_of_id(tree);
    reaches[commit] |= has[commit];
    for (const std::uint32_t parent : commits_.parents(commit)) reaches[commit] |= reaches[parent];
  }
  for (const std::uint32_t commit : commits_.oldest_first()) {
    each(has[commit], [&](std::size_t secret) {
      const std::uint32_t best = youngest[secret];
      if (best == kNone || commits_.commit_time(commit) >= commits_.commit_time(best)) {
        youngest[secret] = commit;
      }
    });
  }
  for (std::size_t secret = 0; secret < secrets.size(); ++secret) {
    if (youngest[secret] == kNone) continue;
    provenances[secret].last_commit_id = commits_.id_of(youngest[secret]).hex();
    provenances[secret].last_time = commits_.commit(youngest[secret]).author_time;
  }
  tell_events(secrets, of_blob, has, provenances);

  // By label, so that each list is sorted; what does not fit is only counted.
  const auto name = [](std::vector<std::string>& names, const std::string& label, std::uint64_t& dropped) {
    if (names.size() < Provenance::kMaxNames) {
      names.push_back(label);
    } else {
      ++dropped;
    }
  };
  for (std::size_t i = 0; i < leads.size();) {
    const std::string& label = leads[i].tip->label;
    std::uint64_t named = 0;  // by any tip of this label that is no HEAD
    std::uint64_t in_ref = 0;
    for (; i < leads.size() && leads[i].tip->label == label; ++i) {
      const Lead& lead = leads[i];
      const Tip& tip = *lead.tip;
      std::uint64_t behind = 0;
      if (!of_object.empty()) {
        // Tags on the way hold text, too.
        ObjectId object = tip.id;
        bool more = true;
        for (int depth = 0; more && depth <= CommitGraph::kMaxTags; ++depth) {
          if (const auto text = of_object.find(object); text != of_object.end()) behind |= text->second;
          more = commits_.peel_once(object);
        }
      }
      const std::uint64_t at_tip = lead.commit != CommitGraph::kNone ? has[lead.commit]
                                   : lead.tree != kNone              ? mask_of_id(lead.tree)
                                   : lead.blob != kNone              ? of_blob[lead.blob]
                                                                     : 0;
      behind |= lead.commit != CommitGraph::kNone ? reaches[lead.commit] : at_tip;
      each(behind, [&](std::size_t secret) { provenances[secret].reachable = true; });
      if (tip.kind == TipKind::kHead) {
        if (label == "HEAD") each(at_tip, [&](std::size_t secret) { provenances[secret].in_head = true; });
        continue;
      }
      named |= behind;
      if (tip.kind == TipKind::kRef || tip.kind == TipKind::kNotes) in_ref |= at_tip;
    }
    each(named, [&](std::size_t secret) {
      name(provenances[secret].reachable_from, label, provenances[secret].dropped_names);
    });
    each(in_ref, [&](std::size_t secret) {
      name(provenances[secret].refs, label, provenances[secret].dropped_names);
    });
  }
}

void BlobHistory::tell_events(std::span<const Holders> secrets, std::span<const std::uint64_t> of_blob,
                              std::span<const std::uint64_t> has, std::span<Provenance> provenances) const {
  // Commits whose own text has a secret, by age: an introduction without a path.
  std::vector<std::pair<std::uint32_t, std::size_t>> texts;  // age, secret
  for (std::size_t secret = 0; secret < secrets.size(); ++secret) {
    for (const ObjectId& object : secrets[secret].objects) {
      const std::uint32_t commit = commits_.number_of(object);
      if (commit != CommitGraph::kNone) texts.emplace_back(commits_.age_of(commit), secret);
    }
  }
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  std::size_t next_text = 0;
  std::vector<Told> introductions(secrets.size());
  std::vector<Told> removals(secrets.size());
  const auto tell_texts = [&](std::uint64_t until) {
    for (; next_text < texts.size() && texts[next_text].first < until; ++next_text) {
      const auto& [age, secret] = texts[next_text];
      introductions[secret].add({commits_.oldest_first()[age], "", false}, true);
    }
  };
  std::vector<std::uint64_t> theirs;
  for (const std::uint32_t number : in_order_) {
    const Change& change = changes_[number];
    std::uint64_t here = 0;
    for (std::uint64_t i = change.here_begin; i < change.parents_begin; ++i) here |= of_blob[blobs_at_[i]];
    const std::span<const std::uint32_t> parents = commits_.parents(change.commit);
    theirs.assign(parents.size(), 0);
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
    const std::uint64_t come = here & ~in_any;
    const std::uint64_t gone = in_all & ~here;
    if ((come | gone) == 0) continue;
    tell_texts(std::uint64_t{commits_.age_of(change.commit)} + 1);
    const std::string_view path = paths_.at(change.path);
    each(come, [&](std::size_t secret) {
      introductions[secret].add({change.commit, path, (elsewhere_before >> secret & 1) != 0}, true);
    });
    each(gone, [&](std::size_t secret) {
      removals[secret].add({change.commit, path, (has[change.commit] >> secret & 1) != 0}, false);
    });
  }
  tell_texts(UINT64_MAX);
  for (std::size_t secret = 0; secret < secrets.size(); ++secret) {
    Provenance& provenance = provenances[secret];
    introductions[secret].settle(true);
    removals[secret].settle(false);
    for (const Told::Event& event : introductions[secret].events) {
      if (provenance.introductions.empty()) {
        provenance.at_or_before = commits_.lacks_parents(event.commit);
      }
      provenance.introductions.push_back(event_of(event.commit, event.path, event.elsewhere));
    }
    for (const Told::Event& event : removals[secret].events) {
      provenance.removals.push_back(event_of(event.commit, event.path, event.elsewhere));
    }
    provenance.dropped_events = introductions[secret].dropped() + removals[secret].dropped();
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
    if (commit != CommitGraph::kNone) return tree_of_commit_[commit];
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
    if (last_arrival_[blob] == kNone) homeless.push_back(blob);
    for (std::uint32_t at = last_arrival_[blob]; at != kNone; at = arrivals_[at].before) {
      const Arrival& arrival = arrivals_[at];
      const std::string_view path = paths_.at(arrival.path);
      const Best candidate{head_tree != kNone && tree_has(head_tree, path, blob),
                           commits_.age_of(arrival.commit), arrival.commit, blob};
      const auto [known, added] = best_at.emplace(path, candidate);
      const auto rank = [](const Best& best) { return std::tuple(best.in_head, best.age, best.blob); };
      if (!added && rank(candidate) > rank(known->second)) known->second = candidate;
    }
  }
  std::vector<std::pair<Best, std::string_view>> order;
  order.reserve(best_at.size());
  for (const auto& [path, best] : best_at) order.emplace_back(best, path);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::tuple(!a.first.in_head, ~a.first.age) < std::tuple(!b.first.in_head, ~b.first.age);
  });
  std::vector<Place> places;
  places.reserve(order.size() + homeless.size());
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
