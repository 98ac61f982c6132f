#pragma once

#include <cstdint>

namespace trawl {

/// How much of the C and C++ in scope was understood. Invariant: units = whole + in_part + failed.
struct ProgramCoverage {
  std::uint64_t units = 0;            ///< main files
  std::uint64_t whole = 0;            ///< parsed without an error, all includes found
  std::uint64_t in_part = 0;          ///< parsed, with errors or without some includes
  std::uint64_t failed = 0;           ///< not parsed: the parser died, or met a limit
  std::uint64_t missed_includes = 0;  ///< include directives whose file was not found
  std::uint64_t functions = 0;        ///< bodies analysed
  std::uint64_t calls = 0;
  std::uint64_t unresolved_calls = 0;  ///< calls whose callee is known by name only, or not at all

  ProgramCoverage& operator+=(const ProgramCoverage& other) {
    units += other.units;
    whole += other.whole;
    in_part += other.in_part;
    failed += other.failed;
    missed_includes += other.missed_includes;
    functions += other.functions;
    calls += other.calls;
    unresolved_calls += other.unresolved_calls;
    return *this;
  }
};

}  // namespace trawl
