#include "engine/deps/npm_audit.h"

#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "engine/deps/audit_parts.h"

namespace trawl {
namespace {

using Json = nlohmann::ordered_json;

std::string_view npm_word(Severity severity) {
  return severity == Severity::kMedium ? "moderate" : name_of(severity);
}

std::string advisory_url(const std::string& id) {
  if (id.starts_with("GHSA-")) return "https://github.com/advisories/" + id;
  return "https://osv.dev/vulnerability/" + id;
}

struct Entry {
  Severity severity = Severity::kLow;
  bool direct = false;
  Json via = Json::array();
  std::set<std::string> effects;
  std::set<std::string> nodes;
  std::string fixed;
  bool major = false;
  bool fixable = true;
};

}  // namespace

std::string npm_audit_report(std::span<const DependencyFile> files, const DependencyAudit& audit) {
  std::map<std::string, Entry> entries;
  for (const PackageVulnerability& found : audit.vulnerabilities) {
    const DependencyFile& file = files[found.file];
    if (file.ecosystem != Ecosystem::kNpm || found.not_affected) continue;
    const Severity severity = found.malicious ? Severity::kCritical : counted_severity(found.severity);
    for (const std::uint32_t number : found.packages) {
      const LockedPackage& package = file.packages[number];
      Entry& entry = entries[package.name];
      entry.severity = std::max(entry.severity, severity);
      entry.direct = entry.direct || package.direct;
      entry.nodes.insert(package.key_path);
      for (const LockedPackage& other : file.packages) {
        for (const std::uint32_t wanted : other.dependencies) {
          if (wanted == number) entry.effects.insert(other.name);
        }
      }
      entry.fixable = entry.fixable && !found.fixed.empty();
      entry.fixed = found.fixed;
      entry.major = entry.major || found.fix_is_major;
      if (number != found.packages.front()) continue;
      Json via;
      via["source"] = found.smallest_id;
      via["name"] = package.name;
      via["dependency"] = package.name;
      via["title"] = found.summary;
      via["url"] = advisory_url(found.ids.front());
      via["severity"] = npm_word(severity);
      via["cvss"]["score"] = found.severity.score ? found.severity.score->tenths / 10.0 : 0.0;
      via["range"] = found.fixed.empty() ? "*" : "<" + found.fixed;
      entry.via.push_back(std::move(via));
    }
  }
  Json report;
  report["auditReportVersion"] = 2;
  report["vulnerabilities"] = Json::object();
  std::map<std::string_view, std::uint64_t> counts;
  for (auto& [name, entry] : entries) {
    Json& row = report["vulnerabilities"][name];
    row["name"] = name;
    row["severity"] = npm_word(entry.severity);
    row["isDirect"] = entry.direct;
    row["via"] = std::move(entry.via);
    row["effects"] = entry.effects;
    row["range"] = entry.fixed.empty() ? "*" : "<" + entry.fixed;
    row["nodes"] = entry.nodes;
    if (!entry.fixable) {
      row["fixAvailable"] = false;
    } else if (entry.major) {
      row["fixAvailable"] = {{"name", name}, {"version", entry.fixed}, {"isSemVerMajor", true}};
    } else {
      row["fixAvailable"] = true;
    }
    ++counts[npm_word(entry.severity)];
  }
  Json& totals = report["metadata"]["vulnerabilities"];
  std::uint64_t total = 0;
  for (const char* word : {"info", "low", "moderate", "high", "critical"}) {
    totals[word] = counts[word];
    total += counts[word];
  }
  totals["total"] = total;
  std::uint64_t production = 0;
  std::uint64_t development = 0;
  std::uint64_t optional = 0;
  for (const DependencyFile& file : files) {
    for (const LockedPackage& package : file.packages) {
      if (file.ecosystem != Ecosystem::kNpm || package.source == PackageSource::kWorkspace) continue;
      ++(package.development ? development : package.optional ? optional : production);
    }
  }
  report["metadata"]["dependencies"] = {
      {"prod", production}, {"dev", development}, {"optional", optional},
      {"peer", 0},          {"peerOptional", 0},  {"total", production + development + optional}};
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace trawl
