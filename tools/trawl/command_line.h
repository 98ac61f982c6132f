#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/source/range_request.h"

namespace CLI {
class App;
}

namespace trawl {

/// What the user typed, command by command. One table of options (command_line.cpp) fills it; help,
/// completions, the man page and the page of commands come from the same table.
struct CommandLine {
  /// The words that name the command: "scan", "rules list", "hook install".
  std::string command;
  /// The command whose options the table needs to have, by its first word: those of the others are a fifth of
  /// what a hook costs. Empty: all.
  std::string only_command;

  // Where and what.
  std::vector<std::string> paths;
  bool tracked = false;
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::string max_file_size;
  bool require_scope = false;
  bool whole_files = false;
  std::string stdin_path;
  std::string repository;  ///< of range: a directory in it
  bool from_stdin = false;
  std::vector<std::string> only;  ///< of "secrets", "sast", "config", "dependencies"; empty for all
  /// Whether `what` of these is looked for.
  [[nodiscard]] bool asks_for(std::string_view what) const {
    return only.empty() || std::find(only.begin(), only.end(), what) != only.end();
  }
  [[nodiscard]] bool asks_only_for(std::string_view what) const {
    return !only.empty() && only.size() == 1 && only[0] == what;
  }
  std::vector<std::string> checkers;  ///< globs of ids of rules about C and C++
  std::string level;                  ///< least severity of flows
  std::string build_folder;           ///< where a compile database lies
  bool library = false;               ///< parameters of exported functions are sources

  // Dependencies.
  std::string vulndb;                      ///< the index of known vulnerabilities
  std::optional<unsigned> vulndb_max_age;  ///< days
  std::vector<std::string> vex_files;
  std::string audit_level;  ///< npm's word
  std::string sbom_file;

  // Rules and configuration.
  std::string config;
  bool no_config = false;
  std::vector<std::string> rule_files;
  std::vector<std::string> disabled_rules;
  bool strict_checksums = false;
  std::string archives;
  bool untrusted = false;
  std::string base;  ///< with `untrusted`: the commit whose own files count
  bool pentest = false;
  bool ignore_comments = false;  ///< of acceptance; set by the hook of a server

  // Acceptance and identity.
  std::string baseline;
  bool no_baseline = false;
  std::string ignore_file;
  std::string identity_key;

  // Reports.
  std::vector<std::string> outputs;
  std::string sarif_profile = "full";
  std::string category;
  std::string repository_uri;
  std::string fail_on;
  std::string as_of;  ///< YYYY-MM-DD; empty: today
  std::vector<std::string> allow_incomplete;
  bool show_secrets = false;
  bool timestamps = false;
  bool quiet = false;
  int verbosity = 0;
  std::string color = "auto";
  bool no_progress = false;
  unsigned threads = 0;

  // What a hook asks for, rather than a user.
  std::optional<RangeWish> range_wish;
  std::optional<std::string> object_directory;
  std::vector<std::string> alternate_object_directories;
  std::optional<double> deadline;  ///< seconds
  std::string on_deadline;

  // Other commands.
  std::string import_file;
  std::string subject;  ///< rule, FILE:LINE, shell, stage: the command's own operand
  std::string format;   ///< of listings
  std::string reason;
  std::string owner;
  std::string expires;
  std::string hook_type = "pre-commit";
  bool global = false;
  bool check = false;
  std::string compat;           ///< the tool whose ids of rules reports carry; empty: ours
  std::string wanted_rule;      ///< rules bench
  bool no_incremental = false;  ///< history
  bool authors = false;         ///< history: personal data may be in the report
  std::string manifest;         ///< history
  std::string repo;             ///< explain
  std::string purge_file;
  std::string cache_folder;
  bool no_cache = false;
  std::string memory_limit;

  // Controls, gates and audit reports.
  std::string from;                       ///< a saved report in JSON instead of a scan
  std::string previous;                   ///< an earlier one: what it does not have is new
  std::string policy;                     ///< gate file
  std::string profile;                    ///< gate that needs no file
  std::string attestations;               ///< file of attestations
  std::string metrics_file;               ///< where metrics go
  std::string log_file;                   ///< audit log that the run is written to
  std::vector<std::string> option_names;  ///< as typed, without values: for the log
  unsigned keep = 0;                      ///< lines of a log
  // An attestation.
  std::vector<std::string> controls;
  std::vector<std::string> evidence_files;
  std::string statement;
  std::string role;
  std::string method;
  std::string result;
};

/// What parsing came to: a command to run, or a text to print and an exit code (help, version, an error).
struct ParsedCommandLine {
  std::optional<CommandLine> command_line;
  std::string text;
  int exit_code = 0;
};

/// Parses the arguments. A wrong flag is one clear sentence with a suggestion, and exit code 2.
ParsedCommandLine parse_command_line(int argc, const char* const* argv);

/// The option table as the parser holds it, filling `into`: for completions, man page and tests.
std::unique_ptr<CLI::App> option_table(CommandLine& into);

}  // namespace trawl
