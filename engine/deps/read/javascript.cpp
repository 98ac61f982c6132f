#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "engine/deps/read/readers.h"
#include "engine/deps/url.h"

// yarn.lock of Yarn 1 and of Yarn 2 and up, pnpm-lock.yaml (versions 5 to 9), bun.lock, and the settings of
// their clients.

namespace trawl {
namespace {

/// `name@range`, where the name may begin with `@`.
struct Pattern {
  std::string_view name;
  std::string_view range;
};

Pattern pattern_of(std::string_view text) {
  const std::size_t at = text.find('@', 1);
  if (text.empty() || at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

std::string_view unquoted(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    text = text.substr(1, text.size() - 2);
  return text;
}

/// Yarn 1: a form of its own, by indentation.
class YarnClassic {
 public:
  YarnClassic(std::string_view bytes, DependencyFile& file) : bytes_(bytes), file_(file) {}

  void read() {
    bool section = false;
    for (const TextLine& line : lines_of(bytes_)) {
      const std::size_t indent = std::min(line.text.find_first_not_of(' '), line.text.size());
      const std::string_view text = trimmed(line.text);
      if (text.empty() || text[0] == '#') continue;
      if (indent == 0) {
        if (!text.ends_with(':')) return fail(file_, fmt::format("'{}' is no entry", text.substr(0, 64)));
        if (!begin(line, text.substr(0, text.size() - 1))) return;
        section = false;
      } else if (file_.packages.empty()) {
        return fail(file_, "it begins with an indented line");
      } else if (indent == 2) {
        section = text == "dependencies:" || text == "optionalDependencies:";
        if (!section) field(line, text);
      } else if (section) {
        wish(text);
      }
    }
    for (const auto& [from, pattern] : wishes_) {
      const auto found = patterns_.find(pattern);
      if (found != patterns_.end()) file_.packages[from].dependencies.push_back(found->second);
    }
  }

 private:
  bool begin(const TextLine& line, std::string_view patterns) {
    LockedPackage package;
    package.ecosystem = Ecosystem::kNpm;
    package.span = line.span_of_part(patterns);
    const auto number = static_cast<std::uint32_t>(file_.packages.size());
    bool first = true;
    while (!patterns.empty()) {
      const std::size_t comma = std::min(patterns.find(", "), patterns.size());
      const std::string_view one = unquoted(patterns.substr(0, comma));
      patterns.remove_prefix(std::min(comma + 2, patterns.size()));
      patterns_.emplace(one, number);
      const Pattern pattern = pattern_of(one);
      if (first) {
        package.name = pattern.name;
        package.key_path = pattern.name;
      }
      if (pattern.range.starts_with("npm:")) {
        package.alias = pattern.name;
        package.name = pattern_of(pattern.range.substr(4)).name;
      }
      first = false;
    }
    return add_package(std::move(package), file_);
  }

  void field(const TextLine& line, std::string_view text) {
    LockedPackage& package = file_.packages.back();
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string_view key = text.substr(0, space);
    const std::string_view value = unquoted(text.substr(space));
    if (key == "version") package.version = value;
    if (key == "version") package.key_path += "@" + std::string(value);
    if (key == "integrity") {
      set_sri(value, package);
      package.integrity_span = line.span_of_part(value);
    }
    if (key != "resolved") return;
    const std::size_t hash = value.find('#');
    package.url = value.substr(0, hash);
    package.url_span = line.span_of_part(value);
    package.source = npm_source_of(value);
    if (hash == std::string_view::npos) return;
    if (package.source == PackageSource::kGit) {
      package.url = value;
    } else {
      set_digest(value.substr(hash + 1), package);
    }
  }

  void wish(std::string_view text) {
    const bool quoted = text.starts_with('"');
    const std::size_t end = std::min(quoted ? text.find('"', 1) : text.find(' '), text.size());
    const std::string_view name = text.substr(quoted ? 1 : 0, end - (quoted ? 1 : 0));
    const std::string_view range = unquoted(text.substr(std::min(end + 1, text.size())));
    if (wishes_.size() < kMostDependencyEdges)
      wishes_.emplace_back(static_cast<std::uint32_t>(file_.packages.size() - 1),
                           fmt::format("{}@{}", name, range));
  }

  std::string_view bytes_;
  DependencyFile& file_;
  std::map<std::string, std::uint32_t> patterns_;
  std::vector<std::pair<std::uint32_t, std::string>> wishes_;
};

void read_yarn_berry(std::string_view bytes, DependencyFile& file) {
  const auto document = dependency_yaml(bytes, file);
  if (!document) return;
  std::map<std::string, std::uint32_t> patterns;
  std::vector<std::pair<std::uint32_t, std::string>> wishes;
  std::vector<std::pair<std::uint32_t, std::string>> project_wishes;
  for (const NodeIndex entry : document->children(document->root())) {
    const Node& node = document->node(entry);
    if (node.key == "__metadata" || node.kind != NodeKind::kMap) continue;
    LockedPackage package;
    package.ecosystem = Ecosystem::kNpm;
    package.span = node.key_span;
    package.version = document->text_of(entry, "version");
    const NodeIndex resolution = document->find(entry, "resolution");
    const Pattern resolved = pattern_of(text_of(*document, resolution));
    package.name = resolved.name;
    package.url = resolved.range;
    if (resolution != kNoNode) package.url_span = document->node(resolution).span;
    package.key_path = text_of(*document, resolution);
    const bool soft = document->text_of(entry, "linkType") == "soft";
    package.linked = soft;
    if (resolved.range.starts_with("npm:")) {
      package.source = PackageSource::kDefault;
      package.url.clear();
      // `npm:1.0.0::__archiveUrl=https%3A...`: another place.
      if (const std::size_t archive = resolved.range.find("__archiveUrl=");
          archive != std::string_view::npos) {
        package.url = percent_decoded(resolved.range.substr(archive + 13));
        package.source = npm_source_of(package.url);
      }
    } else if (resolved.range.starts_with("workspace:")) {
      package.source = PackageSource::kWorkspace;
    } else if (resolved.range.starts_with("patch:")) {
      package.source = PackageSource::kPath;
      package.linked = true;
    } else {
      package.source = npm_source_of(resolved.range);
      // `...#commit=abc`: the commit is the id.
      if (const std::size_t commit = package.url.find("#commit="); commit != std::string::npos)
        package.url.erase(commit + 1, 7);
    }
    // A digest of what Yarn packs: it binds the bytes, but is none of the published file.
    if (!document->text_of(entry, "checksum").empty()) package.integrity = Integrity::kStrong;
    // Of packages for other systems it has none: it never fetched them here.
    if (document->find(entry, "conditions") != kNoNode && package.integrity == Integrity::kNone)
      package.linked = true;
    const auto number = static_cast<std::uint32_t>(file.packages.size());
    std::string_view keys = node.key;
    while (!keys.empty()) {
      const std::size_t comma = std::min(keys.find(", "), keys.size());
      const std::string_view one = keys.substr(0, comma);
      keys.remove_prefix(std::min(comma + 2, keys.size()));
      patterns.emplace(one, number);
      if (package.alias.empty() && pattern_of(one).name != package.name) package.alias = pattern_of(one).name;
    }
    const bool member = package.source == PackageSource::kWorkspace;
    for (const NodeIndex wish : children_of(*document, entry, "dependencies")) {
      const Node& wished = document->node(wish);
      std::string range(wished.text);
      if (range.find(':') == std::string::npos) range = "npm:" + range;
      if (wishes.size() < kMostDependencyEdges)
        (member ? project_wishes : wishes).emplace_back(number, fmt::format("{}@{}", wished.key, range));
    }
    if (!add_package(std::move(package), file)) return;
  }
  for (const auto& [from, pattern] : wishes) {
    const auto found = patterns.find(pattern);
    if (found != patterns.end()) file.packages[from].dependencies.push_back(found->second);
  }
  for (const auto& [from, pattern] : project_wishes) {
    const auto found = patterns.find(pattern);
    if (found != patterns.end()) file.packages[found->second].direct = true;
  }
}

/// What stands in a key of pnpm's lock: `/ms/2.1.3`, `/ms@2.1.3(peer)`, `ms@2.1.3`.
struct PnpmKey {
  std::string name;
  std::string version;
};

PnpmKey pnpm_key_of(std::string_view key) {
  key = key.substr(0, key.find('('));
  const bool old = key.starts_with('/');
  if (old) key.remove_prefix(1);
  const Pattern pattern = pattern_of(key);
  if (!pattern.range.empty() && (!old || pattern.range.find('/') == std::string_view::npos)) {
    // In version 5 `_` begins the peers: `/a/1.0.0_react@16.0.0`.
    const std::size_t slash = pattern.name.rfind('/');
    const bool peers =
        old && slash != std::string_view::npos && pattern.name.find('_', slash) != std::string_view::npos;
    if (!peers) return {std::string(pattern.name), std::string(pattern.range)};
  }
  const std::size_t underscore = key.find('_', key.rfind('/') == std::string_view::npos ? 0 : key.rfind('/'));
  const std::string_view plain = key.substr(0, underscore);
  const std::size_t slash = plain.rfind('/');
  if (slash == std::string_view::npos) return {std::string(plain), {}};
  return {std::string(plain.substr(0, slash)), std::string(plain.substr(slash + 1))};
}

/// Reads pnpm's lock in all its versions.
class PnpmLock {
 public:
  PnpmLock(const Document& document, DependencyFile& file) : document_(document), file_(file) {}

  void read() {
    for (const NodeIndex entry : children_of(document_, document_.root(), "packages")) {
      if (!add(entry)) return;
    }
    for (const NodeIndex entry : children_of(document_, document_.root(), "packages")) edges(entry);
    for (const NodeIndex entry : children_of(document_, document_.root(), "snapshots")) edges(entry);
    const auto importers = children_of(document_, document_.root(), "importers");
    if (importers.empty()) roots(document_.root());
    for (const NodeIndex importer : importers) roots(importer);
    for (LockedPackage& package : file_.packages) {
      auto& list = package.dependencies;
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    }
  }

 private:
  bool add(NodeIndex entry) {
    const Node& node = document_.node(entry);
    if (node.kind != NodeKind::kMap) return true;
    PnpmKey key = pnpm_key_of(node.key);
    LockedPackage package;
    package.ecosystem = Ecosystem::kNpm;
    package.span = node.key_span;
    package.key_path = node.key;
    const std::string_view name = document_.text_of(entry, "name");
    const std::string_view version = document_.text_of(entry, "version");
    package.name = name.empty() ? key.name : std::string(name);
    package.version = version.empty() ? key.version : std::string(version);
    package.development = is_true(document_, entry, "dev");
    package.optional = is_true(document_, entry, "optional");
    package.install_script = is_true(document_, entry, "requiresBuild");
    package.source = PackageSource::kDefault;
    const NodeIndex resolution = document_.find(entry, "resolution");
    if (resolution != kNoNode) {
      const NodeIndex integrity = document_.find(resolution, "integrity");
      set_sri(text_of(document_, integrity), package);
      if (integrity != kNoNode) package.integrity_span = document_.node(integrity).span;
      const NodeIndex tarball = document_.find(resolution, "tarball");
      const NodeIndex repository = document_.find(resolution, "repo");
      const NodeIndex url = tarball != kNoNode ? tarball : repository;
      if (url != kNoNode) {
        package.url = text_of(document_, url);
        package.url_span = document_.node(url).span;
        package.source = repository != kNoNode ? PackageSource::kGit : npm_source_of(package.url);
      }
      if (repository != kNoNode) package.url += fmt::format("#{}", document_.text_of(resolution, "commit"));
      if (document_.text_of(resolution, "type") == "directory") package.source = PackageSource::kPath;
      // What GitHub packs of a commit is bound by the commit's id in its name.
      if (package.url.starts_with("https://codeload.github.com/")) package.linked = true;
    }
    numbers_.emplace(node.key, static_cast<std::uint32_t>(file_.packages.size()));
    return add_package(std::move(package), file_);
  }

  // What `name: version` leads to; version may be a whole key, of an alias.
  [[nodiscard]] std::optional<std::uint32_t> target_of(std::string_view name,
                                                       std::string_view version) const {
    const std::string bare(version.substr(0, version.find('(')));
    for (const std::string& candidate :
         {std::string(version), bare, fmt::format("{}@{}", name, bare), fmt::format("/{}@{}", name, version),
          fmt::format("/{}@{}", name, bare), fmt::format("/{}/{}", name, version)}) {
      if (const auto found = numbers_.find(candidate); found != numbers_.end()) return found->second;
    }
    return std::nullopt;
  }

  void edges(NodeIndex entry) {
    const Node& node = document_.node(entry);
    auto from = numbers_.find(node.key);
    if (from == numbers_.end()) from = numbers_.find(node.key.substr(0, node.key.find('(')));
    if (from == numbers_.end() || node.kind != NodeKind::kMap) return;
    for (const char* group : {"dependencies", "optionalDependencies"}) {
      for (const NodeIndex wish : children_of(document_, entry, group)) {
        if (++edges_ > kMostDependencyEdges) return;
        const auto target = target_of(document_.node(wish).key, document_.node(wish).text);
        if (target) file_.packages[from->second].dependencies.push_back(*target);
      }
    }
  }

  void roots(NodeIndex importer) {
    for (const char* group : {"dependencies", "optionalDependencies", "devDependencies"}) {
      for (const NodeIndex wish : children_of(document_, importer, group)) {
        const Node& node = document_.node(wish);
        const std::string_view version =
            node.kind == NodeKind::kMap ? document_.text_of(wish, "version") : node.text;
        const auto target = target_of(node.key, version);
        if (!target) continue;
        LockedPackage& package = file_.packages[*target];
        package.direct = true;
        if (package.name != node.key) package.alias = node.key;
      }
    }
  }

  const Document& document_;
  DependencyFile& file_;
  std::map<std::string_view, std::uint32_t> numbers_;
  std::size_t edges_ = 0;
};

void add_setting(RegistrySetting::Kind kind, std::string_view name, std::string_view scope,
                 std::string_view url, ByteSpan span, DependencyFile& file) {
  RegistrySetting setting;
  setting.kind = kind;
  setting.ecosystem = file.ecosystem;
  setting.name = name;
  setting.scope = scope;
  setting.url = url;
  setting.span = span;
  file.registries.push_back(std::move(setting));
}

}  // namespace

void read_yarn_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kNpm;
  if (bytes.find("\n__metadata:") != std::string_view::npos || bytes.starts_with("__metadata:")) {
    read_yarn_berry(bytes, file);
  } else {
    YarnClassic(bytes, file).read();
  }
}

void read_pnpm_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kNpm;
  const auto document = dependency_yaml(bytes, file);
  if (document) PnpmLock(*document, file).read();
}

void read_bun_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kNpm;
  const auto document = dependency_json(bytes, file);
  if (!document) return;
  std::vector<DependencyWish> wishes;
  for (const NodeIndex entry : children_of(*document, document->root(), "packages")) {
    const std::vector<NodeIndex> row = document->children(entry);
    if (row.empty()) continue;
    LockedPackage package;
    package.ecosystem = Ecosystem::kNpm;
    package.span = document->node(entry).key_span;
    package.key_path = document->node(entry).key;
    const Pattern id = pattern_of(text_of(*document, row[0]));
    package.name = id.name;
    const std::string_view key = document->node(entry).key;
    const std::string_view installed = key.ends_with(id.name) ? id.name : base_name(key);
    if (installed != id.name) package.alias = key;
    const bool registry = id.range.find(':') == std::string_view::npos;
    package.version = registry ? id.range : std::string_view();
    if (registry) {
      package.source = PackageSource::kDefault;
      if (row.size() > 1) package.url = text_of(*document, row[1]);
      if (!package.url.empty()) {
        package.source = npm_source_of(package.url);
        package.url_span = document->node(row[1]).span;
      }
    } else {
      package.source = npm_source_of(id.range);
      package.url = id.range;
      package.url_span = document->node(row[0]).span;
    }
    for (const NodeIndex cell : row) {
      if (document->node(cell).kind == NodeKind::kString && document->node(cell).text.starts_with("sha")) {
        set_sri(document->node(cell).text, package);
        package.integrity_span = document->node(cell).span;
      }
      if (document->node(cell).kind != NodeKind::kMap) continue;
      for (const char* group : {"dependencies", "optionalDependencies"}) {
        for (const NodeIndex wish : children_of(*document, cell, group)) {
          if (wishes.size() < kMostDependencyEdges)
            wishes.push_back({static_cast<std::uint32_t>(file.packages.size()),
                              std::string(document->node(wish).key),
                              {}});
        }
      }
    }
    if (!add_package(std::move(package), file)) return;
  }
  add_edges(wishes, file);
  std::map<std::string_view, LockedPackage*> by_key;
  for (LockedPackage& package : file.packages) by_key.emplace(package.key_path, &package);
  for (const NodeIndex workspace : children_of(*document, document->root(), "workspaces")) {
    for (const char* group : {"dependencies", "devDependencies", "optionalDependencies"}) {
      for (const NodeIndex wish : children_of(*document, workspace, group)) {
        const auto found = by_key.find(document->node(wish).key);
        if (found != by_key.end()) found->second->direct = true;
      }
    }
  }
}

void read_npmrc(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kNpm;
  using Kind = RegistrySetting::Kind;
  for (const TextLine& line : lines_of(bytes)) {
    const std::string_view text = trimmed(line.text);
    if (text.empty() || text[0] == '#' || text[0] == ';') continue;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = trimmed(text.substr(0, equals));
    const std::string_view value = unquoted(text.substr(equals + 1));
    const ByteSpan span = value.empty() ? line.span() : line.span_of_part(value);
    if (key == "registry") {
      add_setting(Kind::kDefault, key, "", value, span, file);
    } else if (key.starts_with('@') && key.ends_with(":registry")) {
      add_setting(Kind::kScope, key, key.substr(0, key.find(':')), value, span, file);
    } else if (key == "strict-ssl" && value == "false") {
      add_setting(Kind::kTlsOff, key, "", "", span, file);
    } else if (key == "ignore-scripts" && value == "true") {
      file.install_scripts_off = true;
    } else if (key == "_authToken" || key == "_auth" || key == "_password" || key.ends_with(":_authToken") ||
               key.ends_with(":_auth") || key.ends_with(":_password")) {
      const bool variable =
          value.find("${") != std::string_view::npos || value.starts_with('$') || value.empty();
      if (!variable) add_setting(Kind::kToken, key, "", "", span, file);
    }
  }
}

void read_yarnrc(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kNpm;
  using Kind = RegistrySetting::Kind;
  const auto document = dependency_yaml(bytes, file);
  if (!document) return;
  const NodeIndex root = document->root();
  const auto url = [&](NodeIndex map, Kind kind, std::string_view scope) {
    const NodeIndex server = document->find(map, "npmRegistryServer");
    if (server != kNoNode)
      add_setting(kind, "npmRegistryServer", scope, text_of(*document, server), document->node(server).span,
                  file);
    const NodeIndex token = document->find(map, "npmAuthToken");
    const std::string_view value = text_of(*document, token);
    if (!value.empty() && value.find('$') == std::string_view::npos)
      add_setting(Kind::kToken, "npmAuthToken", "", "", document->node(token).span, file);
  };
  url(root, Kind::kDefault, "");
  for (const NodeIndex scope : children_of(*document, root, "npmScopes")) {
    if (document->node(scope).kind == NodeKind::kMap)
      url(scope, Kind::kScope, fmt::format("@{}", document->node(scope).key));
  }
  const NodeIndex tls = document->find(root, "enableStrictSsl");
  if (tls != kNoNode && document->node(tls).kind == NodeKind::kBool && !document->node(tls).flag)
    add_setting(Kind::kTlsOff, "enableStrictSsl", "", "", document->node(tls).span, file);
  const NodeIndex scripts = document->find(root, "enableScripts");
  if (scripts != kNoNode && document->node(scripts).kind == NodeKind::kBool && !document->node(scripts).flag)
    file.install_scripts_off = true;
}

}  // namespace trawl
