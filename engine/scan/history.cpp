#include "engine/scan/history.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "engine/git/delta_walker.h"
#include "engine/git/object_database.h"
#include "engine/git/object_hash.h"
#include "engine/git/object_inventory.h"
#include "engine/match/decode/container.h"
#include "engine/match/decode/encoding.h"
#include "engine/match/decode/layers.h"
#include "engine/match/sieve.h"
#include "engine/scan/acceptance.h"
#include "engine/scan/examiner.h"
#include "engine/scan/report_builder.h"
#include "engine/source/archive/archive_entry.h"

namespace trawl {
namespace {

constexpr std::uint32_t kLoose = UINT32_MAX;  // in place of a pack's number

// Small trees are handed out together: work of 4 MiB, in the units of `PackForest::work`.
constexpr std::uint64_t kBatchWork = (std::uint64_t{4} << 20) / 64;
constexpr std::size_t kBatchLoose = 64;

/// Where an object lies: an entry of a pack, or a position in the list of loose objects.
struct ObjectPlace {
  std::uint32_t pack = 0;
  std::uint32_t entry = 0;

  friend auto operator<=>(const ObjectPlace&, const ObjectPlace&) = default;
};

/// Trees of deltas, or loose objects, that one thread takes at once.
struct Job {
  std::uint32_t pack = 0;
  std::vector<std::uint32_t> entries;  ///< roots, or positions in the list of loose objects
  std::uint64_t work = 0;
};

Reason reason_of(ObjectFault fault) {
  switch (fault) {
    case ObjectFault::kMissing:
      return Reason::kMissingObject;
    case ObjectFault::kTooLarge:
      return Reason::kFileTooLarge;
    default:
      return Reason::kCorruptObject;
  }
}

// Whether the front of a blob can be anything but plain text; settles nearly all blobs with one look for NUL.
bool is_plain_text(std::string_view bytes) {
  if (bytes.empty()) return true;
  const std::size_t front = std::min<std::size_t>(bytes.size(), kBinaryFront);
  if (std::memchr(bytes.data(), 0, front) != nullptr) return false;
  return bytes.size() < 2 || (bytes.substr(0, 2) != "\xFF\xFE" && bytes.substr(0, 2) != "\xFE\xFF");
}

/// What a thread has found in the first pass.
struct Sieved {
  std::vector<ObjectPlace> passed;
  std::vector<Notification> notifications;
  Coverage coverage;
  std::vector<std::uint32_t> packs_with_gaps;
};

class HistoryScan;

/// One thread's tools and results.
class Worker : public ObjectVisitor {
 public:
  Worker(HistoryScan& scan, std::unique_ptr<Sieve> sieve, std::unique_ptr<Examiner> examiner,
         DeltaWalker walker)
      : scan_(scan), sieve_(std::move(sieve)), examiner_(std::move(examiner)), walker_(std::move(walker)) {}

  void sieve(const Job& job);
  void examine(const Job& job);
  Sieved& sieved() { return sieved_; }

  void visit(const WalkedObject& object) override;
  void lost(std::uint32_t entry, const ObjectFailure& failure) override;
  void gap(std::uint32_t entry) override;
  [[nodiscard]] bool stop() override;

 private:
  void sieve_blob(std::string_view bytes, const SievedBlob& blob, ObjectPlace place);
  [[nodiscard]] bool hides_something(std::string_view bytes);
  void examine_blob(std::string_view bytes, ObjectPlace place);
  void walk(const Job& job);
  ObjectResult<Object> read_loose(std::uint32_t position) const;

  HistoryScan& scan_;
  std::unique_ptr<Sieve> sieve_;
  std::unique_ptr<Examiner> examiner_;
  DeltaWalker walker_;
  std::vector<SievedBlob> blobs_;  ///< by slot of the walk
  SievedBlob decoded_;             ///< of a decoded layer
  Sieved sieved_;
  std::uint32_t pack_ = 0;
  bool examining_ = false;
};

class HistoryScan {
 public:
  HistoryScan(const ObjectDatabase& database, const MatchEngine& engine, const Fingerprinter& fingerprinter,
              const HistoryOptions& options, ReportBuilder& report)
      : database_(database),
        engine_(engine),
        fingerprinter_(fingerprinter),
        options_(options),
        report_(report) {}

  Result<void> run() {
    std::vector<Notification> notifications;
    inventory_ = take_inventory(database_, !options_.untrusted, notifications);
    for (Notification& notification : notifications) report_.add(std::move(notification));
    report_entries_without_type();
    choose_all();
    if (Result<void> hired = hire(); !hired.ok()) return hired;

    // Which blobs may hold a secret.
    run_jobs(jobs(), &Worker::sieve);
    std::vector<ObjectPlace> passed = gather();

    // What they hold.
    choose(passed);
    run_jobs(jobs(), &Worker::examine);
    for (const auto& worker : workers_) {
      for (Notification& notification : worker->sieved().notifications) report_.add(std::move(notification));
      worker->sieved().notifications.clear();
    }
    return {};
  }

  [[nodiscard]] const ObjectInventory& inventory() const { return inventory_; }
  [[nodiscard]] const ObjectDatabase& database() const { return database_; }
  [[nodiscard]] const HistoryOptions& options() const { return options_; }
  [[nodiscard]] const WantedEntries& wanted(std::uint32_t pack) const { return wanted_[pack]; }

  [[nodiscard]] bool stopped() const {
    return options_.scan.observer != nullptr && options_.scan.observer->stop();
  }

  void add(Examined examined) {
    const std::lock_guard lock(report_mutex_);
    report_.add(std::move(examined));
  }

 private:
  // Every blob that is not a copy of one met before.
  void choose_all() {
    wanted_.clear();
    for (const InventoriedPack& pack : inventory_.packs) {
      WantedEntries wanted(pack.forest.size());
      bool all = true;
      for (std::uint32_t entry = 0; entry < wanted.size(); ++entry) {
        const bool duplicate = !pack.duplicate.empty() && pack.duplicate[entry] != 0;
        if (duplicate) all = false;
        if (!duplicate && pack.forest.type(entry) == ObjectType::kBlob) wanted[entry] = kWanted;
      }
      if (all) {
        wanted.clear();
      } else {
        mark_needed(pack.forest, wanted);
      }
      wanted_.push_back(std::move(wanted));
    }
    loose_.resize(inventory_.loose.size());
    for (std::uint32_t i = 0; i < loose_.size(); ++i) loose_[i] = i;
  }

  void choose(const std::vector<ObjectPlace>& places) {
    loose_.clear();
    for (std::uint32_t pack = 0; pack < wanted_.size(); ++pack) {
      wanted_[pack].assign(inventory_.packs[pack].forest.size(), 0);
    }
    for (const ObjectPlace& place : places) {
      if (place.pack == kLoose) {
        loose_.push_back(place.entry);
      } else {
        wanted_[place.pack][place.entry] = kWanted;
      }
    }
    for (std::uint32_t pack = 0; pack < wanted_.size(); ++pack) {
      mark_needed(inventory_.packs[pack].forest, wanted_[pack]);
    }
  }

  // What is wanted in portions, the largest first: no thread is left with a large one at the end.
  [[nodiscard]] std::vector<Job> jobs() const {
    std::vector<Job> jobs;
    for (std::uint32_t pack = 0; pack < inventory_.packs.size(); ++pack) {
      const PackForest& forest = inventory_.packs[pack].forest;
      const WantedEntries& wanted = wanted_[pack];
      Job batch{pack, {}, 0};
      for (std::uint32_t entry = 0; entry < forest.size(); ++entry) {
        if (!forest.is_root(entry) || forest.type(entry) != ObjectType::kBlob) continue;
        if (!wanted.empty() && (wanted[entry] & kWantedBelow) == 0) continue;
        const std::uint64_t work = forest.work(entry);
        if (work >= kBatchWork) {
          jobs.push_back({pack, {entry}, work});
          continue;
        }
        batch.entries.push_back(entry);
        batch.work += work;
        if (batch.work >= kBatchWork) jobs.push_back(std::exchange(batch, Job{pack, {}, 0}));
      }
      if (!batch.entries.empty()) jobs.push_back(std::move(batch));
    }
    for (std::size_t begin = 0; begin < loose_.size(); begin += kBatchLoose) {
      const std::size_t end = std::min(begin + kBatchLoose, loose_.size());
      jobs.push_back({kLoose,
                      {loose_.begin() + static_cast<std::ptrdiff_t>(begin),
                       loose_.begin() + static_cast<std::ptrdiff_t>(end)},
                      kBatchWork});
    }
    std::stable_sort(jobs.begin(), jobs.end(), [](const Job& a, const Job& b) { return a.work > b.work; });
    return jobs;
  }

  Result<void> hire() {
    const unsigned threads = std::max(1U, options_.scan.threads);
    DeltaWalker::Limits limits;
    limits.budget = std::max<std::uint64_t>(limits.budget / threads, std::uint64_t{8} << 20);
    for (unsigned i = 0; i < threads; ++i) {
      Result<std::unique_ptr<Sieve>> sieve = Sieve::create(engine_, options_.scan.strict_checksums);
      if (!sieve.ok()) return sieve.error();
      Result<std::unique_ptr<Examiner>> examiner = Examiner::create(engine_, fingerprinter_, options_.scan);
      if (!examiner.ok()) return examiner.error();
      workers_.push_back(std::make_unique<Worker>(
          *this, std::move(*sieve), std::move(*examiner),
          DeltaWalker(limits, [this](const ObjectId& id) { return database_.read(id); })));
    }
    return {};
  }

  void run_jobs(const std::vector<Job>& jobs, void (Worker::*work)(const Job&)) {
    std::atomic<std::size_t> next = 0;
    const auto run = [&](Worker& worker) {
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

  std::vector<ObjectPlace> gather() {
    std::vector<ObjectPlace> passed;
    for (const auto& worker : workers_) {
      Sieved& sieved = worker->sieved();
      passed.insert(passed.end(), sieved.passed.begin(), sieved.passed.end());
      for (Notification& notification : sieved.notifications) report_.add(std::move(notification));
      report_.add(sieved.coverage);
      sieved = {};
    }
    std::sort(passed.begin(), passed.end());
    return passed;
  }

  // Entries whose type could not be told: they may be blobs.
  void report_entries_without_type() {
    for (const InventoriedPack& pack : inventory_.packs) {
      for (const LostEntry& lost : pack.forest.lost()) {
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

  const ObjectDatabase& database_;
  const MatchEngine& engine_;
  const Fingerprinter& fingerprinter_;
  const HistoryOptions& options_;
  ReportBuilder& report_;
  std::mutex report_mutex_;
  ObjectInventory inventory_;
  std::vector<WantedEntries> wanted_;  ///< by pack
  std::vector<std::uint32_t> loose_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

bool Worker::stop() {
  return scan_.stopped();
}

void Worker::walk(const Job& job) {
  const PackForest& forest = scan_.inventory().packs[job.pack].forest;
  pack_ = job.pack;
  for (const std::uint32_t root : job.entries) {
    if (stop()) return;
    walker_.walk(forest, root, scan_.wanted(job.pack), *this);
  }
}

ObjectResult<Object> Worker::read_loose(std::uint32_t position) const {
  return scan_.database().read(scan_.inventory().loose[position].id);
}

void Worker::sieve(const Job& job) {
  examining_ = false;
  if (job.pack != kLoose) return walk(job);
  SievedBlob blob;
  for (const std::uint32_t position : job.entries) {
    if (stop()) return;
    const ObjectResult<Object> object = read_loose(position);
    if (!object.ok()) {
      ++sieved_.coverage.files_met;
      const Reason reason = reason_of(object.fault());
      ++sieved_.coverage.skipped_files[reason];
      sieved_.notifications.push_back(
          notify(reason, scan_.inventory().loose[position].id.hex(), object.error().sentence()));
      continue;
    }
    if (object->type != ObjectType::kBlob) continue;
    sieve_->sieve(object->bytes, blob);
    sieve_blob(object->bytes, blob, {kLoose, position});
  }
}

void Worker::examine(const Job& job) {
  examining_ = true;
  if (job.pack != kLoose) return walk(job);
  for (const std::uint32_t position : job.entries) {
    if (stop()) return;
    if (const ObjectResult<Object> object = read_loose(position); object.ok())
      examine_blob(object->bytes, {kLoose, position});
  }
}

void Worker::visit(const WalkedObject& object) {
  const ObjectPlace place{pack_, object.entry};
  if (examining_) return examine_blob(object.bytes, place);
  if (object.slot >= blobs_.size()) blobs_.resize(object.slot + 1);
  SievedBlob& blob = blobs_[object.slot];
  if (object.base_slot != WalkedObject::kNoSlot && scan_.options().incremental) {
    sieve_->sieve_delta(object.bytes, object.copies, object.base_size, blobs_[object.base_slot], blob);
  } else {
    sieve_->sieve(object.bytes, blob);
  }
  sieve_blob(object.bytes, blob, place);
}

void Worker::sieve_blob(std::string_view bytes, const SievedBlob& blob, ObjectPlace place) {
  ++sieved_.coverage.files_met;
  ++sieved_.coverage.files_scanned;
  sieved_.coverage.bytes_scanned += bytes.size();
  bool binary = false;
  bool passes = false;
  if (!is_plain_text(bytes)) {
    const bool transcoded = detect_encoding(bytes).encoding != Encoding::kBytes;
    binary = transcoded || looks_binary(bytes);
    passes = transcoded;  // its text is not what was sieved
  }
  passes = passes || sieve_->passes(blob, binary) || hides_something(bytes);
  if (passes) sieved_.passed.push_back(place);
  if (ScanObserver* observer = scan_.options().scan.observer) observer->examined(bytes.size(), 0);
}

// Whether a decoded layer holds a candidate, or members have to be looked at. Of whole blobs, also where the
// rest of them was sieved as a delta, so that there is nothing to carry over: a scan of classes costs a
// fraction of inflating.
bool Worker::hides_something(std::string_view bytes) {
  if (archive_format_of(bytes) != ArchiveFormat::kNone) return true;
  const LayerStack layers(bytes);
  if (layers.cut_short()) return true;
  for (const DecodedLayer& layer : layers.layers()) {
    sieve_->sieve(layer.bytes, decoded_);
    if (sieve_->passes(decoded_, false)) return true;
  }
  return false;
}

void Worker::examine_blob(std::string_view bytes, ObjectPlace place) {
  ObjectId id;
  if (place.pack == kLoose) {
    id = scan_.inventory().loose[place.entry].id;
  } else {
    const PackForest& forest = scan_.inventory().packs[place.pack].forest;
    id = forest.has_ids() ? forest.id(place.entry) : id_of_object(forest.format(), ObjectType::kBlob, bytes);
  }
  if (const ObjectId hashed = id_of_object(scan_.database().format(), ObjectType::kBlob, bytes);
      hashed != id) {
    sieved_.notifications.push_back(notify(
        Reason::kCorruptObject, id.hex(),
        fmt::format("its bytes hash to another id, {}; they were scanned all the same", hashed.hex())));
  }
  Target target;
  target.blob_id = id.hex();
  target.path = "blob/" + target.blob_id;
  target.size_hint = bytes.size();
  Examined examined = examiner_->examine_bytes(target, bytes);
  examined.coverage = {};  // counted in the first pass
  if (ScanObserver* observer = scan_.options().scan.observer)
    observer->examined(0, examined.occurrences.size());
  scan_.add(std::move(examined));
}

void Worker::lost(std::uint32_t entry, const ObjectFailure& failure) {
  if (examining_) return;
  const InventoriedPack& pack = scan_.inventory().packs[pack_];
  const Reason reason = reason_of(failure.fault);
  const std::uint64_t count = pack.forest.count_below(entry);
  sieved_.coverage.files_met += count;
  sieved_.coverage.skipped_files[reason] += count;
  std::string sentence = failure.error.sentence();
  if (count > 1) sentence += fmt::format("; {} objects that are deltas on it are lost with it", count - 1);
  Notification notification =
      notify(reason, pack.forest.has_ids() ? pack.forest.id(entry).hex() : pack.name, std::move(sentence));
  notification.count = count;
  sieved_.notifications.push_back(std::move(notification));
}

void Worker::gap(std::uint32_t entry) {
  if (examining_) return;
  const InventoriedPack& pack = scan_.inventory().packs[pack_];
  sieved_.notifications.push_back(
      notify(Reason::kCorruptObject, pack.name,
             fmt::format("its index leaves out what stands behind the entry at offset {}",
                         pack.forest.offset(entry))));
}

}  // namespace

Result<Report> scan_history(const Repository& repository, const MatchEngine& engine,
                            const Fingerprinter& fingerprinter, const Acceptance& acceptance,
                            const HistoryOptions& options, Report head) {
  const Result<ObjectDatabase> database = ObjectDatabase::open(repository);
  if (!database.ok()) return database.error();
  ReportBuilder report(std::move(head));
  HistoryScan scan(*database, engine, fingerprinter, options, report);
  if (const Result<void> ran = scan.run(); !ran.ok()) return ran.error();
  return accepted(report.finish(), acceptance);
}

}  // namespace trawl
