#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/deps/audit_parts.h"
#include "engine/deps/read/readers.h"
#include "engine/deps/url.h"
#include "engine/deps/version/semver.h"

namespace trawl {
namespace {

using Kind = RegistrySetting::Kind;

std::string lower_host(std::string_view url) {
  std::string host(UrlParts::of(url).host);
  for (char& c : host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return host;
}

bool is_public_host(std::string_view host) {
  constexpr std::string_view kPublic[] = {
      "registry.npmjs.org", "registry.yarnpkg.com", "pypi.org", "pypi.python.org", "files.pythonhosted.org",
      "rubygems.org", "api.nuget.org", "www.nuget.org", "nuget.org", "repo.maven.apache.org",
      "repo1.maven.org", "crates.io", "packagist.org", "repo.packagist.org", "index.crates.io",
      "static.crates.io", "plugins.gradle.org", "maven.google.com", "dl.google.com",
      // Where everybody, or an open project for everybody, publishes: nothing internal is asked for there.
      "central.sonatype.com", "clojars.org", "jitpack.io", "kafka.apache.org", "maven.fabric.io",
      "maven.pkg.jetbrains.space", "oss.jfrog.org", "oss.sonatype.org", "packages.confluent.io",
      "repo.clojars.org", "repo.eclipse.org", "repo.jenkins-ci.org", "repo.spring.io",
      "repository.apache.org", "repository.jboss.org", "s01.oss.sonatype.org", "www.jitpack.io",
      "www.jetbrains.com"};
  return std::find(std::begin(kPublic), std::end(kPublic), host) != std::end(kPublic);
}

bool is_private_url(std::string_view url) {
  const std::string host = lower_host(url);
  return !host.empty() && !is_public_host(host);
}

// Copies of npm's registry that everybody may use.
bool is_npm_mirror(std::string_view host) {
  constexpr std::string_view kMirrors[] = {
      "mirrors.cloud.tencent.com", "mirrors.huaweicloud.com", "r.cnpmjs.org",
      "registry.cnpmjs.org",       "registry.nlark.com",      "registry.npm.taobao.org",
      "registry.npmmirror.com",    "registry.yarnpkg.com"};
  return std::find(std::begin(kMirrors), std::end(kMirrors), host) != std::end(kMirrors);
}

// `feed-2.pkgs.example.com` and `feed-12.pkgs.example.com` are machines of one registry.
std::string without_numbers(std::string host) {
  const auto dot = host.begin() + static_cast<std::ptrdiff_t>(std::min(host.find('.'), host.size()));
  host.erase(std::remove_if(host.begin(), dot, [](char c) { return c >= '0' && c <= '9'; }), dot);
  return host;
}

std::string_view scope_of(std::string_view name) {
  return name.starts_with('@') ? name.substr(0, name.find('/')) : std::string_view();
}

class RegistryAudit {
 public:
  RegistryAudit(const DependencyFiles& files, DependencyAudit& audit) : files_(files), audit_(audit) {}

  void run() {
    gather_internal_names();
    for (number_ = 0; number_ < files_.all().size(); ++number_) {
      const DependencyFile& file = files_[number_];
      for (const RegistrySetting& setting : file.registries) judge_connection(setting);
      if (file.ecosystem == Ecosystem::kPyPI) judge_python(file);
      if (file.kind == "Gemfile") judge_gems(file);
      if (file.kind == "nuget.config") judge_nuget(file);
      if (file.kind == "build.gradle") judge_gradle(file);
      if (file.kind == "pom.xml") judge_maven(file);
      if (file.kind == "composer.json") judge_composer(file);
      if (file.kind == "package.json") judge_package_json(file);
      if (file.is_lock) judge_hosts(file);
    }
  }

 private:
  void tell(std::string_view rule, ByteSpan span, std::string message, std::string subject,
            std::optional<Severity> severity = std::nullopt) {
    DependencyFinding finding;
    finding.rule = rule;
    finding.file = number_;
    finding.span = span;
    finding.message = std::move(message);
    finding.subject = std::move(subject);
    finding.severity = severity;
    audit_.findings.push_back(std::move(finding));
  }

  void judge_connection(const RegistrySetting& setting) {
    const UrlParts url = UrlParts::of(setting.url);
    if (url.scheme == "http" && !is_local_host(url.host)) {
      tell("registry-plain", setting.span,
           fmt::format("packages are fetched from {} by http; use https", shown_name(url.host)),
           setting.name + " " + setting.url);
    }
    if (setting.kind == Kind::kTlsOff && !is_local_host(UrlParts::of("http://" + setting.url).host)) {
      tell("registry-tls-off", setting.span,
           fmt::format("'{}' switches the check of the registry's certificate off; leave it on",
                       shown_name(setting.name)),
           setting.name + " " + setting.url);
    }
    const bool password = UrlParts::of(setting.url).user.find(':') != std::string_view::npos &&
                          setting.url.find('$') == std::string::npos;
    if (setting.kind == Kind::kToken || password) {
      tell("registry-token-committed", setting.span,
           "a password of a registry stands here; take it from the environment", setting.name);
    }
  }

  void judge_python(const DependencyFile& file) {
    const bool hashed =
        !file.packages.empty() && file.requirements.empty() &&
        std::all_of(file.packages.begin(), file.packages.end(),
                    [](const LockedPackage& package) { return package.integrity != Integrity::kNone; });
    const bool some_unnamed =
        std::any_of(file.requirements.begin(), file.requirements.end(),
                    [](const PackageRequirement& wanted) { return wanted.alias.empty(); });
    for (const RegistrySetting& setting : file.registries) {
      const std::string host = shown_name(lower_host(setting.url));
      const bool pip = setting.scope.empty() && (file.kind == "requirements.txt" || file.kind == "pip.conf");
      if (pip && setting.kind == Kind::kExtra) {
        tell("confusion-pip-extra-index", setting.span,
             fmt::format("pip takes the highest version of all indexes, and {} is one more; use one index",
                         host),
             "extra " + host, hashed ? std::optional(Severity::kMedium) : std::nullopt);
      }
      if (setting.name == "index-strategy" && setting.scope.starts_with("unsafe-")) {
        tell("confusion-uv-strategy", setting.span,
             fmt::format("'{}' takes a package from any index; use the default strategy",
                         shown_name(setting.scope)),
             "strategy");
      }
      if (setting.scope == "poetry" && !setting.explicit_only && is_private_url(setting.url) &&
          some_unnamed) {
        tell("confusion-poetry-source", setting.span,
             fmt::format(
                 "packages without a source are looked for at {} and in the public index; make it explicit",
                 host),
             "source " + setting.name);
      }
      if (setting.scope == "pipenv" && setting.kind == Kind::kExtra && some_unnamed) {
        tell("confusion-pipfile-index", setting.span,
             fmt::format("there are several indexes, and packages that name none; {} may answer for them",
                         host),
             "index " + setting.name);
      }
    }
  }

  void judge_gems(const DependencyFile& file) {
    for (const RegistrySetting& setting : file.registries) {
      if (setting.kind != Kind::kExtra) continue;
      tell("confusion-gem-sources", setting.span,
           fmt::format("{} is one more global source; put its gems into a block of their own",
                       shown_name(lower_host(setting.url))),
           "source " + setting.url);
    }
  }

  void judge_nuget(const DependencyFile& file) {
    std::size_t sources = 0;
    bool cleared = false;
    bool mapped = false;
    const RegistrySetting* last = nullptr;
    for (const RegistrySetting& setting : file.registries) {
      if (setting.kind == Kind::kExtra) {
        ++sources;
        if (last == nullptr || is_private_url(setting.url)) last = &setting;
      }
      cleared = cleared || (setting.kind == Kind::kOther && setting.name == "clear");
      mapped = mapped || setting.kind == Kind::kScope;
    }
    if (last == nullptr || mapped || !is_private_url(last->url)) return;
    if (sources < 2 && cleared) return;
    tell("confusion-nuget-sources", last->span,
         sources > 1
             ? fmt::format("{} sources may answer for every package; map prefixes to sources", sources)
             : std::string(
                   "the sources that are inherited, mostly the public one, may answer for every package; "
                   "clear them"),
         "sources");
  }

  void judge_gradle(const DependencyFile& file) {
    bool public_seen = false;
    for (const RegistrySetting& setting : file.registries) {
      if (setting.kind == Kind::kOther && setting.name == "filter") return;
    }
    for (const RegistrySetting& setting : file.registries) {
      const bool is_public = setting.kind == Kind::kDefault || is_public_host(lower_host(setting.url));
      if (public_seen && setting.kind == Kind::kExtra && is_private_url(setting.url)) {
        tell("confusion-jvm-repositories", setting.span,
             fmt::format("a public repository stands in front of {} and nothing says which groups are whose",
                         shown_name(lower_host(setting.url))),
             "repository " + setting.url);
      }
      public_seen = public_seen || is_public;
    }
  }

  // Maven asks the repositories of a pom in their order, and the public one last unless the pom names it
  // earlier. A mirror of all of them answers instead.
  void judge_maven(const DependencyFile& file) {
    for (const DependencyFile* settings : files_.settings_for(file.path, Ecosystem::kMaven)) {
      for (const RegistrySetting& setting : settings->registries) {
        const bool of_all = setting.scope == "*" || setting.scope.starts_with("external:*") ||
                            setting.scope.starts_with("*,") || setting.scope == "central";
        if (setting.name == "mirror" && of_all && is_private_url(setting.url)) return;
      }
    }
    std::string_view in_front;
    for (const RegistrySetting& setting : file.registries) {
      if (setting.kind != Kind::kExtra || !setting.scope.empty()) continue;
      if (!in_front.empty() && is_private_url(setting.url)) {
        tell("confusion-jvm-repositories", setting.span,
             fmt::format("{} stands in front of {}: it is asked first for internal packages too",
                         shown_name(in_front), shown_name(lower_host(setting.url))),
             "repository " + setting.url);
      }
      if (in_front.empty() && is_public_host(lower_host(setting.url))) in_front = setting.name;
    }
  }

  void judge_composer(const DependencyFile& file) {
    for (const RegistrySetting& setting : file.registries) {
      if (setting.name != "not-canonical") continue;
      tell("confusion-composer", setting.span,
           "the search for a package goes on behind this repository; leave 'canonical' out",
           "repository " + setting.url);
    }
  }

  void gather_internal_names() {
    for (const DependencyFile& file : files_.all()) {
      if (file.kind == "package.json" && !file.project_name.empty()) {
        members_.insert(file.project_name);
        if (file.project_private) unpublished_.insert(file.project_name);
        if (file.project_private && !scope_of(file.project_name).empty())
          internal_scopes_.emplace(scope_of(file.project_name));
      }
      for (const RegistrySetting& setting : file.registries) {
        if (setting.ecosystem == Ecosystem::kNpm && setting.kind == Kind::kScope &&
            is_private_url(setting.url)) {
          bound_scopes_.insert(setting.scope);
          internal_scopes_.insert(setting.scope);
        }
      }
      // A host that serves all sorts of packages is a copy of the public registry: what comes from it may be
      // internal or not.
      std::map<std::string, std::size_t> without_scope;
      for (const LockedPackage& package : file.packages) {
        if (package.ecosystem == Ecosystem::kNpm && package.source == PackageSource::kRegistry &&
            scope_of(package.name).empty())
          ++without_scope[lower_host(package.url)];
      }
      for (const LockedPackage& package : file.packages) {
        if (package.ecosystem != Ecosystem::kNpm || scope_of(package.name).empty()) continue;
        if (package.source == PackageSource::kRegistry && is_private_url(package.url) &&
            !is_npm_mirror(lower_host(package.url)) && without_scope[lower_host(package.url)] < kCopyServes)
          internal_scopes_.emplace(scope_of(package.name));
        // Who has packages of a scope on the public registry owns the scope there.
        if (package.source == PackageSource::kDefault) public_scopes_.emplace(scope_of(package.name));
      }
    }
  }

  static constexpr std::size_t kCopyServes = 10;

  // One version, which the lock file beside or above has.
  [[nodiscard]] bool is_fixed(const DependencyFile& manifest, const PackageRequirement& wanted) {
    if (wanted.range.empty() || wanted.range[0] < '0' || wanted.range[0] > '9' ||
        !SemVer::parse(wanted.range))
      return false;
    for (const std::string_view folder : DependencyFiles::folders_of(manifest.path)) {
      for (const std::size_t number : files_.in_folder(folder)) {
        if (!files_[number].is_lock) continue;
        const auto [locked, added] = locked_.try_emplace(number);
        if (added) {
          for (const LockedPackage& package : files_[number].packages)
            locked->second.emplace(package.name, package.version);
        }
        if (locked->second.contains({wanted.name, wanted.range})) return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool has_private_default(std::string_view path) const {
    for (const DependencyFile* settings : files_.settings_for(path, Ecosystem::kNpm)) {
      for (const RegistrySetting& setting : settings->registries) {
        if (setting.kind == Kind::kDefault && is_private_url(setting.url)) return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool is_bound(std::string_view path, std::string_view scope) const {
    for (const DependencyFile* settings : files_.settings_for(path, Ecosystem::kNpm)) {
      for (const RegistrySetting& setting : settings->registries) {
        if (setting.kind == Kind::kScope && setting.scope == scope) return true;
      }
    }
    return false;
  }

  void judge_package_json(const DependencyFile& file) {
    for (const PackageRequirement& wanted : file.requirements) {
      const bool by_range =
          wanted.range.find(':') == std::string::npos && wanted.range.find('/') == std::string::npos;
      if (!by_range || wanted.peer) continue;
      const std::string scope(scope_of(wanted.name));
      if (!scope.empty()) {
        const bool internal = internal_scopes_.contains(scope) && !public_scopes_.contains(scope);
        if (internal && !members_.contains(wanted.name) && !is_bound(file.path, scope) &&
            !has_private_default(file.path)) {
          tell("confusion-unbound-scope", wanted.span,
               fmt::format("{} is of an internal scope that no .npmrc binds to a registry: the public one is "
                           "asked for it",
                           shown_name(wanted.name)),
               wanted.name);
        }
      } else if (unpublished_.contains(wanted.name) && !is_linked(file, wanted.name) &&
                 !is_fixed(file, wanted) && !has_private_default(file.path)) {
        tell("confusion-unscoped-internal", wanted.span,
             fmt::format("{} is a package of this project and asked for by range; write workspace:* or file:",
                         shown_name(wanted.name)),
             wanted.name);
      }
    }
    const std::string scope(scope_of(file.project_name));
    const bool kept_in =
        std::any_of(file.registries.begin(), file.registries.end(),
                    [](const RegistrySetting& setting) { return setting.name == "publishConfig"; });
    if (!scope.empty() && bound_scopes_.contains(scope) && !file.project_private && !kept_in &&
        !file.project_name.empty()) {
      tell("internal-publishable", file.project_span,
           fmt::format(
               "{} can be published to the public registry; set \"private\": true or publishConfig.registry",
               shown_name(file.project_name)),
           file.project_name);
    }
  }

  // A lock that covers the manifest and links the package to its folder.
  [[nodiscard]] bool is_linked(const DependencyFile& manifest, const std::string& name) const {
    for (const std::string_view folder : DependencyFiles::folders_of(manifest.path)) {
      for (const std::size_t number : files_.in_folder(folder)) {
        if (!files_[number].is_lock) continue;
        for (const LockedPackage& package : files_[number].packages) {
          if (package.name == name && package.source == PackageSource::kWorkspace) return true;
        }
      }
    }
    return false;
  }

  void judge_hosts(const DependencyFile& file) {
    std::map<std::string_view, std::map<std::string, const LockedPackage*>> hosts;
    std::set<std::string> mirrors;
    for (const DependencyFile* settings : files_.settings_for(file.path, file.ecosystem)) {
      for (const RegistrySetting& setting : settings->registries) {
        if (setting.kind == Kind::kDefault) mirrors.insert(lower_host(setting.url));
      }
    }
    for (const LockedPackage& package : file.packages) {
      const bool registry =
          package.source == PackageSource::kRegistry || package.source == PackageSource::kDefault;
      if (!registry || package.url.empty() || package.linked) continue;
      std::string host = lower_host(package.url);
      // Names of the same public registry, and what the project declares as its own copy of it.
      if (is_npm_mirror(host) || mirrors.contains(host)) host = "registry.npmjs.org";
      host = without_numbers(std::move(host));
      hosts[package.name].try_emplace(std::move(host), &package);
    }
    for (const auto& [name, places] : hosts) {
      if (places.size() < 2) continue;
      const auto odd = std::find_if(places.begin(), places.end(),
                                    [](const auto& place) { return !is_public_host(place.first); });
      const LockedPackage& package = odd == places.end() ? *places.begin()->second : *odd->second;
      std::string list;
      for (const auto& [host, one] : places) list += (list.empty() ? "" : " and ") + shown_name(host);
      tell("confusion-two-hosts", package.url_span.size() > 0 ? package.url_span : package.span,
           fmt::format("{} comes from {}; find out which one is right", shown_name(name), list),
           std::string(name));
    }
  }

  const DependencyFiles& files_;
  DependencyAudit& audit_;
  std::size_t number_ = 0;
  std::set<std::string> members_;
  std::set<std::string> unpublished_;
  std::map<std::size_t, std::set<std::pair<std::string_view, std::string_view>>>
      locked_;  ///< names, versions
  std::set<std::string, std::less<>> internal_scopes_;
  std::set<std::string, std::less<>> bound_scopes_;
  std::set<std::string, std::less<>> public_scopes_;
};

}  // namespace

void judge_registries(const DependencyFiles& files, const DependencyPolicy&, DependencyAudit& audit) {
  RegistryAudit(files, audit).run();
}

}  // namespace trawl
