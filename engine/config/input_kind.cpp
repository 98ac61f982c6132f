#include "engine/config/input_kind.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/config/pack_kinds.h"

namespace trawl {
namespace {

constexpr std::array kKinds = {
    InputKind{"azure-pipelines", "azure-pipelines.yml", read_yaml},
    InputKind{"circleci", ".circleci/config.yml", read_yaml},
    InputKind{"compose", "compose.yml", read_yaml},
    InputKind{"dependabot", ".github/dependabot.yml", read_yaml},
    InputKind{"dockerfile", "Dockerfile", read_dockerfile},
    InputKind{"github-action", "action.yml", read_yaml},
    InputKind{"github-workflow", ".github/workflows/ci.yml", read_yaml},
    InputKind{"gitlab-ci", ".gitlab-ci.yml", read_yaml},
    InputKind{"kubernetes", "deploy.yml", read_yaml},
    InputKind{"pre-commit", ".pre-commit-config.yaml", read_yaml},
};

const InputKind* named(std::string_view name) {
  for (const InputKind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_yaml(std::string_view name) {
  return name.ends_with(".yml") || name.ends_with(".yaml");
}

bool starts_with_in_any_case(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
         });
}

bool is_dockerfile(std::string_view name) {
  // `Dockerfile`, `Dockerfile.release`, `web.Dockerfile`; not `Dockerfile.md`, not `Dockerfile.dockerignore`.
  if (name.ends_with(".md") || name.ends_with(".dockerignore") || name.ends_with(".sh")) return false;
  if (name.size() > 11 && starts_with_in_any_case(name.substr(name.size() - 11), ".dockerfile")) return true;
  for (const std::string_view word : {"dockerfile", "containerfile"}) {
    if (starts_with_in_any_case(name, word) && (name.size() == word.size() || name[word.size()] == '.' ||
                                                name[word.size()] == '-' || name[word.size()] == '_')) {
      return true;
    }
  }
  return false;
}

// Whether a line begins with `key`, outside any indentation: a key of the document's root.
bool has_root_key(std::string_view bytes, std::string_view key) {
  for (std::size_t at = bytes.find(key); at != std::string_view::npos; at = bytes.find(key, at + 1)) {
    const bool front = at == 0 || bytes[at - 1] == '\n' || (at == 3 && bytes.starts_with("\xef\xbb\xbf"));
    if (front && at + key.size() < bytes.size() && bytes[at + key.size()] == ':') return true;
  }
  return false;
}

bool in_folder(std::string_view path, std::string_view folder) {
  // `folder` ends with "/", and is the last folder of the path.
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view directory = path.substr(0, slash + 1);
  return directory == folder ||
         (directory.ends_with(folder) && directory[directory.size() - folder.size() - 1] == '/');
}

}  // namespace

std::span<const InputKind> input_kinds() {
  static const std::vector<InputKind> all = [] {
    std::vector<InputKind> kinds(kKinds.begin(), kKinds.end());
    for (const InputKind& kind : pack_kinds()) kinds.push_back(kind);
    std::sort(kinds.begin(), kinds.end(),
              [](const InputKind& a, const InputKind& b) { return a.name < b.name; });
    return kinds;
  }();
  return all;
}

bool may_be_input(std::string_view path) {
  const std::string_view name = base_name(path);
  return is_yaml(name) || is_dockerfile(name) || may_be_pack_input(path, name);
}

bool is_test_path(std::string_view path) {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    const std::string_view folder = path.substr(0, slash);
    path.remove_prefix(slash + 1);
    for (const std::string_view word :
         {"test", "tests", "testdata", "test-data", "test_data", "fixture", "fixtures", "__tests__", "spec",
          "specs", "e2e", "mock", "mocks", "dockerTest", "testing", "smoke-test", "integration-test",
          "integration-tests", "test-fixtures"}) {
      if (folder == word) return true;
    }
  }
  return false;
}

const InputKind* input_kind_of(std::string_view path, std::string_view bytes) {
  const std::string_view name = base_name(path);
  if (is_dockerfile(name)) return named("dockerfile");
  if (const InputKind* kind = pack_kind_of(path, name, bytes)) return kind;
  if (!is_yaml(name)) return nullptr;
  if (in_folder(path, ".github/workflows/") || in_folder(path, ".gitea/workflows/") ||
      in_folder(path, ".forgejo/workflows/")) {
    return named("github-workflow");
  }
  if ((name == "action.yml" || name == "action.yaml") && has_root_key(bytes, "runs"))
    return named("github-action");
  if (name == "dependabot.yml" || name == "dependabot.yaml") return named("dependabot");
  if (name == ".pre-commit-config.yaml" || name == ".pre-commit-config.yml") return named("pre-commit");
  if (name.ends_with(".gitlab-ci.yml") || name.ends_with(".gitlab-ci.yaml")) return named("gitlab-ci");
  if (in_folder(path, ".circleci/")) return named("circleci");
  if (name.starts_with("azure-pipelines")) return named("azure-pipelines");
  if (name.find("compose") != std::string_view::npos && has_root_key(bytes, "services"))
    return named("compose");
  if (has_root_key(bytes, "apiVersion") && has_root_key(bytes, "kind")) return named("kubernetes");
  return nullptr;
}

}  // namespace trawl
