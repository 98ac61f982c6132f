#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/source/source.h"

namespace trawl {

/// The C and C++ files of a scan: what units and their includes are read from. Its paths are those of the
/// report with `..` written as `__`, since workers take no path that leads up; a target has the report's own.
/// Immutable while it is used by many threads.
class Program {
 public:
  /// `source` outlives the program and opens its targets.
  explicit Program(const Source& source) : source_(source) {}

  /// Takes a target in when its name is one of C or C++; says whether it did.
  bool add(const Target& target);
  /// To be called once, after the last `add`.
  void close();

  [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }  ///< sorted
  [[nodiscard]] const std::vector<std::string>& units() const { return units_; }  ///< main files, sorted
  [[nodiscard]] const Target* find(std::string_view path) const;
  /// The report's path of a file of the program.
  [[nodiscard]] const std::string& shown(const std::string& path) const;
  /// The program's path of a path of the report.
  static std::string path_in_program(std::string_view shown);
  /// The bytes of a file of at most 16 MiB.
  [[nodiscard]] Result<std::string> read(std::string_view path) const;

 private:
  const Source& source_;
  std::map<std::string, Target, std::less<>> targets_;
  std::vector<std::string> paths_;
  std::vector<std::string> units_;
};

}  // namespace trawl
