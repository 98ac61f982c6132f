#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "engine/deps/read/readers.h"
#include "engine/deps/url.h"

// Cargo.lock and Cargo.toml, go.mod and go.sum, conan.lock, vcpkg.json, and what is installed in images.

namespace trawl {
namespace {

LockedPackage package_of(Ecosystem ecosystem, std::string_view name, std::string_view version,
                         ByteSpan span) {
  LockedPackage package;
  package.ecosystem = ecosystem;
  package.name = name;
  package.version = version;
  package.key_path = fmt::format("{}@{}", name, version);
  package.span = span;
  return package;
}

std::string_view word(std::string_view& text) {
  text = trimmed(text);
  const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
  const std::string_view first = text.substr(0, end);
  text.remove_prefix(end);
  return first;
}

}  // namespace

void read_cargo_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kCrates;
  const auto document = dependency_toml(bytes, file);
  if (!document) return;
  std::vector<DependencyWish> wishes;
  for (const NodeIndex entry : children_of(*document, document->root(), "package")) {
    const NodeIndex name = document->find(entry, "name");
    if (name == kNoNode) continue;
    LockedPackage package = package_of(Ecosystem::kCrates, text_of(*document, name),
                                       document->text_of(entry, "version"), document->node(name).span);
    const NodeIndex source = document->find(entry, "source");
    const std::string_view url = text_of(*document, source);
    package.source = PackageSource::kPath;
    if (url.starts_with("git+")) {
      package.source = PackageSource::kGit;
    } else if (url.find("github.com/rust-lang/crates.io-index") != std::string_view::npos ||
               url.find("index.crates.io") != std::string_view::npos) {
      package.source = PackageSource::kDefault;
    } else if (!url.empty()) {
      package.source = PackageSource::kRegistry;
    }
    if (package.source == PackageSource::kPath) package.source = PackageSource::kWorkspace;
    // `registry+https://...`: the URL is what stands behind the kind.
    package.url = url.substr(package.source == PackageSource::kGit     ? 0
                             : url.find('+') == std::string_view::npos ? 0
                                                                       : url.find('+') + 1);
    if (source != kNoNode) package.url_span = document->node(source).span;
    set_digest(document->text_of(entry, "checksum"), package);
    for (const NodeIndex wish : children_of(*document, entry, "dependencies")) {
      std::string_view text = document->node(wish).text;
      DependencyWish wanted;
      wanted.from = static_cast<std::uint32_t>(file.packages.size());
      wanted.name = word(text);
      wanted.version = word(text);
      if (wishes.size() < kMostDependencyEdges) wishes.push_back(std::move(wanted));
    }
    if (!add_package(std::move(package), file)) return;
  }
  add_edges(wishes, file);
  // The members of the project have no source; what they ask for is direct.
  for (const LockedPackage& package : file.packages) {
    if (package.source != PackageSource::kWorkspace) continue;
    for (const std::uint32_t wanted : package.dependencies) file.packages[wanted].direct = true;
  }
  // The first versions of the form keep the digests apart.
  const NodeIndex metadata = document->find(document->root(), "metadata");
  if (metadata == kNoNode || document->node(metadata).kind != NodeKind::kMap) return;
  for (LockedPackage& package : file.packages) {
    const std::string key =
        fmt::format("checksum {} {} (registry+https://github.com/rust-lang/crates.io-index)", package.name,
                    package.version);
    set_digest(document->text_of(metadata, key), package);
  }
}

void read_cargo_toml(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kCrates;
  const auto document = dependency_toml(bytes, file);
  if (!document) return;
  const NodeIndex root = document->root();
  const NodeIndex own = document->find(root, "package");
  if (own != kNoNode) {
    file.project_name = document->text_of(own, "name");
    file.project_version = document->text_of(own, "version");
    const NodeIndex publish = document->find(own, "publish");
    file.project_private = publish != kNoNode && document->node(publish).kind == NodeKind::kBool &&
                           !document->node(publish).flag;
    if (const NodeIndex name = document->find(own, "name"); name != kNoNode)
      file.project_span = document->node(name).span;
  }
  file.library = document->find(root, "lib") != kNoNode && !file.project_private;
  std::vector<NodeIndex> holders = {root};
  if (const NodeIndex workspace = document->find(root, "workspace"); workspace != kNoNode)
    holders.push_back(workspace);
  for (const NodeIndex target : children_of(*document, root, "target")) holders.push_back(target);
  for (const NodeIndex holder : holders) {
    for (const char* group : {"dependencies", "dev-dependencies", "build-dependencies"}) {
      for (const NodeIndex entry : children_of(*document, holder, group)) {
        const Node& node = document->node(entry);
        const bool map = node.kind == NodeKind::kMap;
        if (map && (is_true(*document, entry, "workspace") || document->find(entry, "path") != kNoNode))
          continue;
        PackageRequirement requirement;
        requirement.ecosystem = Ecosystem::kCrates;
        requirement.name = node.key;
        const std::string_view package = map ? document->text_of(entry, "package") : std::string_view();
        if (!package.empty()) {
          requirement.alias = node.key;
          requirement.name = package;
        }
        requirement.range = map ? document->text_of(entry, "version") : node.text;
        if (map && document->find(entry, "git") != kNoNode) {
          requirement.range =
              fmt::format("{}#{}", document->text_of(entry, "git"), document->text_of(entry, "rev"));
          if (!requirement.range.starts_with("git")) requirement.range = "git+" + requirement.range;
        }
        requirement.development = std::string_view(group) == "dev-dependencies";
        requirement.key_path = document->key_path(entry);
        const NodeIndex version = map ? document->find(entry, "version") : kNoNode;
        requirement.span = version != kNoNode ? document->node(version).span
                           : map              ? node.key_span
                                              : node.span;
        // Renames do not show in the lock.
        requirement.alias.clear();
        if (!requirement.range.empty() && file.requirements.size() < kMostPackages)
          file.requirements.push_back(std::move(requirement));
      }
    }
  }
}

void read_go_mod(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kGo;
  std::string_view block;
  std::map<std::string, std::string> replaced;  // module -> path it is taken from, "" for a folder
  std::map<std::string, std::string> replaced_versions;
  for (const TextLine& line : lines_of(bytes)) {
    std::string_view text = line.text;
    const std::size_t comment = text.find("//");
    const bool indirect =
        comment != std::string_view::npos && text.find("indirect", comment) != std::string_view::npos;
    text = trimmed(text.substr(0, comment));
    if (text.empty()) continue;
    if (!block.empty() && text == ")") {
      block = {};
      continue;
    }
    std::string_view verb = block;
    if (verb.empty()) {
      verb = word(text);
      if (trimmed(text) == "(") {
        block = verb;
        continue;
      }
    }
    if (verb == "module") {
      file.project_name = word(text);
    } else if (verb == "require") {
      const std::string_view name = word(text);
      const std::string_view version = word(text);
      LockedPackage package =
          package_of(Ecosystem::kGo, name, version.starts_with('v') ? version.substr(1) : version,
                     name.empty() ? line.span() : line.span_of_part(name));
      package.key_path = name;
      package.source = PackageSource::kDefault;
      package.direct = !indirect;
      package.linked = true;  // digests are in go.sum
      if (!name.empty() && !add_package(std::move(package), file)) return;
    } else if (verb == "replace") {
      const std::string_view name = word(text);
      std::string_view next = word(text);
      if (next != "=>") next = word(text);
      const std::string_view target = word(text);
      const std::string_view version = word(text);
      replaced[std::string(name)] = version.empty() ? "" : std::string(target);
      replaced_versions[std::string(name)] = version;
    }
  }
  for (LockedPackage& package : file.packages) {
    const auto found = replaced.find(package.name);
    if (found == replaced.end()) continue;
    if (found->second.empty()) {
      package.source = PackageSource::kPath;
      continue;
    }
    const std::string& version = replaced_versions[package.name];
    package.alias = package.name;
    package.name = found->second;
    package.version = version.starts_with('v') ? version.substr(1) : version;
  }
}

void read_go_sum(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kGo;
  std::size_t count = 0;
  for (const TextLine& line : lines_of(bytes)) {
    std::string_view text = line.text;
    if (trimmed(text).empty()) continue;
    const std::string_view name = word(text);
    const std::string_view version = word(text);
    const std::string_view hash = word(text);
    ++count;
    if (name.empty() || version.empty() || !hash.starts_with("h1:"))
      return fail(file, fmt::format("line {}: it is no 'module version h1:digest'", count));
  }
}

void read_conan_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kConan;
  const auto document = dependency_json(bytes, file);
  if (!document) return;
  const auto add = [&](std::string_view reference, ByteSpan span, bool development) {
    // `name/version@user/channel#revision%time`
    const std::string_view plain = reference.substr(0, reference.find_first_of("@#%"));
    const std::size_t slash = plain.find('/');
    if (slash == std::string_view::npos) return;
    LockedPackage package =
        package_of(Ecosystem::kConan, plain.substr(0, slash), plain.substr(slash + 1), span);
    package.source = PackageSource::kUnknown;
    package.development = development;
    package.direct = true;
    add_package(std::move(package), file);
  };
  for (const char* group : {"requires", "build_requires", "python_requires"}) {
    for (const NodeIndex entry : children_of(*document, document->root(), group))
      add(document->node(entry).text, document->node(entry).span, std::string_view(group) != "requires");
  }
  const NodeIndex graph = document->find(document->root(), "graph_lock");
  for (const NodeIndex node : children_of(*document, graph, "nodes")) {
    const NodeIndex reference = document->find(node, "ref");
    if (reference != kNoNode) add(text_of(*document, reference), document->node(reference).span, false);
  }
}

void read_vcpkg_json(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kVcpkg;
  const auto document = dependency_json(bytes, file);
  if (!document) return;
  const NodeIndex root = document->root();
  file.project_name = document->text_of(root, "name");
  for (const NodeIndex entry : children_of(*document, root, "dependencies")) {
    const Node& node = document->node(entry);
    PackageRequirement requirement;
    requirement.ecosystem = Ecosystem::kVcpkg;
    requirement.name = node.kind == NodeKind::kMap ? document->text_of(entry, "name") : node.text;
    requirement.range =
        node.kind == NodeKind::kMap ? document->text_of(entry, "version>=") : std::string_view();
    requirement.key_path = requirement.name;
    requirement.span = node.span;
    if (!requirement.name.empty()) file.requirements.push_back(std::move(requirement));
  }
  for (const NodeIndex entry : children_of(*document, root, "overrides")) {
    const NodeIndex name = document->find(entry, "name");
    if (name == kNoNode) continue;
    std::string_view version = document->text_of(entry, "version");
    for (const char* key : {"version-semver", "version-string", "version-date"}) {
      if (version.empty()) version = document->text_of(entry, key);
    }
    LockedPackage package =
        package_of(Ecosystem::kVcpkg, text_of(*document, name), version, document->node(name).span);
    package.direct = true;
    add_package(std::move(package), file);
  }
}

void read_dpkg_status(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kDebian;
  std::string_view name;
  std::string source;
  std::string_view version;
  std::string_view status;
  ByteSpan span;
  const auto finish = [&] {
    if (!name.empty() && !version.empty() && (status.empty() || status.ends_with(" installed"))) {
      // Advisories are about source packages; `Source: name (version)` tells one of another version.
      std::string_view own = source;
      const std::size_t open = own.find(" (");
      std::string_view source_version = version;
      if (open != std::string_view::npos) {
        source_version = own.substr(open + 2, own.find(')') - open - 2);
        own = own.substr(0, open);
      }
      LockedPackage installed =
          package_of(Ecosystem::kDebian, own.empty() ? name : own, source_version, span);
      installed.key_path = name;
      if (!own.empty() && own != name) installed.alias = name;
      add_package(std::move(installed), file);
    }
    name = version = status = {};
    source.clear();
  };
  for (const TextLine& line : lines_of(bytes)) {
    if (line.text.empty()) {
      finish();
      continue;
    }
    const auto value = [&](std::string_view key) {
      return line.text.starts_with(key) ? trimmed(line.text.substr(key.size())) : std::string_view();
    };
    if (const auto text = value("Package:"); !text.empty()) {
      name = text;
      span = line.span_of_part(text);
    }
    if (const auto text = value("Version:"); !text.empty()) version = text;
    if (const auto text = value("Source:"); !text.empty()) source = text;
    if (const auto text = value("Status:"); !text.empty()) status = text;
  }
  finish();
}

void read_apk_installed(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kAlpine;
  std::string_view name;
  std::string_view origin;
  std::string_view version;
  ByteSpan span;
  const auto finish = [&] {
    if (!name.empty() && !version.empty()) {
      LockedPackage package = package_of(Ecosystem::kAlpine, origin.empty() ? name : origin, version, span);
      package.key_path = name;
      if (!origin.empty() && origin != name) package.alias = name;
      add_package(std::move(package), file);
    }
    name = origin = version = {};
  };
  for (const TextLine& line : lines_of(bytes)) {
    if (line.text.empty()) {
      finish();
    } else if (line.text.size() > 2 && line.text[1] == ':') {
      const std::string_view value = line.text.substr(2);
      if (line.text[0] == 'P') {
        name = value;
        span = line.span_of_part(value);
      }
      if (line.text[0] == 'V') version = value;
      if (line.text[0] == 'o') origin = value;
    }
  }
  finish();
}

void read_os_release(std::string_view bytes, DependencyFile& file) {
  for (const TextLine& line : lines_of(bytes)) {
    const std::size_t equals = line.text.find('=');
    if (equals == std::string_view::npos) continue;
    std::string_view value = trimmed(line.text.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    if (line.text.substr(0, equals) == "ID") file.project_name = value;
    if (line.text.substr(0, equals) == "VERSION_ID") file.project_version = value;
  }
}

void link_dependency_files(std::vector<DependencyFile>& files) {
  const auto folder_of = [](std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  };
  std::map<std::string, std::pair<std::string, std::string>, std::less<>> releases;  // root -> id, version
  std::map<std::pair<std::string_view, Ecosystem>, const DependencyFile*> manifests;
  for (const DependencyFile& file : files) {
    for (const std::string_view suffix : {"etc/os-release", "usr/lib/os-release"}) {
      if (file.path.ends_with(suffix) && file.kind == "os-release")
        releases.try_emplace(file.path.substr(0, file.path.size() - suffix.size()), file.project_name,
                             file.project_version);
    }
    if (file.is_manifest && !file.is_lock)
      manifests.try_emplace({folder_of(file.path), file.ecosystem}, &file);
  }
  for (DependencyFile& file : files) {
    for (const std::string_view suffix : {"var/lib/dpkg/status", "lib/apk/db/installed"}) {
      if (!file.path.ends_with(suffix)) continue;
      const auto release = releases.find(file.path.substr(0, file.path.size() - suffix.size()));
      if (release == releases.end()) continue;
      const auto& [id, version] = release->second;
      std::string scope = version;
      // OSV says "Debian:12" and "Alpine:v3.18".
      if (id == "alpine") scope = "v" + version.substr(0, version.find('.', version.find('.') + 1));
      for (LockedPackage& package : file.packages) package.scope = scope;
    }
    if (!file.is_lock || file.packages.empty()) continue;
    const bool known = std::any_of(file.packages.begin(), file.packages.end(),
                                   [](const LockedPackage& package) { return package.direct; });
    if (known) continue;
    const auto manifest = manifests.find({folder_of(file.path), file.ecosystem});
    if (manifest != manifests.end()) {
      std::map<std::string, bool> wanted;  // by name, whether only for development
      for (const PackageRequirement& requirement : manifest->second->requirements) {
        const std::string name = normalised_name(osv_name(file.ecosystem), requirement.name);
        const auto [place, added] = wanted.try_emplace(name, requirement.development);
        if (!added) place->second = place->second && requirement.development;
      }
      for (LockedPackage& package : file.packages)
        package.direct = wanted.contains(normalised_name(osv_name(file.ecosystem), package.name));
      continue;
    }
    std::vector<bool> needed(file.packages.size(), false);
    for (const LockedPackage& package : file.packages) {
      for (const std::uint32_t target : package.dependencies) needed[target] = true;
    }
    for (std::size_t i = 0; i < needed.size(); ++i) file.packages[i].direct = !needed[i];
  }
}

}  // namespace trawl
