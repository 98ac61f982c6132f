#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/match/matcher.h"
#include "engine/model/report.h"
#include "engine/scan/program.h"
#include "engine/scan/scan_options.h"
#include "engine/source/source.h"
#include "engine/store/identity.h"
#include "tools/trawl/command_line.h"
#include "tools/trawl/setup.h"

namespace trawl {

/// The rules about flows that command line and configuration ask for, sorted by id; `setup` owns those whose
/// severity was changed.
Result<std::vector<const FlowRule*>> flow_rules_as_asked(const CommandLine& command_line, Setup& setup);

/// Passes on what another source yields and keeps which of it is C or C++. With `only_program`, what is
/// neither counts as out of scope.
class ProgramRecorder final : public Source {
 public:
  ProgramRecorder(Source& source, bool only_program)
      : source_(source), program_(*this), only_program_(only_program) {}

  std::optional<Target> next(std::vector<Notification>& notifications, Coverage& coverage) override;
  [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target& target) const override {
    return source_.open(target);
  }
  [[nodiscard]] std::optional<std::string> read_beside(std::string_view path,
                                                       std::size_t most) const override {
    return source_.read_beside(path, most);
  }
  [[nodiscard]] std::optional<std::vector<std::string>> list_beside(std::string_view path,
                                                                    std::size_t most) const override {
    return source_.list_beside(path, most);
  }
  [[nodiscard]] bool has_new_name(const Target& target) const override {
    return source_.has_new_name(target);
  }
  [[nodiscard]] Reason reason_of_failure(const Target& target) const override {
    return source_.reason_of_failure(target);
  }

  [[nodiscard]] Program& program() { return program_; }

 private:
  Source& source_;
  Program program_;
  bool only_program_;
};

/// Looks at the program for flows and adds what it finds to the report. `base` is the folder that paths are
/// relative to. An error is one of usage: a compile database that was asked for and cannot be read.
Result<void> add_flows(const CommandLine& command_line, const std::string& base, Program& program,
                       const std::vector<const FlowRule*>& rules, const MatchEngine& engine,
                       const Fingerprinter& fingerprinter, const ScanOptions& options, Report& report);

/// The path of trawl-clang beside this program; empty where there is none.
std::string worker_path();

}  // namespace trawl
