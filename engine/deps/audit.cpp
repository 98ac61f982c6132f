#include "engine/deps/audit.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "engine/base/escape.h"
#include "engine/deps/audit_parts.h"
#include "engine/deps/read/readers.h"

namespace trawl {
namespace {

constexpr std::size_t kMostShownName = 120;

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

}  // namespace

DependencyFiles::DependencyFiles(std::span<const DependencyFile> files) : files_(files) {
  for (std::size_t i = 0; i < files.size(); ++i) folders_[folder_of(files[i].path)].push_back(i);
}

std::span<const std::size_t> DependencyFiles::in_folder(std::string_view folder) const {
  const auto found = folders_.find(folder);
  return found == folders_.end() ? std::span<const std::size_t>() : found->second;
}

std::vector<std::string_view> DependencyFiles::folders_of(std::string_view path) {
  constexpr std::size_t kMostFolders = 64;
  std::vector<std::string_view> folders;
  for (std::string_view folder = folder_of(path); folders.size() < kMostFolders; folder = folder_of(folder)) {
    folders.push_back(folder);
    if (folder.empty()) break;
  }
  return folders;
}

const DependencyFile* DependencyFiles::manifest_of(const DependencyFile& lock) const {
  for (const std::size_t file : in_folder(folder_of(lock.path))) {
    if (files_[file].is_manifest && !files_[file].is_lock && files_[file].ecosystem == lock.ecosystem)
      return &files_[file];
  }
  return nullptr;
}

std::vector<const DependencyFile*> DependencyFiles::settings_for(std::string_view path,
                                                                 Ecosystem ecosystem) const {
  std::vector<const DependencyFile*> settings;
  for (const std::string_view folder : folders_of(path)) {
    for (const std::size_t file : in_folder(folder)) {
      const DependencyFile& candidate = files_[file];
      if (!candidate.is_lock && candidate.ecosystem == ecosystem &&
          (!candidate.registries.empty() || candidate.install_scripts_off ||
           !candidate.scripts_allowed.empty())) {
        settings.push_back(&candidate);
      }
    }
  }
  return settings;
}

std::string shown_name(std::string_view name) {
  std::string shown = printable_text(name.substr(0, kMostShownName));
  if (name.size() > kMostShownName) shown += "...";
  return shown;
}

Severity counted_severity(const OsvSeverity& severity, std::optional<Severity> otherwise) {
  if (severity.score) return severity_of(*severity.score).value_or(Severity::kLow);
  if (severity.word) return *severity.word;
  return otherwise.value_or(Severity::kHigh);
}

std::span<const std::string_view> dependency_rule_ids() {
  static constexpr std::array<std::string_view, 27> kIds = {"confusion-composer",
                                                            "confusion-gem-sources",
                                                            "confusion-jvm-repositories",
                                                            "confusion-nuget-sources",
                                                            "confusion-pip-extra-index",
                                                            "confusion-pipfile-index",
                                                            "confusion-poetry-source",
                                                            "confusion-two-hosts",
                                                            "confusion-unbound-scope",
                                                            "confusion-unscoped-internal",
                                                            "confusion-uv-strategy",
                                                            "dep-foreign-host",
                                                            "dep-insecure-source",
                                                            "dep-install-script",
                                                            "dep-lock-drift",
                                                            "dep-lock-injection",
                                                            "dep-malicious",
                                                            "dep-mutable-source",
                                                            "dep-no-integrity",
                                                            "dep-no-lock",
                                                            "dep-open-range",
                                                            "dep-vulnerable",
                                                            "dep-weak-integrity",
                                                            "internal-publishable",
                                                            "registry-plain",
                                                            "registry-tls-off",
                                                            "registry-token-committed"};
  return kIds;
}

DependencyAudit audit_dependencies(std::span<const DependencyFile> list, const DependencyPolicy& policy) {
  const DependencyFiles files(list);
  DependencyAudit audit;
  audit.not_looked_up.resize(list.size());
  find_vulnerabilities(files, policy, audit);
  judge_locks(files, policy, audit);
  judge_manifests(files, policy, audit);
  judge_registries(files, policy, audit);
  std::sort(audit.findings.begin(), audit.findings.end(),
            [](const DependencyFinding& a, const DependencyFinding& b) {
              return std::tie(a.file, a.span, a.rule, a.subject) <
                     std::tie(b.file, b.span, b.rule, b.subject);
            });
  return audit;
}

}  // namespace trawl
