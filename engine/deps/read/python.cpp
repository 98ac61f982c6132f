#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "engine/deps/read/readers.h"
#include "engine/deps/url.h"

// requirements.txt, poetry.lock, pdm.lock, uv.lock, pylock.toml, Pipfile.lock, their manifests, and pip.conf.

namespace trawl {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.';
}

PackageSource source_of(std::string_view url) {
  const UrlParts parts = UrlParts::of(url);
  if (parts.scheme.starts_with("git") || parts.scheme.starts_with("hg") || parts.scheme.starts_with("ssh"))
    return PackageSource::kGit;
  if (parts.scheme == "http" || parts.scheme == "https") return PackageSource::kArchive;
  return PackageSource::kPath;
}

bool is_public_index(std::string_view url) {
  const std::string_view host = UrlParts::of(url).host;
  return host == "pypi.org" || host == "pypi.python.org" || host == "files.pythonhosted.org";
}

RegistrySetting setting_of(RegistrySetting::Kind kind, std::string_view name, std::string_view url,
                           ByteSpan span) {
  RegistrySetting setting;
  setting.kind = kind;
  setting.ecosystem = Ecosystem::kPyPI;
  setting.name = name;
  setting.url = url;
  setting.span = span;
  return setting;
}

/// One entry of PEP 508: `name[extra] >= 1.0 ; marker`.
struct Specifier {
  std::string_view name;
  std::string_view range;
  std::string_view url;
};

Specifier specifier_of(std::string_view text) {
  Specifier specifier;
  text = text.substr(0, text.find(';'));
  text = trimmed(text);
  std::size_t end = 0;
  while (end < text.size() && is_name_character(text[end])) ++end;
  specifier.name = text.substr(0, end);
  std::string_view rest = trimmed(text.substr(end));
  if (rest.starts_with('[')) rest = trimmed(rest.substr(std::min(rest.find(']'), rest.size() - 1) + 1));
  if (rest.starts_with('@')) {
    specifier.url = trimmed(rest.substr(1));
  } else {
    if (rest.starts_with('(') && rest.ends_with(')')) rest = rest.substr(1, rest.size() - 2);
    specifier.range = trimmed(rest);
  }
  return specifier;
}

void add_requirement(const Specifier& specifier, ByteSpan span, bool development, DependencyFile& file) {
  if (specifier.name.empty() || file.requirements.size() >= kMostPackages) return;
  PackageRequirement requirement;
  requirement.ecosystem = Ecosystem::kPyPI;
  requirement.name = specifier.name;
  requirement.range = specifier.url.empty() ? specifier.range : specifier.url;
  requirement.development = development;
  requirement.key_path = specifier.name;
  requirement.span = span;
  file.requirements.push_back(std::move(requirement));
}

/// requirements.txt: what is pinned by `==` is a lock, all else is asked for.
class Requirements {
 public:
  Requirements(std::string_view bytes, DependencyFile& file) : bytes_(bytes), file_(file) {}

  void read() {
    const std::vector<TextLine> lines = lines_of(bytes_);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      // A backslash joins lines; places are of the first one.
      std::string joined(without_comment(lines[i].text));
      const TextLine& first = lines[i];
      while (joined.ends_with('\\') && i + 1 < lines.size() && joined.size() < kMostLineBytes) {
        joined.pop_back();
        joined += without_comment(lines[++i].text);
      }
      line(first, trimmed(joined));
    }
    file_.is_lock = !file_.packages.empty() && file_.requirements.empty();
  }

 private:
  static constexpr std::size_t kMostLineBytes = std::size_t{1} << 20U;

  static std::string_view without_comment(std::string_view text) {
    if (trimmed(text).starts_with('#')) return {};
    const std::size_t hash = text.find(" #");
    std::string_view plain = text.substr(0, hash);
    while (plain.ends_with(' ') || plain.ends_with('\t')) plain.remove_suffix(1);
    return plain;
  }

  void line(const TextLine& first, std::string_view text) {
    if (text.empty()) return;
    const ByteSpan span = first.span_of_part(trimmed(without_comment(first.text)));
    if (text.starts_with('-')) return option(text, span);
    const std::size_t hashes = text.find(" --hash");
    const Specifier specifier =
        specifier_of(text.substr(0, std::min({hashes, text.find(" --"), text.size()})));
    const std::string_view range = specifier.range;
    const bool pinned = range.starts_with("==") && range.find('*') == std::string_view::npos &&
                        range.find(',') == std::string_view::npos;
    // Prose and what else may stand in a file of that name asks for nothing.
    const bool sound = range.empty() || std::string_view("=<>!~").find(range[0]) != std::string_view::npos;
    if (specifier.name.empty() || !sound) return;
    if (!pinned && specifier.url.empty()) {
      add_requirement(specifier, span, false, file_);
      return;
    }
    LockedPackage package;
    package.ecosystem = Ecosystem::kPyPI;
    package.name = specifier.name;
    package.key_path = specifier.name;
    package.span = span;
    package.direct = true;
    if (pinned) {
      package.version = trimmed(range.substr(range.starts_with("===") ? 3 : 2));
      package.source = index_.empty() ? PackageSource::kDefault : PackageSource::kRegistry;
      package.url = index_;
    } else {
      package.source = source_of(specifier.url);
      package.url = specifier.url;
      // `git+https://host/repo.git@commit`.
      const std::size_t at = package.url.rfind('@');
      if (package.source == PackageSource::kGit && at != std::string::npos &&
          at > package.url.find("://") + 3)
        package.url[at] = '#';
    }
    std::string_view rest = hashes == std::string_view::npos ? std::string_view() : text.substr(hashes);
    while (!rest.empty()) {
      const std::size_t next = rest.find("--hash");
      if (next == std::string_view::npos) break;
      rest.remove_prefix(next + 6);
      if (!rest.empty()) rest.remove_prefix(1);
      set_digest(rest.substr(0, rest.find(' ')), package);
    }
    add_package(std::move(package), file_);
  }

  void option(std::string_view text, ByteSpan span) {
    using Kind = RegistrySetting::Kind;
    const std::size_t end = std::min(text.find_first_of(" ="), text.size());
    const std::string_view name = text.substr(0, end);
    const std::string_view value = trimmed(text.substr(std::min(end + 1, text.size())));
    if (name == "-i" || name == "--index-url") {
      if (!is_public_index(value)) index_ = value;
      file_.registries.push_back(setting_of(Kind::kDefault, name, value, span));
    }
    if (name == "--extra-index-url") file_.registries.push_back(setting_of(Kind::kExtra, name, value, span));
    if (name == "--trusted-host") file_.registries.push_back(setting_of(Kind::kTlsOff, name, value, span));
  }

  std::string_view bytes_;
  DependencyFile& file_;
  std::string index_;
};

/// The hashes of files, in whatever form a lock has them.
void add_hashes(const Document& document, NodeIndex list, LockedPackage& package) {
  if (list == kNoNode) return;
  const Node& node = document.node(list);
  if (node.kind == NodeKind::kMap) {
    // One file: {url, hash}, {url, hashes = {sha256 = ...}}.
    set_digest(document.text_of(list, "hash"), package);
    for (const NodeIndex hash : children_of(document, list, "hashes")) {
      set_digest(fmt::format("{}:{}", document.node(hash).key, document.node(hash).text), package);
    }
    return;
  }
  if (node.kind != NodeKind::kList) return;
  for (const NodeIndex entry : document.children(list)) {
    if (document.node(entry).kind == NodeKind::kString) set_digest(document.node(entry).text, package);
    set_digest(document.text_of(entry, "hash"), package);
    for (const NodeIndex hash : children_of(document, entry, "hashes"))
      set_digest(fmt::format("{}:{}", document.node(hash).key, document.node(hash).text), package);
  }
}

void set_source(const Document& document, NodeIndex entry, LockedPackage& package) {
  package.source = PackageSource::kDefault;
  const NodeIndex source = document.find(entry, "source");
  const auto from = [&](NodeIndex map, std::string_view key, PackageSource kind) {
    const NodeIndex url = map == kNoNode ? kNoNode : document.find(map, key);
    if (url == kNoNode || document.node(url).kind != NodeKind::kString) return false;
    package.url = document.node(url).text;
    package.url_span = document.node(url).span;
    package.source = kind;
    if (kind == PackageSource::kRegistry && is_public_index(package.url))
      package.source = PackageSource::kDefault;
    return true;
  };
  if (source != kNoNode && document.node(source).kind == NodeKind::kMap) {
    // poetry: type, url, resolved_reference; uv: one key that says which.
    const std::string_view type = document.text_of(source, "type");
    if (type == "git") {
      from(source, "url", PackageSource::kGit);
      package.url += fmt::format("#{}", document.text_of(source, "resolved_reference"));
    } else if (type == "url") {
      from(source, "url", PackageSource::kArchive);
    } else if (type == "directory" || type == "file") {
      from(source, "url", PackageSource::kPath);
    } else if (!type.empty()) {
      from(source, "url", PackageSource::kRegistry);
    }
    from(source, "registry", PackageSource::kRegistry);
    from(source, "git", PackageSource::kGit);
    if (type.empty() && package.source == PackageSource::kDefault)
      from(source, "url", PackageSource::kArchive);
    for (const char* key : {"path", "directory"}) from(source, key, PackageSource::kPath);
    for (const char* key : {"editable", "virtual"}) from(source, key, PackageSource::kWorkspace);
    return;
  }
  // pdm and pylock.toml.
  from(entry, "index", PackageSource::kRegistry);
  if (from(entry, "git", PackageSource::kGit))
    package.url += fmt::format("#{}", document.text_of(entry, "revision"));
  from(entry, "url", PackageSource::kArchive);
  from(entry, "path", PackageSource::kPath);
  const NodeIndex vcs = document.find(entry, "vcs");
  if (from(vcs, "url", PackageSource::kGit))
    package.url += fmt::format("#{}", document.text_of(vcs, "commit-id"));
  from(document.find(entry, "archive"), "url", PackageSource::kArchive);
  from(document.find(entry, "directory"), "path", PackageSource::kPath);
}

}  // namespace

void read_requirements(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kPyPI;
  Requirements(bytes, file).read();
}

void read_python_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kPyPI;
  const auto document = dependency_toml(bytes, file);
  if (!document) return;
  const NodeIndex root = document->root();
  std::vector<DependencyWish> wishes;
  std::set<std::string> roots;
  auto entries = children_of(*document, root, "package");
  const auto more = children_of(*document, root, "packages");
  entries.insert(entries.end(), more.begin(), more.end());
  // Old versions of poetry keep the hashes apart.
  const NodeIndex metadata = document->find(root, "metadata");
  const NodeIndex files = metadata == kNoNode ? kNoNode : document->find(metadata, "files");
  for (const NodeIndex entry : entries) {
    const NodeIndex name = document->find(entry, "name");
    if (name == kNoNode) continue;
    LockedPackage package;
    package.ecosystem = Ecosystem::kPyPI;
    package.name = text_of(*document, name);
    package.version = document->text_of(entry, "version");
    package.key_path = package.name + "@" + package.version;
    package.span = document->node(name).span;
    package.development = document->text_of(entry, "category") == "dev";
    package.optional = is_true(*document, entry, "optional");
    set_source(*document, entry, package);
    for (const char* key : {"files", "wheels", "sdist", "archive"})
      add_hashes(*document, document->find(entry, key), package);
    if (files != kNoNode && document->node(files).kind == NodeKind::kMap)
      add_hashes(*document, document->find(files, package.name), package);
    const bool project = package.source == PackageSource::kWorkspace;
    for (const char* group : {"dependencies", "optional-dependencies", "dev-dependencies"}) {
      for (const NodeIndex wish : children_of(*document, entry, group)) {
        const Node& node = document->node(wish);
        // A name as key, as text of PEP 508, or in a map; by groups below a key.
        std::vector<std::string> names;
        if (node.kind == NodeKind::kMap && !document->text_of(wish, "name").empty()) {
          names.emplace_back(document->text_of(wish, "name"));
        } else if (node.kind == NodeKind::kList) {
          for (const NodeIndex one : document->children(wish))
            names.emplace_back(document->text_of(one, "name"));
        } else if (!node.key.empty()) {
          names.emplace_back(node.key);
        } else {
          names.emplace_back(specifier_of(node.text).name);
        }
        for (const std::string& wished : names) {
          if (wished.empty() || wishes.size() >= kMostDependencyEdges) continue;
          if (project) roots.insert(normalised_name("PyPI", wished));
          wishes.push_back({static_cast<std::uint32_t>(file.packages.size()), wished, {}});
        }
      }
    }
    if (!add_package(std::move(package), file)) return;
  }
  for (DependencyWish& wish : wishes) wish.name = normalised_name("PyPI", wish.name);
  for (LockedPackage& package : file.packages) {
    package.name = normalised_name("PyPI", package.name);
    package.direct = roots.contains(package.name);
  }
  add_edges(wishes, file);
}

void read_pipfile_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kPyPI;
  const auto document = dependency_json(bytes, file);
  if (!document) return;
  std::vector<std::pair<std::string, std::string>> indexes;  // name, URL
  const NodeIndex meta = document->find(document->root(), "_meta");
  for (const NodeIndex source : children_of(*document, meta, "sources")) {
    const NodeIndex url = document->find(source, "url");
    if (url == kNoNode) continue;
    indexes.emplace_back(document->text_of(source, "name"), text_of(*document, url));
    file.registries.push_back(
        setting_of(indexes.size() == 1 ? RegistrySetting::Kind::kDefault : RegistrySetting::Kind::kExtra,
                   document->text_of(source, "name"), text_of(*document, url), document->node(url).span));
  }
  for (const char* group : {"default", "develop"}) {
    for (const NodeIndex entry : children_of(*document, document->root(), group)) {
      const Node& node = document->node(entry);
      if (node.kind != NodeKind::kMap) continue;
      LockedPackage package;
      package.ecosystem = Ecosystem::kPyPI;
      package.name = node.key;
      package.span = node.key_span;
      package.key_path = document->key_path(entry);
      package.development = std::string_view(group) == "develop";
      const std::string_view version = document->text_of(entry, "version");
      package.version = version.starts_with("==") ? version.substr(2) : version;
      add_hashes(*document, document->find(entry, "hashes"), package);
      package.source = PackageSource::kDefault;
      const std::string_view index = document->text_of(entry, "index");
      for (const auto& [name, url] : indexes) {
        if (name != index || is_public_index(url)) continue;
        package.source = PackageSource::kRegistry;
        package.url = url;
      }
      const NodeIndex git = document->find(entry, "git");
      if (git != kNoNode) {
        package.source = PackageSource::kGit;
        package.url = fmt::format("{}#{}", text_of(*document, git), document->text_of(entry, "ref"));
        package.url_span = document->node(git).span;
      }
      if (document->find(entry, "path") != kNoNode) package.source = PackageSource::kPath;
      if (!add_package(std::move(package), file)) return;
    }
  }
}

void read_pyproject(std::string_view bytes, DependencyFile& file) {
  using Kind = RegistrySetting::Kind;
  file.ecosystem = Ecosystem::kPyPI;
  const auto document = dependency_toml(bytes, file);
  if (!document) return;
  const NodeIndex root = document->root();
  const auto specifiers = [&](const std::vector<NodeIndex>& list, bool development) {
    for (const NodeIndex entry : list) {
      if (document->node(entry).kind == NodeKind::kString)
        add_requirement(specifier_of(document->node(entry).text), document->node(entry).span, development,
                        file);
    }
  };
  const NodeIndex project = document->find(root, "project");
  if (project != kNoNode) {
    file.project_name = document->text_of(project, "name");
    file.project_version = document->text_of(project, "version");
    if (const NodeIndex name = document->find(project, "name"); name != kNoNode)
      file.project_span = document->node(name).span;
    specifiers(children_of(*document, project, "dependencies"), false);
    for (const NodeIndex group : children_of(*document, project, "optional-dependencies"))
      specifiers(document->children(group), false);
    // What can be built is for others to install, unless it says that it is not to be published.
    file.library = document->find(root, "build-system") != kNoNode;
    for (const NodeIndex classifier : children_of(*document, project, "classifiers")) {
      if (document->node(classifier).text.starts_with("Private ::")) file.project_private = true;
    }
  }
  for (const NodeIndex group : children_of(*document, root, "dependency-groups"))
    specifiers(document->children(group), true);
  const NodeIndex tool = document->find(root, "tool");
  if (tool == kNoNode) return;
  const NodeIndex poetry = document->find(tool, "poetry");
  const auto poetry_group = [&](NodeIndex holder, std::string_view key, bool development) {
    for (const NodeIndex entry : children_of(*document, holder, key)) {
      const Node& node = document->node(entry);
      if (node.key == "python") continue;
      Specifier specifier;
      specifier.name = node.key;
      specifier.range = node.kind == NodeKind::kMap ? document->text_of(entry, "version") : node.text;
      const std::string_view git = document->text_of(entry, "git");
      const bool elsewhere = !git.empty() || document->find(entry, "path") != kNoNode;
      if (elsewhere) specifier.url = git.empty() ? "./" : git;
      add_requirement(specifier, node.span.size() > 0 ? node.span : node.key_span, development, file);
      if (!file.requirements.empty() && document->find(entry, "source") != kNoNode)
        file.requirements.back().alias = document->text_of(entry, "source");
    }
  };
  if (poetry != kNoNode) {
    if (file.project_name.empty()) file.project_name = document->text_of(poetry, "name");
    file.library = file.library && document->find(poetry, "package-mode") == kNoNode;
    poetry_group(poetry, "dependencies", false);
    poetry_group(poetry, "dev-dependencies", true);
    for (const NodeIndex group : children_of(*document, poetry, "group"))
      poetry_group(group, "dependencies", true);
    for (const NodeIndex source : children_of(*document, poetry, "source")) {
      const NodeIndex url = document->find(source, "url");
      const std::string_view priority = document->text_of(source, "priority");
      RegistrySetting setting = setting_of(
          priority == "default" || priority.empty() || priority == "primary" ? Kind::kDefault : Kind::kExtra,
          document->text_of(source, "name"), text_of(*document, url),
          url == kNoNode ? document->node(source).span : document->node(url).span);
      setting.explicit_only = priority == "explicit";
      setting.scope = "poetry";
      file.registries.push_back(std::move(setting));
    }
  }
  const NodeIndex uv = document->find(tool, "uv");
  if (uv == kNoNode) return;
  specifiers(children_of(*document, uv, "dev-dependencies"), true);
  for (const NodeIndex index : children_of(*document, uv, "index")) {
    const NodeIndex url = document->find(index, "url");
    RegistrySetting setting =
        setting_of(is_true(*document, index, "default") ? Kind::kDefault : Kind::kExtra,
                   document->text_of(index, "name"), text_of(*document, url),
                   url == kNoNode ? document->node(index).span : document->node(url).span);
    setting.explicit_only = is_true(*document, index, "explicit");
    setting.scope = "uv";
    file.registries.push_back(std::move(setting));
  }
  const NodeIndex strategy = document->find(uv, "index-strategy");
  if (strategy != kNoNode) {
    RegistrySetting setting = setting_of(Kind::kOther, "index-strategy", "", document->node(strategy).span);
    setting.scope = text_of(*document, strategy);
    file.registries.push_back(std::move(setting));
  }
}

void read_pipfile(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kPyPI;
  const auto document = dependency_toml(bytes, file);
  if (!document) return;
  for (const char* group : {"packages", "dev-packages"}) {
    for (const NodeIndex entry : children_of(*document, document->root(), group)) {
      const Node& node = document->node(entry);
      Specifier specifier;
      specifier.name = node.key;
      specifier.range = node.kind == NodeKind::kMap ? document->text_of(entry, "version") : node.text;
      if (document->find(entry, "git") != kNoNode) specifier.url = document->text_of(entry, "git");
      add_requirement(specifier, node.span.size() > 0 ? node.span : node.key_span,
                      std::string_view(group) == "dev-packages", file);
      if (!file.requirements.empty()) file.requirements.back().alias = document->text_of(entry, "index");
    }
  }
  bool first = true;
  for (const NodeIndex source : children_of(*document, document->root(), "source")) {
    const NodeIndex url = document->find(source, "url");
    if (url == kNoNode) continue;
    RegistrySetting setting =
        setting_of(first ? RegistrySetting::Kind::kDefault : RegistrySetting::Kind::kExtra,
                   document->text_of(source, "name"), text_of(*document, url), document->node(url).span);
    setting.scope = "pipenv";
    first = false;
    file.registries.push_back(std::move(setting));
    const NodeIndex verify = document->find(source, "verify_ssl");
    if (verify != kNoNode && document->node(verify).kind == NodeKind::kBool && !document->node(verify).flag)
      file.registries.push_back(
          setting_of(RegistrySetting::Kind::kTlsOff, "verify_ssl", "", document->node(verify).span));
  }
}

void read_pip_conf(std::string_view bytes, DependencyFile& file) {
  using Kind = RegistrySetting::Kind;
  file.ecosystem = Ecosystem::kPyPI;
  std::string_view key;
  for (const TextLine& line : lines_of(bytes)) {
    std::string_view text = trimmed(line.text);
    if (text.empty() || text[0] == '#' || text[0] == ';' || text[0] == '[') continue;
    const bool continued = line.text[0] == ' ' || line.text[0] == '\t';
    const std::size_t equals = text.find('=');
    if (!continued && equals != std::string_view::npos) {
      key = trimmed(text.substr(0, equals));
      text = trimmed(text.substr(equals + 1));
    }
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
      const std::string_view value = text.substr(0, end);
      text = trimmed(text.substr(end));
      if (key == "index-url")
        file.registries.push_back(setting_of(Kind::kDefault, key, value, line.span_of_part(value)));
      if (key == "extra-index-url")
        file.registries.push_back(setting_of(Kind::kExtra, key, value, line.span_of_part(value)));
      if (key == "trusted-host")
        file.registries.push_back(setting_of(Kind::kTlsOff, key, value, line.span_of_part(value)));
    }
  }
}

}  // namespace trawl
