#include "tools/trawl/explain_finding.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/report/history_words.h"
#include "engine/report/show_secrets.h"
#include "engine/store/file.h"
#include "tools/trawl/console.h"
#include "tools/trawl/run_scan.h"

namespace trawl {
namespace {

constexpr std::size_t kLeastDigits = 8;
constexpr std::size_t kAllDigits = 32;

int failed(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

std::string line_of(const Location& location) {
  std::string text = fmt::format("  {}:{}:{}", escape_for_terminal(location.path),
                                 location.region.start_line.value, location.region.start_column.value);
  if (!location.commit_id.empty() && !location.metadata)
    text += fmt::format("  commit {}", location.commit_id);
  if (!location.blob_id.empty()) text += fmt::format("  blob {}", location.blob_id);
  if (!location.decoded_by.empty())
    text += fmt::format("  (in {})", escape_for_terminal(location.decoded_by));
  return text + "\n";
}

void add_events(std::string& text, std::string_view title, const std::vector<HistoryEvent>& events) {
  if (events.empty()) return;
  text += fmt::format("\n{}\n", title);
  for (const HistoryEvent& event : events) {
    text += fmt::format("  {}  {}  {}{}", date_of(event.author_time, event.author_zone), event.commit_id,
                        escape_for_terminal(event.path), event.elsewhere ? "  (elsewhere too)" : "");
    if (!event.author_name.empty() || !event.author_email.empty()) {
      text += fmt::format("  {} <{}>", escape_for_terminal(event.author_name),
                          escape_for_terminal(event.author_email));
    }
    text += '\n';
  }
}

void add_names(std::string& text, std::string_view title, const std::vector<std::string>& names) {
  if (names.empty()) return;
  text += fmt::format("\n{}\n", title);
  for (const std::string& name : names) text += fmt::format("  {}\n", escape_for_terminal(name));
}

// What must happen so that nothing leads to it any more; each step only where it applies.
std::string removal_of(const Finding& finding) {
  const Provenance provenance = finding.provenance.value_or(Provenance());
  std::string text = "\nhow to get rid of it\n";
  int step = 0;
  const auto add = [&](const std::string& what) { text += fmt::format("  {}. {}\n", ++step, what); };
  add(fmt::format("Revoke it first: whoever has a clone has it. {}",
                  printable_text(finding.rule->remediation)));
  if (provenance.in_head) add("Take it out of the files that HEAD has, and commit that.");
  for (const std::string& index : provenance.staged_in) {
    add(fmt::format("Take it out of what is staged: {}.", escape_for_terminal(index)));
  }
  const bool in_names =
      std::any_of(finding.locations.begin(), finding.locations.end(), [](const Location& place) {
        return place.path.ends_with("names of refs") || place.path.ends_with("names of paths");
      });
  const bool in_text =
      std::any_of(finding.locations.begin(), finding.locations.end(), [](const Location& place) {
        return place.path.find("commit ") != std::string::npos ||
               place.path.find("tag ") != std::string::npos;
      });
  const bool in_git_dir =
      std::any_of(finding.locations.begin(), finding.locations.end(),
                  [](const Location& place) { return place.path.find(".git/") != std::string::npos; });
  if (!provenance.introductions.empty()) {
    add(fmt::format(
        "Rewrite history: git filter-repo {}--replace-text FILE, with the file that --purge-file writes.",
        in_text ? "--replace-message FILE " : ""));
  }
  if (in_names)
    add("Rename the refs or paths whose name it is (git branch -m; git filter-repo --path-rename).");
  if (in_git_dir) add("Edit the file of the git directory that holds it; it is of this clone only.");
  const bool stashed =
      std::any_of(provenance.reachable_from.begin(), provenance.reachable_from.end(),
                  [](const std::string& name) { return name.find("stash") != std::string::npos; });
  if (stashed) add("Drop the stash entries that have it: git stash drop.");
  if (!provenance.introductions.empty() || !provenance.reachable) {
    add("Forget what reflogs remember, and the objects: git reflog expire --expire=now --all && git gc "
        "--prune=now.");
  }
  if (!provenance.introductions.empty()) {
    add("Push all refs anew, and have the host drop its cached views and forks; clones of others keep it.");
  }
  return text;
}

std::string explained(const Finding& finding, bool show_secrets) {
  std::string text =
      fmt::format("{}: {} ({})\n", finding.fingerprint, printable_text(finding.rule->name), finding.rule->id);
  text += fmt::format("{}\nsecret {}\n\n{}\n", printable_text(finding.rule->description),
                      escape_for_terminal(shown(finding.secret, show_secrets)),
                      finding.locations.size() == 1 ? "place" : "places");
  for (const Location& location : finding.locations) text += line_of(location);
  if (finding.provenance) {
    const Provenance& provenance = *finding.provenance;
    add_events(text, "came", provenance.introductions);
    add_events(text, "went", provenance.removals);
    add_names(text, "refs whose tip has it", provenance.refs);
    add_names(text, "refs, stash and reflog entries that lead to it", provenance.reachable_from);
    add_names(text, "indexes that have it", provenance.staged_in);
    if (provenance.dropped_events + provenance.dropped_names > 0) {
      text += fmt::format("\n{} events and {} names are not listed\n", provenance.dropped_events,
                          provenance.dropped_names);
    }
    text += fmt::format("\nnow\n  {}\n", history_lines_of(provenance).back().text);
  }
  return text + removal_of(finding);
}

// A line of the list that git-filter-repo takes for --replace-text and --replace-message: literal where that
// can be written, else an expression over bytes.
std::string purge_line(std::string_view secret) {
  const bool plain = secret.find("==>") == std::string_view::npos &&
                     std::all_of(secret.begin(), secret.end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (plain) return fmt::format("literal:{}==>***REMOVED***\n", secret);
  std::string expression;
  for (const char c : secret) expression += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  return fmt::format("regex:{}==>***REMOVED***\n", expression);
}

Result<void> write_purge_file(const std::string& path, const Finding& finding) {
  const Result<bool> created = create_private_file(path, purge_line(shown(finding.secret, true)));
  if (!created) return created.error();
  if (!*created) return Error(fmt::format("'{}' is there already, and is not replaced", path));
  return {};
}

}  // namespace

bool looks_like_fingerprint(const std::string& subject) {
  return subject.size() >= kLeastDigits && subject.size() <= kAllDigits &&
         std::all_of(subject.begin(), subject.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

int explain_finding(const CommandLine& command_line) {
  if (!command_line.purge_file.empty() && !command_line.show_secrets) {
    return failed(Error("--purge-file writes the secret itself: say --show-secrets too if that is meant"));
  }
  CommandLine history = command_line;
  history.command = "history";
  history.paths = {command_line.repo.empty() ? "." : command_line.repo};
  const Result<ScanRun> run = scan_as_asked(history);
  if (!run) return failed(run.error());
  std::vector<const Finding*> found;
  for (const Finding& finding : run->report.findings) {
    if (finding.fingerprint.starts_with(command_line.subject)) found.push_back(&finding);
  }
  if (found.size() != 1) {
    return failed(
        Error(fmt::format("{} of the {} secrets in the history of '{}' {} the fingerprint '{}'{}",
                          found.size(), run->report.findings.size(), history.paths.front(),
                          found.size() > 1 ? "begin with" : "has", command_line.subject,
                          found.empty() ? "; fingerprints depend on the identity key, see trawl doctor"
                                        : "; give more of its digits")));
  }
  if (!command_line.purge_file.empty()) {
    if (const Result<void> written = write_purge_file(command_line.purge_file, *found.front()); !written) {
      return failed(written.error().during("writing the purge file"));
    }
  }
  if (run->report.incomplete()) {
    complain(
        "the repository was not read in full: there may be more places (trawl history says what is missing)");
  }
  return print(explained(*found.front(), command_line.show_secrets));
}

}  // namespace trawl
