#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/git/object_database.h"
#include "engine/scan/program.h"
#include "engine/scan/scan_options.h"
#include "engine/source/range_source.h"
#include "engine/source/source.h"
#include "engine/source/staged_source.h"

namespace trawl {

/// The C and C++ of a tree that a change leads to, and which of it the change touches. What it does not touch
/// is read from the index or the commit, never from the disk.
class ChangedProgram {
 public:
  /// The next commit, of which `touched` are the targets of the staged source. Borrows that.
  static Result<std::unique_ptr<ChangedProgram>> of_index(const StagedSource& staged,
                                                          const std::vector<Target>& touched,
                                                          bool whole_files);
  /// The trees that a range ends with, of which `touched` are targets; one that the range does not touch
  /// there is left out. Borrows the source.
  static std::vector<std::unique_ptr<ChangedProgram>> of_range(const RangeSource& range,
                                                               const std::vector<Target>& touched,
                                                               bool whole_files,
                                                               std::vector<Notification>& notifications);
  ~ChangedProgram();
  ChangedProgram(const ChangedProgram&) = delete;
  ChangedProgram& operator=(const ChangedProgram&) = delete;

  [[nodiscard]] Program& program() { return *program_; }
  /// Paths of the program, those that the change touches.
  [[nodiscard]] const std::set<std::string>& touched() const { return touched_; }
  /// Which lines of a target of the program count.
  [[nodiscard]] Result<std::vector<LineRange>> lines_of(const Target& target) const;

 private:
  class Contents;
  ChangedProgram();
  void add(const Target& target, bool touched);

  std::unique_ptr<Contents> contents_;
  std::unique_ptr<Program> program_;
  std::set<std::string> touched_;
  const StagedSource* staged_ = nullptr;
  bool whole_files_ = false;
  std::map<std::string, Target, std::less<>> staged_targets_;  ///< by path
  std::map<std::string, std::vector<LineRange>, std::less<>> lines_;
};

/// Whether a target is C or C++ by its name.
bool is_program_file(std::string_view path);

}  // namespace trawl
