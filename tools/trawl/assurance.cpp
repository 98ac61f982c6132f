#include "tools/trawl/assurance.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <utility>

#include <fmt/format.h>

#include "engine/assure/date.h"
#include "engine/assure/log_chain.h"
#include "engine/report/output.h"
#include "engine/report/report_writer.h"
#include "engine/source/tree_source.h"
#include "engine/store/file.h"
#include "tools/trawl/base_revision.h"
#include "tools/trawl/builtin_controls.h"
#include "tools/trawl/run_scan.h"

namespace trawl {
namespace {

constexpr std::size_t kMostPolicyBytes = std::size_t{1} << 20;
constexpr std::size_t kMostEvidenceBytes = std::size_t{256} << 20;

std::string below(const std::string& folder, const std::string& path) {
  return folder.empty() || folder == "." ? path : folder + "/" + path;
}

// A report of the format json: of a scan that is run now, or one that was saved.
Result<std::string> report_text(const CommandLine& command_line, Assurance& assurance) {
  if (!command_line.from.empty())
    return read_regular_file(command_line.from, {.most_bytes = kMostReportBytes});
  CommandLine scan = command_line;
  // The gate before a commit judges the change, all others the tree.
  scan.command = command_line.profile == "pre-commit" && command_line.command == "gate" ? "staged" : "scan";
  const Result<ScanRun> run = scan_as_asked(scan);
  if (!run) return run.error();
  assurance.base = run->base;
  ReportOptions options;
  options.tool_version = TRAWL_VERSION;
  const auto writer = make_report_writer("json", options);
  if (!writer) return writer.error();
  std::string text;
  Output output = Output::to_string(text);
  if (const auto written = (*writer)->write(run->report, output); !written) return written.error();
  if (const auto finished = output.finish(); !finished) return finished.error();
  return text;
}

// A file of policy of the base revision; nothing where there is no base, or it has none.
Result<std::optional<std::string>> file_of_base(const CommandLine& command_line, const std::string& folder,
                                                const std::string& path, std::string& origin) {
  const Result<std::optional<BaseRevision>> base = BaseRevision::asked(command_line, folder);
  if (!base) return base.error();
  if (!*base) return std::optional<std::string>();
  origin = (*base)->shown(path);
  return (*base)->read(path, kMostPolicyBytes);
}

Result<void> read_attestation_file(const CommandLine& command_line, Assurance& assurance) {
  const bool named = !command_line.attestations.empty();
  const std::string path = named ? command_line.attestations : below(assurance.base, kAttestationFile);
  Result<std::string> text = std::string();
  std::string origin = named ? path : kAttestationFile;
  if (!named && command_line.untrusted) {
    Result<std::optional<std::string>> of_base =
        file_of_base(command_line, assurance.base, kAttestationFile, origin);
    if (!of_base) return of_base.error().during("reading the attestations");
    if (!*of_base) return {};
    text = std::move(**of_base);
  } else {
    if (!named && !file_exists(path)) return {};
    text = read_regular_file(path, {.most_bytes = kMostPolicyBytes});
    if (!text) return text.error().during("reading the attestations");
  }
  const auto hash = [&](const std::string& file) -> Result<std::string> {
    const Result<std::string> bytes =
        read_regular_file(below(assurance.base, file), {.most_bytes = kMostEvidenceBytes});
    if (!bytes) return bytes.error();
    return sha256_of(*bytes);
  };
  // Evidence is that of the tree at hand: a change that touches it loses the attestation.
  auto read = read_attestations(origin, *text, assurance.as_of, hash);
  if (!read) return read.error();
  assurance.attestations = std::move(*read);
  return {};
}

}  // namespace

std::string day_today() {
  const std::time_t now = std::time(nullptr);
  std::tm day{};
  gmtime_r(&now, &day);
  return fmt::format("{:04}-{:02}-{:02}", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

Result<std::unique_ptr<Assurance>> assured_as_asked(const CommandLine& asked) {
  CommandLine command_line = asked;
  if (!command_line.paths.empty()) {
    // The tree is what is named, with its own files of policy, and findings are shown from its top.
    char* resolved = realpath(command_line.paths.front().c_str(), nullptr);
    if (resolved == nullptr)
      return Error(fmt::format("{}: {}", command_line.paths.front(), strerrordesc_np(errno)));
    command_line.paths.front() = resolved;
    std::free(resolved);
  }
  auto assurance = std::make_unique<Assurance>();
  assurance->as_of = command_line.as_of.empty() ? day_today() : command_line.as_of;
  if (!day_of(assurance->as_of))
    return Error(fmt::format("--as-of: '{}' is no date; write it as 2026-01-31", command_line.as_of));
  const std::vector<std::string> paths =
      command_line.paths.empty() ? std::vector<std::string>{"."} : command_line.paths;
  const Result<std::string> base = TreeSource::base_of(paths);
  if (!base) return base.error();
  assurance->base = *base;
  const Result<std::string> text = report_text(command_line, *assurance);
  if (!text) return text.error();
  assurance->report_digest = sha256_of(*text);
  Result<Evidence> evidence = read_evidence(*text);
  if (!evidence) return evidence.error().during(command_line.from.empty() ? "the scan" : command_line.from);
  assurance->evidence = std::move(*evidence);
  for (const ControlText& file : builtin_controls()) {
    Result<Framework> framework = read_framework(file.name, file.text);
    if (!framework) return framework.error();
    assurance->frameworks.push_back(std::move(*framework));
  }
  // The plans are what a project works by: they come first.
  std::stable_partition(assurance->frameworks.begin(), assurance->frameworks.end(),
                        [](const Framework& framework) { return framework.id.starts_with("plan-"); });
  if (const auto read = read_attestation_file(command_line, *assurance); !read) return read.error();
  for (const Framework& framework : assurance->frameworks)
    assurance->results.push_back(assess(framework, assurance->evidence, assurance->attestations));
  return assurance;
}

Result<GateChoice> gates_as_asked(const CommandLine& command_line, const std::string& base) {
  GateChoice choice;
  if (!command_line.profile.empty()) {
    choice.policy.gates.push_back(*gate_profile(command_line.profile));
    choice.origin = fmt::format("profile '{}'", command_line.profile);
    return choice;
  }
  const bool named = !command_line.policy.empty();
  const std::string path = named ? command_line.policy : below(base, kGateFile);
  Result<std::string> text = std::string();
  choice.origin = named ? path : kGateFile;
  if (!named && command_line.untrusted) {
    Result<std::optional<std::string>> of_base = file_of_base(command_line, base, kGateFile, choice.origin);
    if (!of_base) return of_base.error().during("reading the gate file");
    if (!*of_base)
      return Error(
          "with --untrusted the gate file of the tree is not honoured: name the commit whose file counts "
          "with "
          "--base, a file with --policy, or --profile");
    text = std::move(**of_base);
  } else {
    if (!named && !file_exists(path))
      return Error(fmt::format("there is no gate file '{}': write one, or name a profile: --profile release",
                               kGateFile));
    text = read_regular_file(path, {.most_bytes = kMostPolicyBytes});
    if (!text) return text.error().during("reading the gate file");
  }
  Result<GatePolicy> policy = read_gate_policy(choice.origin, *text);
  if (!policy) return policy.error();
  choice.policy = std::move(*policy);
  return choice;
}

Result<std::vector<GateLine>> gate_lines(const CommandLine& command_line, const GateChoice& choice,
                                         const Assurance& assurance) {
  GateFacts facts;
  facts.evidence = &assurance.evidence;
  facts.frameworks = assurance.results;
  facts.attestations = assurance.attestations;
  facts.as_of = assurance.as_of;
  const std::string& command = assurance.evidence.command;
  facts.all_is_new = command == "staged" || command == "range";
  std::set<std::string> earlier;
  if (!command_line.previous.empty()) {
    const Result<std::string> text =
        read_regular_file(command_line.previous, {.most_bytes = kMostReportBytes});
    if (!text) return text.error().during("--previous");
    const Result<Evidence> before = read_evidence(*text);
    if (!before) return before.error().during("--previous " + command_line.previous);
    for (const EvidenceFinding& finding : before->findings) earlier.insert(finding.fingerprint);
    facts.earlier = &earlier;
  }
  return judge_policy(choice.policy, facts);
}

}  // namespace trawl
