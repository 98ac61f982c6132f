#include "engine/scan/history.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <deque>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "engine/git/object_database.h"
#include "engine/git/object_inventory.h"
#include "engine/git/surface/nested_repositories.h"
#include "engine/match/sieve.h"
#include "engine/scan/acceptance.h"
#include "engine/scan/examiner.h"
#include "engine/scan/history_context.h"
#include "engine/scan/history_worker.h"
#include "engine/scan/known_audit.h"
#include "engine/scan/path_names.h"
#include "engine/scan/report_builder.h"
#include "engine/scan/said.h"
#include "engine/scan/verdict_memory.h"

namespace trawl {
namespace {

// Small trees are handed out together: work of 4 MiB, in the units of `PackForest::work`.
constexpr std::uint64_t kBatchWork = (std::uint64_t{4} << 20) / 64;
constexpr std::size_t kBatchLoose = 64;

class HistoryScan {
 public:
  HistoryScan(const ObjectDatabase& database, const MatchEngine& engine, const Fingerprinter& fingerprinter,
              const HistoryOptions& options, HistoryContext& context, ReportBuilder& report)
      : engine_(engine),
        fingerprinter_(fingerprinter),
        report_(report),
        context_(context),
        options_(options),
        memory_(options.untrusted ? std::string() : options.verdict_file, id_size(database.format())),
        scope_{database, options_, {}, {}, {}, memory_, context, [this](Examined examined) {
                 const std::lock_guard lock(report_mutex_);
                 for (const Occurrence& occurrence : examined.occurrences) context_.hold(occurrence);
                 context_.withhold(examined.secret_names);
                 report_.add(std::move(examined));
               }} {
    if (!options_.scan.config_engine) return;
    options_.scan.config_engine = [this, make = options.scan.config_engine](std::string_view kind) {
      judges_configuration_ = true;
      return make(kind);
    };
  }

  Result<void> run() {
    std::vector<Notification> notifications;
    recall_audit(notifications);
    scope_.inventory = take_inventory(
        scope_.database, !scope_.options.untrusted, notifications,
        known_ ? std::span<const PackIdentity>(known_->packs) : std::span<const PackIdentity>());
    if (known_ && (!loose_objects_stay() || absent_one_has_come())) {
      // Something is gone that was there, or there that was missed: all is looked at again.
      forget_audit();
      notifications.clear();
      scope_.inventory = take_inventory(scope_.database, !scope_.options.untrusted, notifications);
    }
    sound_ = notifications.empty();
    for (const InventoriedLoose& loose : scope_.inventory.loose) loose_.push_back(loose.id);
    say(notifications);
    report_entries_without_type();
    if (Result<void> hired = hire(); !hired.ok()) return hired;

    // Which blobs may hold a secret; meanwhile one thread reads trees, commits and all that is no blob.
    choose_all();
    leave_out_known();
    if (scope_.options.scan.observer != nullptr) scope_.options.scan.observer->expect(wanted_blobs());
    std::vector<HistoryJob> first = jobs(0);
    first.insert(first.begin(), HistoryJob{HistoryJob::kNoBlobs, {}, 0});
    run_jobs(first, &HistoryWorker::sieve);
    gather();
    read_again_what_indexes_leave_out();
    keep_verdicts();
    add_passed_of_known_packs();

    // Where these blobs are.
    context_.seek(ids_passed());

    // What they hold.
    choose_passed();
    run_jobs(jobs(0), &HistoryWorker::examine);
    context_.examine_lfs(workers_.front()->examiner(), scope_.take);
    const bool sound = sound_;  // what goes wrong from here on leaves no mark, and is tried again
    gather();
    sound_ = sound;
    if (scope_.options.manifest != nullptr) context_.count(scope_.inventory, lost_, *scope_.options.manifest);
    keep_audit();
    return {};
  }

 private:
  void say(std::vector<Notification>& notifications) {
    for (Notification& notification : notifications) report_.add(std::move(notification));
    notifications.clear();
  }

  // Packs that an earlier audit has read to their end are left as they are, while nothing of them has
  // changed. The manifest counts what is in them.
  void recall_audit(std::vector<Notification>& notifications) {
    if (!memory_.on() || scope_.options.manifest != nullptr) return;
    Result<std::shared_ptr<const KnownAudit>> recalled =
        KnownAudit::recall(audit_file(), audit_key(), scope_.database);
    if (!recalled.ok()) {
      notifications.push_back(notify(Reason::kVerdictCache, "",
                                     "what the last audit knew cannot be used, all packs are read again: " +
                                         recalled.error().sentence()));
      report_.add(std::move(notifications.back()));
      notifications.clear();
      return;
    }
    known_ = std::move(*recalled);
    if (known_ && !context_.recall(known_)) known_.reset();
    // The report lists its rules.
    if (known_ && known_->configuration) static_cast<void>(config_rules());
  }

  void forget_audit() {
    known_.reset();
    context_.forget();
  }

  // Of no kind of file, so that none is compiled.
  const ConfigRuleSet* config_rules() {
    if (!scope_.options.scan.config_engine) return nullptr;
    const Result<const ConfigEngine*> engine = scope_.options.scan.config_engine("none");
    return engine.ok() ? &(*engine)->rules() : nullptr;
  }

  [[nodiscard]] bool loose_objects_stay() const {
    std::size_t at = 0;
    const auto& loose = scope_.inventory.loose;
    return std::all_of(known_->loose.begin(), known_->loose.end(), [&](const ObjectId& id) {
      while (at < loose.size() && loose[at].id < id) ++at;
      return at < loose.size() && loose[at].id == id;
    });
  }

  // Whether there is an object now that others named and that was nowhere.
  [[nodiscard]] bool absent_one_has_come() const {
    const auto& loose = scope_.inventory.loose;
    return std::any_of(known_->absent.begin(), known_->absent.end(), [&](const ObjectId& id) {
      const auto in_pack = [&](const InventoriedPack& pack) {
        return !pack.forest.has_ids() || pack.forest.find(id).has_value();
      };
      const auto at = std::lower_bound(loose.begin(), loose.end(), id,
                                       [](const InventoriedLoose& a, const ObjectId& b) { return a.id < b; });
      return (at != loose.end() && at->id == id) ||
             std::any_of(scope_.inventory.packs.begin(), scope_.inventory.packs.end(), in_pack);
    });
  }

  [[nodiscard]] std::string audit_file() const { return memory_.path() + ".audit"; }
  // All that could change what is said, beside what names the file.
  [[nodiscard]] std::string audit_key() const {
    const ScanOptions& scan = scope_.options.scan;
    std::string key = fmt::format("{};{};{};{};{};{};", scan.largest_archive, scan.greater_archives_are_lost,
                                  scan.honour_inline_comments, scan.config_absence,
                                  scan.config_engine != nullptr, scope_.options.authors);
    // Identities are of a key.
    key += fingerprinter_.fingerprint_of("audit", Secret("audit", 0)) + ";" + scope_.options.verdict_key;
    const RuleSet& rules = engine_.rules();
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const SecretRule& rule = rules[i];
      key += fmt::format(";{} {} {} {} {}", rule.rule.id, static_cast<int>(rule.role),
                         static_cast<int>(rule.rule.severity), static_cast<int>(rule.rule.confidence),
                         rule.rule.name);
      for (const Requirement& other : rule.requirements) {
        key += fmt::format(" {} {} {}", other.rule, other.within_lines, other.same_directory);
      }
    }
    return key;
  }

  // What was said of a blob at all its paths, if all of it is known: nothing has to be examined.
  [[nodiscard]] bool say_again(const ObjectPlace& place, SaidReader& reader) {
    const std::optional<ObjectId> id = id_at(place);
    if (!known_ || !id || scope_.options.scan.show_secrets) return false;
    std::vector<HistoryTarget> targets = context_.targets_of(*id);
    std::vector<std::pair<TargetMark, std::string_view>> said;
    std::vector<Examined> all;
    for (const HistoryTarget& as : targets) {
      const TargetMark mark = mark_of(*id, as.target.path);
      const std::optional<std::string_view> text = known_->said.find(mark);
      std::optional<Examined> examined = text ? reader.read(*text) : std::nullopt;
      if (!examined) return false;
      said.emplace_back(mark, *text);
      all.push_back(std::move(*examined));
    }
    for (std::size_t i = 0; i < targets.size(); ++i) {
      HistoryContext::place(targets[i], all[i]);
      scope_.take(std::move(all[i]));
    }
    said_again_.insert(said_again_.end(), said.begin(), said.end());
    return true;
  }

  void add_passed_of_known_packs() {
    if (!known_) return;
    for (const ObjectId& id : known_->passed) {
      passed_.push_back({ObjectPlace::kLoose, static_cast<std::uint32_t>(scope_.inventory.loose.size())});
      scope_.inventory.loose.push_back({id, 0});
    }
  }

  // Whether so much is new that the next audit should not look at it again. The record is written as a whole,
  // which takes longer than looking at a few objects: those are looked at until there are more.
  static constexpr std::uint64_t kFew = 16;
  static constexpr std::uint64_t kOneIn = 64;
  [[nodiscard]] bool many_are_new() const {
    std::uint64_t objects = loose_.size() - std::min(loose_.size(), known_->loose.size());
    for (const InventoriedPack& pack : scope_.inventory.packs) objects += pack.forest.size();
    return objects > kFew + known_->objects / kOneIn;
  }
  [[nodiscard]] bool much_is_new() const {
    return !known_ || many_are_new() || said_.size() > kFew + known_->said.size() / kOneIn;
  }

  void keep_audit() {
    const bool stopped = scope_.stopped();
    if (!memory_.on() || !sound_ || stopped || !context_.sound() || scope_.options.manifest != nullptr ||
        scope_.options.scan.show_secrets || !much_is_new()) {
      return;
    }
    KnownAudit next;
    next.key = audit_key();
    if (known_) {
      next.packs = known_->packs;
      next.passed = known_->passed;
      next.objects = known_->objects - known_->loose.size();
      next.blobs = known_->blobs;
      next.bytes = known_->bytes;
    }
    for (const InventoriedPack& pack : scope_.inventory.packs) {
      const std::optional<PackIdentity> identity = identity_of(scope_.database, pack.store, pack.name);
      if (!identity || !pack.forest.has_ids()) return;
      next.packs.push_back(*identity);
      next.objects += pack.forest.size();
    }
    next.objects += loose_.size();
    next.blobs += packed_blobs_;
    next.bytes += packed_bytes_;
    next.loose = loose_;
    next.configuration = judges_configuration_;
    for (const ObjectPlace& place : passed_) {
      const std::optional<ObjectId> id = id_at(place);
      if (place.pack != ObjectPlace::kLoose && id) next.passed.push_back(*id);
    }
    std::sort(next.passed.begin(), next.passed.end());
    SectionWriter more;
    std::vector<SaidTable::Entry> said = said_again_;
    for (const auto& [mark, text] : said_) said.emplace_back(mark, text);
    SaidTable::save(std::move(said), more);
    context_.tell_next(next, more);
    if (const Result<void> saved = next.save(audit_file(), more); !saved.ok()) {
      report_.add(notify(Reason::kVerdictCache, "",
                         "what this audit knows cannot be kept, the next one reads all packs again: " +
                             saved.error().sentence()));
    }
  }

  // Entries whose type could not be told: they may be blobs.
  void report_entries_without_type() {
    for (const InventoriedPack& pack : scope_.inventory.packs) {
      for (const LostEntry& lost : pack.forest.lost()) {
        sound_ = false;
        Notification notification =
            notify(reason_of(lost.failure.fault), pack.name, lost.failure.error.sentence());
        notification.count = pack.forest.count_below(lost.entry);
        Coverage coverage;
        coverage.files_met = notification.count;
        coverage.skipped_files[notification.reason] = notification.count;
        report_.add(coverage);
        report_.add(std::move(notification));
      }
    }
  }

  Result<void> hire() {
    const HistoryOptions& options = scope_.options;
    const unsigned threads = std::max(1U, options.scan.threads);
    DeltaWalker::Limits limits;
    limits.budget = std::max<std::uint64_t>(options.memory / threads, std::uint64_t{8} << 20);
    for (unsigned i = 0; i < threads; ++i) {
      Result<std::unique_ptr<Sieve>> sieve = Sieve::create(engine_, options.scan.strict_checksums);
      if (!sieve.ok()) return sieve.error();
      Result<std::unique_ptr<Examiner>> examiner = Examiner::create(engine_, fingerprinter_, options.scan);
      if (!examiner.ok()) return examiner.error();
      workers_.push_back(std::make_unique<HistoryWorker>(
          scope_, std::move(*sieve), std::move(*examiner),
          DeltaWalker(limits, [this](const ObjectId& id) { return scope_.database.read(id); })));
    }
    return {};
  }

  static WantedEntries all_blobs_of(const InventoriedPack& pack) {
    WantedEntries wanted(pack.forest.size());
    for (std::uint32_t entry = 0; entry < wanted.size(); ++entry) {
      const bool duplicate = !pack.duplicate.empty() && pack.duplicate[entry] != 0;
      if (!duplicate && pack.forest.type(entry) == ObjectType::kBlob) wanted[entry] = kWanted;
    }
    return wanted;
  }

  // Every blob that is not a copy of one met before.
  void choose_all() {
    for (const InventoriedPack& pack : scope_.inventory.packs) scope_.wanted.push_back(all_blobs_of(pack));
    scope_.loose.resize(scope_.inventory.loose.size());
    for (std::uint32_t i = 0; i < scope_.loose.size(); ++i) scope_.loose[i] = i;
  }

  // Blobs that an earlier audit knows are not searched again: they count as they did then, and those that may
  // hold a secret are examined.
  void leave_out_known() {
    if (known_) {
      Coverage coverage;
      coverage.files_met = known_->blobs;
      coverage.files_scanned = known_->blobs;
      coverage.bytes_scanned = known_->bytes;
      report_.add(coverage);
      // Few others are searched faster than the verdicts are read; those of the known packs would all be in
      // vain.
      if (!many_are_new()) {
        memory_.rest();
        mark_all_needed();
        return;
      }
    }
    if (const Result<void> recalled = memory_.recall(); !recalled.ok()) {
      report_.add(notify(Reason::kVerdictCache, "",
                         "the verdicts of earlier audits cannot be used, all is searched again: " +
                             recalled.error().sentence()));
    }
    if (known_) memory_.confirm_all();
    Coverage coverage;
    if (memory_.known().size() != 0) {
      for (std::uint32_t pack = 0; pack < scope_.wanted.size(); ++pack) leave_out_known(pack, coverage);
      std::erase_if(scope_.loose, [&](std::uint32_t position) {
        const auto id = scope_.inventory.loose[position].id.bytes();
        const std::optional<std::size_t> at = memory_.known().find(reinterpret_cast<const char*>(id.data()));
        if (at.has_value()) count_known(*at, {ObjectPlace::kLoose, position}, coverage);
        return at.has_value();
      });
    }
    report_.add(coverage);
    mark_all_needed();
  }

  void mark_all_needed() {
    for (std::uint32_t pack = 0; pack < scope_.wanted.size(); ++pack) {
      mark_needed(scope_.inventory.packs[pack].forest, scope_.wanted[pack]);
    }
  }

  void leave_out_known(std::uint32_t pack, Coverage& coverage) {
    const PackForest& forest = scope_.inventory.packs[pack].forest;
    if (forest.size() == 0 || !forest.has_ids()) return;
    WantedEntries& wanted = scope_.wanted[pack];
    std::vector<std::uint32_t> entry_at(forest.size());
    for (std::uint32_t entry = 0; entry < forest.size(); ++entry) entry_at[forest.position(entry)] = entry;
    // Both lists are in the order of ids: one pass over the two.
    const VerdictCache& known = memory_.known();
    std::size_t at = 0;
    for (std::uint32_t position = 0; position < forest.size() && at < known.size(); ++position) {
      const char* id = forest.index().id_bytes(position);
      int order = 1;
      while (at < known.size() && (order = std::memcmp(id, known.id_bytes(at), known.id_size())) > 0) ++at;
      const std::uint32_t entry = entry_at[position];
      if (order != 0 || wanted[entry] == 0) continue;
      wanted[entry] = 0;
      count_known(at, {pack, entry}, coverage);
    }
  }

  void count_known(std::size_t at, ObjectPlace place, Coverage& coverage) {
    ++coverage.files_met;
    ++coverage.files_scanned;
    coverage.bytes_scanned += memory_.known().blob_size(at);
    if (place.pack != ObjectPlace::kLoose) {
      ++packed_blobs_;
      packed_bytes_ += memory_.known().blob_size(at);
    }
    if (!known_) memory_.confirm(at);
    if (memory_.known().passes(at)) passed_.push_back(place);
  }

  [[nodiscard]] std::uint64_t wanted_blobs() const {
    std::uint64_t count = scope_.loose.size();
    for (const WantedEntries& wanted : scope_.wanted) {
      count += static_cast<std::uint64_t>(
          std::count_if(wanted.begin(), wanted.end(), [](auto flags) { return (flags & kWanted) != 0; }));
    }
    return count;
  }

  // What is wanted of the packs from `first` on, and of loose objects if that is all of them, in portions,
  // the largest first: no thread is left with a large one at the end.
  [[nodiscard]] std::vector<HistoryJob> jobs(std::uint32_t first) const {
    std::vector<HistoryJob> jobs;
    for (std::uint32_t pack = first; pack < scope_.inventory.packs.size(); ++pack) {
      const PackForest& forest = scope_.inventory.packs[pack].forest;
      const WantedEntries& wanted = scope_.wanted[pack];
      HistoryJob batch{pack, {}, 0};
      for (std::uint32_t entry = 0; entry < forest.size(); ++entry) {
        if (!forest.is_root(entry) || (wanted[entry] & kWantedBelow) == 0) continue;
        const std::uint64_t work = forest.work(entry);
        if (work >= kBatchWork) {
          jobs.push_back({pack, {entry}, work});
          continue;
        }
        batch.entries.push_back(entry);
        batch.work += work;
        if (batch.work >= kBatchWork) jobs.push_back(std::exchange(batch, HistoryJob{pack, {}, 0}));
      }
      if (!batch.entries.empty()) jobs.push_back(std::move(batch));
    }
    const std::vector<std::uint32_t>& loose = scope_.loose;
    for (std::size_t begin = 0; first == 0 && begin < loose.size(); begin += kBatchLoose) {
      const std::size_t end = std::min(begin + kBatchLoose, loose.size());
      jobs.push_back({ObjectPlace::kLoose,
                      {loose.begin() + static_cast<std::ptrdiff_t>(begin),
                       loose.begin() + static_cast<std::ptrdiff_t>(end)},
                      kBatchWork});
    }
    std::stable_sort(jobs.begin(), jobs.end(),
                     [](const HistoryJob& a, const HistoryJob& b) { return a.work > b.work; });
    return jobs;
  }

  void run_jobs(const std::vector<HistoryJob>& jobs, void (HistoryWorker::*work)(const HistoryJob&)) {
    std::atomic<std::size_t> next = 0;
    const auto run = [&](HistoryWorker& worker) {
      for (std::size_t job = next++; job < jobs.size(); job = next++) (worker.*work)(jobs[job]);
    };
    const std::size_t threads = std::min(workers_.size(), jobs.size());
    if (threads <= 1) {
      run(*workers_.front());
      return;
    }
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    tbb::task_arena arena(static_cast<int>(threads));
    arena.execute([&] {
      tbb::parallel_for(
          std::size_t{0}, threads, [&](std::size_t i) { run(*workers_[i]); }, tbb::simple_partitioner());
    });
  }

  void gather() {
    for (const auto& worker : workers_) {
      HistoryFound found = std::exchange(worker->found(), {});
      passed_.insert(passed_.end(), found.passed.begin(), found.passed.end());
      incomplete_indexes_.insert(incomplete_indexes_.end(), found.incomplete_indexes.begin(),
                                 found.incomplete_indexes.end());
      sound_ = sound_ && found.notifications.empty() && found.incomplete_indexes.empty();
      for (const auto& [key, number] : found.lost) lost_[key] += number;
      packed_blobs_ += found.packed_blobs;
      packed_bytes_ += found.packed_bytes;
      said_.insert(said_.end(), std::make_move_iterator(found.said.begin()),
                   std::make_move_iterator(found.said.end()));
      say(found.notifications);
      report_.add(found.coverage);
    }
  }

  // A pack whose index leaves entries out is read once more, without it. What is met twice is one finding.
  void read_again_what_indexes_leave_out() {
    std::sort(incomplete_indexes_.begin(), incomplete_indexes_.end());
    incomplete_indexes_.erase(std::unique(incomplete_indexes_.begin(), incomplete_indexes_.end()),
                              incomplete_indexes_.end());
    const auto first = static_cast<std::uint32_t>(scope_.inventory.packs.size());
    std::vector<Notification> notifications;
    for (const std::uint32_t pack : incomplete_indexes_) {
      std::optional<InventoriedPack> again = index_again(scope_.inventory.packs[pack], notifications);
      if (!again.has_value()) continue;
      scope_.wanted.push_back(all_blobs_of(*again));
      mark_needed(again->forest, scope_.wanted.back());
      scope_.inventory.packs.push_back(std::move(*again));
    }
    say(notifications);
    if (first == scope_.inventory.packs.size()) return;
    run_jobs(jobs(first), &HistoryWorker::sieve);
    gather();
  }

  void keep_verdicts() {
    memory_.save();
    if (memory_.trouble().has_value()) {
      report_.add(notify(Reason::kVerdictCache, "",
                         "the verdicts cannot be kept, the next audit searches all again: " +
                             memory_.trouble()->sentence()));
    }
  }

  // Of those whose ids are known without hashing them.
  [[nodiscard]] std::vector<ObjectId> ids_passed() const {
    std::vector<ObjectId> ids;
    for (const ObjectPlace& place : passed_) {
      if (const std::optional<ObjectId> id = id_at(place)) ids.push_back(*id);
    }
    return ids;
  }

  [[nodiscard]] std::optional<ObjectId> id_at(const ObjectPlace& place) const {
    if (place.pack == ObjectPlace::kLoose) return scope_.inventory.loose[place.entry].id;
    const PackForest& forest = scope_.inventory.packs[place.pack].forest;
    if (!forest.has_ids()) return std::nullopt;
    return forest.id(place.entry);
  }

  void choose_passed() {
    std::sort(passed_.begin(), passed_.end());
    SaidReader reader(engine_.rules(), [this] { return config_rules(); });
    scope_.loose.clear();
    for (WantedEntries& wanted : scope_.wanted) std::fill(wanted.begin(), wanted.end(), std::uint8_t{0});
    for (const ObjectPlace& place : passed_) {
      if (say_again(place, reader)) continue;
      if (place.pack == ObjectPlace::kLoose) {
        scope_.loose.push_back(place.entry);
      } else {
        scope_.wanted[place.pack][place.entry] = kWanted;
      }
    }
    mark_all_needed();
  }

  const MatchEngine& engine_;
  const Fingerprinter& fingerprinter_;
  ReportBuilder& report_;
  HistoryContext& context_;
  std::mutex report_mutex_;
  HistoryOptions options_;
  VerdictMemory memory_;
  HistoryScope scope_;
  std::vector<std::unique_ptr<HistoryWorker>> workers_;
  std::vector<ObjectPlace> passed_;                ///< blobs that may hold a secret
  std::vector<std::uint32_t> incomplete_indexes_;  ///< packs
  std::shared_ptr<const KnownAudit> known_;        ///< of packs that are not in the inventory
  LostObjects lost_;                               ///< blobs
  bool sound_ = true;                              ///< nothing is wrong with any pack
  std::atomic<bool> judges_configuration_ = false;
  std::uint64_t packed_blobs_ = 0;  ///< of packs in the inventory, counted once
  std::uint64_t packed_bytes_ = 0;
  std::vector<ObjectId> loose_;                           ///< all of the first pass
  std::vector<std::pair<TargetMark, std::string>> said_;  ///< of what was examined
  std::vector<SaidTable::Entry> said_again_;              ///< of `known_`
};

constexpr std::size_t kMaxRepositories = 10'000;

/// The repository that was named, or a submodule of one.
struct OneRepository {
  Repository repository;
  ObjectDatabase database;
  std::string prefix;  ///< before its paths: the names of the submodules that lead to it
  std::unique_ptr<HistoryContext> context;
};

Result<void> open(const Repository& repository, const std::string& prefix, const HistoryOptions& options,
                  std::deque<OneRepository>& all) {
  Result<ObjectDatabase> database = ObjectDatabase::open(repository);
  if (!database.ok()) return database.error();
  OneRepository& one = all.emplace_back(repository, std::move(*database), prefix, nullptr);
  one.context = std::make_unique<HistoryContext>(one.repository, one.database, prefix, options.authors);
  return {};
}

}  // namespace

Result<Report> scan_history(const Repository& repository, const MatchEngine& engine,
                            const Fingerprinter& fingerprinter, const Acceptance& acceptance,
                            const HistoryOptions& options, Report head) {
  ReportBuilder report(std::move(head));
  std::deque<OneRepository> all;
  if (const Result<void> first = open(repository, "", options, all); !first.ok()) return first.error();
  // Submodules are repositories of their own, and may have some in turn. Verdicts are kept for the one named.
  HistoryOptions of_submodules = options;
  of_submodules.verdict_file.clear();
  for (std::size_t next = 0; next < all.size(); ++next) {
    OneRepository& one = all[next];
    HistoryScan scan(one.database, engine, fingerprinter, next == 0 ? options : of_submodules, *one.context,
                     report);
    if (const Result<void> ran = scan.run(); !ran.ok()) return ran.error();
    std::vector<Notification> notifications;
    for (const NestedRepository& nested : nested_repositories(one.repository, notifications)) {
      const std::string prefix = one.prefix + nested.name + "/";
      const auto lost = [&](const Error& error) {
        notifications.push_back(notify(Reason::kUnreadableDirectory, "modules/" + prefix,
                                       "A submodule was not scanned: " + error.sentence()));
      };
      if (all.size() == kMaxRepositories) {
        lost(Error("there are more than " + std::to_string(kMaxRepositories)));
        continue;
      }
      const Result<Repository> inner = Repository::open(nested.git_dir, one.repository.options());
      if (!inner.ok()) {
        lost(inner.error());
      } else if (const Result<void> opened = open(*inner, prefix, options, all); !opened.ok()) {
        lost(opened.error());
      }
    }
    for (Notification& notification : notifications) report.add(std::move(notification));
  }
  Report finished = report.finish();
  finished.revision_id = all.front().context->head_id();
  for (const OneRepository& one : all) one.context->tell(finished);
  std::sort(finished.notifications.begin(), finished.notifications.end());
  if (options.manifest != nullptr) {
    std::sort(options.manifest->rows.begin(), options.manifest->rows.end());
    std::sort(options.manifest->missing.begin(), options.manifest->missing.end());
  }
  Report done = accepted(std::move(finished), acceptance);
  std::vector<std::string> names;
  for (const OneRepository& one : all) {
    names.insert(names.end(), one.context->secret_members().begin(), one.context->secret_members().end());
  }
  if (!options.scan.show_secrets) withhold_names(done, names);
  return done;
}

}  // namespace trawl
