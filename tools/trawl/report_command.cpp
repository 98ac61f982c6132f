#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "engine/assure/audit_report.h"
#include "engine/assure/metrics.h"
#include "engine/report/output.h"
#include "engine/store/file.h"
#include "tools/trawl/assurance.h"
#include "tools/trawl/base_revision.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/log_command.h"

namespace trawl {
namespace {

int usage_error(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

struct Form {
  std::string_view name;
  std::string (*write)(const AuditReport&);
};
constexpr Form kForms[] = {{"html", html_page}, {"markdown", markdown_page}, {"json", audit_json}};

struct Promise {
  const Form* form = nullptr;
  std::string file;  ///< empty: standard output
};

Result<std::vector<Promise>> promises_of(const CommandLine& command_line) {
  std::vector<std::string> wanted = command_line.outputs;
  if (wanted.empty()) wanted.emplace_back("html");
  std::vector<Promise> promises;
  bool standard_output = false;
  for (const std::string& specification : wanted) {
    const std::size_t equals = specification.find('=');
    const std::string name = specification.substr(0, equals);
    const auto* form = std::find_if(std::begin(kForms), std::end(kForms),
                                    [&](const Form& candidate) { return candidate.name == name; });
    if (form == std::end(kForms))
      return Error(fmt::format("-o {}: a report is html, markdown or json", specification));
    Promise promise{form, equals == std::string::npos ? "" : specification.substr(equals + 1)};
    if (equals != std::string::npos && promise.file.empty())
      return Error(fmt::format("-o {}: there is no file name behind '='", specification));
    if (promise.file == "-") promise.file.clear();
    if (promise.file.empty() && std::exchange(standard_output, true))
      return Error("two reports cannot both go to standard output; give one a file, as -o html=FILE");
    promises.push_back(std::move(promise));
  }
  return promises;
}

Result<void> deliver(const std::string& file, const std::string& text) {
  Result<Output> output = file.empty()
                              ? Result<Output>(Output::to_descriptor(STDOUT_FILENO, "standard output"))
                              : Output::to_file(file);
  if (!output) return output.error();
  output->append(text);
  return output->finish();
}

// What earlier runs came to: the lines of the log with figures.
Result<std::vector<TrendPoint>> trend_of(const CommandLine& command_line, std::string& head) {
  std::vector<TrendPoint> trend;
  if (command_line.log_file.empty() || !file_exists(command_line.log_file)) return trend;
  const Result<std::string> text = read_regular_file(command_line.log_file, {.most_bytes = kMostLogBytes});
  if (!text) return text.error();
  const LogCheck check = check_log(*text);
  if (check.bad_line != 0)
    return Error(fmt::format("{}:{}: {}; no trend is shown from a broken log", command_line.log_file,
                             check.bad_line, check.trouble));
  head = check.head;
  for (const LogEntry& entry : check.entries) {
    if (!entry.open || entry.applicable == 0) continue;
    trend.push_back({entry.time.substr(0, 10), *entry.open, entry.pass, entry.applicable});
  }
  return trend;
}

Result<bool> has_gate(const CommandLine& command_line, const std::string& base) {
  if (!command_line.policy.empty() || !command_line.profile.empty()) return true;
  if (command_line.untrusted) {
    const Result<std::optional<BaseRevision>> revision = BaseRevision::asked(command_line, base);
    if (!revision) return revision.error();
    if (!*revision) return false;
    const Result<std::optional<std::string>> text = (*revision)->read(kGateFile, std::size_t{1} << 20);
    if (!text) return text.error();
    return text->has_value();
  }
  const std::string path = base.empty() || base == "." ? kGateFile : base + "/" + kGateFile;
  return file_exists(path);
}

}  // namespace

int deliver_metrics(const CommandLine& command_line, const Assurance& assurance,
                    const std::vector<GateLine>& lines) {
  if (command_line.metrics_file.empty()) return 0;
  const std::string text =
      metrics_text(assurance.evidence, assurance.results, assurance.attestations, lines, assurance.as_of);
  if (const auto delivered = deliver(command_line.metrics_file, text); !delivered) {
    complain("the metrics could not be delivered: " + delivered.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  return 0;
}

int run_report(const CommandLine& command_line) {
  const Result<std::vector<Promise>> promises = promises_of(command_line);
  if (!promises) return usage_error(promises.error());
  const Result<std::unique_ptr<Assurance>> assured = assured_as_asked(command_line);
  if (!assured) return usage_error(assured.error());
  const Assurance& assurance = **assured;
  AuditReport report;
  report.evidence = &assurance.evidence;
  report.frameworks = assurance.results;
  report.attestations = assurance.attestations;
  report.as_of = assurance.as_of;
  report.report_digest = assurance.report_digest;
  report.pentest = command_line.pentest;
  std::vector<GateLine> lines;
  const Result<bool> gate_asked = has_gate(command_line, assurance.base);
  if (!gate_asked) return usage_error(gate_asked.error());
  if (*gate_asked) {
    const Result<GateChoice> choice = gates_as_asked(command_line, assurance.base);
    if (!choice) return usage_error(choice.error());
    Result<std::vector<GateLine>> judged = gate_lines(command_line, *choice, assurance);
    if (!judged) return usage_error(judged.error());
    lines = std::move(*judged);
    report.gate_origin = choice->origin;
  }
  report.gates = lines;
  const Result<std::vector<TrendPoint>> trend = trend_of(command_line, report.log_head);
  if (!trend) return usage_error(trend.error());
  report.trend = *trend;
  const bool met = std::all_of(lines.begin(), lines.end(), [](const GateLine& line) { return line.met; });
  int code = static_cast<int>(assurance.evidence.exit_code);
  if (!lines.empty()) {
    const bool complete = assurance.evidence.complete;
    code = static_cast<int>(met ? (complete ? ExitCode::kClean : ExitCode::kIncomplete)
                                : (complete ? ExitCode::kFindings : ExitCode::kIncompleteFindings));
  }
  for (const Promise& promise : *promises) {
    if (const auto delivered = deliver(promise.file, promise.form->write(report)); !delivered) {
      complain("the report could not be delivered: " + delivered.error().sentence());
      return static_cast<int>(ExitCode::kNotDelivered);
    }
  }
  if (const int failed = deliver_metrics(command_line, assurance, lines); failed != 0) return failed;
  if (const auto logged = log_as_asked(command_line, log_entry_of(command_line, assurance, code)); !logged) {
    complain("the log was not written: " + logged.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  return code;
}

}  // namespace trawl
