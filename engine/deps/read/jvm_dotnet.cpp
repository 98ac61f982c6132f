#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "engine/deps/read/readers.h"
#include "engine/deps/url.h"

// pom.xml, gradle.lockfile, build.gradle; packages.lock.json, *.csproj, packages.config, nuget.config.

namespace trawl {
namespace {

std::string_view element_text(const Document& document, NodeIndex element, std::string_view name) {
  const NodeIndex child = element == kNoNode ? kNoNode : document.find(element, name);
  return child == kNoNode || document.node(child).kind != NodeKind::kMap ? std::string_view()
                                                                         : document.text_of(child, "#text");
}

ByteSpan element_span(const Document& document, NodeIndex element, std::string_view name) {
  const NodeIndex child = document.find(element, name);
  if (child == kNoNode || document.node(child).kind != NodeKind::kMap) return document.node(element).key_span;
  const NodeIndex text = document.find(child, "#text");
  return text == kNoNode ? document.node(child).key_span : document.node(text).span;
}

/// All elements below a map that have a name, anywhere.
std::vector<NodeIndex> elements_named(const Document& document, NodeIndex from, std::string_view name) {
  std::vector<NodeIndex> found;
  std::vector<NodeIndex> open = {from};
  while (!open.empty()) {
    const NodeIndex at = open.back();
    open.pop_back();
    if (document.node(at).kind != NodeKind::kMap) continue;
    for (NodeIndex child = document.node(at).first_child; child != kNoNode;
         child = document.node(child).next_sibling) {
      if (document.node(child).key == name && document.node(child).kind == NodeKind::kMap)
        found.push_back(child);
      open.push_back(child);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

void add_registry(RegistrySetting::Kind kind, Ecosystem ecosystem, std::string_view name,
                  std::string_view url, ByteSpan span, DependencyFile& file) {
  RegistrySetting setting;
  setting.kind = kind;
  setting.ecosystem = ecosystem;
  setting.name = name;
  setting.url = url;
  setting.span = span;
  file.registries.push_back(std::move(setting));
}

/// Properties of a pom, `${name}`, as far as this file knows them.
class Properties {
 public:
  Properties(const Document& document, NodeIndex project) {
    for (const NodeIndex property : children_of(document, project, "properties")) {
      if (document.node(property).kind == NodeKind::kMap)
        values_.emplace(document.node(property).key, document.text_of(property, "#text"));
    }
    for (const char* key : {"version", "groupId", "artifactId"})
      values_.emplace(fmt::format("project.{}", key), element_text(document, project, key));
    const NodeIndex parent = document.find(project, "parent");
    if (parent == kNoNode || document.node(parent).kind != NodeKind::kMap) return;
    for (const char* key : {"version", "groupId"}) {
      const std::string_view value = element_text(document, parent, key);
      values_.emplace(fmt::format("project.parent.{}", key), value);
      auto& own = values_[fmt::format("project.{}", key)];
      if (own.empty()) own = value;
    }
  }

  /// Nothing where a property is not known here.
  [[nodiscard]] std::optional<std::string> resolved(std::string_view text) const {
    std::string value(text);
    for (int steps = 0; steps < 16; ++steps) {
      const std::size_t begin = value.find("${");
      if (begin == std::string::npos) return value;
      const std::size_t end = value.find('}', begin);
      if (end == std::string::npos) return std::nullopt;
      const auto known = values_.find(value.substr(begin + 2, end - begin - 2));
      if (known == values_.end() || known->second.empty() || value.size() > 1024) return std::nullopt;
      value.replace(begin, end - begin + 1, known->second);
    }
    return std::nullopt;
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace

void read_pom(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kMaven;
  const auto document = dependency_xml(bytes, file);
  if (!document) return;
  const NodeIndex project = document->find(document->root(), "project");
  if (project == kNoNode || document->node(project).kind != NodeKind::kMap)
    return fail(file, "it holds no project");
  const Properties properties(*document, project);
  file.project_name = fmt::format("{}:{}", properties.resolved("${project.groupId}").value_or(""),
                                  element_text(*document, project, "artifactId"));
  file.project_version = properties.resolved("${project.version}").value_or("");
  for (const NodeIndex entry : elements_named(*document, project, "dependency")) {
    const auto group = properties.resolved(element_text(*document, entry, "groupId"));
    const auto artifact = properties.resolved(element_text(*document, entry, "artifactId"));
    const std::string_view written = element_text(*document, entry, "version");
    const auto version = properties.resolved(written);
    if (!group || !artifact || group->empty() || artifact->empty() || !version || version->empty()) continue;
    const std::string name = *group + ":" + *artifact;
    const bool test = element_text(*document, entry, "scope") == "test";
    const bool range =
        version->front() == '[' || version->front() == '(' || *version == "LATEST" || *version == "RELEASE";
    if (range) {
      PackageRequirement requirement;
      requirement.ecosystem = Ecosystem::kMaven;
      requirement.name = name;
      requirement.range = *version;
      requirement.development = test;
      requirement.key_path = name;
      requirement.span = element_span(*document, entry, "version");
      file.requirements.push_back(std::move(requirement));
      continue;
    }
    // A bare version is what Maven takes, unless a nearer one says otherwise.
    LockedPackage package;
    package.ecosystem = Ecosystem::kMaven;
    package.name = name;
    package.version = *version;
    package.key_path = name;
    package.span = element_span(*document, entry, "artifactId");
    package.development = test;
    package.direct = true;
    if (!add_package(std::move(package), file)) return;
  }
  for (const char* kind : {"repository", "pluginRepository"}) {
    for (const NodeIndex repository : elements_named(*document, project, kind)) {
      const std::string_view url = element_text(*document, repository, "url");
      if (url.empty()) continue;
      add_registry(RegistrySetting::Kind::kExtra, Ecosystem::kMaven,
                   element_text(*document, repository, "id"), url, element_span(*document, repository, "url"),
                   file);
      // Where plugins come from, and where the project's own packages go, is no place in the search.
      const bool searched = std::string_view(kind) == "repository" &&
                            document->node(document->node(repository).parent).key != "distributionManagement";
      if (!searched) file.registries.back().scope = "not searched";
    }
  }
}

// Of a user's settings that a project brings along: the mirrors that answer in the place of other
// repositories.
void read_maven_settings(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kMaven;
  const auto document = dependency_xml(bytes, file);
  if (!document) return;
  const NodeIndex settings = document->find(document->root(), "settings");
  if (settings == kNoNode || document->node(settings).kind != NodeKind::kMap) return;  // another program's
  for (const NodeIndex mirror : elements_named(*document, settings, "mirror")) {
    const std::string_view url = element_text(*document, mirror, "url");
    if (url.empty() || element_text(*document, mirror, "blocked") == "true") continue;
    add_registry(RegistrySetting::Kind::kOther, Ecosystem::kMaven, "mirror", url,
                 element_span(*document, mirror, "url"), file);
    file.registries.back().scope = element_text(*document, mirror, "mirrorOf");
  }
}

void read_gradle_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kMaven;
  for (const TextLine& line : lines_of(bytes)) {
    const std::string_view text = trimmed(line.text);
    if (text.empty() || text[0] == '#' || text.starts_with("empty=")) continue;
    const std::size_t equals = std::min(text.find('='), text.size());
    const std::string_view coordinates = text.substr(0, equals);
    const std::size_t colon = coordinates.rfind(':');
    if (colon == std::string_view::npos || coordinates.find(':') == colon)
      return fail(file,
                  fmt::format("'{}' is no 'group:name:version=configurations'", coordinates.substr(0, 64)));
    LockedPackage package;
    package.ecosystem = Ecosystem::kMaven;
    package.name = coordinates.substr(0, colon);
    package.version = coordinates.substr(colon + 1);
    package.key_path = coordinates;
    package.span = line.span_of_part(coordinates);
    std::string_view configurations = text.substr(std::min(equals + 1, text.size()));
    package.development = !configurations.empty();
    while (!configurations.empty()) {
      const std::size_t end = std::min(configurations.find(','), configurations.size());
      if (!configurations.substr(0, end).starts_with("test")) package.development = false;
      configurations.remove_prefix(std::min(end + 1, configurations.size()));
    }
    if (!add_package(std::move(package), file)) return;
  }
}

/// The blocks of a Gradle file around a line: where packages are asked for is in `repositories`, and not in
/// that of `publishing`.
class GradleBlocks {
 public:
  // Reads a line; what it opens counts for itself.
  void read(std::string_view line) {
    was_asked_ = asked();
    char quote = 0;
    std::size_t word = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{') {
        if (blocks_.size() < kMostBlocks) blocks_.push_back(kind_of(line.substr(word, i - word)));
        was_asked_ = was_asked_ || asked();
        word = i + 1;
      } else if (c == '}') {
        if (!blocks_.empty()) blocks_.pop_back();
        word = i + 1;
      } else if (c == '/' && line.substr(i).starts_with("//")) {
        break;
      }
    }
  }
  [[nodiscard]] bool line_was_asked() const { return was_asked_; }

 private:
  static constexpr std::size_t kMostBlocks = 1000;
  static char kind_of(std::string_view head) {
    head = trimmed(head);
    if (head.ends_with("repositories")) return 'r';
    return head.starts_with("publishing") || head.starts_with("uploadArchives") ? 'p' : ' ';
  }
  [[nodiscard]] bool asked() const {
    return blocks_.find('r') != std::string::npos && blocks_.find('p') == std::string::npos;
  }

  std::string blocks_;
  bool was_asked_ = false;
};

void read_gradle_build(std::string_view bytes, DependencyFile& file) {
  using Kind = RegistrySetting::Kind;
  file.ecosystem = Ecosystem::kMaven;
  GradleBlocks blocks;
  for (const TextLine& line : lines_of(bytes)) {
    const std::string_view text = trimmed(line.text);
    if (text.starts_with("//")) continue;
    blocks.read(text);
    if (!blocks.line_was_asked()) continue;
    if (text.starts_with("mavenCentral()") || text.starts_with("google()") || text.starts_with("jcenter()") ||
        text.starts_with("gradlePluginPortal()")) {
      add_registry(Kind::kDefault, Ecosystem::kMaven, text.substr(0, text.find('(')), "",
                   line.span_of_part(text), file);
    }
    // `url "https://..."`, `url = uri("https://...")`, `maven("https://...")`.
    const bool url = text.starts_with("url") || text.starts_with("maven(") || text.starts_with("maven {") ||
                     text.starts_with("setUrl");
    const std::size_t http = url ? text.find("http") : std::string_view::npos;
    if (http != std::string_view::npos) {
      const std::string_view address = text.substr(http, text.find_first_of("\"')", http) - http);
      add_registry(Kind::kExtra, Ecosystem::kMaven, "maven", address, line.span_of_part(address), file);
    }
    if (text.find("exclusiveContent") != std::string_view::npos ||
        text.find("includeGroup") != std::string_view::npos)
      add_registry(Kind::kOther, Ecosystem::kMaven, "filter", "", line.span_of_part(text), file);
    if (text.find("allowInsecureProtocol") != std::string_view::npos &&
        text.find("true") != std::string_view::npos)
      add_registry(Kind::kTlsOff, Ecosystem::kMaven, "allowInsecureProtocol", "", line.span_of_part(text),
                   file);
  }
}

void read_nuget_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kNuGet;
  const auto document = dependency_json(bytes, file);
  if (!document) return;
  std::map<std::pair<std::string, std::string>, std::uint32_t> known;  // the same for several frameworks
  std::vector<DependencyWish> wishes;
  for (const NodeIndex framework : children_of(*document, document->root(), "dependencies")) {
    if (document->node(framework).kind != NodeKind::kMap) continue;
    for (const NodeIndex entry : document->children(framework)) {
      const Node& node = document->node(entry);
      const std::string_view type = document->text_of(entry, "type");
      const std::string_view version = document->text_of(entry, "resolved");
      const auto [place, added] =
          known.try_emplace({normalised_name("NuGet", node.key), std::string(version)},
                            static_cast<std::uint32_t>(file.packages.size()));
      if (!added) {
        file.packages[place->second].direct |= type == "Direct";
        continue;
      }
      LockedPackage package;
      package.ecosystem = Ecosystem::kNuGet;
      package.name = node.key;
      package.version = version;
      package.key_path = document->key_path(entry);
      package.span = node.key_span;
      package.direct = type == "Direct" || type == "CentralTransitive";
      package.source = type == "Project" ? PackageSource::kWorkspace : PackageSource::kDefault;
      package.linked = type == "Project";
      const NodeIndex hash = document->find(entry, "contentHash");
      if (hash != kNoNode) {
        set_sri(fmt::format("sha512-{}", text_of(*document, hash)), package);
        package.integrity_span = document->node(hash).span;
      }
      for (const NodeIndex wish : children_of(*document, entry, "dependencies")) {
        if (wishes.size() < kMostDependencyEdges)
          wishes.push_back({place->second, normalised_name("NuGet", document->node(wish).key), {}});
      }
      if (!add_package(std::move(package), file)) return;
    }
  }
  std::map<std::string, std::uint32_t> by_name;
  for (const auto& [key, number] : known) by_name.emplace(key.first, number);
  for (const DependencyWish& wish : wishes) {
    const auto found = by_name.find(wish.name);
    if (found != by_name.end()) file.packages[wish.from].dependencies.push_back(found->second);
  }
}

void read_nuget_project(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kNuGet;
  const auto document = dependency_xml(bytes, file);
  if (!document) return;
  for (const char* element : {"PackageReference", "PackageVersion", "package"}) {
    for (const NodeIndex entry : elements_named(*document, document->root(), element)) {
      const bool old = std::string_view(element) == "package";
      const NodeIndex name = document->find(entry, old ? "@id" : "@Include");
      NodeIndex version = document->find(entry, old ? "@version" : "@Version");
      std::string_view text =
          version == kNoNode ? element_text(*document, entry, "Version") : document->node(version).text;
      if (name == kNoNode || text.empty() || text.find("$(") != std::string_view::npos) continue;
      const std::string_view name_text = document->node(name).text;
      const bool bare = text.find_first_of("[](),*") == std::string_view::npos;
      const bool exact =
          text.starts_with('[') && text.ends_with(']') && text.find(',') == std::string_view::npos;
      if (bare || exact) {
        // A bare version is the least one, and the least one is what is taken.
        LockedPackage package;
        package.ecosystem = Ecosystem::kNuGet;
        package.name = name_text;
        package.version = exact ? text.substr(1, text.size() - 2) : text;
        package.key_path = name_text;
        package.span = document->node(name).span;
        package.direct = true;
        if (!add_package(std::move(package), file)) return;
      } else {
        PackageRequirement requirement;
        requirement.ecosystem = Ecosystem::kNuGet;
        requirement.name = name_text;
        requirement.range = text;
        requirement.key_path = name_text;
        requirement.span = version == kNoNode ? document->node(name).span : document->node(version).span;
        file.requirements.push_back(std::move(requirement));
      }
    }
  }
}

void read_nuget_config(std::string_view bytes, DependencyFile& file) {
  using Kind = RegistrySetting::Kind;
  file.ecosystem = Ecosystem::kNuGet;
  const auto document = dependency_xml(bytes, file);
  if (!document) return;
  const NodeIndex root = document->find(document->root(), "configuration");
  if (root == kNoNode) return fail(file, "it holds no configuration");
  for (const NodeIndex entry : children_of(*document, root, "packageSources")) {
    const Node& node = document->node(entry);
    if (node.key == "clear") add_registry(Kind::kOther, Ecosystem::kNuGet, "clear", "", node.key_span, file);
    if (node.key != "add") continue;
    const NodeIndex url = document->find(entry, "@value");
    add_registry(Kind::kExtra, Ecosystem::kNuGet, document->text_of(entry, "@key"), text_of(*document, url),
                 url == kNoNode ? node.key_span : document->node(url).span, file);
  }
  for (const NodeIndex source : children_of(*document, root, "packageSourceMapping")) {
    if (document->node(source).key != "packageSource") continue;
    for (const NodeIndex pattern : elements_named(*document, source, "package")) {
      RegistrySetting setting;
      setting.kind = Kind::kScope;
      setting.ecosystem = Ecosystem::kNuGet;
      setting.name = document->text_of(source, "@key");
      setting.scope = document->text_of(pattern, "@pattern");
      setting.span = document->node(pattern).key_span;
      file.registries.push_back(std::move(setting));
    }
  }
  for (const NodeIndex credentials : children_of(*document, root, "packageSourceCredentials")) {
    if (document->node(credentials).kind != NodeKind::kMap) continue;
    for (const NodeIndex entry : document->children(credentials)) {
      const NodeIndex value = document->find(entry, "@value");
      if (document->text_of(entry, "@key") != "ClearTextPassword" || value == kNoNode) continue;
      const std::string_view text = document->node(value).text;
      if (!text.empty() && text.find('%') == std::string_view::npos)
        add_registry(Kind::kToken, Ecosystem::kNuGet, "ClearTextPassword", "", document->node(value).span,
                     file);
    }
  }
}

}  // namespace trawl
