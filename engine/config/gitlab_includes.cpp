#include "engine/config/gitlab_includes.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/glob.h"
#include "engine/document/document.h"
#include "engine/document/files_beside.h"

namespace trawl {
namespace {

constexpr std::size_t kMostIncluded = 256;
constexpr std::size_t kDeepestInclude = 16;

/// What a file includes from its own repository: paths from its top, or patterns of them.
std::vector<std::string> local_includes(std::string_view bytes) {
  std::vector<std::string> found;
  const auto add = [&](std::string_view name) {
    const bool elsewhere =
        name.find("://") != std::string_view::npos || name.find('$') != std::string_view::npos;
    while (name.starts_with('/')) name.remove_prefix(1);
    if (!elsewhere && !name.empty()) found.emplace_back(name);
  };
  for (const Document& document : read_yaml(bytes).documents) {
    const NodeIndex include = document.find(document.root(), "include");
    if (include == kNoNode) continue;
    std::vector<NodeIndex> entries = {include};
    if (document.node(include).kind == NodeKind::kList) entries = document.children(include);
    for (const NodeIndex at : entries) {
      const NodeIndex entry = document.resolved(at);
      if (document.node(entry).kind == NodeKind::kMap) {
        add(document.text_of(entry, "local"));
      } else if (document.node(entry).kind == NodeKind::kString) {
        add(document.node(entry).text);
      }
    }
  }
  return found;
}

bool is_pattern(std::string_view name) {
  return name.find('*') != std::string_view::npos;
}

}  // namespace

bool is_included_by_gitlab(std::string_view path, const FilesBeside& beside) {
  constexpr std::string_view kPipeline = ".gitlab-ci.yml";
  std::string top;
  std::optional<std::string> pipeline = read_upwards(beside, path, kPipeline, &top);
  if (!pipeline) return false;
  const std::string root = top.substr(0, top.size() - kPipeline.size());
  const std::string_view wanted = path.substr(root.size());

  std::set<std::string, std::less<>> seen;
  std::vector<std::pair<std::string, std::size_t>> open = {{std::move(*pipeline), 0}};
  while (!open.empty()) {
    const auto [text, depth] = std::move(open.back());
    open.pop_back();
    for (const std::string& name : local_includes(text)) {
      if (is_pattern(name)) {
        // Only of the file at hand: what else a pattern stands for is asked of that file itself.
        const Result<Glob> glob = Glob::compile(name.find('/') == std::string::npos ? "/" + name : name);
        if (glob && glob->matches(wanted, false)) return true;
        continue;
      }
      if (name == wanted) return true;
      if (depth >= kDeepestInclude || seen.size() >= kMostIncluded || !seen.insert(name).second) continue;
      if (std::optional<std::string> next = beside.read(root + name))
        open.emplace_back(std::move(*next), depth + 1);
    }
  }
  return false;
}

}  // namespace trawl
