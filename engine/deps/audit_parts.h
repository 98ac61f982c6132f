#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/deps/audit.h"

// The parts of audit_dependencies: each looks at one question and adds findings.

namespace trawl {

/// All files, and which of them lie together.
class DependencyFiles {
 public:
  explicit DependencyFiles(std::span<const DependencyFile> files);

  [[nodiscard]] std::span<const DependencyFile> all() const { return files_; }
  [[nodiscard]] const DependencyFile& operator[](std::size_t file) const { return files_[file]; }
  /// Positions of the files in a folder; "" is the top.
  [[nodiscard]] std::span<const std::size_t> in_folder(std::string_view folder) const;
  /// The folder of a file, and those above it, the nearest first.
  [[nodiscard]] static std::vector<std::string_view> folders_of(std::string_view path);

  /// The manifest beside a lock file; null where there is none.
  [[nodiscard]] const DependencyFile* manifest_of(const DependencyFile& lock) const;
  /// Settings of an ecosystem's clients that apply to a folder, the nearest first.
  [[nodiscard]] std::vector<const DependencyFile*> settings_for(std::string_view path,
                                                                Ecosystem ecosystem) const;

 private:
  std::span<const DependencyFile> files_;
  std::map<std::string_view, std::vector<std::size_t>> folders_;
};

/// A text of the files for a message: control characters out, cut at a length that a line can bear.
std::string shown_name(std::string_view name);

void find_vulnerabilities(const DependencyFiles& files, const DependencyPolicy& policy,
                          DependencyAudit& audit);
void judge_locks(const DependencyFiles& files, const DependencyPolicy& policy, DependencyAudit& audit);
void judge_manifests(const DependencyFiles& files, const DependencyPolicy& policy, DependencyAudit& audit);

void judge_registries(const DependencyFiles& files, const DependencyPolicy& policy, DependencyAudit& audit);

}  // namespace trawl
