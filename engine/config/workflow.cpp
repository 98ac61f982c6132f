#include "engine/config/workflow.h"

#include <string>

#include "engine/document/files_beside.h"

namespace trawl {
namespace {

// "a.yml" of "OWNER/REPO/.github/workflows/a.yml@REF"; empty for all else.
std::string_view workflow_name(std::string_view uses) {
  constexpr std::string_view kFolder = "/.github/workflows/";
  const std::size_t folder = uses.find(kFolder);
  const std::size_t at = uses.rfind('@');
  if (folder == std::string_view::npos || folder == 0 || at == std::string_view::npos) return {};
  const std::size_t name = folder + kFolder.size();
  return at > name ? uses.substr(name, at - name) : std::string_view();
}

}  // namespace

DocumentReading read_github_workflow(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading = read_yaml(bytes, limits);
  const std::size_t slash = limits.path.rfind('/');
  if (limits.beside == nullptr || slash == std::string_view::npos) return reading;
  const std::string_view folder = limits.path.substr(0, slash + 1);
  for (Document& document : reading.documents) {
    for (std::uint32_t i = 0; i < document.size(); ++i) {
      const Node& node = document.node(NodeIndex(i));
      if (node.key != "uses" || node.kind != NodeKind::kString) continue;
      const std::string_view name = workflow_name(node.text);
      if (name.empty() || name.find('/') != std::string_view::npos) continue;
      if (limits.beside->read(std::string(folder) + std::string(name)))
        document.set_tag(NodeIndex(i), kOwnWorkflow);
    }
  }
  return reading;
}

}  // namespace trawl
