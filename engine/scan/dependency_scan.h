#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/deps/audit.h"
#include "engine/match/matcher.h"
#include "engine/model/dependency_summary.h"
#include "engine/model/report.h"
#include "engine/scan/scan_options.h"
#include "engine/source/source.h"
#include "engine/store/identity.h"

namespace trawl {

/// Files about dependencies that a source yielded, kept until all are known: what one says is judged by what
/// the others say. Used by one thread.
class DependencyTargets {
 public:
  /// Keeps a target that a reader knows, and says whether one does; cheap for all others.
  bool add(const Target& target);
  [[nodiscard]] bool empty() const { return targets_.empty(); }

  static constexpr std::size_t kMostFiles = 20'000;

 private:
  friend class DependencyScan;
  std::vector<Target> targets_;
  std::uint64_t dropped_ = 0;
};

/// How dependencies are looked at.
struct DependencyScanOptions {
  DependencyPolicy policy;
  std::span<const Rule* const> rules;     ///< in force, sorted by id
  std::vector<std::string> disabled;      ///< ids of rules that are switched off
  std::optional<VulnerabilityData> data;  ///< of `policy.vulnerabilities`
};

/// Reads the files again and judges them together. The source's files are read by one thread, one after the
/// other, so that memory is bounded by the largest; what is found is the same for any number of threads.
class DependencyScan {
 public:
  DependencyScan(const Source& source, const MatchEngine& engine, const Fingerprinter& fingerprinter,
                 const ScanOptions& options)
      : source_(source), engine_(engine), fingerprinter_(fingerprinter), options_(options) {}

  /// Reads all files; what could not be read is a notification.
  void read(DependencyTargets targets, std::vector<Notification>& notifications);

  /// The files, sorted by path, as they were read.
  [[nodiscard]] std::span<const DependencyFile> files() const { return files_; }

  /// Judges what was read, and adds findings and summary to the report.
  void judge(const DependencyScanOptions& options, Report& report);

  /// What was read and found, for commands that show it in their own way; the scan is over then.
  [[nodiscard]] std::vector<DependencyFile> take_files() { return std::move(files_); }
  [[nodiscard]] DependencyAudit take_audit() { return std::move(audit_); }

 private:
  struct Excerpts;
  Finding finding_of(const DependencyFinding& found, const Rule& rule);
  Location location_of(std::size_t file, ByteSpan span, bool with_context);
  Excerpts* excerpts_of(std::size_t file);
  void summarise(const DependencyScanOptions& options, Report& report);
  void add_to_ledger(const DependencyScanOptions& options, const DependencySummary& summary,
                     EvidenceLedger& ledger);
  void add_models(const DependencyScanOptions& options, EvidenceLedger& ledger);
  [[nodiscard]] bool has_lock(std::size_t manifest) const;
  std::uint64_t line_of(std::size_t file, ByteSpan span);
  Result<std::string> bytes_of(const Target& target, std::size_t most) const;

  const Source& source_;
  const MatchEngine& engine_;
  const Fingerprinter& fingerprinter_;
  const ScanOptions& options_;
  std::vector<Target> targets_;  ///< beside `files_`
  std::vector<DependencyFile> files_;
  std::vector<std::string> blob_ids_;  ///< beside `files_`
  DependencyAudit audit_;
  std::unique_ptr<Matcher> matcher_;
  std::map<std::size_t, std::shared_ptr<Excerpts>> excerpts_;
  std::size_t excerpt_bytes_ = 0;
  const std::vector<const Rule*>* rules_ = nullptr;
};

}  // namespace trawl
