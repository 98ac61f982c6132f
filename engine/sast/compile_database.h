#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace trawl::sast {

/// What a compile database says of the files of a program, after everything that could do harm was dropped.
struct CompileDatabase {
  std::map<std::string, std::vector<std::string>>
      flags;                                     ///< by path relative to the program; the first entry counts
  std::map<std::string, std::uint64_t> dropped;  ///< refused flags by name, and how often
  std::uint64_t outside = 0;                     ///< entries whose file or directory lies outside
  std::uint64_t other_languages = 0;             ///< entries for neither C nor C++
};

inline constexpr std::size_t kMostCompileDatabaseBytes = std::size_t{64} << 20;

/// Reads a `compile_commands.json`: hostile input like all else. `root` is the absolute place of the program.
/// An error says what is wrong with the form; at most 100,000 entries and 64 levels are read.
Result<CompileDatabase> read_compile_database(std::string_view json, std::string_view root);

}  // namespace trawl::sast
