#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "engine/deps/read/readers.h"
#include "engine/deps/url.h"

// Gemfile.lock and Gemfile, composer.lock and composer.json.

namespace trawl {
namespace {

std::string_view quoted_word(std::string_view text) {
  const std::size_t begin = text.find_first_of("'\"");
  if (begin == std::string_view::npos) return {};
  const std::size_t end = text.find(text[begin], begin + 1);
  return end == std::string_view::npos ? std::string_view() : text.substr(begin + 1, end - begin - 1);
}

}  // namespace

void read_gemfile_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kRubyGems;
  std::string_view section;
  std::string_view remote;
  std::string_view revision;
  std::size_t remotes = 0;
  bool specs = false;
  bool checksums = false;
  std::vector<DependencyWish> wishes;
  std::vector<std::string> direct;
  std::map<std::string, std::string> digests;
  for (const TextLine& line : lines_of(bytes)) {
    if (line.text.empty()) continue;
    const std::size_t indent = std::min(line.text.find_first_not_of(' '), line.text.size());
    const std::string_view text = trimmed(line.text);
    if (indent == 0) {
      section = text;
      remote = revision = {};
      remotes = 0;
      specs = false;
      checksums = checksums || section == "CHECKSUMS";
      continue;
    }
    const std::size_t open = text.find(" (");
    const std::string_view name = text.substr(0, std::min(open, text.size()));
    if (section == "DEPENDENCIES") {
      direct.emplace_back(text.substr(0, text.find_first_of(" !")));
    } else if (section == "CHECKSUMS") {
      // name (1.0) sha256=...
      const std::size_t close = text.find(") ");
      if (open != std::string_view::npos && close != std::string_view::npos && close > open)
        digests[fmt::format("{} {}", name, text.substr(open + 2, close - open - 2))] = text.substr(close + 2);
    } else if (indent == 2) {
      specs = text == "specs:";
      if (text.starts_with("remote:")) {
        remote = trimmed(text.substr(7));
        ++remotes;
        if (section == "GEM") {
          RegistrySetting setting;
          setting.kind = remotes == 1 ? RegistrySetting::Kind::kDefault : RegistrySetting::Kind::kExtra;
          setting.ecosystem = Ecosystem::kRubyGems;
          setting.url = remote;
          setting.span = line.span_of_part(remote);
          file.registries.push_back(std::move(setting));
        }
      }
      if (text.starts_with("revision:")) revision = trimmed(text.substr(9));
    } else if (specs && indent == 4 && open != std::string_view::npos && text.ends_with(')')) {
      LockedPackage package;
      package.ecosystem = Ecosystem::kRubyGems;
      package.name = name;
      package.key_path = text;
      package.span = line.span_of_part(name);
      // A platform stands behind a dash, which no version holds.
      const std::string_view version = text.substr(open + 2, text.size() - open - 3);
      package.version = version.substr(0, version.find('-'));
      package.url = remote;
      package.linked = true;
      if (section == "GIT") {
        package.source = PackageSource::kGit;
        package.url = fmt::format("{}#{}", remote, revision);
      } else if (section == "PATH") {
        package.source = PackageSource::kWorkspace;
      } else {
        // Of several sources in one section it is not told which one a package comes from.
        const bool is_public = UrlParts::of(remote).host == "rubygems.org";
        package.source = remotes > 1 ? PackageSource::kUnknown
                         : is_public ? PackageSource::kDefault
                                     : PackageSource::kRegistry;
      }
      if (!add_package(std::move(package), file)) return;
    } else if (specs && indent == 6 && !file.packages.empty() && wishes.size() < kMostDependencyEdges) {
      wishes.push_back({static_cast<std::uint32_t>(file.packages.size() - 1), std::string(name), {}});
    }
  }
  add_edges(wishes, file);
  std::sort(direct.begin(), direct.end());
  for (LockedPackage& package : file.packages) {
    package.direct = std::binary_search(direct.begin(), direct.end(), package.name);
    const std::size_t open = package.key_path.find(" (");
    const std::string key = fmt::format(
        "{} {}", package.name, package.key_path.substr(open + 2, package.key_path.size() - open - 3));
    if (const auto digest = digests.find(key); digest != digests.end()) set_digest(digest->second, package);
    // Only where the file has digests at all can one be missing.
    if (checksums && package.source == PackageSource::kDefault) package.linked = false;
  }
}

void read_gemfile(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kRubyGems;
  bool first_source = true;
  for (const TextLine& line : lines_of(bytes)) {
    const std::string_view text = trimmed(line.text);
    if (text.starts_with("source ") || text.starts_with("source(")) {
      // A block applies to the gems in it only.
      const std::string_view url = quoted_word(text);
      if (url.empty()) continue;
      RegistrySetting setting;
      const bool block = text.ends_with(" do");
      setting.kind = block          ? RegistrySetting::Kind::kScope
                     : first_source ? RegistrySetting::Kind::kDefault
                                    : RegistrySetting::Kind::kExtra;
      if (!block) first_source = false;
      setting.ecosystem = Ecosystem::kRubyGems;
      setting.url = url;
      setting.span = line.span_of_part(url);
      file.registries.push_back(std::move(setting));
    }
    if (!text.starts_with("gem ") && !text.starts_with("gem(")) continue;
    const std::string_view name = quoted_word(text);
    if (name.empty() || file.requirements.size() >= kMostPackages) continue;
    const auto behind = static_cast<std::size_t>(name.data() - text.data()) + name.size() + 1;
    const std::string_view rest = text.substr(std::min(behind, text.size()));
    PackageRequirement requirement;
    requirement.ecosystem = Ecosystem::kRubyGems;
    requirement.name = name;
    requirement.key_path = name;
    requirement.span = line.span_of_part(name);
    // The first text behind the name is a range, unless it belongs to an option.
    const std::string_view next = trimmed(rest.starts_with(',') ? rest.substr(1) : rest);
    if (next.starts_with('\'') || next.starts_with('"')) requirement.range = quoted_word(next);
    if (requirement.range.empty() &&
        (rest.find("git:") != std::string_view::npos || rest.find("github:") != std::string_view::npos ||
         rest.find("path:") != std::string_view::npos)) {
      continue;
    }
    file.requirements.push_back(std::move(requirement));
  }
}

void read_composer_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kPackagist;
  const auto document = dependency_json(bytes, file);
  if (!document) return;
  std::vector<DependencyWish> wishes;
  for (const char* group : {"packages", "packages-dev"}) {
    for (const NodeIndex entry : children_of(*document, document->root(), group)) {
      const NodeIndex name = document->find(entry, "name");
      if (name == kNoNode) continue;
      LockedPackage package;
      package.ecosystem = Ecosystem::kPackagist;
      package.name = normalised_name("Packagist", text_of(*document, name));
      package.version = document->text_of(entry, "version");
      package.key_path = package.name;
      package.span = document->node(name).span;
      package.development = std::string_view(group) == "packages-dev";
      package.source = PackageSource::kDefault;
      package.linked = true;  // the digest is mostly empty; the commit binds the content
      const NodeIndex dist = document->find(entry, "dist");
      const NodeIndex url = dist == kNoNode || document->node(dist).kind != NodeKind::kMap
                                ? kNoNode
                                : document->find(dist, "url");
      if (url != kNoNode) {
        package.url = text_of(*document, url);
        package.url_span = document->node(url).span;
        set_digest(document->text_of(dist, "shasum"), package);
        if (document->text_of(dist, "type") == "path") package.source = PackageSource::kPath;
      } else if (const NodeIndex source = document->find(entry, "source"); source != kNoNode) {
        package.source = PackageSource::kGit;
        package.url =
            fmt::format("{}#{}", document->text_of(source, "url"), document->text_of(source, "reference"));
      }
      for (const NodeIndex wish : children_of(*document, entry, "require")) {
        if (wishes.size() < kMostDependencyEdges)
          wishes.push_back({static_cast<std::uint32_t>(file.packages.size()),
                            normalised_name("Packagist", document->node(wish).key),
                            {}});
      }
      if (!add_package(std::move(package), file)) return;
    }
  }
  add_edges(wishes, file);
}

void read_composer_json(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kPackagist;
  const auto document = dependency_json(bytes, file);
  if (!document) return;
  const NodeIndex root = document->root();
  file.project_name = document->text_of(root, "name");
  // Libraries, and what other projects load: only a project locks. A name with nothing said is a library's.
  const std::string_view type = document->text_of(root, "type");
  file.library = (!type.empty() && type != "project") || (type.empty() && !file.project_name.empty());
  for (const char* group : {"require", "require-dev"}) {
    for (const NodeIndex entry : children_of(*document, root, group)) {
      const Node& node = document->node(entry);
      // `php` and `ext-json` are no packages.
      if (node.key.find('/') == std::string_view::npos || node.kind != NodeKind::kString) continue;
      PackageRequirement requirement;
      requirement.ecosystem = Ecosystem::kPackagist;
      requirement.name = normalised_name("Packagist", node.key);
      requirement.range = node.text;
      requirement.development = std::string_view(group) == "require-dev";
      requirement.key_path = document->key_path(entry);
      requirement.span = node.span;
      if (file.requirements.size() < kMostPackages) file.requirements.push_back(std::move(requirement));
    }
  }
  for (const NodeIndex repository : children_of(*document, root, "repositories")) {
    if (document->node(repository).kind != NodeKind::kMap) continue;
    const NodeIndex canonical = document->find(repository, "canonical");
    const NodeIndex url = document->find(repository, "url");
    RegistrySetting setting;
    setting.kind = RegistrySetting::Kind::kExtra;
    setting.ecosystem = Ecosystem::kPackagist;
    setting.url = text_of(*document, url);
    setting.name = canonical != kNoNode && document->node(canonical).kind == NodeKind::kBool &&
                           !document->node(canonical).flag
                       ? "not-canonical"
                       : "canonical";
    setting.span = setting.name == "not-canonical" ? document->node(canonical).span
                   : url == kNoNode                ? document->node(repository).span
                                                   : document->node(url).span;
    if (document->text_of(repository, "type") != "path") file.registries.push_back(std::move(setting));
  }
}

}  // namespace trawl
