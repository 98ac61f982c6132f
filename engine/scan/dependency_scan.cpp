#include "engine/scan/dependency_scan.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/base/line_index.h"
#include "engine/config/input_kind.h"
#include "engine/git/object_hash.h"
#include "engine/match/context/inline_allow.h"
#include "engine/report/line_hash.h"
#include "engine/scan/excerpt.h"

namespace trawl {
namespace {

constexpr std::size_t kMostKeptBytes = std::size_t{128} << 20;  // of files that are open for excerpts
constexpr std::size_t kMostFindings = 20'000;
constexpr std::size_t kLeastRedacted = 4;  // bytes; shorter texts stand everywhere

bool needs_data(std::string_view rule) {
  return rule == "dep-vulnerable" || rule == "dep-malicious";
}

// What an input is to controls, which do not care whose lock it is.
std::string_view ledger_kind_of(const DependencyInput& input) {
  if (input.lock) return "lock";
  return input.manifest || input.packages > 0 ? "manifest" : "package-settings";
}

// Whether a rule has anything to say about a kind of input.
bool concerns(std::string_view rule, std::string_view kind) {
  constexpr std::string_view kOfLocks[] = {"confusion-two-hosts", "dep-foreign-host",   "dep-insecure-source",
                                           "dep-install-script",  "dep-lock-drift",     "dep-lock-injection",
                                           "dep-malicious",       "dep-mutable-source", "dep-no-integrity",
                                           "dep-vulnerable",      "dep-weak-integrity"};
  constexpr std::string_view kOfManifests[] = {"dep-insecure-source", "dep-malicious",  "dep-mutable-source",
                                               "dep-no-lock",         "dep-open-range", "dep-vulnerable"};
  if (kind == "lock") return std::find(std::begin(kOfLocks), std::end(kOfLocks), rule) != std::end(kOfLocks);
  const bool of_settings = rule.starts_with("registry-") || rule == "internal-publishable" ||
                           (rule.starts_with("confusion-") && rule != "confusion-two-hosts");
  if (kind == "package-settings" || of_settings) return of_settings;
  return std::find(std::begin(kOfManifests), std::end(kOfManifests), rule) != std::end(kOfManifests);
}

}  // namespace

/// A file with all that excerpts need.
struct DependencyScan::Excerpts {
  explicit Excerpts(std::string bytes) : text(std::move(bytes)), lines(text) {}

  std::string text;
  LineIndex lines;
  std::optional<ExcerptCutter> cutter;
  std::vector<std::string> secrets;
  InlineAllows allows;
};

bool DependencyTargets::add(const Target& target) {
  if (dependency_reader_of(target.path) == nullptr) return false;
  if (targets_.size() >= kMostFiles) {
    ++dropped_;
  } else {
    targets_.push_back(target);
  }
  return true;
}

Result<std::string> DependencyScan::bytes_of(const Target& target, std::size_t most) const {
  Result<std::unique_ptr<TargetReader>> reader = source_.open(target);
  if (!reader) return reader.error();
  std::string text;
  std::vector<char> room(std::size_t{64} << 10U);
  while (true) {
    const Result<std::size_t> count = (*reader)->read(room);
    if (!count) return count.error();
    if (*count == 0) return text;
    text.append(room.data(), *count);
    if (text.size() > most) return Error(fmt::format("it is larger than {} bytes", most));
  }
}

void DependencyScan::read(DependencyTargets targets, std::vector<Notification>& notifications) {
  if (targets.dropped_ > 0) {
    Notification left = notify(Reason::kNotParsed, "",
                               fmt::format("{} files about dependencies were not judged: the limit is {}",
                                           targets.dropped_, DependencyTargets::kMostFiles));
    left.count = targets.dropped_;
    notifications.push_back(std::move(left));
  }
  targets_ = std::move(targets.targets_);
  std::stable_sort(targets_.begin(), targets_.end(),
                   [](const Target& a, const Target& b) { return a.path < b.path; });
  targets_.erase(std::unique(targets_.begin(), targets_.end(),
                             [](const Target& a, const Target& b) { return a.path == b.path; }),
                 targets_.end());
  for (const Target& target : targets_) {
    const DependencyReader& reader = *dependency_reader_of(target.path);
    const bool stopped = options_.observer != nullptr && options_.observer->stop();
    DependencyFile file;
    std::string blob_id = target.blob_id;
    if (stopped) {
      file.path = target.path;
      file.kind = reader.kind;
      file.failure = "the scan was interrupted";
    } else if (const Result<std::string> bytes =
                   bytes_of(target, reader.lock ? kMostLockBytes : kMostManifestBytes);
               bytes) {
      file = read_dependency_file(reader, target.path, *bytes);
      if (target.blob_id.empty())
        blob_id = id_of_object(ObjectFormat::kSha1, ObjectType::kBlob, *bytes).hex();
    } else {
      file.path = target.path;
      file.kind = reader.kind;
      file.failure = bytes.error().sentence();
      file.is_lock = reader.lock;
      file.is_manifest = reader.manifest;
    }
    if (file.failure) {
      notifications.push_back(
          notify(file.templated ? Reason::kTemplate : Reason::kNotParsed, target.path,
                 fmt::format("not all of this {} file was judged: {}", file.kind, *file.failure)));
    }
    file.of_tests = is_test_path(target.path_below());
    files_.push_back(std::move(file));
    blob_ids_.push_back(std::move(blob_id));
  }
  link_dependency_files(files_);
}

DependencyScan::Excerpts* DependencyScan::excerpts_of(std::size_t file) {
  if (const auto known = excerpts_.find(file); known != excerpts_.end()) return known->second.get();
  if (excerpt_bytes_ > kMostKeptBytes) {
    excerpts_.clear();
    excerpt_bytes_ = 0;
  }
  Result<std::string> bytes = bytes_of(targets_[file], kMostLockBytes);
  if (!bytes) return excerpts_.emplace(file, nullptr).first->second.get();
  auto excerpts = std::make_shared<Excerpts>(std::move(*bytes));
  if (matcher_ == nullptr) {
    Result<std::unique_ptr<Matcher>> matcher = Matcher::create(engine_);
    if (!matcher) return nullptr;
    matcher_ = std::move(*matcher);
  }
  MatchRequest request;
  request.bytes = excerpts->text;
  request.owned_end = excerpts->text.size();
  request.path = targets_[file].path;
  std::vector<Match> matches;
  std::vector<Redaction> redactions;
  if (!matcher_->match(request, matches)) {
    redactions.push_back({span_of(0, excerpts->text.size()), 0});  // not known what is secret in it: all is
  }
  for (const Match& match : matches) {
    if (match.rule->role == RuleRole::kCompanion) continue;
    redactions.push_back({match.secret, match.rule->public_prefix});
    excerpts->secrets.push_back(excerpts->text.substr(match.secret.begin.value, match.secret.size()));
  }
  excerpts->cutter.emplace(excerpts->text, excerpts->lines, std::move(redactions), options_.show_secrets);
  if (options_.honour_inline_comments) {
    excerpts->allows = InlineAllows(excerpts->text, [this](std::string_view id) {
      return engine_.rules().find(id).has_value() ||
             std::any_of(rules_->begin(), rules_->end(), [&](const Rule* rule) { return rule->id == id; });
    });
  }
  excerpt_bytes_ += 2 * excerpts->text.size();
  return excerpts_.emplace(file, std::move(excerpts)).first->second.get();
}

Location DependencyScan::location_of(std::size_t file, ByteSpan span, bool with_context) {
  Location location;
  location.path = targets_[file].path;
  location.blob_id = targets_[file].blob_id;
  location.span = span;
  Excerpts* excerpts = excerpts_of(file);
  if (excerpts == nullptr) return location;
  // The file may have changed since it was read.
  const std::uint64_t size = excerpts->text.size();
  location.span = span_of(std::min(span.begin.value, size), std::min(span.end.value, size));
  location.blob_size = size;
  location.region = excerpts->cutter->region_of(location.span);
  if (!with_context) return location;
  location.snippet = excerpts->cutter->snippet_of(location.span);
  location.context = excerpts->cutter->context_of(location.span);
  LineHasher hasher({location.region.start_line});
  hasher.feed(excerpts->text);
  location.line_hash = hasher.finish().front();
  return location;
}

Finding DependencyScan::finding_of(const DependencyFinding& found, const Rule& rule) {
  Finding finding;
  finding.rule = &rule;
  finding.severity = found.severity ? *found.severity : rule.severity;
  finding.confidence = found.confidence.value_or(rule.confidence);
  // What tests read shows faults on purpose. What is known to be vulnerable is so there as well.
  if (files_[found.file].of_tests && !needs_data(rule.id)) {
    finding.severity = Severity::kInfo;
    finding.confidence = Confidence::kLow;
  }
  finding.message = found.message + ".";
  finding.detail = found.detail;
  const std::string& path = files_[found.file].path;
  finding.fingerprint = fingerprinter_.place_fingerprint_of(path, rule.id, found.subject, "");
  finding.locations.push_back(location_of(found.file, found.span, true));
  finding.locations.back().fingerprint = finding.fingerprint;
  for (const auto& [file, span] : found.related) finding.partners.push_back(location_of(file, span, false));
  if (Excerpts* excerpts = excerpts_of(found.file); excerpts != nullptr) {
    // Names and URLs are the file's words: a token among them is shown nowhere.
    for (const std::string& secret : excerpts->secrets) {
      if (options_.show_secrets || secret.size() < kLeastRedacted) continue;
      for (std::size_t at = finding.message.find(secret); at != std::string::npos;
           at = finding.message.find(secret, at)) {
        finding.message.replace(at, secret.size(), "[redacted]");
      }
    }
    const Region& region = finding.locations.front().region;
    if (const InlineAllow* allow = excerpts->allows.covering(region.start_line, region.end_line, rule.id)) {
      std::string justification = fmt::format("comment '{}'", allow->marker);
      if (!allow->justification.empty())
        justification += fmt::format(": {}", printable_text(allow->justification));
      finding.suppression = Suppression{Suppression::Kind::kInSource, std::move(justification)};
    }
  }
  if (!found.accepted.empty())
    finding.suppression = Suppression{Suppression::Kind::kExternal, found.accepted};
  return finding;
}

void DependencyScan::judge(const DependencyScanOptions& options, Report& report) {
  if (files_.empty()) return;
  const std::vector<const Rule*> rules(options.rules.begin(), options.rules.end());
  rules_ = &rules;
  audit_ = audit_dependencies(files_, options.policy);
  std::uint64_t dropped = 0;
  for (const DependencyFinding& found : audit_.findings) {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const Rule* candidate) { return candidate->id == found.rule; });
    if (rule == rules.end()) continue;
    if (report.findings.size() >= kMostFindings) {
      ++dropped;
      continue;
    }
    Finding finding = finding_of(found, **rule);
    if (options_.lines_in_scope) {
      const Result<std::vector<LineRange>> lines = options_.lines_in_scope(targets_[found.file]);
      const Region& region = finding.locations.front().region;
      const bool in_scope = !lines || std::any_of(lines->begin(), lines->end(), [&](const LineRange& range) {
        return region.start_line < range.end && range.begin <= region.end_line;
      });
      if (!in_scope) continue;
    }
    report.findings.push_back(std::move(finding));
  }
  rules_ = nullptr;
  if (dropped > 0) {
    Notification cap =
        notify(Reason::kTooManyMatches, "",
               fmt::format("{} findings about dependencies are not in the report, which keeps {}", dropped,
                           kMostFindings));
    cap.count = dropped;
    report.notifications.push_back(std::move(cap));
  }
  summarise(options, report);
  std::sort(report.notifications.begin(), report.notifications.end());
  report.sort_findings();
}

void DependencyScan::summarise(const DependencyScanOptions& options, Report& report) {
  DependencySummary summary;
  std::set<std::tuple<Ecosystem, std::string, std::string>> distinct;
  std::set<std::tuple<Ecosystem, std::string, std::string>> direct;
  std::set<std::tuple<Ecosystem, std::string, std::string>> vulnerable;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const DependencyFile& file = files_[i];
    DependencyInput input;
    input.kind = file.kind;
    input.path = file.path;
    input.blob_id = blob_ids_[i];
    input.lock = file.is_lock;
    input.manifest = file.is_manifest;
    input.parsed = !file.failure;
    input.packages = file.packages.size();
    input.requirements = file.requirements.size();
    input.not_looked_up = audit_.not_looked_up[i];
    summary.inputs.push_back(std::move(input));
    for (const LockedPackage& package : file.packages) {
      const auto key = std::tuple(package.ecosystem, package.name, package.version);
      distinct.insert(key);
      if (package.direct) direct.insert(key);
    }
  }
  for (const PackageVulnerability& found : audit_.vulnerabilities) {
    if (found.not_affected) continue;
    for (const std::uint32_t one : found.packages) {
      const LockedPackage& package = files_[found.file].packages[one];
      vulnerable.emplace(package.ecosystem, package.name, package.version);
    }
  }
  for (const auto& [ecosystem, name, version] : distinct)
    ++summary.packages[std::string(osv_name(ecosystem))];
  summary.direct = direct.size();
  summary.vulnerable = vulnerable.size();
  summary.vulnerabilities = options.data;
  const bool looked_up = options.policy.vulnerabilities != nullptr;
  for (const Rule* rule : options.rules) {
    if (looked_up || !needs_data(rule->id)) summary.rules.emplace_back(rule->id);
  }
  summary.disabled = options.disabled;
  add_to_ledger(options, summary, report.ledger);
  report.dependencies = std::move(summary);
}

// Whether a lock file of the same ecosystem lies beside a manifest or above it.
bool DependencyScan::has_lock(std::size_t manifest) const {
  const auto folder_of = [](std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1);
  };
  const std::string_view folder = folder_of(files_[manifest].path);
  return std::any_of(files_.begin(), files_.end(), [&](const DependencyFile& file) {
    return file.is_lock && file.ecosystem == files_[manifest].ecosystem && !file.failure &&
           folder.starts_with(folder_of(file.path));
  });
}

std::uint64_t DependencyScan::line_of(std::size_t file, ByteSpan span) {
  Excerpts* const excerpts = excerpts_of(file);
  return excerpts == nullptr ? 1 : excerpts->lines.position_of(span.begin).line.value;
}

// What is locked, file by file, and where packages may come from.
void DependencyScan::add_models(const DependencyScanOptions& options, EvidenceLedger& ledger) {
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const DependencyFile& file = files_[i];
    struct Counts {
      std::uint64_t packages = 0;
      std::uint64_t direct = 0;
      std::uint64_t development = 0;
      std::set<std::uint32_t> vulnerable;
    };
    std::map<Ecosystem, Counts> counts;
    for (const LockedPackage& package : file.packages) {
      Counts& of = counts[package.ecosystem];
      ++of.packages;
      of.direct += package.direct ? 1U : 0U;
      of.development += package.development ? 1U : 0U;
    }
    for (const PackageVulnerability& found : audit_.vulnerabilities) {
      if (found.file != i || found.not_affected) continue;
      for (const std::uint32_t one : found.packages)
        counts[file.packages[one].ecosystem].vulnerable.insert(one);
    }
    const std::uint64_t not_looked_up = i < audit_.not_looked_up.size() ? audit_.not_looked_up[i] : 0;
    for (const auto& [ecosystem, of] : counts) {
      const bool looked_up = options.data && not_looked_up < of.packages;
      ledger.models["packages"].rows.push_back(
          {file.path,
           1,
           {std::string(osv_name(ecosystem)), std::to_string(of.packages), std::to_string(of.direct),
            std::to_string(of.development),
            looked_up ? std::to_string(of.vulnerable.size()) : std::string("-"),
            options.data ? std::to_string(not_looked_up) : std::string("all")}});
    }
    for (const RegistrySetting& setting : file.registries) {
      if (setting.url.empty() || setting.kind == RegistrySetting::Kind::kToken) continue;
      const std::string packages = !setting.scope.empty() ? setting.scope : std::string("all");
      const std::string asked = setting.explicit_only ? "for packages that name it"
                                : setting.kind == RegistrySetting::Kind::kDefault ? "first and only"
                                : setting.kind == RegistrySetting::Kind::kScope   ? "for its scope"
                                                                                  : "beside the others";
      ledger.models["registries"].rows.push_back(
          {file.path,
           line_of(i, setting.span),
           {std::string(osv_name(setting.ecosystem)), packages, setting.url, asked}});
    }
  }
}

void DependencyScan::add_to_ledger(const DependencyScanOptions& options, const DependencySummary& summary,
                                   EvidenceLedger& ledger) {
  std::set<std::pair<std::size_t, std::string_view>> found;
  for (const DependencyFinding& finding : audit_.findings) found.emplace(finding.file, finding.rule);
  const bool usable = options.data && !options.data->stale;
  std::set<std::string_view> kinds;
  for (std::size_t i = 0; i < summary.inputs.size(); ++i) {
    const DependencyInput& input = summary.inputs[i];
    if (ledger.inputs.size() >= EvidenceLedger::kMostInputs) {
      ++ledger.left_out;
      continue;
    }
    const std::string_view kind = ledger_kind_of(input);
    kinds.insert(kind);
    LedgerInput row;
    row.kind = kind;
    row.path = input.path;
    row.blob_id = input.blob_id;
    if (!input.parsed)
      row.whole = files_[i].templated ? EvidenceOutcome::kUnknown : EvidenceOutcome::kNotParsed;
    for (const Rule* rule : options.rules) {
      if (!concerns(rule->id, kind)) continue;
      // A manifest without versions says nothing by itself: what is installed is in its lock, if it has one.
      const bool without_data =
          needs_data(rule->id) &&
          (input.packages > 0 ? !usable || input.not_looked_up > 0
                              : !usable || (input.requirements > 0 && !input.lock && !has_lock(i)));
      if (found.contains({i, rule->id})) {
        row.rules.emplace_back(rule->id, EvidenceOutcome::kFinding);
      } else if (without_data) {
        row.rules.emplace_back(rule->id, EvidenceOutcome::kNoData);
      }
    }
    ledger.inputs.push_back(std::move(row));
  }
  add_models(options, ledger);
  for (const std::string_view kind : kinds) {
    for (const Rule* rule : options.rules) {
      if (concerns(rule->id, kind)) ledger.ran[std::string(kind)].emplace_back(rule->id);
    }
    for (const std::string& rule : options.disabled) {
      if (concerns(rule, kind)) ledger.disabled[std::string(kind)].push_back(rule);
    }
  }
  if (options.data) {
    const auto days = static_cast<std::uint64_t>(options.data->age_seconds / 86400);
    ledger.measures["vulndb_age_days"] = {days, 1};
  }
}

}  // namespace trawl
