#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/deps/audit_parts.h"
#include "engine/deps/version/npm_range.h"
#include "engine/deps/version/version.h"

namespace trawl {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

/// For each package of a lock who leads to it on the shortest way from what the project asks for.
std::vector<std::uint32_t> parents_of(const DependencyFile& file) {
  std::vector<std::uint32_t> parents(file.packages.size(), kNone);
  std::vector<bool> seen(file.packages.size(), false);
  std::deque<std::uint32_t> open;
  for (std::uint32_t i = 0; i < file.packages.size(); ++i) {
    if (!file.packages[i].direct) continue;
    seen[i] = true;
    open.push_back(i);
  }
  while (!open.empty()) {
    const std::uint32_t at = open.front();
    open.pop_front();
    for (const std::uint32_t next : file.packages[at].dependencies) {
      if (next >= seen.size() || seen[next]) continue;
      seen[next] = true;
      parents[next] = at;
      open.push_back(next);
    }
  }
  return parents;
}

std::vector<std::string> way_to(const DependencyFile& file, const std::vector<std::uint32_t>& parents,
                                std::uint32_t package) {
  constexpr std::size_t kMostSteps = 64;
  std::vector<std::string> way;
  for (std::uint32_t at = package; at != kNone && way.size() < kMostSteps; at = parents[at]) {
    way.push_back(
        fmt::format("{}@{}", shown_name(file.packages[at].name), shown_name(file.packages[at].version)));
  }
  std::reverse(way.begin(), way.end());
  return way;
}

// CVE first, then GHSA, then the rest: what people look for.
int rank_of(std::string_view id) {
  if (id.starts_with("CVE-")) return 0;
  return id.starts_with("GHSA-") ? 1 : 2;
}

bool is_looked_up(const LockedPackage& package) {
  return package.ecosystem != Ecosystem::kUnknown && package.source != PackageSource::kPath &&
         package.source != PackageSource::kWorkspace && !package.version.empty();
}

std::string osv_ecosystem(const LockedPackage& package) {
  std::string name(osv_name(package.ecosystem));
  if (!package.scope.empty()) name += ":" + package.scope;
  return name;
}

/// Whether going from one version to the other may break what uses it, as far as numbers tell.
bool is_breaking(std::string_view from, std::string_view to) {
  const auto part = [](std::string_view version, int index) {
    while (!version.empty() && (version[0] < '0' || version[0] > '9')) version.remove_prefix(1);
    for (int i = 0; i < index; ++i)
      version.remove_prefix(std::min(version.find('.'), version.size() - 1) + 1);
    std::size_t end = 0;
    while (end < version.size() && version[end] >= '0' && version[end] <= '9') ++end;
    return version.substr(0, end);
  };
  if (from.empty() || to.empty()) return false;
  if (part(from, 0) != part(to, 0)) return true;
  return part(from, 0) == "0" && part(from, 1) != part(to, 1);
}

class LockAudit {
 public:
  LockAudit(const DependencyFiles& files, std::size_t number, const DependencyPolicy& policy,
            DependencyAudit& audit)
      : files_(files), number_(number), file_(files[number]), policy_(policy), audit_(audit) {}

  void run() {
    std::map<std::pair<std::string, std::uint32_t>, PackageVulnerability> found;  // by name and group
    std::map<std::pair<std::string, std::string>, std::string_view> covered;
    std::map<std::string, bool> covers;
    for (std::uint32_t i = 0; i < file_.packages.size(); ++i) {
      const LockedPackage& package = file_.packages[i];
      if (!is_looked_up(package)) continue;
      const std::string ecosystem = osv_ecosystem(package);
      const auto [place, added] = covers.try_emplace(ecosystem, false);
      if (added) place->second = policy_.vulnerabilities->covers(ecosystem);
      const VulnerabilityLookup lookup = look_up(package, package.version);
      if (!place->second || !lookup.known) ++audit_.not_looked_up[number_];
      for (const VulnerabilityMatch& match : lookup.matches)
        add(i, match, found[{package.name, match.group}]);
    }
    if (found.empty()) return;
    const std::vector<std::uint32_t> parents = parents_of(file_);
    for (auto& [key, vulnerability] : found) finish(key.second, parents, vulnerability);
  }

 private:
  [[nodiscard]] VulnerabilityLookup look_up(const LockedPackage& package, std::string_view version) const {
    const std::string ecosystem = osv_ecosystem(package);
    return policy_.vulnerabilities->look_up(ecosystem, normalised_name(ecosystem, package.name), version);
  }

  void add(std::uint32_t package, const VulnerabilityMatch& match, PackageVulnerability& vulnerability) {
    vulnerability.file = number_;
    if (vulnerability.packages.empty() || vulnerability.packages.back() != package)
      vulnerability.packages.push_back(package);
    const auto add_id = [&](std::string_view id) {
      if (std::find(vulnerability.ids.begin(), vulnerability.ids.end(), id) == vulnerability.ids.end())
        vulnerability.ids.emplace_back(id);
    };
    add_id(match.id);
    for (const std::string_view alias : match.aliases) add_id(alias);
    if (vulnerability.summary.empty()) vulnerability.summary = match.summary;
    // The worst of all records: none of them is known to be the right one.
    const bool worse = match.severity.known() &&
                       (!vulnerability.severity.known() ||
                        counted_severity(match.severity) > counted_severity(vulnerability.severity) ||
                        (counted_severity(match.severity) == counted_severity(vulnerability.severity) &&
                         match.severity.score &&
                         (!vulnerability.severity.score ||
                          match.severity.score->tenths > vulnerability.severity.score->tenths)));
    if (worse) vulnerability.severity = match.severity;
    vulnerability.malicious = vulnerability.malicious || match.malicious;
    for (const std::string_view fixed : match.fixed) candidates_[&vulnerability].emplace(fixed);
  }

  // The lowest version above all locked ones that no record of the group is about.
  [[nodiscard]] std::string fix_of(std::uint32_t group, const PackageVulnerability& vulnerability) const {
    const LockedPackage& package = file_.packages[vulnerability.packages.front()];
    const VersionOrder order = order_of(osv_name(package.ecosystem));
    const auto known = candidates_.find(&vulnerability);
    if (known == candidates_.end()) return {};
    std::vector<std::string_view> candidates(known->second.begin(), known->second.end());
    std::stable_sort(candidates.begin(), candidates.end(), [&](std::string_view a, std::string_view b) {
      return compare_versions(order, a, b).value_or(std::weak_ordering::equivalent) < 0;
    });
    for (const std::string_view candidate : candidates) {
      const auto compared = compare_versions(order, candidate, package.version);
      if (!compared || *compared <= 0) continue;
      const VulnerabilityLookup lookup = look_up(package, candidate);
      const bool free = std::none_of(lookup.matches.begin(), lookup.matches.end(),
                                     [&](const VulnerabilityMatch& match) { return match.group == group; });
      if (free) return std::string(candidate);
    }
    return {};
  }

  [[nodiscard]] bool needs_wider_range(const LockedPackage& package, const std::string& fixed) const {
    const DependencyFile* manifest = files_.manifest_of(file_);
    if (package.direct && manifest != nullptr) {
      for (const PackageRequirement& requirement : manifest->requirements) {
        const bool semver = package.ecosystem == Ecosystem::kNpm || package.ecosystem == Ecosystem::kCrates;
        if (requirement.name != package.name || !semver) continue;
        const auto range = NpmRange::parse(requirement.range, package.ecosystem == Ecosystem::kCrates);
        if (range) return !range->contains(fixed);
      }
    }
    return is_breaking(package.version, fixed);
  }

  void finish(std::uint32_t group, const std::vector<std::uint32_t>& parents,
              PackageVulnerability& vulnerability) {
    // The version that is nearest to the project comes first.
    const LockedPackage& package = file_.packages[vulnerability.packages.front()];
    vulnerability.smallest_id = *std::min_element(vulnerability.ids.begin(), vulnerability.ids.end());
    std::sort(
        vulnerability.ids.begin(), vulnerability.ids.end(), [](const std::string& a, const std::string& b) {
          return std::pair(rank_of(a), std::string_view(a)) < std::pair(rank_of(b), std::string_view(b));
        });
    vulnerability.fixed = fix_of(group, vulnerability);
    if (!vulnerability.fixed.empty())
      vulnerability.fix_is_major = needs_wider_range(package, vulnerability.fixed);
    vulnerability.path = way_to(file_, parents, vulnerability.packages.front());
    if (policy_.vex != nullptr) {
      vulnerability.not_affected = policy_.vex->not_affected(
          vulnerability.ids, package_url(package.ecosystem, package.name, package.version));
    }
    tell(vulnerability, package);
    audit_.vulnerabilities.push_back(std::move(vulnerability));
  }

  void tell(const PackageVulnerability& vulnerability, const LockedPackage& package) {
    DependencyFinding finding;
    finding.rule = vulnerability.malicious ? "dep-malicious" : "dep-vulnerable";
    finding.file = number_;
    finding.span = package.span;
    if (!vulnerability.malicious) finding.severity = counted_severity(vulnerability.severity);
    std::set<std::string> versions;
    for (const std::uint32_t one : vulnerability.packages) {
      versions.insert(shown_name(file_.packages[one].version));
      if (one != vulnerability.packages.front())
        finding.related.emplace_back(number_, file_.packages[one].span);
    }
    finding.message = fmt::format("{} {} {} {}", shown_name(package.name), fmt::join(versions, ", "),
                                  vulnerability.malicious ? "is known to be an attack:" : "is affected by",
                                  vulnerability.ids.front());
    if (!vulnerability.summary.empty())
      finding.message += fmt::format(" ({})", printable_summary(vulnerability.summary));
    if (!vulnerability.malicious) {
      finding.message += vulnerability.fixed.empty() ? "; no fixed version is known"
                         : vulnerability.fix_is_major
                             ? fmt::format("; it is fixed in {}, which the present range does not allow",
                                           vulnerability.fixed)
                             : fmt::format("; update to {}", vulnerability.fixed);
    }
    if (vulnerability.path.size() > 1)
      finding.message += fmt::format("; it comes by {}", fmt::join(vulnerability.path, " > "));
    if (package.development) finding.message += "; only for development";
    finding.detail = fmt::format("{}", fmt::join(vulnerability.ids, ", "));
    if (vulnerability.severity.score) {
      const unsigned tenths = vulnerability.severity.score->tenths;
      finding.detail += fmt::format("; CVSS {}.{}", tenths / 10, tenths % 10);
    } else if (!vulnerability.severity.word) {
      finding.detail += "; severity unknown, counted as high";
    }
    finding.subject =
        fmt::format("{} {} {}", osv_name(package.ecosystem), package.name, vulnerability.smallest_id);
    if (vulnerability.not_affected) finding.accepted = "VEX: " + shown_name(*vulnerability.not_affected);
    audit_.findings.push_back(std::move(finding));
  }

  static std::string printable_summary(std::string_view summary) {
    while (summary.ends_with('.') || summary.ends_with(' ')) summary.remove_suffix(1);
    return shown_name(summary);
  }

  const DependencyFiles& files_;
  std::size_t number_;
  const DependencyFile& file_;
  const DependencyPolicy& policy_;
  DependencyAudit& audit_;
  std::map<const PackageVulnerability*, std::set<std::string>> candidates_;
};

}  // namespace

void find_vulnerabilities(const DependencyFiles& files, const DependencyPolicy& policy,
                          DependencyAudit& audit) {
  for (std::size_t i = 0; i < files.all().size(); ++i) {
    if (policy.vulnerabilities != nullptr) {
      LockAudit(files, i, policy, audit).run();
    } else {
      audit.not_looked_up[i] = static_cast<std::uint64_t>(
          std::count_if(files[i].packages.begin(), files[i].packages.end(), is_looked_up));
    }
  }
}

}  // namespace trawl
