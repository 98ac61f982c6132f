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
    Command{"staged", run_scan},
    Command{"stdin", run_scan},
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
