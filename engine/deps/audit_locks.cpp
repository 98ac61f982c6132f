#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "engine/deps/audit_parts.h"
#include "engine/deps/read/readers.h"
#include "engine/deps/url.h"

namespace trawl {
namespace {

constexpr std::size_t kMostNamed = 5;
constexpr std::size_t kMostRelated = 50;

bool is_commit(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool is_fetched(const LockedPackage& package) {
  return package.source == PackageSource::kDefault || package.source == PackageSource::kRegistry;
}

std::string lower_text(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lowered;
}

/// Many packages of one lock with the same fault: one finding that names the first.
class Group {
 public:
  void add(const LockedPackage& package, ByteSpan span) {
    if (spans_.empty() || span.begin < spans_.front().begin)
      spans_.insert(spans_.begin(), span);
    else
      spans_.push_back(span);
    names_.insert(shown_name(package.name));
  }
  [[nodiscard]] bool empty() const { return spans_.empty(); }
  [[nodiscard]] std::size_t count() const { return names_.size(); }
  [[nodiscard]] std::string names() const {
    std::string text;
    std::size_t told = 0;
    for (const std::string& name : names_) {
      if (told == kMostNamed) break;
      text += (told++ == 0 ? "" : ", ") + name;
    }
    if (names_.size() > kMostNamed) text += fmt::format(" and {} more", names_.size() - kMostNamed);
    return text;
  }
  void tell(std::string_view rule, std::size_t file, std::string message, DependencyAudit& audit) {
    if (empty()) return;
    DependencyFinding finding;
    finding.rule = rule;
    finding.file = file;
    std::sort(spans_.begin(), spans_.end());
    finding.span = spans_.front();
    for (std::size_t i = 1; i < spans_.size() && i <= kMostRelated; ++i)
      finding.related.emplace_back(file, spans_[i]);
    finding.message = std::move(message);
    audit.findings.push_back(std::move(finding));
  }

 private:
  std::vector<ByteSpan> spans_;
  std::set<std::string> names_;
};

ByteSpan url_or_name(const LockedPackage& package) {
  return package.url_span.size() > 0 ? package.url_span : package.span;
}

void tell(std::string_view rule, std::size_t file, const LockedPackage& package, ByteSpan span,
          std::string message, DependencyAudit& audit) {
  DependencyFinding finding;
  finding.rule = rule;
  finding.file = file;
  finding.span = span;
  finding.message = std::move(message);
  finding.subject = package.name + " " + package.key_path;
  audit.findings.push_back(std::move(finding));
}

/// What the URL of a registry's file says it is, where its layout is npm's: `/NAME/-/FILE-VERSION.tgz`.
struct NamedFile {
  std::string name;
  std::string file;
};

std::optional<NamedFile> npm_file_of(std::string_view url) {
  const std::string path = percent_decoded(UrlParts::of(url).path);
  const std::size_t dash = path.rfind("/-/");
  if (dash == std::string::npos || !path.ends_with(".tgz")) return std::nullopt;
  NamedFile named;
  named.name = path.substr(0, dash);
  named.file = path.substr(path.rfind('/') + 1);
  named.file.resize(named.file.size() - 4);
  return named;
}

void judge_injection(const DependencyFile& file, std::size_t number, DependencyAudit& audit) {
  if (file.ecosystem != Ecosystem::kNpm) return;
  for (const LockedPackage& package : file.packages) {
    if (!is_fetched(package) || package.linked) continue;
    const auto named = npm_file_of(package.url);
    if (!named) continue;
    const std::string path = lower_text(named->name);
    const std::string name = lower_text(package.name);
    const bool right_name = path == name || path.ends_with("/" + name);
    // `base-1.0.0`: which part is the version follows from the entry.
    const std::string expected =
        fmt::format("{}-{}", base_name(name), package.version.substr(0, package.version.find('+')));
    const bool right_file = lower_text(named->file.substr(0, named->file.find('+'))) == lower_text(expected);
    if (right_name && right_file) continue;
    tell("dep-lock-injection", number, package, url_or_name(package),
         fmt::format("the entry of {} {} fetches {}; restore the lock file", shown_name(package.name),
                     shown_name(package.version), shown_name(shown_url(package.url))),
         audit);
  }
}

// Two entries for the bytes of one release: one of them is not what it says.
void judge_contradictions(const DependencyFile& file, std::size_t number, DependencyAudit& audit) {
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, const LockedPackage*> first;
  // A gem's release has files for several platforms, each with a digest of its own.
  const bool by_entry = file.ecosystem == Ecosystem::kRubyGems;
  for (const LockedPackage& package : file.packages) {
    const bool by_name = is_fetched(package) || package.source == PackageSource::kUnknown;
    if (!by_name || package.linked || package.digest.empty()) continue;
    const auto [known, added] = first.try_emplace(
        {by_entry ? package.key_path : package.name, package.version, package.digest_kind}, &package);
    if (added || known->second->digest == package.digest) continue;
    tell("dep-lock-contradiction", number, package, package.span,
         fmt::format("{} {} stands here with two different digests; restore the lock file",
                     shown_name(package.name), shown_name(package.version)),
         audit);
  }
}

void judge_hosts(const DependencyFiles& files, std::size_t number, DependencyAudit& audit) {
  const DependencyFile& file = files[number];
  std::map<std::string, std::uint64_t> hosts;
  std::uint64_t all = 0;
  for (const LockedPackage& package : file.packages) {
    const bool fetched = is_fetched(package) || package.source == PackageSource::kArchive;
    if (!fetched || package.url.empty()) continue;
    ++hosts[lower_text(UrlParts::of(package.url).host)];
    ++all;
  }
  std::set<std::string> usual = {"registry.npmjs.org", "registry.yarnpkg.com"};
  for (const DependencyFile* settings : files.settings_for(file.path, file.ecosystem)) {
    for (const RegistrySetting& setting : settings->registries)
      usual.insert(lower_text(UrlParts::of(setting.url).host));
  }
  for (const auto& [host, count] : hosts) {
    if (2 * count >= all) usual.insert(host);
  }
  // What a manifest asks for by its URL is no stranger.
  std::set<std::string_view> wanted;
  for (const DependencyFile& manifest : files.all()) {
    if (manifest.ecosystem != file.ecosystem) continue;
    for (const PackageRequirement& requirement : manifest.requirements) {
      if (requirement.range.find('/') == std::string::npos) continue;
      wanted.insert(requirement.name);
      if (!requirement.alias.empty()) wanted.insert(requirement.alias);
    }
  }
  std::map<std::string, Group> strangers;
  for (const LockedPackage& package : file.packages) {
    const bool fetched =
        package.source == PackageSource::kRegistry || package.source == PackageSource::kArchive;
    if (!fetched || package.url.empty() || package.linked) continue;
    const std::string host = lower_text(UrlParts::of(package.url).host);
    if (host.empty() || usual.contains(host) || is_local_host(host)) continue;
    if (package.source == PackageSource::kArchive && (package.direct || wanted.contains(package.name)))
      continue;
    strangers[host].add(package, url_or_name(package));
  }
  for (auto& [host, group] : strangers) {
    group.tell("dep-foreign-host", number,
               fmt::format("{} from {}, which no setting of the project names: {}; check who put {} there",
                           group.count() == 1 ? std::string("a package comes")
                                              : fmt::format("{} packages come", group.count()),
                           shown_name(host), group.names(), group.count() == 1 ? "it" : "them"),
               audit);
    audit.findings.back().subject = host;
  }
}

void judge_integrity(const DependencyFile& file, std::size_t number, DependencyAudit& audit) {
  Group none;
  Group weak;
  for (const LockedPackage& package : file.packages) {
    const bool bytes = is_fetched(package) || package.source == PackageSource::kArchive;
    if (!bytes || package.linked) continue;
    if (package.integrity == Integrity::kNone) none.add(package, package.span);
    if (package.integrity == Integrity::kWeak)
      weak.add(package, package.integrity_span.size() > 0 ? package.integrity_span : package.span);
  }
  if (!none.empty()) {
    none.tell(
        "dep-no-integrity", number,
        fmt::format("{} package(s) have no digest: {}; let the package manager write the lock file again",
                    none.count(), none.names()),
        audit);
    // In this form digests are the exception, not the rule.
    if (file.kind == "requirements.txt") audit.findings.back().severity = Severity::kLow;
  }
  if (!weak.empty()) {
    weak.tell(
        "dep-weak-integrity", number,
        fmt::format("{} package(s) have only a SHA-1 or MD5 digest: {}; let the package manager write the "
                    "lock file again",
                    weak.count(), weak.names()),
        audit);
  }
}

void judge_sources(const DependencyFile& file, std::size_t number, DependencyAudit& audit) {
  for (const LockedPackage& package : file.packages) {
    const UrlParts url = UrlParts::of(package.url);
    const std::string scheme = lower_text(url.scheme);
    const bool plain = scheme == "http" || scheme == "git" || scheme == "git+http" || scheme == "git+git";
    if (plain && !is_local_host(url.host)) {
      tell("dep-insecure-source", number, package, url_or_name(package),
           fmt::format("{} is fetched over {}: anybody on the way can replace it; use https",
                       shown_name(package.name), scheme),
           audit);
    }
    const bool branch =
        package.source == PackageSource::kGit && !is_commit(url.fragment) && !is_commit(package.digest);
    if (branch) {
      tell("dep-mutable-source", number, package, url_or_name(package),
           fmt::format("{} is taken from a repository without a commit; name the commit by its full id",
                       shown_name(package.name)),
           audit);
    }
  }
}

void judge_install_scripts(const DependencyFiles& files, std::size_t number, DependencyAudit& audit) {
  const DependencyFile& file = files[number];
  std::set<std::string, std::less<>> allowed;
  for (const DependencyFile* settings : files.settings_for(file.path, file.ecosystem)) {
    if (settings->install_scripts_off) return;
    for (const std::string& name : settings->scripts_allowed) {
      // `name@1.0.0 || 1.1.0` allows versions of a name.
      const std::size_t at = name.find('@', 1);
      allowed.insert(name.substr(0, at));
    }
  }
  Group scripts;
  for (const LockedPackage& package : file.packages) {
    if (package.install_script && package.source != PackageSource::kWorkspace &&
        !allowed.contains(package.name))
      scripts.add(package, package.span);
  }
  if (scripts.empty()) return;
  scripts.tell(
      "dep-install-script", number,
      fmt::format(
          "{} package(s) run a program when they are installed: {}; allow the ones that need it by name",
          scripts.count(), scripts.names()),
      audit);
}

}  // namespace

void judge_locks(const DependencyFiles& files, const DependencyPolicy&, DependencyAudit& audit) {
  for (std::size_t i = 0; i < files.all().size(); ++i) {
    if (!files[i].is_lock) continue;
    judge_injection(files[i], i, audit);
    judge_contradictions(files[i], i, audit);
    judge_hosts(files, i, audit);
    judge_integrity(files[i], i, audit);
    judge_sources(files[i], i, audit);
    judge_install_scripts(files, i, audit);
  }
}

}  // namespace trawl
