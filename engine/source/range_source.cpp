#include "engine/source/range_source.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string_view>
#include <utility>

#include "engine/git/object_hash.h"
#include "engine/git/revision.h"
#include "engine/source/blob_reader.h"
#include "engine/source/commit_text.h"

namespace trawl {
namespace {

constexpr std::uint64_t kMaxTextObject = std::uint64_t{16} << 20;  // commits and tags
// Paths of the last trees that are kept, in all and of one blob; beyond, a place counts as one of its commit.
constexpr std::size_t kMaxFinalPlaces = 1'000'000;
constexpr std::size_t kMaxPathsOfBlob = 100;
// Renames are looked for among so many files that are gone, of so many bytes in all.
constexpr std::size_t kMaxGone = 20'000;
constexpr std::size_t kMaxOrigins = 200;
constexpr std::uint64_t kMaxOriginBytes = std::uint64_t{64} << 20;
constexpr std::size_t kMaxNameBytes = std::size_t{64} << 20;
constexpr unsigned kKindShift = 56;

std::vector<LineRange> common_lines(const std::vector<LineRange>& left, const std::vector<LineRange>& right) {
  std::vector<LineRange> both;
  for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
    const LineRange common{std::max(left[i].begin, right[j].begin), std::min(left[i].end, right[j].end)};
    if (common.begin < common.end) both.push_back(common);
    left[i].end < right[j].end ? ++i : ++j;
  }
  return both;
}

/// Text that is in memory, with a sentence about it for the end.
class TextReader final : public TargetReader {
 public:
  TextReader(std::string text, std::optional<std::string> doubt)
      : text_(std::move(text)), doubt_(std::move(doubt)) {}
  Result<std::size_t> read(std::span<char> room) override {
    const std::size_t count = std::min(room.size(), text_.size() - position_);
    std::memcpy(room.data(), text_.data() + position_, count);
    position_ += count;
    return count;
  }
  std::optional<std::string> changed() override { return doubt_; }

 private:
  std::string text_;
  std::optional<std::string> doubt_;
  std::size_t position_ = 0;
};

}  // namespace

RangeSource::RangeSource(RangeOptions options, Repository repository, ObjectDatabase database)
    : options_(std::move(options)),
      repository_(std::move(repository)),
      database_(std::move(database)),
      omissions_(options_.notifications_per_reason) {}

Result<std::unique_ptr<RangeSource>> RangeSource::create(RangeOptions options, const RangeWish& wish) {
  Result<Repository> repository = Repository::discover(options.directory, options.repository);
  if (!repository) return repository.error();
  Result<ObjectDatabase> database = ObjectDatabase::open(*repository);
  if (!database) return database.error();
  const Result<RangeRequest> request = understand(wish, *repository, *database);
  if (!request) return request.error();
  std::unique_ptr<RangeSource> source(
      new RangeSource(std::move(options), std::move(*repository), std::move(*database)));
  for (const std::string& name : wish.names) source->add_name(name);
  if (const Result<void> collected = source->collect(*request); !collected) return collected.error();
  return source;
}

Result<void> RangeSource::collect(const RangeRequest& request) {
  Result<std::set<ObjectId>> shallow = shallow_commits(repository_);
  if (!shallow) return shallow.error();
  shallow_ = std::move(*shallow);
  Result<CommitRange> range =
      request.listed.empty()
          ? commits_between(database_, shallow_, request.tips, request.excluded, options_.stop)
          : commits_listed(database_, shallow_, request.listed, options_.stop);
  if (!range) return range.error();
  range_ = std::move(*range);
  tags_ = request.tags;
  others_ = request.others;
  // What lies behind the end of a shallow clone is not pushed: the other side has it.
  if (range_.cut_off && !request.is_push) {
    return Error(
        std::string("this is a shallow clone that ends within the range, so which commits are new cannot "
                    "be told; ") +
        kFetchMore);
  }
  if (request.need_merge_base && range_.merge_bases.empty() && !range_.stopped && range_.unread.empty()) {
    return Error(
        "the two ends of the range have no common ancestor; write '..' to look at all of the second");
  }
  for (const CommitRange::Unread& unread : range_.unread) {
    early_failures_.emplace_back(unread.failure, "commit " + unread.id.hex());
  }
  if (const Result<void> found = find_tips(); !found) return found;
  collect_final_places();
  return {};
}

// The commits that no other commit of the range comes from.
Result<void> RangeSource::find_tips() {
  std::set<ObjectId> with_child;
  for (std::size_t i = 0; i < range_.commits.size(); ++i) {
    if (options_.stop && i % 64 == 63 && options_.stop()) return {};
    const ObjectResult<Commit> commit = commit_at(i);
    if (!commit) return commit.error();
    with_child.insert(commit->parents.begin(), commit->parents.end());
  }
  for (const ObjectId& id : range_.commits) {
    if (!with_child.contains(id)) tips_.push_back(id);
  }
  return {};
}

void RangeSource::collect_final_places() {
  const auto tree_of = [&](const ObjectId& id) -> std::optional<ObjectId> {
    const ObjectResult<Commit> commit = read_commit(id);
    if (commit) return commit->tree;
    early_failures_.emplace_back(commit.failure(), "commit " + id.hex());
    return std::nullopt;
  };
  for (const ObjectId& id : range_.merge_bases) base_trees_.push_back(tree_of(id));
  std::size_t kept = 0;
  for (std::size_t tip = 0; tip < tips_.size(); ++tip) {
    tip_trees_.push_back(tree_of(tips_[tip]));
    if (!tip_trees_.back()) continue;
    TreeDifference difference(database_, *tip_trees_.back(), base_trees_, kMaxPathsOfBlob);
    while (kept < kMaxFinalPlaces && !(options_.stop && kept % 1024 == 1023 && options_.stop())) {
      ObjectResult<std::optional<NewEntry>> entry = difference.next();
      if (!entry) {
        early_failures_.emplace_back(entry.failure(), "commit " + tips_[tip].hex());
        continue;
      }
      if (!entry->has_value()) break;
      if (is_submodule_mode((*entry)->mode)) continue;
      std::vector<FinalPlace>& places = final_places_[(*entry)->id];
      ++kept;
      if (places.size() < kMaxPathsOfBlob)
        places.push_back({std::move((*entry)->path), tip, std::move((*entry)->before)});
    }
  }
  next_final_ = final_places_.begin();
}

std::vector<std::string> RangeSource::final_paths() const {
  std::vector<std::string> paths;
  for (const auto& [blob, places] : final_places_) {
    for (const FinalPlace& place : places) paths.push_back(place.path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string RangeSource::tip_id() const {
  return range_.commits.empty() ? "" : range_.commits.back().hex();
}

ObjectResult<Commit> RangeSource::read_commit(const ObjectId& id) const {
  const ObjectResult<Object> object = database_.read(id, kMaxTextObject);
  if (!object) return object.failure();
  if (object->type != ObjectType::kCommit) return corrupt("object " + id.hex() + " is no commit");
  Result<Commit> commit = parse_commit(database_.format(), object->bytes);
  if (!commit) return corrupt(commit.error().during("commit " + id.hex()));
  if (shallow_.contains(id)) commit->parents.clear();
  return std::move(*commit);
}

ObjectResult<Commit> RangeSource::commit_at(std::size_t number) const {
  return read_commit(range_.commits[number]);
}

std::vector<std::optional<ObjectId>> RangeSource::parent_trees_of(
    const ObjectId& id, const Commit& commit, std::vector<ObjectFailure>* failures) const {
  std::vector<std::optional<ObjectId>> trees;
  for (const ObjectId& parent : commit.parents) {
    const ObjectResult<Commit> read = read_commit(parent);
    trees.push_back(read ? std::optional(read->tree) : std::nullopt);
    if (!read && failures != nullptr) {
      failures->push_back({read.fault(), read.error().during("a parent of commit " + id.hex())});
    }
  }
  return trees;
}

void RangeSource::tell_failure(const ObjectFailure& failure, const std::string& subject,
                               std::vector<Notification>& notifications, Coverage& coverage) {
  Reason reason = Reason::kCorruptObject;
  if (failure.fault == ObjectFault::kMissing) reason = Reason::kMissingObject;
  if (failure.fault == ObjectFault::kTooLarge) reason = Reason::kFileTooLarge;
  omissions_.tell(notify(reason, subject, failure.error.sentence()), notifications, coverage);
}

bool RangeSource::begin_commit(std::size_t number, std::vector<Notification>& notifications,
                               Coverage& coverage) {
  const ObjectId& id = range_.commits[number];
  const ObjectResult<Commit> commit = commit_at(number);
  if (!commit) {
    tell_failure(commit.failure(), "commit " + id.hex(), notifications, coverage);
    return false;
  }
  std::vector<ObjectFailure> failures;
  const std::vector<std::optional<ObjectId>> parents = parent_trees_of(id, *commit, &failures);
  for (const ObjectFailure& failure : failures)
    tell_failure(failure, "commit " + id.hex(), notifications, coverage);
  difference_ = std::make_unique<TreeDifference>(database_, commit->tree, parents);
  difference_->pass_over(&seen_trees_);
  difference_of_ = Kind::kBlob;
  return true;
}

std::optional<Target> RangeSource::next_of_difference(std::vector<Notification>& notifications,
                                                      Coverage& coverage) {
  const bool of_commit = difference_of_ == Kind::kBlob;
  const std::size_t number = of_commit ? next_commit_ - 1 : next_other_ - 1;
  const std::string subject =
      of_commit ? "commit " + range_.commits[number].hex() : "tree " + others_[number].hex();
  while (difference_) {
    ObjectResult<std::optional<NewEntry>> entry = difference_->next();
    if (!entry) {
      tell_failure(entry.failure(), subject, notifications, coverage);
      continue;
    }
    if (!entry->has_value()) {
      difference_.reset();
      break;
    }
    if (is_submodule_mode((*entry)->mode)) {
      omissions_.count(Reason::kNestedRepository, (*entry)->path, coverage);
      continue;
    }
    const std::vector<std::optional<ObjectId>>& before = (*entry)->before;
    const auto had = [](const std::optional<ObjectId>& blob) { return blob.has_value(); };
    if (std::none_of(before.begin(), before.end(), had)) {
      for (std::string_view rest = (*entry)->path; !rest.empty();) {
        const std::size_t end = std::min(rest.find('/'), rest.size());
        add_name(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    const ObjectId& id = (*entry)->id;
    if (!seen_blobs_.insert(id).second) continue;
    Target target;
    // Where the last tree has it under another name, that is where one looks for it.
    target.path = std::move((*entry)->path);
    target.blob_id = id.hex();
    target.ticket = static_cast<std::uint64_t>(difference_of_) << kKindShift | number;
    return target;
  }
  return std::nullopt;
}

void RangeSource::add_name(std::string_view name) {
  if (names_.contains(name)) return;
  if (name_bytes_ + name.size() > kMaxNameBytes) {
    names_cut_ = true;
    return;
  }
  name_bytes_ += name.size() + 1;
  names_.emplace(name);
}

// What no commit of the range brings: tags, trees and blobs that a ref is set to, and what is left of the
// last trees.
std::optional<Target> RangeSource::next_other(std::vector<Notification>& notifications, Coverage& coverage) {
  if (next_tag_ < tags_.size()) {
    Target target;
    target.path = "tag " + tags_[next_tag_].hex();
    target.ticket = static_cast<std::uint64_t>(Kind::kTag) << kKindShift | next_tag_++;
    return target;
  }
  while (next_other_ < others_.size()) {
    const ObjectId id = others_[next_other_++];
    const ObjectResult<ObjectHeader> header = database_.header(id);
    if (!header) {
      tell_failure(header.failure(), "object " + id.hex(), notifications, coverage);
    } else if (header->type == ObjectType::kTree) {
      difference_ = std::make_unique<TreeDifference>(database_, id, std::vector<std::optional<ObjectId>>());
      difference_->pass_over(&seen_trees_);
      difference_of_ = Kind::kTree;
      if (std::optional<Target> target = next_of_difference(notifications, coverage)) return target;
    } else if (seen_blobs_.insert(id).second) {
      Target target;
      target.path = "blob " + id.hex();
      target.blob_id = id.hex();
      target.ticket = static_cast<std::uint64_t>(Kind::kTree) << kKindShift | (next_other_ - 1);
      return target;
    }
  }
  while (next_final_ != final_places_.end()) {
    const auto& [id, places] = *next_final_++;
    if (!seen_blobs_.insert(id).second) continue;
    const auto commit = std::find(range_.commits.begin(), range_.commits.end(), tips_[places.front().tip]);
    Target target;
    target.path = places.front().path;
    target.blob_id = id.hex();
    target.ticket = static_cast<std::uint64_t>(Kind::kBlob) << kKindShift |
                    static_cast<std::uint64_t>(commit - range_.commits.begin());
    return target;
  }
  if (!names_.empty() && !std::exchange(names_told_, true)) {
    if (names_cut_) {
      notifications.push_back(
          notify(Reason::kTooManyMatches, "names of paths and refs",
                 "There are more new names than 64 MiB hold; the rest was not looked at."));
    }
    Target target;
    target.path = "names of paths and refs";
    target.ticket = static_cast<std::uint64_t>(Kind::kNames) << kKindShift;
    return target;
  }
  return std::nullopt;
}

std::optional<Target> RangeSource::next(std::vector<Notification>& notifications, Coverage& coverage) {
  if (!std::exchange(started_, true)) {
    for (const auto& [failure, subject] : early_failures_)
      tell_failure(failure, subject, notifications, coverage);
    for (const std::string& sentence : database_.unreadable()) {
      notifications.push_back(notify(Reason::kConfigurationIgnored, "", sentence));
    }
  }
  std::optional<Target> target;
  while (!target) {
    if (difference_) {
      target = next_of_difference(notifications, coverage);
    } else if (next_commit_ < range_.commits.size()) {
      const std::size_t number = next_commit_++;
      if (!begin_commit(number, notifications, coverage)) continue;
      target.emplace();
      target->path = "commit " + range_.commits[number].hex();
      target->ticket = static_cast<std::uint64_t>(Kind::kCommit) << kKindShift | number;
    } else {
      target = next_other(notifications, coverage);
      if (!target) break;
    }
  }
  if (target) {
    ++coverage.files_met;
  } else if (!std::exchange(finished_, true)) {
    omissions_.finish(notifications);
  }
  return target;
}

Result<std::unique_ptr<TargetReader>> RangeSource::open(const Target& target) const {
  const auto kind = static_cast<Kind>(target.ticket >> kKindShift);
  const std::size_t number = target.ticket & ((std::uint64_t{1} << kKindShift) - 1);
  if (kind == Kind::kBlob || kind == Kind::kTree) {
    const std::optional<ObjectId> id = ObjectId::from_hex(database_.format(), target.blob_id);
    if (!id) return Error("'" + target.blob_id + "' is no object id");
    return open_blob(database_, *id);
  }
  if (kind == Kind::kNames) {
    std::string text;
    for (const std::string& name : names_) text += name + '\n';
    return std::unique_ptr<TargetReader>(std::make_unique<TextReader>(std::move(text), std::nullopt));
  }
  const ObjectId& id = kind == Kind::kCommit ? range_.commits[number] : tags_[number];
  ObjectResult<Object> object = database_.read(id, kMaxTextObject);
  if (!object) return object.error();
  const ObjectId actual = id_of_object(database_.format(), object->type, object->bytes);
  std::optional<std::string> doubt;
  if (actual != id) {
    doubt = "object " + id.hex() + " holds bytes whose id is " + actual.hex() +
            ": the object store is damaged or forged";
  }
  blank_what_is_no_text(object->bytes);
  return std::unique_ptr<TargetReader>(
      std::make_unique<TextReader>(std::move(object->bytes), std::move(doubt)));
}

Reason RangeSource::reason_of_failure(const Target& target) const {
  const std::optional<ObjectId> id = ObjectId::from_hex(database_.format(), target.blob_id);
  if (!id) return Reason::kCorruptObject;
  const ObjectResult<Object> object = database_.read(*id);
  if (!object && object.fault() == ObjectFault::kMissing) return Reason::kMissingObject;
  if (!object && object.fault() == ObjectFault::kTooLarge) {
    return database_.stream(*id) ? Reason::kCorruptObject : Reason::kFileTooLarge;
  }
  return Reason::kCorruptObject;
}

Result<std::string> RangeSource::read_blob(const ObjectId& id) const {
  ObjectResult<Object> object = database_.read(id);
  if (!object) return object.error();
  if (object->type != ObjectType::kBlob) return Error("object " + id.hex() + " is no blob");
  return std::move(object->bytes);
}

// The lines of a file that `base` does not have at its path: all, unless it was made from one that is gone.
Result<std::vector<LineRange>> RangeSource::lines_without_before(const std::string& text,
                                                                 const ObjectId& blob, const ObjectId& tree,
                                                                 const ObjectId& base) const {
  TreeDifference backwards(database_, base, {tree});
  std::vector<std::string> texts;
  std::uint64_t bytes = 0;
  for (std::size_t met = 0; met < kMaxGone; ++met) {
    const ObjectResult<std::optional<NewEntry>> entry = backwards.next();
    if (!entry) continue;  // said where the range was walked
    if (!entry->has_value()) break;
    const NewEntry& gone = **entry;
    if (gone.before.front() || is_submodule_mode(gone.mode)) continue;
    if (gone.id == blob) return std::vector<LineRange>();
    if (texts.size() == kMaxOrigins) continue;
    const ObjectResult<ObjectHeader> header = database_.header(gone.id);
    if (!header || header->size / 8 > text.size() || text.size() / 8 > header->size) continue;
    if (header->size > kMaxOriginBytes - bytes) continue;
    Result<std::string> origin = read_blob(gone.id);
    if (!origin) continue;
    bytes += origin->size();
    texts.push_back(std::move(*origin));
  }
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  const std::optional<std::size_t> origin = find_rename_origin(text, views);
  if (!origin) return std::vector<LineRange>{kAllLines};
  return added_lines(texts[*origin], text);
}

// The lines that every base lacks. A base that could not be read, said elsewhere, lacks all.
Result<std::vector<LineRange>> RangeSource::lines_against(
    const std::string& text, const ObjectId& blob, const ObjectId& tree,
    const std::vector<std::optional<ObjectId>>& bases,
    const std::vector<std::optional<ObjectId>>& before) const {
  std::vector<LineRange> lines = {kAllLines};
  for (std::size_t i = 0; i < bases.size() && !lines.empty(); ++i) {
    if (!bases[i]) continue;
    if (i < before.size() && before[i]) {
      if (*before[i] == blob) return std::vector<LineRange>();
      const ObjectResult<ObjectHeader> header = database_.header(*before[i]);
      if (!header) return header.error();
      if (header->size > kMaxDiffBytes) continue;
      const Result<std::string> old = read_blob(*before[i]);
      if (!old) return old.error();
      lines = common_lines(lines, added_lines(*old, text));
    } else {
      const Result<std::vector<LineRange>> without = lines_without_before(text, blob, tree, *bases[i]);
      if (!without) return without;
      lines = common_lines(lines, *without);
    }
  }
  return lines;
}

ScopedPlaces RangeSource::places_of(const Target& target) const {
  const auto kind = static_cast<Kind>(target.ticket >> kKindShift);
  const std::size_t number = target.ticket & ((std::uint64_t{1} << kKindShift) - 1);
  ScopedPlaces scoped;
  const std::vector<LineRange> all = {kAllLines};
  if (kind == Kind::kTag || kind == Kind::kTree || kind == Kind::kNames) {
    const auto last = static_cast<std::uint32_t>(range_.commits.size());
    scoped.places.push_back({target.path, "", {false, last}, all});
    return scoped;
  }
  const ObjectId& commit_id = range_.commits[number];
  ScopedPlace of_commit{target.path, commit_id.hex(), {false, static_cast<std::uint32_t>(number)}, all};
  if (kind == Kind::kCommit) {
    scoped.places.push_back(std::move(of_commit));
    return scoped;
  }

  const std::optional<ObjectId> blob = ObjectId::from_hex(database_.format(), target.blob_id);
  const ObjectResult<ObjectHeader> header = database_.header(*blob);
  std::optional<std::string> text;
  if (header && header->size <= kMaxDiffBytes) {
    Result<std::string> read = read_blob(*blob);
    if (read) text = std::move(*read);
  }
  const auto note = [&](const Error& error) {
    if (scoped.doubt.empty()) scoped.doubt = error.sentence();
  };

  const ObjectResult<Commit> commit = commit_at(number);
  if (!commit) {
    note(commit.error());
  } else if (text) {
    const std::vector<std::optional<ObjectId>> parents = parent_trees_of(commit_id, *commit, nullptr);
    std::vector<std::optional<ObjectId>> before;
    for (const std::optional<ObjectId>& parent : parents) {
      before.emplace_back();
      if (!parent) continue;
      const ObjectResult<std::optional<TreePath>> entry = entry_at(database_, *parent, target.path);
      if (entry && entry->has_value() && !is_submodule_mode((*entry)->mode)) before.back() = (*entry)->id;
    }
    Result<std::vector<LineRange>> lines = lines_against(*text, *blob, commit->tree, parents, before);
    if (lines) {
      of_commit.lines = std::move(*lines);
    } else {
      note(lines.error());
    }
  }
  const auto final_places = final_places_.find(*blob);
  if (final_places != final_places_.end()) {
    for (const FinalPlace& place : final_places->second) {
      ScopedPlace scope{place.path, of_commit.commit_id, {true, of_commit.position.commit_number}, all};
      if (text) {
        Result<std::vector<LineRange>> lines =
            lines_against(*text, *blob, *tip_trees_[place.tip], base_trees_, place.before);
        if (lines) {
          scope.lines = std::move(*lines);
        } else {
          note(lines.error());
        }
      }
      scoped.places.push_back(std::move(scope));
    }
  }
  scoped.places.push_back(std::move(of_commit));
  return scoped;
}

}  // namespace trawl
