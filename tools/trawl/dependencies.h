#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/deps/vulnerability_index.h"
#include "engine/scan/dependency_scan.h"
#include "engine/source/range_source.h"
#include "tools/trawl/command_line.h"
#include "tools/trawl/setup.h"

namespace trawl {

/// What dependencies are judged by. Stays where it is: the options point into it.
struct DependencySetup {
  std::vector<std::unique_ptr<Rule>> changed_rules;  ///< those whose severity configuration changes
  std::vector<const Rule*> rules;                    ///< in force, sorted by id
  std::vector<std::string> disabled;
  std::optional<VulnerabilityIndex> index;
  std::string index_path;  ///< where it was looked for, as messages show it
  Vex vex;
  std::optional<VulnerabilityData> data;
  std::vector<Notification> notifications;
};

/// Reads the index and the statements that the command line names. A file that was named and cannot be read
/// is an error; none at all is not.
Result<std::unique_ptr<DependencySetup>> load_dependency_setup(const CommandLine& command_line,
                                                               const Setup& setup);

/// Where the index of known vulnerabilities is, if nothing else is said: `$TRAWL_VULNDB`, else
/// `trawl/vulndb` in the user's data folder. Empty where there is no such folder.
std::string default_vulnerability_index();

/// Reads and judges what the recorder kept, and says of missing or old data what there is to say. Returns the
/// files as they were read and what was found, for commands that show more than findings.
std::pair<std::vector<DependencyFile>, DependencyAudit> add_dependencies(
    const CommandLine& command_line, const Source& source, DependencyTargets targets, DependencySetup& setup,
    const MatchEngine& engine, const Fingerprinter& fingerprinter, const ScanOptions& options,
    Report& report);

/// Adds to the report what a range of commits brings about dependencies: what is found in the lock files and
/// manifests of its last tree, where that is another file than before, and was not found in the tree that the
/// range begins with. Install scripts that are new weigh more.
void add_range_dependencies(const CommandLine& command_line, const RangeSource& range, DependencySetup& setup,
                            const MatchEngine& engine, const Fingerprinter& fingerprinter,
                            const ScanOptions& options, Report& report);

}  // namespace trawl
