#include <string>

#include <fmt/format.h>

#include "engine/assure/attestation.h"
#include "engine/assure/date.h"
#include "engine/base/escape.h"
#include "engine/store/file.h"
#include "tools/trawl/assurance.h"
#include "tools/trawl/builtin_controls.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/log_command.h"

namespace trawl {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::size_t kMostEvidenceBytes = std::size_t{256} << 20;

int usage_error(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

Result<std::string> hash_of_file(const std::string& path) {
  const Result<std::string> bytes = read_regular_file(path, {.most_bytes = kMostEvidenceBytes});
  if (!bytes) return bytes.error();
  return sha256_of(*bytes);
}

// Whether any framework has a control that the attestation names.
bool names_a_control(const std::string& name, const std::vector<Framework>& frameworks) {
  Attestation one;
  one.controls = {name};
  for (const Framework& framework : frameworks) {
    for (const Control& control : framework.controls) {
      if (attests(one, framework.id, framework.key, control.id)) return true;
    }
  }
  return false;
}

}  // namespace

int attest(const CommandLine& command_line) {
  Attestation one;
  one.id = command_line.subject;
  one.controls = command_line.controls;
  one.statement = command_line.statement;
  one.by = command_line.owner;
  one.role = command_line.role;
  one.date = command_line.as_of.empty() ? day_today() : command_line.as_of;
  one.expires = command_line.expires;
  one.method = command_line.method;
  one.failed = command_line.result == "failure";
  std::vector<Framework> frameworks;
  for (const ControlText& file : builtin_controls()) {
    Result<Framework> framework = read_framework(file.name, file.text);
    if (!framework) return usage_error(framework.error());
    frameworks.push_back(std::move(*framework));
  }
  for (const std::string& control : one.controls) {
    if (!names_a_control(control, frameworks))
      return usage_error(
          Error(fmt::format("there is no control '{}'; write it as p8:P8-34 or pci-dss-4.0.1:12.10.1",
                            escape_for_terminal(control))));
  }
  for (const std::string& path : command_line.evidence_files) {
    const Result<std::string> hash = hash_of_file(path);
    if (!hash) return usage_error(hash.error().during("--evidence"));
    one.evidence.push_back({path, *hash});
  }
  std::string text;
  if (file_exists(kAttestationFile)) {
    Result<std::string> read = read_regular_file(kAttestationFile, {.most_bytes = kMostBytes});
    if (!read) return usage_error(read.error());
    text = std::move(*read);
    if (!text.empty() && text.back() != '\n') text += '\n';
    if (!text.empty()) text += '\n';
  }
  text += attestation_entry(one);
  // What is written has to be what would be read: a date that is none, an id that is taken.
  const auto read = read_attestations(kAttestationFile, text, one.date, hash_of_file);
  if (!read) return usage_error(read.error());
  if (const auto made = create_private_folders(".trawl"); !made) return usage_error(made.error());
  if (const auto written = replace_file(kAttestationFile, text); !written) {
    complain(written.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  LogEntry entry = log_entry_of(command_line);
  entry.digest = sha256_of(text);
  if (const auto logged = log_as_asked(command_line, entry); !logged) {
    complain("the log was not written: " + logged.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  return print(fmt::format("'{}' is attested until {}, in {}\n", escape_for_terminal(one.id), one.expires,
                           kAttestationFile));
}

}  // namespace trawl
