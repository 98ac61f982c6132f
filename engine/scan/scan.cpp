#include "engine/scan/scan.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include "engine/scan/acceptance.h"
#include "engine/scan/examiner.h"
#include "engine/scan/path_names.h"
#include "engine/scan/report_builder.h"

namespace trawl {
namespace {

// Small files are examined in batches: handing one over costs about as much as reading 10 KB.
constexpr std::size_t kBatchTargets = 64;
constexpr std::uint64_t kBatchBytes = 2 << 20;

struct Batch {
  std::vector<Target> targets;
  std::vector<Notification> notifications;
  Coverage coverage;
  std::vector<Examined> examined;
};

/// Examiners that are not in use. Each is handed to one thread at a time; there are never more than threads.
class ExaminerPool {
 public:
  void put(std::unique_ptr<Examiner> examiner) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(examiner));
  }
  std::unique_ptr<Examiner> take() {
    const std::lock_guard lock(mutex_);
    std::unique_ptr<Examiner> examiner = std::move(idle_.back());
    idle_.pop_back();
    return examiner;
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Examiner>> idle_;
};

bool stopped(const ScanOptions& options) {
  return options.observer != nullptr && options.observer->stop();
}

std::optional<Batch> next_batch(Source& source, const ScanOptions& options) {
  Batch batch;
  std::uint64_t bytes = 0;
  bool ended = stopped(options);
  while (!ended && batch.targets.size() < kBatchTargets && bytes < kBatchBytes) {
    std::optional<Target> target = source.next(batch.notifications, batch.coverage);
    if (!target) {
      ended = true;
      break;
    }
    bytes += target->size_hint;
    batch.targets.push_back(std::move(*target));
  }
  const bool empty = batch.targets.empty() && batch.notifications.empty() && batch.coverage.files_met == 0 &&
                     batch.coverage.skipped_files.empty() && batch.coverage.files_unchanged == 0;
  if (ended && empty) return std::nullopt;
  return batch;
}

void examine(const Source& source, Examiner& examiner, const ScanOptions& options, Batch& batch) {
  for (const Target& target : batch.targets) {
    if (stopped(options)) {
      // Met and not looked at: counted, so that files met stay scanned plus skipped.
      Examined skipped;
      ++skipped.coverage.skipped_files[Reason::kInterrupted];
      batch.examined.push_back(std::move(skipped));
      continue;
    }
    batch.examined.push_back(examiner.examine(source, target));
    if (options.observer != nullptr) {
      const Examined& last = batch.examined.back();
      options.observer->examined(last.coverage.bytes_scanned, last.occurrences.size());
    }
  }
}

/// What the names of targets came to, and those that are secrets.
struct Names {
  PathNames paths;
  std::vector<std::string> secrets;
  bool some_are_old = false;  ///< were not asked, as it is not about them that the scan is

  void take(Examined& examined) {
    for (std::string& secret : examined.secret_names) secrets.push_back(std::move(secret));
  }
};

void collect(const Source& source, Batch& batch, ReportBuilder& report, ConfigTree* tree, Names& names) {
  if (tree != nullptr) {
    for (const Target& target : batch.targets) tree->add_path(target.path);
    for (Examined& examined : batch.examined) {
      for (ConfigTreeFact& fact : examined.facts) tree->add(std::move(fact));
    }
  }
  for (Notification& notification : batch.notifications) report.add(std::move(notification));
  report.add(batch.coverage);
  for (const Target& target : batch.targets) {
    if (source.has_new_name(target)) {
      names.paths.add(target.path);
    } else {
      names.some_are_old = true;
    }
  }
  for (Examined& examined : batch.examined) {
    names.take(examined);
    report.add(std::move(examined));
  }
}

void examine_names(Names& names, Examiner& examiner, ReportBuilder& report) {
  if (names.paths.empty()) return;
  Examined examined = names.paths.examine(examiner);
  names.take(examined);
  report.add(std::move(examined));
}

// What no single file says. A run that was interrupted did not see the whole tree.
Examined judge_tree(ConfigTree& tree, const Fingerprinter& fingerprinter, const ScanOptions& options) {
  Examined examined;
  if (stopped(options)) return examined;
  const Result<const ConfigEngine*> engine = options.config_engine("tree");
  if (!engine) return examined;  // told with each file of configuration
  LedgerInput input;
  input.kind = "tree";
  input.path = ".";
  for (ConfigTreeMatch& match : tree.judge(**engine)) {
    input.rules.emplace_back(match.rule->rule.id, EvidenceOutcome::kFinding);
    Occurrence occurrence;
    occurrence.rule = &match.rule->rule;
    occurrence.kind = match.rule->rule.id;
    occurrence.severity = match.rule->rule.severity;
    occurrence.confidence = match.rule->rule.confidence;
    occurrence.message = std::move(match.message);
    occurrence.fingerprint =
        fingerprinter.place_fingerprint_of(match.location.path, occurrence.kind, match.key_path, "");
    occurrence.location_fingerprint = occurrence.fingerprint;
    occurrence.location = std::move(match.location);
    examined.occurrences.push_back(std::move(occurrence));
  }
  if (tree.overfull()) {
    Notification lost =
        notify(Reason::kNotParsed, "",
               "the tree tells more than the rules about it can take in; they were not asked");
    examined.notifications.push_back(std::move(lost));
    input.whole = EvidenceOutcome::kNotParsed;
  }
  std::sort(input.rules.begin(), input.rules.end());
  input.rules.erase(std::unique(input.rules.begin(), input.rules.end()), input.rules.end());
  examined.inputs.push_back(std::move(input));
  examined.tree_rules = tree.rules_met();
  return examined;
}

}  // namespace

Result<Report> scan(Source& source, const MatchEngine& engine, const Fingerprinter& fingerprinter,
                    const Acceptance& acceptance, const ScanOptions& options, Report head,
                    const std::function<void(Report&)>& before_acceptance) {
  std::optional<ConfigTree> whole_tree;
  if (options.tree_root && options.config_engine) whole_tree.emplace(*options.tree_root, options.today);
  ConfigTree* const tree = whole_tree ? &*whole_tree : nullptr;
  Names names;
  const auto finished = [&](ReportBuilder& report, Examiner& examiner) {
    if (tree != nullptr) report.add(judge_tree(*tree, fingerprinter, options));
    Report whole = report.finish();
    if (before_acceptance) before_acceptance(whole);
    Report done = accepted(std::move(whole), acceptance);
    if (options.show_secrets) return done;
    if (names.some_are_old) {
      // No finding of this run; to be withheld all the same.
      Examined shown = examiner.examine_names("names of paths", texts_with_names(done));
      names.take(shown);
    }
    withhold_names(done, names.secrets);
    return done;
  };
  const unsigned threads = std::max(1U, options.threads);
  ReportBuilder report(std::move(head));
  std::optional<Batch> first = next_batch(source, options);
  std::optional<Batch> second = first ? next_batch(source, options) : std::nullopt;

  // One batch, as in a hook: no thread is started for it.
  if (threads == 1 || !second) {
    Result<std::unique_ptr<Examiner>> examiner = Examiner::create(engine, fingerprinter, options);
    if (!examiner) return examiner.error();
    for (std::optional<Batch> batch = std::move(first); batch;) {
      examine(source, **examiner, options, *batch);
      collect(source, *batch, report, tree, names);
      if (names.paths.full()) examine_names(names, **examiner, report);
      batch = second ? std::exchange(second, std::nullopt) : next_batch(source, options);
    }
    examine_names(names, **examiner, report);
    return finished(report, **examiner);
  }

  Result<std::unique_ptr<Examiner>> of_names = Examiner::create(engine, fingerprinter, options);
  if (!of_names) return of_names.error();
  ExaminerPool pool;
  for (unsigned i = 0; i < threads; ++i) {
    Result<std::unique_ptr<Examiner>> examiner = Examiner::create(engine, fingerprinter, options);
    if (!examiner) return examiner.error();
    pool.put(std::move(*examiner));
  }
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    tbb::parallel_pipeline(
        2 * threads,  // bounds memory: at most this many batches are under way
        tbb::make_filter<void, std::shared_ptr<Batch>>(
            tbb::filter_mode::serial_in_order,
            [&](tbb::flow_control& control) -> std::shared_ptr<Batch> {
              std::optional<Batch> batch;
              if (first) {
                batch = std::exchange(first, std::nullopt);
              } else if (second) {
                batch = std::exchange(second, std::nullopt);
              } else {
                batch = next_batch(source, options);
              }
              if (!batch) {
                control.stop();
                return nullptr;
              }
              return std::make_shared<Batch>(std::move(*batch));
            }) &
            tbb::make_filter<std::shared_ptr<Batch>, std::shared_ptr<Batch>>(
                tbb::filter_mode::parallel,
                [&](std::shared_ptr<Batch> batch) {
                  std::unique_ptr<Examiner> examiner = pool.take();
                  examine(source, *examiner, options, *batch);
                  pool.put(std::move(examiner));
                  return batch;
                }) &
            tbb::make_filter<std::shared_ptr<Batch>, void>(tbb::filter_mode::serial_in_order,
                                                           [&](const std::shared_ptr<Batch>& batch) {
                                                             collect(source, *batch, report, tree, names);
                                                             if (names.paths.full())
                                                               examine_names(names, **of_names, report);
                                                           }));
  });
  examine_names(names, **of_names, report);
  return finished(report, **of_names);
}

}  // namespace trawl
