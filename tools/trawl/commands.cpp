#include "tools/trawl/commands.h"

#include <array>
#include <string_view>

#include "tools/trawl/console.h"

namespace trawl {
namespace {

struct Command {
  std::string_view words;
  int (*run)(const CommandLine&);
};

constexpr std::array kCommands = {
    Command{"scan", run_scan},
    Command{"history", run_scan},
    Command{"staged", run_scan},
    Command{"range", run_scan},
    Command{"stdin", run_scan},
    Command{"hook install", install_hook_command},
    Command{"hook uninstall", uninstall_hook_command},
    Command{"hook run", run_hook},
    Command{"deps", check_dependencies},
    Command{"sbom", write_sbom},
    Command{"vulndb build", build_vulndb},
    Command{"vulndb show", show_vulndb},
    Command{"gate", run_gate},
    Command{"report", run_report},
    Command{"attest", attest},
    Command{"log verify", verify_log},
    Command{"log prune", prune_log},
    Command{"rules list", list_rules},
    Command{"rules check", check_rules},
    Command{"rules test", test_rules},
    Command{"rules bench", bench_rules},
    Command{"rules import", import_rules},
    Command{"explain", explain},
    Command{"baseline create", create_baseline},
    Command{"baseline update", update_baseline_file},
    Command{"baseline prune", prune_baseline_file},
    Command{"baseline import", import_baseline},
    Command{"config show", show_config},
    Command{"doctor", doctor},
    Command{"completion", print_completion},
    Command{"man", print_manual},
};

}  // namespace

int run_command(const CommandLine& command_line) {
  for (const Command& command : kCommands) {
    if (command.words == command_line.command) return command.run(command_line);
  }
  complain("the command '" + command_line.command + "' does nothing by itself; see trawl --help");
  return 2;
}

}  // namespace trawl
