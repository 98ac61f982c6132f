#include <ctime>
#include <utility>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/report/outcome.h"
#include "engine/store/baseline_use.h"
#include "engine/store/file.h"
#include "engine/store/identity_import.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/log_command.h"
#include "tools/trawl/run_scan.h"

namespace trawl {
namespace {

int failed(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

// Who accepted what stands in the audit log: the figures of the change, and the hash of the file that came of
// it.
Result<void> log_change(const CommandLine& command_line, const ScanRun& run, const Baseline& baseline,
                        int code) {
  if (command_line.log_file.empty()) return {};
  LogEntry entry = log_entry_of(command_line);
  entry.exit_code = static_cast<std::uint64_t>(code);
  entry.digest = sha256_of(baseline.to_text());
  std::string rules;
  for (const Rule* rule : run.report.rules) rules += std::string(rule->id) + "\n";
  entry.rules = sha256_of(rules);
  SeverityCounts open{};
  for (const Finding& finding : run.report.findings) {
    if (!finding.suppression) ++open[grade_of(finding.severity)];
  }
  entry.open = open;
  const Result<std::string> head = log_as_asked(command_line, entry);
  if (!head) return head.error();
  return {};
}

// Writes the baseline. An incomplete scan makes an incomplete one: it is written, and the exit code says so.
int finish(const CommandLine& command_line, const ScanRun& run, const std::string& path,
           const BaselineChange& change) {
  if (const auto written = change.baseline.write(path); !written) {
    complain(written.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  say(fmt::format("{}: {}, {} added, {} renewed, {} removed", path,
                  counted(change.baseline.entries().size(), "finding") + " accepted", change.added,
                  change.renewed, change.removed));
  const bool whole = !run.report.incomplete() && !run.report.interrupted;
  const int code = whole ? 0 : static_cast<int>(ExitCode::kIncomplete);
  if (const auto logged = log_change(command_line, run, change.baseline, code); !logged) {
    complain("the log was not written: " + logged.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  if (!whole)
    complain("the scan was incomplete, so the baseline may lack entries; run trawl scan to see why");
  return code;
}

Result<EntryTerms> terms_of(const CommandLine& command_line) {
  if (!command_line.expires.empty() && !is_date(command_line.expires)) {
    return Error(fmt::format("--expires: '{}' is no date; write YYYY-MM-DD", command_line.expires));
  }
  return EntryTerms{command_line.reason, command_line.owner, command_line.expires};
}

}  // namespace

int create_baseline(const CommandLine& command_line) {
  const Result<EntryTerms> terms = terms_of(command_line);
  if (!terms) return failed(terms.error());
  const std::string path = baseline_path(command_line);
  if (file_exists(path)) {
    return failed(
        Error(fmt::format("{}: is there already; use trawl baseline update, or remove it first", path)));
  }
  CommandLine scan = command_line;
  scan.command = "scan";
  scan.no_baseline = true;
  scan.baseline.clear();
  // A baseline has a key of its own: the key of the user's state must not get into a file that is shared.
  const Result<IdentityKey> own = IdentityKey::random();
  if (!own) return failed(own.error());
  const Result<ScanRun> run = scan_as_asked(scan, *own);
  if (!run) return failed(run.error());
  const Baseline empty =
      run->key_supplied ? Baseline::with_supplied_key(*run->key) : Baseline::with_own_key(*run->key);
  const BaselineChange change = update_baseline(empty, run->report.findings, *terms, run->today);
  return finish(command_line, *run, path, change);
}

int update_baseline_file(const CommandLine& command_line) {
  const Result<EntryTerms> terms = terms_of(command_line);
  if (!terms) return failed(terms.error());
  const std::string path = baseline_path(command_line);
  if (!file_exists(path)) {
    return failed(Error(fmt::format("{}: there is no such baseline; use trawl baseline create", path)));
  }
  CommandLine scan = command_line;
  scan.command = "scan";
  scan.baseline = path;
  const Result<ScanRun> run = scan_as_asked(scan);
  if (!run) return failed(run.error());
  const auto expired = command_line.expires.empty() ? ExpiredEntries::kStay : ExpiredEntries::kAreRenewed;
  const BaselineChange change =
      update_baseline(*run->accepted_baseline, run->report.findings, *terms, run->today, expired);
  return finish(command_line, *run, path, change);
}

int prune_baseline_file(const CommandLine& command_line) {
  const std::string path = baseline_path(command_line);
  if (!file_exists(path)) {
    return failed(Error(fmt::format("{}: there is no such baseline; use trawl baseline create", path)));
  }
  CommandLine scan = command_line;
  scan.command = "scan";
  scan.baseline = path;
  const Result<ScanRun> run = scan_as_asked(scan);
  if (!run) return failed(run.error());
  if (run->report.incomplete() || run->report.interrupted) {
    return failed(
        Error("the scan was incomplete: entries may be in use where it did not look, so none was removed"));
  }
  const BaselineChange change = prune_baseline(*run->accepted_baseline, run->report.findings);
  return finish(command_line, *run, path, change);
}

int import_baseline(const CommandLine& command_line) {
  constexpr std::size_t kMostBytes = std::size_t{64} << 20;
  Result<EntryTerms> terms = terms_of(command_line);
  if (!terms) return failed(terms.error());
  const Result<std::string> file = read_regular_file(command_line.import_file, {.most_bytes = kMostBytes});
  if (!file) return failed(file.error());
  const Result<ForeignBaseline> foreign = read_foreign_baseline(command_line.import_file, *file);
  if (!foreign) return failed(foreign.error());
  if (terms->reason.empty()) terms->reason = fmt::format("accepted in {}", foreign->tool);

  const std::string path = baseline_path(command_line);
  const bool exists = file_exists(path);
  CommandLine scan = command_line;
  scan.command = "scan";
  scan.baseline = exists ? path : "";
  scan.no_baseline = !exists;
  const Result<IdentityKey> own = IdentityKey::random();
  if (!own) return failed(own.error());
  const Result<ScanRun> run = exists ? scan_as_asked(scan) : scan_as_asked(scan, *own);
  if (!run) return failed(run.error());

  const ForeignResolution resolution = resolve(*foreign, run->report.findings);
  std::vector<Finding> accepted;
  accepted.reserve(resolution.findings.size());
  for (const std::size_t position : resolution.findings) accepted.push_back(run->report.findings[position]);
  for (const std::string& note : foreign->notes) say(escape_for_terminal(note, 1 << 10));
  for (const std::size_t position : resolution.unresolved) {
    say(escape_for_terminal(fmt::format("unresolved: {}", foreign->entries[position].shown), 1 << 10));
  }
  say(fmt::format("{} of {} entries resolved", foreign->entries.size() - resolution.unresolved.size(),
                  foreign->entries.size()));
  const Baseline empty =
      run->key_supplied ? Baseline::with_supplied_key(*run->key) : Baseline::with_own_key(*run->key);
  const BaselineChange change =
      update_baseline(exists ? *run->accepted_baseline : empty, accepted, *terms, run->today);
  return finish(command_line, *run, path, change);
}

}  // namespace trawl
