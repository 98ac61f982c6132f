#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/rule_set.h"
#include "engine/model/severity.h"

namespace trawl {

/// What a `.trawl.toml` says. Absent keys stay empty, so that several files and the command line can be laid
/// over each other. Form: docs/configuration.md.
struct ProjectFile {
  std::vector<std::string> rule_files;      ///< as written; relative to the directory of the file
  std::vector<std::string> disabled_rules;  ///< rule ids
  std::vector<std::pair<std::string, Severity>> severities;  ///< rule id and the severity it gets
  std::vector<std::string> include;                          ///< globs
  std::vector<std::string> exclude;
  std::optional<std::uint64_t> max_file_size;  ///< bytes
  std::optional<Severity> fail_on;
  std::optional<std::string> baseline;  ///< as written; relative to the directory of the file
  std::optional<bool> strict_checksums;
  std::optional<double> hook_deadline;        ///< seconds; 0: none
  std::optional<bool> hook_pass_at_deadline;  ///< a push that was not looked at to its end passes
  std::optional<bool> hook_bypass;            ///< the push option `trawl.skip` is honoured
  std::vector<std::string>
      model_files;     ///< of functions in C and C++, as written; relative to the directory of the file
  std::string models;  ///< those that stand in the file itself, in compact form
  std::optional<bool> hook_comments;  ///< comments in what is pushed may accept findings, on a server
};

/// Reads the text of a configuration file. Errors name file, line, column and the key, with a suggestion for
/// an unknown one.
Result<ProjectFile> read_project_file(std::string_view file, std::string_view text);

/// Disables rules and changes severities. An id that no rule has is an error with a suggestion;
/// `is_other_rule` knows those of rules that are not in `rules`.
Result<void> apply_to_rules(std::string_view file, const ProjectFile& project, RuleSet& rules,
                            const std::function<bool(std::string_view)>& is_other_rule = nullptr);

/// "10M", "64KiB", "2GiB", "1000": bytes; powers of 1024.
std::optional<std::uint64_t> size_named(std::string_view text);

}  // namespace trawl
