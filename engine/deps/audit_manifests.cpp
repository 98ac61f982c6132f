#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "engine/base/glob.h"
#include "engine/deps/audit_parts.h"
#include "engine/deps/read/readers.h"
#include "engine/deps/url.h"
#include "engine/deps/version/npm_range.h"

namespace trawl {
namespace {

void tell(std::string_view rule, std::size_t file, const PackageRequirement& requirement, std::string message,
          std::optional<Severity> severity, DependencyAudit& audit) {
  DependencyFinding finding;
  finding.rule = rule;
  finding.file = file;
  finding.span = requirement.span;
  finding.severity = severity;
  finding.message = std::move(message);
  finding.subject = requirement.name + " " + requirement.key_path;
  audit.findings.push_back(std::move(finding));
}

// What only those need who work on the project: `docs/requirements.txt`, `lint_requirements.txt`.
bool is_for_developers(const DependencyFile& manifest) {
  if (manifest.kind != "requirements.txt") return false;
  const std::string_view path = manifest.path;
  if (path.starts_with("docs/") || path.starts_with("doc/") ||
      path.find("/docs/") != std::string_view::npos || path.find("/doc/") != std::string_view::npos)
    return true;
  // `docker` and `latest` are other words.
  constexpr std::string_view kWords[] = {"dev",  "develop", "development", "test", "tests", "testing",
                                         "lint", "linting", "doc",         "docs", "style"};
  std::string_view name = base_name(path);
  while (!name.empty()) {
    const std::size_t end = std::min(name.find_first_of("-_."), name.size());
    if (std::find(std::begin(kWords), std::end(kWords), name.substr(0, end)) != std::end(kWords)) return true;
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return false;
}

// The lock file that covers a manifest: beside it, or of a project above that it is a part of.
const DependencyFile* lock_of(const DependencyFiles& files, const DependencyFile& manifest) {
  for (const std::string_view folder : DependencyFiles::folders_of(manifest.path)) {
    for (const std::size_t file : files.in_folder(folder)) {
      if (files[file].is_lock && files[file].ecosystem == manifest.ecosystem && &files[file] != &manifest)
        return &files[file];
    }
  }
  return nullptr;
}

bool is_from_elsewhere(std::string_view range) {
  return range.find(':') != std::string_view::npos || range.find('/') != std::string_view::npos;
}

/// Whether a range admits every later version.
bool is_open(const PackageRequirement& requirement) {
  std::string_view range = requirement.range;
  while (range.starts_with(' ')) range.remove_prefix(1);
  while (range.ends_with(' ')) range.remove_suffix(1);
  switch (requirement.ecosystem) {
    case Ecosystem::kNpm:
    case Ecosystem::kCrates: {
      if (range == "latest" || range == "next") return true;
      if (is_from_elsewhere(range)) return false;
      const auto parsed = NpmRange::parse(range, requirement.ecosystem == Ecosystem::kCrates);
      return parsed && parsed->is_open();
    }
    case Ecosystem::kPyPI:
      return range.empty() || range == "*" ||
             ((range.find(">=") != std::string_view::npos || range.starts_with(">")) &&
              range.find('<') == std::string_view::npos && range.find("~=") == std::string_view::npos &&
              range.find("==") == std::string_view::npos);
    case Ecosystem::kRubyGems:
      return range.empty() || range.starts_with(">= ") || range.starts_with(">=");
    case Ecosystem::kPackagist:
      return range == "*" || range == "@dev" || range.starts_with("dev-") ||
             (range.starts_with(">") && range.find('<') == std::string_view::npos);
    case Ecosystem::kNuGet:
      return range == "*" || range.ends_with(",)") || range.find('*') != std::string_view::npos;
    case Ecosystem::kMaven:
      return range == "LATEST" || range == "RELEASE" || range.ends_with(",)") || range == "+" ||
             range.starts_with("latest.");
    default:
      return false;
  }
}

bool is_commit_fragment(std::string_view range) {
  const std::string_view fragment = UrlParts::of(range).fragment;
  return fragment.size() >= 40 && fragment.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_git(std::string_view range) {
  return range.starts_with("git") || range.starts_with("github:") || range.starts_with("gitlab:") ||
         range.starts_with("bitbucket:") || range.ends_with(".git");
}

// One finding a manifest: a project that does so does it everywhere.
void tell_open_ranges(const std::vector<const PackageRequirement*>& open, std::size_t number, bool locked,
                      DependencyAudit& audit) {
  constexpr std::size_t kMostNamed = 5;
  constexpr std::size_t kMostRelated = 50;
  if (open.empty()) return;
  DependencyFinding finding;
  finding.rule = "dep-open-range";
  finding.file = number;
  finding.span = open.front()->span;
  if (locked) finding.severity = Severity::kLow;
  std::string names;
  for (std::size_t i = 0; i < open.size() && i < kMostNamed; ++i)
    names += (i == 0 ? "" : ", ") + shown_name(open[i]->name);
  if (open.size() > kMostNamed) names += fmt::format(" and {} more", open.size() - kMostNamed);
  for (std::size_t i = 1; i < open.size() && i <= kMostRelated; ++i)
    finding.related.emplace_back(number, open[i]->span);
  finding.message = fmt::format("{} may be of any later version; ask for ranges of compatible ones", names);
  audit.findings.push_back(std::move(finding));
}

void judge_manifest(const DependencyFiles& files, std::size_t number, DependencyAudit& audit) {
  const DependencyFile& manifest = files[number];
  const DependencyFile* lock = manifest.is_lock ? &manifest : lock_of(files, manifest);
  std::vector<const PackageRequirement*> open;
  for (const PackageRequirement& requirement : manifest.requirements) {
    if (requirement.peer) continue;
    const std::string name = shown_name(requirement.name);
    if (is_open(requirement)) open.push_back(&requirement);
    if (is_git(requirement.range) && !is_commit_fragment(requirement.range) && lock == nullptr) {
      tell("dep-mutable-source", number, requirement,
           fmt::format("{} is taken from a branch or tag; name the commit by its full id", name),
           std::nullopt, audit);
    }
    const std::string_view scheme = UrlParts::of(requirement.range).scheme;
    if ((scheme == "http" || scheme == "git" || scheme == "git+http") &&
        !is_local_host(UrlParts::of(requirement.range).host)) {
      tell("dep-insecure-source", number, requirement,
           fmt::format("{} is fetched over {}: anybody on the way can replace it; use https", name, scheme),
           std::nullopt, audit);
    }
  }
  tell_open_ranges(open, number, lock != nullptr || is_for_developers(manifest), audit);
}

/// Manifests that no lock fixes: one finding for all of one ecosystem, at the manifest nearest to the top. Of
/// libraries and of what tests use there is another.
class Unlocked {
 public:
  explicit Unlocked(const DependencyFiles& files) : files_(files) {}

  void add(std::size_t number) {
    const DependencyFile& manifest = files_[number];
    const bool asks = std::any_of(manifest.requirements.begin(), manifest.requirements.end(),
                                  [](const PackageRequirement& requirement) { return !requirement.peer; });
    if (!asks || manifest.ecosystem == Ecosystem::kGo || lock_of(files_, manifest) != nullptr) return;
    groups_[{manifest.ecosystem, manifest.library || is_for_developers(manifest), manifest.of_tests}]
        .push_back(number);
  }

  void tell(DependencyAudit& audit) const {
    constexpr std::size_t kMostRelated = 50;
    for (const auto& [key, numbers] : groups_) {
      const auto depth = [&](std::size_t number) {
        const std::string& path = files_[number].path;
        return std::count(path.begin(), path.end(), '/');
      };
      const std::size_t first = *std::min_element(
          numbers.begin(), numbers.end(), [&](std::size_t a, std::size_t b) { return depth(a) < depth(b); });
      DependencyFinding finding;
      finding.rule = "dep-no-lock";
      finding.file = first;
      finding.span = files_[first].requirements.front().span;
      if (std::get<1>(key)) finding.severity = Severity::kLow;
      std::size_t wanted = 0;
      for (const std::size_t number : numbers) {
        wanted += files_[number].requirements.size();
        if (number != first && finding.related.size() < kMostRelated)
          finding.related.emplace_back(number, files_[number].requirements.front().span);
      }
      finding.message = fmt::format(
          "{} asked for {} and no lock file fixes {}; commit the one that the package manager writes",
          wanted == 1 ? std::string("a package is") : fmt::format("{} packages are", wanted),
          numbers.size() == 1 ? std::string("here") : fmt::format("here and in {} more", numbers.size() - 1),
          wanted == 1 ? "it" : "them");
      audit.findings.push_back(std::move(finding));
    }
  }

 private:
  const DependencyFiles& files_;
  std::map<std::tuple<Ecosystem, bool, bool>, std::vector<std::size_t>> groups_;
};

void judge_drift(const DependencyFiles& files, std::size_t number, DependencyAudit& audit) {
  const DependencyFile& lock = files[number];
  const DependencyFile* manifest = files.manifest_of(lock);
  const bool semver = lock.ecosystem == Ecosystem::kNpm || lock.ecosystem == Ecosystem::kCrates;
  if (manifest == nullptr || !semver) return;
  for (const PackageRequirement& requirement : manifest->requirements) {
    if (requirement.peer || is_from_elsewhere(requirement.range)) continue;
    const auto range = NpmRange::parse(requirement.range, lock.ecosystem == Ecosystem::kCrates);
    if (!range) continue;
    bool any = false;
    bool fits = false;
    const LockedPackage* other = nullptr;
    for (const LockedPackage& package : lock.packages) {
      // Only what the project itself gets; deeper ones are other packages' choice.
      if (!package.direct || package.name != requirement.name || package.alias != requirement.alias) continue;
      if (package.source == PackageSource::kWorkspace || package.source == PackageSource::kPath ||
          package.source == PackageSource::kGit || package.source == PackageSource::kArchive) {
        fits = true;
        continue;
      }
      any = true;
      if (range->contains(package.version))
        fits = true;
      else
        other = &package;
    }
    if (!any || fits || !SemVer::parse(other->version)) continue;
    DependencyFinding finding;
    finding.rule = "dep-lock-drift";
    finding.file = number;
    finding.span = other->span;
    finding.message = fmt::format(
        "{} {} is locked, and '{}' is asked for in {}; let the package manager write the lock file again",
        shown_name(other->name), shown_name(other->version), shown_name(requirement.range),
        base_name(manifest->path));
    finding.subject = requirement.name + " " + requirement.alias;
    finding.related.emplace_back(static_cast<std::size_t>(manifest - files.all().data()), requirement.span);
    audit.findings.push_back(std::move(finding));
  }
}

}  // namespace

void judge_manifests(const DependencyFiles& files, const DependencyPolicy& policy, DependencyAudit& audit) {
  Unlocked unlocked(files);
  for (std::size_t i = 0; i < files.all().size(); ++i) {
    if (files[i].is_manifest && !files[i].templated) {
      judge_manifest(files, i, audit);
      if (policy.whole_tree) unlocked.add(i);
    }
    if (files[i].is_lock && !files[i].is_manifest && !files[i].failure) judge_drift(files, i, audit);
  }
  unlocked.tell(audit);
}

}  // namespace trawl
