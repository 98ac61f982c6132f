#pragma once

#include <functional>
#include <string>

#include "engine/match/matcher.h"
#include "engine/model/report.h"
#include "engine/scan/scan_options.h"
#include "engine/source/source.h"
#include "engine/store/baseline.h"
#include "engine/store/identity.h"
#include "engine/store/ignore_file.h"

namespace trawl {

/// What the user has accepted. Borrowed; either may be null.
struct Acceptance {
  const Baseline* baseline = nullptr;
  const IgnoreFile* ignore_file = nullptr;
  std::string today;          ///< YYYY-MM-DD, against which entries expire
  std::string baseline_name;  ///< for what is said about it
  bool covers_baseline =
      false;  ///< the run looks at all that the baseline is about: unused entries can be named
};

/// Runs a whole scan: examines every target of `source` on `options.threads` threads and returns the report,
/// which is the same for any number of them. `head` carries what the caller knows of the run (command,
/// category, root, rules, notifications so far). `before_acceptance` may add findings to the report before
/// what the user has accepted is marked. Fails only when a scan cannot begin.
Result<Report> scan(Source& source, const MatchEngine& engine, const Fingerprinter& fingerprinter,
                    const Acceptance& acceptance, const ScanOptions& options, Report head,
                    const std::function<void(Report&)>& before_acceptance = {});

}  // namespace trawl
