#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "engine/deps/sbom.h"
#include "engine/git/commit.h"
#include "engine/git/object_database.h"
#include "engine/git/refs.h"
#include "engine/git/repository.h"
#include "engine/git/revision.h"
#include "engine/report/output.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/run_scan.h"

namespace trawl {
namespace {

int failed(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return number;
}

// When the tree was committed; nothing outside of a repository.
std::optional<std::int64_t> time_of_head(const std::string& folder) {
  const Result<Repository> repository = Repository::discover(folder);
  if (!repository) return std::nullopt;
  const Result<Refs> refs = Refs::open(*repository);
  if (!refs) return std::nullopt;
  Result<ObjectDatabase> database = ObjectDatabase::open(*repository);
  if (!database) return std::nullopt;
  const Result<ObjectId> head = RevisionParser(*refs, *database).commit_named("HEAD");
  if (!head) return std::nullopt;
  const auto object = database->read(*head);
  if (!object) return std::nullopt;
  const std::string_view bytes = object->bytes;
  const Result<Commit> commit = parse_commit(repository->object_format(), bytes);
  if (!commit) return std::nullopt;
  const std::string_view headers = bytes.substr(commit->headers.begin.value, commit->headers.size());
  const std::size_t line = headers.find("committer ");
  if (line == std::string_view::npos) return std::nullopt;
  const std::string_view committer = headers.substr(line, headers.find('\n', line) - line);
  const std::size_t mail = committer.rfind("> ");
  return mail == std::string_view::npos ? std::nullopt : number_of(committer.substr(mail + 2));
}

}  // namespace

int write_sbom(const CommandLine& given) {
  CommandLine command_line = given;
  command_line.only = {"dependencies"};
  const Result<ScanRun> run = scan_as_asked(command_line);
  if (!run) return failed(run.error());
  SbomOptions options;
  options.project = run->report.root == "." ? "project" : run->report.root;
  // The project's own name, where a manifest at the top has one.
  for (const DependencyFile& file : run->dependency_files) {
    const bool top = file.path.find('/') == std::string::npos;
    if (top && !file.project_name.empty() && file.kind != "os-release") options.project = file.project_name;
  }
  options.tool_version = TRAWL_VERSION;
  options.complete =
      std::none_of(run->dependency_files.begin(), run->dependency_files.end(),
                   [](const DependencyFile& file) { return file.failure.has_value(); }) &&
      std::none_of(run->report.notifications.begin(), run->report.notifications.end(),
                   [](const Notification& notification) {
                     // What is vulnerable is no part of the bill.
                     return notification.incomplete && notification.reason != Reason::kVulnerabilityData;
                   });
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  options.created = epoch != nullptr ? number_of(epoch).value_or(0) : time_of_head(run->base).value_or(0);
  const std::string text = command_line.format == "spdx"
                               ? spdx_of(run->dependency_files, options)
                               : cyclonedx_of(run->dependency_files, run->dependency_audit, options);
  if (command_line.sbom_file.empty() || command_line.sbom_file == "-") {
    if (print(text) != 0) return static_cast<int>(ExitCode::kNotDelivered);
  } else {
    Result<Output> output = Output::to_file(command_line.sbom_file);
    if (output) output->append(text);
    const Result<void> finished = output ? output->finish() : Result<void>(output.error());
    if (!finished) {
      complain(finished.error().sentence());
      return static_cast<int>(ExitCode::kNotDelivered);
    }
  }
  for (const Notification& notification : run->report.notifications) {
    if (notification.incomplete)
      complain(notification.subject.empty() ? notification.message
                                            : notification.subject + ": " + notification.message);
  }
  // A bill of materials is no judgement: findings do not change the exit code.
  return static_cast<int>(options.complete ? ExitCode::kClean : ExitCode::kIncomplete);
}

}  // namespace trawl
