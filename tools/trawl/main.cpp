#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <exception>

#include "engine/model/report.h"
#include "tools/trawl/command_line.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"

namespace {

// Descriptors 0 to 2 must be open: else the first file opened would take the place of one of them, and a
// message would be written into it. What replaces a closed one cannot be used: a report to a closed standard
// output is not delivered, and a closed standard input is not an empty file. Messages alone may be lost.
bool standard_streams_are_open() {
  constexpr int kUseless[] = {O_WRONLY, O_RDONLY, O_WRONLY};
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) == -1 && open("/dev/null", kUseless[descriptor]) != descriptor) {
      return false;
    }
  }
  return true;
}

// Secrets pass through memory: no core file may keep them.
void forbid_core_files() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__  // looks for leaks as a debugger would
  // The limit does not count where the kernel hands core files to a program.
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  if (!standard_streams_are_open()) return static_cast<int>(trawl::ExitCode::kNotDelivered);
  forbid_core_files();
  trawl::watch_signals();
  try {
    const trawl::ParsedCommandLine parsed = trawl::parse_command_line(argc, argv);
    if (!parsed.command_line) {
      if (parsed.exit_code == 0) return trawl::print(parsed.text);
      trawl::say(parsed.text);
      return parsed.exit_code;
    }
    return trawl::run_command(*parsed.command_line);
  } catch (const std::bad_alloc&) {
    trawl::complain("there is not enough memory; nothing was reported");
  } catch (const std::exception& error) {
    trawl::complain(std::string("internal error: ") + error.what());
  }
  return static_cast<int>(trawl::ExitCode::kNotDelivered);
}
