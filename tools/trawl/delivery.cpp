#include "tools/trawl/delivery.h"

#include <unistd.h>

#include <utility>

#include <fmt/format.h>

#include "engine/report/output.h"
#include "tools/trawl/compat_rules.h"
#include "tools/trawl/console.h"

namespace trawl {

Result<Delivery> Delivery::prepare(const CommandLine& command_line) {
  Delivery delivery;
  delivery.private_files_ = command_line.show_secrets;
  delivery.compat_ = command_line.compat;
  std::vector<std::string> wanted = command_line.outputs;
  if (wanted.empty()) wanted.emplace_back("text");
  const Result<SarifProfile> profile = sarif_profile_named(command_line.sarif_profile);
  if (!profile) return profile.error();

  bool standard_output = false;
  for (const std::string& specification : wanted) {
    const std::size_t equals = specification.find('=');
    Promise promise;
    if (equals != std::string::npos) promise.file = specification.substr(equals + 1);
    if (promise.file == "-") promise.file.clear();
    if (equals != std::string::npos && equals + 1 == specification.size()) {
      return Error(fmt::format("-o {}: there is no file name behind '='", specification));
    }
    if (promise.file.empty() && std::exchange(standard_output, true)) {
      return Error("two reports cannot both go to standard output; give one a file, as -o sarif=FILE");
    }
    ReportOptions options;
    options.sarif_profile = *profile;
    options.show_secrets = command_line.show_secrets;
    options.colour = promise.file.empty() && wants_colour(STDOUT_FILENO, command_line.color);
    options.verbosity = command_line.quiet ? -1 : command_line.verbosity;
    options.tool_version = TRAWL_VERSION;
    options.information_uri = TRAWL_INFORMATION_URI;
    auto writer = make_report_writer(specification.substr(0, equals), options);
    if (!writer) {
      // "-o report.sarif" is what people try first.
      if (equals == std::string::npos && specification.find_first_of("./") != std::string::npos) {
        return Error(writer.error().sentence() + "; a file is given as -o FORMAT=FILE");
      }
      return writer.error();
    }
    promise.writer = std::move(*writer);
    delivery.promises_.push_back(std::move(promise));
  }
  return delivery;
}

Result<void> Delivery::deliver(const Report& report) const {
  if (compat_.empty()) return write_all_of(report);
  const RenamedReport renamed(report, compat_);
  return write_all_of(renamed.report());
}

Result<void> Delivery::write_all_of(const Report& report) const {
  std::string failures;
  const auto failed = [&](const Error& error) {
    failures += (failures.empty() ? "" : "\n") + error.sentence();
  };
  for (const Promise& promise : promises_) {
    Result<Output> output = promise.file.empty()
                                ? Result<Output>(Output::to_descriptor(STDOUT_FILENO, "standard output"))
                                : Output::to_file(promise.file, private_files_ ? Output::Readers::kOwnerOnly
                                                                               : Output::Readers::kAsUsual);
    if (!output) {
      failed(output.error());
      continue;
    }
    const Result<void> written = promise.writer->write(report, *output);
    const Result<void> finished = output->finish();
    if (!finished) {
      failed(finished.error());
    } else if (!written) {
      failed(written.error());
    }
  }
  if (!failures.empty()) return Error("a report could not be delivered: " + failures);
  return {};
}

}  // namespace trawl
