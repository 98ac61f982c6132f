#include "engine/scan/history_context.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/git/commit.h"
#include "engine/git/delta_walker.h"
#include "engine/git/object_hash.h"

namespace trawl {
namespace {

constexpr std::size_t kMaxLeftOut = 1000;  // missing objects that are named one by one
constexpr std::uint64_t kMaxSmallObject = std::uint64_t{16} << 20;

/// Hands the objects of one pack that are no blobs to the graphs.
class GraphVisitor final : public ObjectVisitor {
 public:
  GraphVisitor(const InventoriedPack& pack, const ObjectDatabase& database, GraphBuilder& builder,
               const std::function<bool()>& stop, std::vector<Notification>& notifications, LostObjects& lost)
      : pack_(pack),
        database_(database),
        builder_(builder),
        stop_(stop),
        notifications_(notifications),
        lost_(lost) {}

  void visit(const WalkedObject& object) override { builder_.add_walked(pack_.forest, object); }
  // The copy in another pack, or a loose one, is as good.
  void lost(std::uint32_t entry, const ObjectFailure& failure) override {
    constexpr std::size_t kMostTried = 10'000;
    std::uint64_t lost = 0;
    std::size_t tried = 0;
    for (const std::uint32_t below : pack_.forest.entries_below(entry)) {
      if (pack_.forest.has_ids() && tried++ < kMostTried) {
        const ObjectId id = pack_.forest.id(below);
        const ObjectResult<Object> copy = database_.read(id, kMaxSmallObject);
        if (copy.ok()) {
          builder_.add(id, copy->type, copy->bytes);
          continue;
        }
      }
      ++lost;
    }
    if (lost == 0) return;
    const std::optional<ObjectType> type = pack_.forest.type(entry);
    lost_[{pack_.name, type ? name_of(*type) : "unreadable"}] += lost;
    const Reason reason = failure.fault == ObjectFault::kMissing    ? Reason::kMissingObject
                          : failure.fault == ObjectFault::kTooLarge ? Reason::kFileTooLarge
                                                                    : Reason::kCorruptObject;
    Notification notification = notify(
        reason, pack_.forest.has_ids() ? pack_.forest.id(entry).hex() : pack_.name, failure.error.sentence());
    notification.count = lost;
    notifications_.push_back(std::move(notification));
  }
  void gap(std::uint32_t entry) override {
    notifications_.push_back(
        notify(Reason::kCorruptObject, pack_.name,
               fmt::format("its index leaves out what stands behind the entry at offset {}",
                           pack_.forest.offset(entry))));
  }
  [[nodiscard]] bool stop() override { return stop_(); }

 private:
  const InventoriedPack& pack_;
  const ObjectDatabase& database_;
  GraphBuilder& builder_;
  const std::function<bool()>& stop_;
  std::vector<Notification>& notifications_;
  LostObjects& lost_;
};

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// A note stands at the id of what it is about, which folders may cut: "ab/cdef...".
std::optional<ObjectId> annotated_by(ObjectFormat format, std::string_view path) {
  std::string digits(path);
  std::erase(digits, '/');
  return ObjectId::from_hex(format, digits);
}

}  // namespace

HistoryContext::HistoryContext(const Repository& repository, const ObjectDatabase& database,
                               std::string prefix, bool authors)
    : repository_(repository), database_(database), prefix_(std::move(prefix)), authors_(authors) {
  make_graphs();
}

void HistoryContext::make_graphs() {
  graphs_ = std::make_unique<GraphBuilder>(
      repository_.object_format(),
      [this](const ObjectId& id, ObjectType type, std::string_view bytes) {
        metadata_->examine_object(id, type, bytes);
      },
      [this](const ObjectId& id, std::string what) {
        said_.notifications.push_back(
            notify(Reason::kCorruptObject, id.hex(), "This is " + std::move(what) + "."));
      });
}

bool HistoryContext::recall(std::shared_ptr<const KnownAudit> known) {
  SectionReader in = *known->graphs;
  if (!graphs_->restore(in)) {
    make_graphs();
    return false;
  }
  known_ = std::move(known);
  if (!in.finished()) known_history_ = in;
  return true;
}

void HistoryContext::forget() {
  make_graphs();  // they stand in what is given up
  known_history_.reset();
  known_.reset();
}

void HistoryContext::tell_next(KnownAudit& next, SectionWriter& more) const {
  next.noisy = learnt_.noisy;
  next.people = learnt_.people;
  next.text_bytes = learnt_.text_bytes;
  next.missing = learnt_.missing;
  next.absent = learnt_.absent;
  next.treeless = learnt_.treeless;
  graphs_->save(more);
  if (history_ && history_->complete()) history_->save(more);
}

void HistoryContext::read_pack(const InventoriedPack& pack, const std::function<bool()>& stop,
                               GraphBuilder& builder, std::vector<Notification>& notifications) {
  const PackForest& forest = pack.forest;
  WantedEntries wanted(forest.size());
  for (std::uint32_t entry = 0; entry < forest.size(); ++entry) {
    const std::optional<ObjectType> type = forest.type(entry);
    if (type.has_value() && *type != ObjectType::kBlob) wanted[entry] = kWanted;
  }
  mark_needed(forest, wanted);
  GraphVisitor visitor(pack, database_, builder, stop, notifications, lost_);
  DeltaWalker walker({}, [this](const ObjectId& id) { return database_.read(id); });
  for (std::uint32_t entry = 0; entry < forest.size() && !stop(); ++entry) {
    if (forest.is_root(entry) && wanted[entry] != 0) walker.walk(forest, entry, wanted, visitor);
  }
}

void HistoryContext::read_objects(const ObjectInventory& inventory, Examiner& examiner, const Report& report,
                                  const std::function<bool()>& stop) {
  std::vector<Notification>& said = said_.notifications;
  tips_ = collect_tips(repository_);
  indexes_ = read_worktree_indexes(repository_, said);
  lfs_ = lfs_objects(repository_, said);
  MetadataExaminer metadata(examiner, repository_.object_format(), prefix_, authors_, report);
  metadata_ = &metadata;
  const std::size_t said_before = said.size();
  if (known_ != nullptr) {
    metadata.recall(*known_);
    for (const auto& [id, type] : known_->noisy) {
      const ObjectResult<Object> object = database_.read(id);
      if (object.ok()) {
        metadata.examine_noisy(id, type, object->bytes);
      } else {
        said.push_back(notify(Reason::kCorruptObject, id.hex(), object.error().sentence()));
      }
    }
  }
  for (const InventoriedPack& pack : inventory.packs) read_pack(pack, stop, *graphs_, said);
  for (const InventoriedLoose& loose : inventory.loose) {
    if (stop()) break;
    const ObjectResult<ObjectHeader> header = database_.header(loose.id);
    if (!header.ok() || header->type == ObjectType::kBlob) continue;  // said by who scans blobs
    const ObjectResult<Object> object = database_.read(loose.id);
    if (object.ok()) graphs_->add(loose.id, object->type, object->bytes);
  }
  graphs_->finish();
  sound_ = !stop() && said.size() == said_before;
  if (!stop()) {
    metadata.examine_people();
    metadata.examine_ref_names(tips_);
    metadata.examine_path_names(graphs_->trees().names());
    NameTable staged;
    for (const WorktreeIndex& index : indexes_) {
      for (const IndexEntry& entry : index.index.entries()) {
        for (std::string_view rest = entry.path; !rest.empty();) {
          const std::size_t end = std::min(rest.find('/'), rest.size());
          const std::string_view name = rest.substr(0, end);
          rest.remove_prefix(std::min(end + 1, rest.size()));
          if (graphs_->trees().names().find(name) == NameTable::kNone) staged.add(name);
        }
      }
    }
    metadata.examine_path_names(staged);
    metadata.examine_git_dir(repository_, tips_);
    report_missing(inventory, said);
  }
  metadata.tell(learnt_);
  metadata_ = nullptr;
  secret_names_ = metadata.secret_names();
  for (Tip& tip : tips_.tips) tip.label = redacted(tip.label);
  said.insert(said.end(), tips_.notifications.begin(), tips_.notifications.end());
  for (Notification& notification : said) {
    notification.subject = redacted(prefix_ + notification.subject);
    notification.message = redacted(notification.message);
  }
  report(std::exchange(said_, {}));
}

// Objects that others name and that are nowhere. A shallow clone lacks the parents of its edge, and a
// filtered one what its filter left out. Of what an earlier audit read only what it missed is told again:
// none of it has come since, or all would be read again.
void HistoryContext::report_missing(const ObjectInventory& inventory,
                                    std::vector<Notification>& notifications) {
  const TreeGraph& trees = graphs_->trees();
  const CommitGraph& commits = graphs_->commits();
  const auto is_there = [&](const ObjectId& id) {
    for (const InventoriedPack& pack : inventory.packs) {
      if (!pack.forest.has_ids() || pack.forest.find(id).has_value()) return true;
    }
    const auto loose =
        std::lower_bound(inventory.loose.begin(), inventory.loose.end(), id,
                         [](const InventoriedLoose& a, const ObjectId& b) { return a.id < b; });
    if (loose != inventory.loose.end() && loose->id == id) return true;
    if (known_ == nullptr) return false;
    // What an earlier audit read is in the graphs; of the rest little is asked.
    return commits.number_of(id) != CommitGraph::kNone || commits.has_tag(id) || database_.header(id).ok();
  };
  std::uint64_t missing = 0;
  const auto lacks = [&](const ObjectId& id, const std::string& referrer) {
    ++missing;
    missing_.push_back(id);
    if (tips_.promisor || missing > kMaxLeftOut) return;
    notifications.push_back(
        notify(Reason::kMissingObject, id.hex(), referrer + " names it, and it is nowhere."));
  };
  // By id, and each with the tree of the least id that names it: the same in whatever order trees were read.
  std::map<ObjectId, std::optional<ObjectId>> named;
  const std::uint32_t old_ids = trees.restored_ids();
  std::vector<bool> looked_for(trees.id_count() - old_ids, false);
  std::vector<bool> sought(trees.id_count(), false);
  if (known_ != nullptr) {
    for (const KnownMissing& object : known_->missing) {
      named.emplace(object.id, object.tree);
      const std::uint32_t number = trees.number_of(object.id);
      if (number != TreeGraph::kNone) sought[number] = true;
    }
  }
  const auto new_trees = [&](auto use) {
    for (std::uint32_t tree = trees.restored_trees(); tree < trees.tree_count(); ++tree) {
      for (const TreeGraphEntry& entry : trees.added(tree)) use(tree, entry);
    }
  };
  new_trees([&](std::uint32_t, const TreeGraphEntry& entry) {
    if (entry.id < old_ids || looked_for[entry.id - old_ids]) return;
    looked_for[entry.id - old_ids] = true;
    if (trees.is_tree(entry.id)) return;
    const ObjectId id = trees.id_of(entry.id);
    if (is_there(id)) return;
    named.try_emplace(id);
    sought[entry.id] = true;
  });
  if (!named.empty()) {
    new_trees([&](std::uint32_t tree, const TreeGraphEntry& entry) {
      if (!sought[entry.id]) return;
      const ObjectId id = trees.id_of(trees.tree_id(tree));
      std::optional<ObjectId>& by = named[trees.id_of(entry.id)];
      if (!by || id < *by) by = id;
    });
  }
  for (const auto& [id, by] : named) {
    learnt_.missing.push_back({id, by});
    lacks(id, by ? "Tree " + by->hex() : "A tree");
  }
  for (const std::uint32_t commit : commits.oldest_first()) {
    bool treeless = false;
    if (commit < commits.restored()) {
      treeless = std::binary_search(known_->treeless.begin(), known_->treeless.end(), commit);
      if (!treeless && !commits.lacks_parents(commit)) continue;
    } else {
      const ObjectId tree = commits.commit(commit).tree;
      const std::uint32_t number = trees.number_of(tree);
      treeless = (number == TreeGraph::kNone || !trees.is_tree(number)) && !is_there(tree);
    }
    if (treeless) {
      learnt_.treeless.push_back(commit);
      lacks(commits.commit(commit).tree, "Commit " + commits.id_of(commit).hex());
    }
    const bool edge = commits.lacks_parents(commit) &&
                      std::binary_search(tips_.shallow.begin(), tips_.shallow.end(), commits.id_of(commit));
    if (commits.lacks_parents(commit) && !edge) {
      ++missing;
      notifications.push_back(
          notify(Reason::kMissingObject, commits.id_of(commit).hex(),
                 "A parent of this commit is nowhere, and the clone is not said to be shallow."));
    }
  }
  std::sort(learnt_.treeless.begin(), learnt_.treeless.end());
  if (known_ != nullptr) learnt_.absent = known_->absent;
  learnt_.absent.insert(learnt_.absent.end(), missing_.begin(), missing_.end());
  learnt_.absent.insert(learnt_.absent.end(), commits.new_missing_parents().begin(),
                        commits.new_missing_parents().end());
  std::sort(learnt_.absent.begin(), learnt_.absent.end());
  learnt_.absent.erase(std::unique(learnt_.absent.begin(), learnt_.absent.end()), learnt_.absent.end());
  std::set<ObjectId> told;
  for (const Tip& tip : tips_.tips) {
    // A reflog may remember what was pruned long ago.
    if (tip.kind == TipKind::kReflog || tip.kind == TipKind::kGraft || is_there(tip.id)) continue;
    if (told.insert(tip.id).second) lacks(tip.id, fmt::format("'{}'", tip.label));
  }
  if (missing > kMaxLeftOut || (missing > 0 && tips_.promisor)) {
    Notification rest = notify(
        Reason::kMissingObject, "",
        fmt::format(
            "{} objects that others name are nowhere{}.", missing,
            tips_.promisor ? ": this is a filtered clone (partial clone), which leaves them out" : ""));
    rest.count = missing;
    notifications.push_back(std::move(rest));
  }
}

void HistoryContext::count(const ObjectInventory& inventory, const LostObjects& lost,
                           Manifest& manifest) const {
  std::map<std::pair<std::string, std::string>, ManifestRow> rows;
  const auto add = [&](const std::string& container, std::string_view kind, bool repeated) {
    ManifestRow& row = rows[{prefix_ + container, std::string(kind)}];
    ++row.count;
    row.repeated += repeated ? 1 : 0;
  };
  for (const InventoriedPack& pack : inventory.packs) {
    for (std::uint32_t entry = 0; entry < pack.forest.size(); ++entry) {
      const std::optional<ObjectType> type = pack.forest.type(entry);
      add(pack.name, type ? name_of(*type) : "unreadable",
          !pack.duplicate.empty() && pack.duplicate[entry] != 0);
    }
  }
  for (const InventoriedLoose& loose : inventory.loose) {
    const ObjectResult<ObjectHeader> header = database_.header(loose.id);
    add("loose objects", header.ok() ? name_of(header->type) : "unreadable", false);
  }
  for (const Tip& tip : tips_.tips) add("names of objects", name_of(tip.kind), false);
  for (std::size_t i = 0; i < tips_.names.size(); ++i) add("names", "ref", false);
  for (std::size_t i = 0; i < graphs_->trees().names().size(); ++i) add("names", "path", false);
  for (std::size_t i = 0; i < tips_.texts.size(); ++i) add("git directory", "text", false);
  for (std::size_t i = 0; i < lfs_.size(); ++i) add("lfs/objects", "file", false);
  for (const WorktreeIndex& index : indexes_) {
    const std::string name = index.worktree.empty() ? "index" : "worktrees/" + index.worktree + "/index";
    for (std::size_t i = 0; i < index.index.entries().size(); ++i) add(name, "entry", false);
  }
  for (const LostObjects* objects : {&lost, &lost_}) {
    for (const auto& [key, number] : *objects)
      rows[{prefix_ + key.first, std::string(key.second)}].lost += number;
  }
  for (const InventoriedPack& pack : inventory.packs) {
    for (const LostEntry& entry : pack.forest.lost()) {
      rows[{prefix_ + pack.name, "unreadable"}].lost += pack.forest.count_below(entry.entry);
    }
  }
  for (auto& [key, row] : rows) {
    row.container = redacted(key.first);
    row.kind = key.second;
    manifest.rows.push_back(std::move(row));
  }
  for (const ObjectId& id : missing_) manifest.missing.push_back(id.hex());
}

std::string HistoryContext::redacted(std::string_view text) const {
  std::string shown(text);
  for (const std::string& name : secret_names_) replace_all(shown, name, "\xE2\x80\xA6");
  return shown;
}

void HistoryContext::seek(std::vector<ObjectId> blobs) {
  for (const LfsObject& object : lfs_) {
    blobs.push_back(id_of_object(repository_.object_format(), ObjectType::kBlob, lfs_pointer_of(object)));
  }
  std::sort(blobs.begin(), blobs.end());
  blobs.erase(std::unique(blobs.begin(), blobs.end()), blobs.end());
  history_.emplace(graphs_->commits(), graphs_->trees());
  if (known_history_) {
    SectionReader in = *known_history_;
    history_->restore(in);  // else all is compared anew
  }
  history_->seek(blobs);
  head_tree_ = history_->head_tree(tips_);
  for (const WorktreeIndex& index : indexes_) {
    for (const IndexEntry& entry : index.index.entries()) {
      if (history_->position_of(entry.id) != TreeGraph::kNone) staged_.emplace(entry.id, entry.path);
    }
  }
}

std::vector<HistoryTarget> HistoryContext::targets_of(const ObjectId& blob) const {
  const std::array<std::uint32_t, 1> position = {history_->position_of(blob)};
  std::uint64_t dropped = 0;
  std::vector<HistoryTarget> targets;
  if (position.front() == TreeGraph::kNone) {
    // Of a pack without an index: nobody knew that it would be asked for.
    HistoryTarget as;
    as.target.blob_id = blob.hex();
    as.target.path = fmt::format("{}blob {}", prefix_, as.target.blob_id);
    as.metadata = true;
    targets.push_back(std::move(as));
    return targets;
  }
  for (const BlobHistory::Place& place : history_->places_of(position, head_tree_, dropped)) {
    HistoryTarget as;
    as.target.blob_id = blob.hex();
    as.commit_id = place.commit_id;
    const auto staged = staged_.find(blob);
    if (!place.path.empty()) {
      as.target.path = prefix_ + redacted(place.path);
      as.rank = (std::uint64_t{place.in_head} << 32) | place.age;
      if (const auto about = annotated_by(repository_.object_format(), place.path)) {
        as.target.path = fmt::format("{}note on {}", prefix_, about->hex());
        as.commit_id = about->hex();
        as.metadata = true;
      }
    } else if (staged != staged_.end()) {
      as.target.path = prefix_ + redacted(staged->second);
      as.rank = (std::uint64_t{1} << 32) - 1;  // younger than any commit
    } else {
      as.target.path = fmt::format("{}blob {}", prefix_, as.target.blob_id);
      as.metadata = true;
    }
    targets.push_back(std::move(as));
  }
  return targets;
}

void HistoryContext::place(const HistoryTarget& as, Examined& examined) {
  for (Occurrence& occurrence : examined.occurrences) {
    occurrence.location.commit_id = as.commit_id;
    occurrence.location.rank = as.rank;
    occurrence.location.metadata = as.metadata;
  }
}

void HistoryContext::examine_lfs(Examiner& examiner, const Report& report) {
  for (const LfsObject& object : lfs_) {
    const ObjectId pointer =
        id_of_object(repository_.object_format(), ObjectType::kBlob, lfs_pointer_of(object));
    for (const HistoryTarget& as : targets_of(pointer)) {
      const bool known = !as.metadata;
      MetadataExaminer files(examiner, repository_.object_format(), "", authors_, [&](Examined examined) {
        place(as, examined);
        for (Occurrence& occurrence : examined.occurrences) occurrence.location.blob_id = pointer.hex();
        report(std::move(examined));
      });
      files.examine_file(repository_.common_dir(), object.path,
                         known ? as.target.path : prefix_ + ".git/" + object.path, true);
    }
  }
}

std::string HistoryContext::head_id() const {
  for (const Tip& tip : tips_.tips) {
    if (tip.kind == TipKind::kHead && tip.label == "HEAD") return tip.id.hex();
  }
  return {};
}

void HistoryContext::hold(const Occurrence& occurrence) {
  const ObjectFormat format = repository_.object_format();
  if (const auto blob = ObjectId::from_hex(format, occurrence.location.blob_id)) {
    const std::uint32_t position = history_->position_of(*blob);
    if (position == TreeGraph::kNone) return;
    held_[occurrence.fingerprint].blobs.insert(position);
  } else if (const auto object = ObjectId::from_hex(format, occurrence.location.commit_id)) {
    held_[occurrence.fingerprint].objects.insert(*object);
  } else {
    held_[occurrence.fingerprint];  // a name or another text of the repository
  }
}

void HistoryContext::add_authors(Provenance& provenance) const {
  for (auto* events : {&provenance.introductions, &provenance.removals}) {
    for (HistoryEvent& event : *events) {
      const auto id = ObjectId::from_hex(repository_.object_format(), event.commit_id);
      if (!id) continue;
      const ObjectResult<Object> object = database_.read(*id, kMaxSmallObject);
      if (!object.ok()) continue;
      const Result<Commit> commit = parse_commit(repository_.object_format(), object->bytes);
      if (!commit.ok()) continue;
      const std::string person = author_of_commit(
          std::string_view(object->bytes).substr(commit->headers.begin.value, commit->headers.size()));
      const std::size_t mail = std::min(person.find(" <"), person.size());
      event.author_name = redacted(person.substr(0, mail));
      event.author_email = redacted(person.substr(std::min(mail + 2, person.size())));
      if (event.author_email.ends_with('>')) event.author_email.pop_back();
    }
  }
}

void HistoryContext::tell(trawl::Report& report) const {
  if (!history_.has_value()) return;
  std::vector<BlobHistory::Holders> secrets;
  std::vector<Finding*> findings;
  for (Finding& finding : report.findings) {
    const auto held = held_.find(finding.fingerprint);
    if (held == held_.end()) continue;
    findings.push_back(&finding);
    secrets.push_back({{held->second.blobs.begin(), held->second.blobs.end()},
                       {held->second.objects.begin(), held->second.objects.end()}});
  }
  std::vector<Provenance> provenances = history_->provenance_of(secrets, tips_, indexes_);
  const auto named = [this](std::string& text) { text = prefix_ + redacted(text); };
  for (std::size_t i = 0; i < findings.size(); ++i) {
    Provenance& added = provenances[i];
    if (authors_) add_authors(added);
    for (HistoryEvent& event : added.introductions) named(event.path);
    for (HistoryEvent& event : added.removals) named(event.path);
    for (std::string& ref : added.refs) named(ref);
    for (std::string& name : added.reachable_from) named(name);
    for (std::string& name : added.staged_in) named(name);
    // A name or a text of the git directory is there as long as the repository says it.
    if (secrets[i].blobs.empty() && secrets[i].objects.empty()) added.reachable = true;
    std::optional<Provenance>& all = findings[i]->provenance;
    if (!all) {
      all = std::move(added);
      continue;
    }
    const auto append = [](auto& to, auto& from) {
      to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    };
    append(all->introductions, added.introductions);
    append(all->removals, added.removals);
    append(all->refs, added.refs);
    append(all->reachable_from, added.reachable_from);
    append(all->staged_in, added.staged_in);
    const auto older = [](const HistoryEvent& a, const HistoryEvent& b) {
      return a.author_time < b.author_time;
    };
    std::stable_sort(all->introductions.begin(), all->introductions.end(), older);
    std::stable_sort(all->removals.begin(), all->removals.end(), older);
    all->dropped_events += added.dropped_events;
    all->dropped_names += added.dropped_names;
    all->reachable = all->reachable || added.reachable;
    all->in_head = all->in_head || added.in_head;
    if (added.last_time > all->last_time) {
      all->last_time = added.last_time;
      all->last_commit_id = added.last_commit_id;
    }
  }
  if (!history_->complete()) {
    Notification cut =
        notify(Reason::kTooManyMatches, prefix_,
               "Trees of this repository lead to more places than are compared: what is said of when "
               "secrets came and went is not complete. All objects were scanned.");
    report.notifications.push_back(std::move(cut));
  }
}

}  // namespace trawl
