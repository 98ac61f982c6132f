#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/deps/read/readers.h"

// package-lock.json and npm-shrinkwrap.json, and package.json.
// https://docs.npmjs.com/cli/v10/configuring-npm/package-lock-json

namespace trawl {
namespace {

constexpr std::string_view kModules = "node_modules/";
constexpr std::size_t kMostPathBytes = 4096;
constexpr int kMostFolders = 64;  // that are climbed to find a package

/// `npm:ms@2.0.0` is version 2.0.0 of ms.
struct Alias {
  std::string_view name;
  std::string_view range;
};

std::optional<Alias> alias_of(std::string_view text) {
  if (!text.starts_with("npm:")) return std::nullopt;
  text.remove_prefix(4);
  const std::size_t at = text.find('@', 1);
  if (text.empty()) return std::nullopt;
  if (at == std::string_view::npos) return Alias{text, {}};
  return Alias{text.substr(0, at), text.substr(at + 1)};
}

/// Puts packages and what they ask for into a file, then finds who is meant.
class NpmLock {
 public:
  NpmLock(const Document& document, DependencyFile& file) : document_(document), file_(file) {}

  void read() {
    const NodeIndex root = document_.root();
    file_.project_name = document_.text_of(root, "name");
    file_.project_version = document_.text_of(root, "version");
    const NodeIndex packages = document_.find(root, "packages");
    if (packages != kNoNode && document_.node(packages).kind == NodeKind::kMap) {
      read_packages(packages);
    } else {
      const NodeIndex dependencies = document_.find(root, "dependencies");
      if (dependencies != kNoNode) read_nested(dependencies);
    }
    resolve();
  }

 private:
  struct Wish {
    std::string from;  ///< path in the tree of folders; "" is the project
    std::string name;
    bool dev = false;
  };

  void common(NodeIndex entry, LockedPackage& package) {
    package.ecosystem = Ecosystem::kNpm;
    package.development = is_true(document_, entry, "dev") || is_true(document_, entry, "devOptional");
    package.optional = is_true(document_, entry, "optional") || is_true(document_, entry, "devOptional");
    package.install_script = is_true(document_, entry, "hasInstallScript");
    package.key_path = document_.key_path(entry);
    package.span = document_.node(entry).key_span;
    const NodeIndex url = document_.find(entry, "resolved");
    if (url != kNoNode && document_.node(url).kind == NodeKind::kString) {
      package.url = document_.node(url).text;
      package.url_span = document_.node(url).span;
    }
    package.source = npm_source_of(package.url);
    const NodeIndex integrity = document_.find(entry, "integrity");
    if (integrity != kNoNode) {
      set_sri(text_of(document_, integrity), package);
      package.integrity_span = document_.node(integrity).span;
    }
  }

  void wishes_of(NodeIndex entry, const std::string& path, bool project) {
    for (const char* group :
         {"dependencies", "optionalDependencies", "peerDependencies", "devDependencies"}) {
      const bool dev = std::string_view(group) == "devDependencies";
      if (dev && !project) continue;
      const NodeIndex map = document_.find(entry, group);
      if (map == kNoNode || document_.node(map).kind != NodeKind::kMap) continue;
      for (NodeIndex child = document_.node(map).first_child; child != kNoNode;
           child = document_.node(child).next_sibling) {
        if (wishes_.size() >= kMostDependencyEdges) {
          return fail(file_, fmt::format("its packages ask for more than {} others", kMostDependencyEdges));
        }
        wishes_.push_back({path, std::string(document_.node(child).key), dev});
      }
    }
  }

  // Versions 2 and 3: folders as keys.
  void read_packages(NodeIndex packages) {
    for (NodeIndex entry = document_.node(packages).first_child; entry != kNoNode;
         entry = document_.node(entry).next_sibling) {
      const Node& node = document_.node(entry);
      if (node.kind != NodeKind::kMap) continue;
      if (node.key.size() > kMostPathBytes) return fail(file_, "the path of a package is too long");
      const std::string path(node.key);
      const std::size_t last = path.rfind(kModules);
      if (last == std::string::npos) {
        // The project itself, or a member of it.
        members_.insert(path);
        wishes_of(entry, path, true);
        continue;
      }
      LockedPackage package;
      common(entry, package);
      const std::string name = path.substr(last + kModules.size());
      const std::string_view own = document_.text_of(entry, "name");
      package.name = own.empty() ? name : std::string(own);
      if (!own.empty() && own != name) package.alias = name;
      package.version = document_.text_of(entry, "version");
      if (is_true(document_, entry, "link")) {
        links_.emplace(path, package.url);
        package.source = PackageSource::kWorkspace;
        package.linked = true;
        if (package.version.empty()) package.version = "0.0.0";
      }
      // What is packed in another package was not resolved by itself.
      if (is_true(document_, entry, "inBundle")) package.linked = true;
      places_.emplace(path, static_cast<std::uint32_t>(file_.packages.size()));
      if (!add_package(std::move(package), file_)) return;
      wishes_of(entry, path, false);
    }
  }

  // Version 1: packages in packages. A list of open maps instead of calls.
  void read_nested(NodeIndex dependencies) {
    members_.emplace();
    std::vector<std::pair<NodeIndex, std::string>> open = {{dependencies, ""}};
    while (!open.empty()) {
      const auto [map, above] = std::move(open.back());
      open.pop_back();
      if (document_.node(map).kind != NodeKind::kMap) continue;
      for (NodeIndex entry = document_.node(map).first_child; entry != kNoNode;
           entry = document_.node(entry).next_sibling) {
        const Node& node = document_.node(entry);
        if (node.kind != NodeKind::kMap) continue;
        std::string path = above;
        if (!path.empty()) path += '/';
        path += kModules;
        path += node.key;
        if (path.size() > kMostPathBytes) return fail(file_, "the path of a package is too long");
        LockedPackage package;
        common(entry, package);
        package.name = node.key;
        const std::string_view version = document_.text_of(entry, "version");
        package.version = version;
        if (const auto alias = alias_of(version)) {
          package.alias = node.key;
          package.name = alias->name;
          package.version = alias->range;
        } else if (const PackageSource source = npm_source_of(version); source == PackageSource::kGit ||
                                                                        source == PackageSource::kPath ||
                                                                        source == PackageSource::kArchive) {
          package.source = source;
          package.url = version;
          package.url_span = document_.node(document_.find(entry, "version")).span;
        }
        if (is_true(document_, entry, "bundled")) package.linked = true;
        places_.emplace(path, static_cast<std::uint32_t>(file_.packages.size()));
        if (!add_package(std::move(package), file_)) return;
        if (const NodeIndex requires_map = document_.find(entry, "requires");
            requires_map != kNoNode && document_.node(requires_map).kind == NodeKind::kMap) {
          for (NodeIndex wish = document_.node(requires_map).first_child; wish != kNoNode;
               wish = document_.node(wish).next_sibling) {
            if (wishes_.size() < kMostDependencyEdges)
              wishes_.push_back({path, std::string(document_.node(wish).key), false});
          }
        }
        if (const NodeIndex below = document_.find(entry, "dependencies"); below != kNoNode)
          open.emplace_back(below, std::move(path));
      }
    }
    version_1_ = true;
  }

  // Where node would look: in the folder itself, then in those above it.
  [[nodiscard]] std::optional<std::uint32_t> found_from(std::string_view from,
                                                        const std::string& name) const {
    std::string_view folder = from;
    for (int climbed = 0; climbed < kMostFolders; ++climbed) {
      std::string path(folder);
      if (!path.empty()) path += '/';
      path += kModules;
      path += name;
      if (const auto place = places_.find(path); place != places_.end()) return place->second;
      if (folder.empty()) return std::nullopt;
      const std::size_t slash = folder.rfind('/');
      folder = slash == std::string_view::npos ? std::string_view() : folder.substr(0, slash);
      // `node_modules` and `@scope` are no folders that hold modules.
      while (folder.ends_with("/node_modules") || folder == "node_modules" ||
             base_name(folder).starts_with('@')) {
        const std::size_t next = folder.rfind('/');
        folder = next == std::string_view::npos ? std::string_view() : folder.substr(0, next);
      }
    }
    return std::nullopt;
  }

  void resolve() {
    std::map<std::string, std::uint32_t, std::less<>> members;  // folder of a member -> its link
    for (const auto& [path, target] : links_) members.emplace(target, places_.at(path));
    std::vector<bool> needed(file_.packages.size(), false);
    for (const Wish& wish : wishes_) {
      const auto target = found_from(wish.from, wish.name);
      if (!target) continue;
      needed[*target] = true;
      const bool of_project = members_.contains(wish.from);
      if (!of_project) {
        file_.packages[places_.at(wish.from)].dependencies.push_back(*target);
      } else if (const auto member = members.find(wish.from); member != members.end()) {
        file_.packages[member->second].dependencies.push_back(*target);
        file_.packages[*target].direct = true;
      } else {
        file_.packages[*target].direct = true;
      }
    }
    for (const auto& [folder, link] : members) file_.packages[link].direct = true;
    // Version 1 does not say what the project asks for: all that nobody else does.
    for (std::size_t i = 0; version_1_ && i < needed.size(); ++i) {
      if (!needed[i]) file_.packages[i].direct = true;
    }
    for (LockedPackage& package : file_.packages) {
      std::sort(package.dependencies.begin(), package.dependencies.end());
      package.dependencies.erase(std::unique(package.dependencies.begin(), package.dependencies.end()),
                                 package.dependencies.end());
    }
  }

  const Document& document_;
  DependencyFile& file_;
  std::map<std::string, std::uint32_t, std::less<>> places_;
  std::map<std::string, std::string> links_;
  std::set<std::string, std::less<>> members_;
  std::vector<Wish> wishes_;
  bool version_1_ = false;
};

void read_names(const Document& document, NodeIndex list, std::vector<std::string>& names) {
  if (list == kNoNode) return;
  const Node& node = document.node(list);
  if (node.kind == NodeKind::kMap) {
    // `workspaces: {packages: [...]}`, or names with a flag.
    if (const NodeIndex packages = document.find(list, "packages"); packages != kNoNode) {
      list = packages;
    } else {
      for (NodeIndex child = node.first_child; child != kNoNode; child = document.node(child).next_sibling) {
        if (document.node(child).kind != NodeKind::kBool || document.node(child).flag)
          names.emplace_back(document.node(child).key);
      }
      return;
    }
  }
  for (NodeIndex child = document.node(list).first_child; child != kNoNode;
       child = document.node(child).next_sibling) {
    if (document.node(child).kind == NodeKind::kString) names.emplace_back(document.node(child).text);
  }
}

}  // namespace

void read_package_lock(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kNpm;
  const auto document = dependency_json(bytes, file);
  if (document) NpmLock(*document, file).read();
}

void read_package_json(std::string_view bytes, DependencyFile& file) {
  file.ecosystem = Ecosystem::kNpm;
  const auto document = dependency_json(bytes, file);
  if (!document) return;
  const NodeIndex root = document->root();
  file.project_name = document->text_of(root, "name");
  file.project_version = document->text_of(root, "version");
  file.project_private = is_true(*document, root, "private");
  const NodeIndex name = document->find(root, "name");
  if (name != kNoNode) file.project_span = document->node(name).span;
  read_names(*document, document->find(root, "workspaces"), file.workspaces);
  const NodeIndex publish = document->find(root, "publishConfig");
  if (publish != kNoNode && document->find(publish, "registry") != kNoNode) {
    RegistrySetting setting;
    setting.kind = RegistrySetting::Kind::kOther;
    setting.ecosystem = Ecosystem::kNpm;
    setting.name = "publishConfig";
    setting.url = document->text_of(publish, "registry");
    setting.span = document->node(document->find(publish, "registry")).span;
    file.registries.push_back(std::move(setting));
  }
  // A package that says where its entry is, is for others to use.
  file.library = !file.project_private &&
                 (document->find(root, "main") != kNoNode || document->find(root, "exports") != kNoNode ||
                  document->find(root, "module") != kNoNode);
  read_names(*document, document->find(root, "allowScripts"), file.scripts_allowed);
  read_names(*document, document->find(root, "trustedDependencies"), file.scripts_allowed);
  const NodeIndex pnpm = document->find(root, "pnpm");
  if (pnpm != kNoNode) {
    read_names(*document, document->find(pnpm, "onlyBuiltDependencies"), file.scripts_allowed);
    read_names(*document, document->find(pnpm, "allowBuilds"), file.scripts_allowed);
  }
  for (const char* group : {"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"}) {
    const NodeIndex map = document->find(root, group);
    if (map == kNoNode || document->node(map).kind != NodeKind::kMap) continue;
    for (NodeIndex child = document->node(map).first_child; child != kNoNode;
         child = document->node(child).next_sibling) {
      const Node& node = document->node(child);
      if (node.kind != NodeKind::kString) continue;
      if (file.requirements.size() >= kMostPackages)
        return fail(file, fmt::format("it asks for more than {} packages", kMostPackages));
      PackageRequirement requirement;
      requirement.ecosystem = Ecosystem::kNpm;
      requirement.name = node.key;
      requirement.range = node.text;
      if (const auto alias = alias_of(node.text)) {
        requirement.alias = node.key;
        requirement.name = alias->name;
        requirement.range = alias->range;
      }
      requirement.development = std::string_view(group) == "devDependencies";
      requirement.optional = std::string_view(group) == "optionalDependencies";
      requirement.peer = std::string_view(group) == "peerDependencies";
      requirement.key_path = document->key_path(child);
      requirement.span = node.span;
      file.requirements.push_back(std::move(requirement));
    }
  }
}

}  // namespace trawl
