#pragma once

#include <cstdint>
#include <string>

#include "engine/git/repository.h"
#include "engine/match/matcher.h"
#include "engine/model/manifest.h"
#include "engine/model/report.h"
#include "engine/scan/scan.h"
#include "engine/scan/scan_options.h"
#include "engine/store/identity.h"

namespace trawl {

/// How the objects of a repository are scanned.
struct HistoryOptions {
  ScanOptions scan;
  /// Bytes that a delta copies from its base are not searched again (engine/match/sieve.h). The findings are
  /// the same without it, and take two to three times as long.
  bool incremental = true;
  /// An index may lie about ids: nothing is left out because its id was met before.
  bool untrusted = false;
  /// Names and addresses of authors may be in the report.
  bool authors = false;
  Manifest* manifest = nullptr;  ///< where to write what the repository holds; may be null
  /// File of verdicts of earlier audits (engine/store/verdict_cache.h); empty: none is read or written. Not
  /// used where the repository is not trusted.
  std::string verdict_file;
  /// What else could change what is said of an object, beside all that names the file of verdicts.
  std::string verdict_key;
  /// Bytes that objects under way may take, beside the mapped packs.
  std::uint64_t memory = std::uint64_t{64} << 20;
};

/// Scans every blob that a repository has, in packs, loose, and in alternates, reachable or not, and returns
/// the report: the same for any number of threads, incremental or not.
///
/// Two passes. The first goes through all packs in the order that deltas make cheap and keeps the blobs that
/// may hold a secret; the second examines only those, with all that a report shows. Fails only when a scan
/// cannot begin.
Result<Report> scan_history(const Repository& repository, const MatchEngine& engine,
                            const Fingerprinter& fingerprinter, const Acceptance& acceptance,
                            const HistoryOptions& options, Report head);

}  // namespace trawl
