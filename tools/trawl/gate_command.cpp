#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/model/report.h"
#include "tools/trawl/assurance.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/log_command.h"

namespace trawl {
namespace {

int usage_error(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

// The last four rows of the plan: what is handed over.
std::string hand_off(const Assurance& assurance) {
  std::string text;
  for (const FrameworkResult& framework : assurance.results) {
    if (framework.framework->id != "plan-phase8") continue;
    for (const ControlResult& result : framework.controls) {
      if (result.control->group != "Hand-off") continue;
      text +=
          fmt::format("{:<14} {} {}\n", name_of(result.status), result.control->id, result.control->title);
    }
  }
  return text;
}

std::string as_json(const std::vector<GateLine>& lines, const Assurance& assurance, bool met) {
  const auto quoted = [](std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return json;
  };
  std::string text = fmt::format("{{\"as_of\": {}, \"complete\": {}, \"met\": {}, \"conditions\": [",
                                 quoted(assurance.as_of), assurance.evidence.complete, met);
  for (const GateLine& line : lines) {
    text += fmt::format("{}\n  {{\"gate\": {}, \"required\": {}, \"measured\": {}, \"met\": {}}}",
                        &line == lines.data() ? "" : ",", quoted(line.gate), quoted(line.required),
                        quoted(line.measured), line.met);
  }
  return text + "\n]}\n";
}

}  // namespace

int run_gate(const CommandLine& command_line) {
  const Result<std::unique_ptr<Assurance>> assured = assured_as_asked(command_line);
  if (!assured) return usage_error(assured.error());
  const Assurance& assurance = **assured;
  const Result<GateChoice> choice = gates_as_asked(command_line, assurance.base);
  if (!choice) return usage_error(choice.error());
  const Result<std::vector<GateLine>> lines = gate_lines(command_line, *choice, assurance);
  if (!lines) return usage_error(lines.error());
  const auto met = static_cast<std::size_t>(
      std::count_if(lines->begin(), lines->end(), [](const GateLine& line) { return line.met; }));
  const bool all_met = met == lines->size();
  const bool complete = assurance.evidence.complete;
  std::string text;
  if (command_line.format == "json") {
    text = as_json(*lines, assurance, all_met);
  } else {
    for (const GateLine& line : *lines) {
      text +=
          fmt::format("{:<8} {}: {} -- {}\n", line.met ? "met" : "NOT MET", escape_for_terminal(line.gate),
                      escape_for_terminal(line.required), escape_for_terminal(line.measured));
    }
    text += hand_off(assurance);
    text += fmt::format("{} of {} conditions met, as of {}{}\n", met, lines->size(), assurance.as_of,
                        complete ? "" : "; the run is INCOMPLETE: not everything in scope was read");
  }
  const ExitCode code = all_met ? (complete ? ExitCode::kClean : ExitCode::kIncomplete)
                                : (complete ? ExitCode::kFindings : ExitCode::kIncompleteFindings);
  if (const int printed = print(text); printed != 0) return printed;
  if (const int failed = deliver_metrics(command_line, assurance, *lines); failed != 0) return failed;
  const LogEntry entry = log_entry_of(command_line, assurance, static_cast<int>(code));
  if (const auto logged = log_as_asked(command_line, entry); !logged) {
    complain("the log was not written: " + logged.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  return static_cast<int>(code);
}

}  // namespace trawl
