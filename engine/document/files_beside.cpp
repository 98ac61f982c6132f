#include "engine/document/files_beside.h"

#include <fnmatch.h>

namespace trawl {
namespace {

constexpr int kMostFolders = 16;

/// The folder of a path and those above it, nearest first; "" is the top.
template <typename Visit>
void each_folder_upwards(std::string_view path, const Visit& visit) {
  std::string_view folder = path;
  for (int i = 0; i < kMostFolders; ++i) {
    const std::size_t slash = folder.rfind('/');
    const bool top = slash == std::string_view::npos;
    folder = top ? std::string_view() : folder.substr(0, slash);
    if (visit(folder) || top) return;
  }
}

std::string below(std::string_view folder, std::string_view name) {
  if (folder.empty()) return std::string(name);
  return name.empty() ? std::string(folder) : std::string(folder) + "/" + std::string(name);
}

}  // namespace

std::optional<std::string> read_upwards(const FilesBeside& files, std::string_view path,
                                        std::string_view name, std::string* found) {
  std::optional<std::string> text;
  each_folder_upwards(path, [&](std::string_view folder) {
    const std::string candidate = below(folder, name);
    text = files.read(candidate);
    if (text && found != nullptr) *found = candidate;
    return text.has_value();
  });
  return text;
}

std::optional<std::vector<std::string>> list_upwards(const FilesBeside& files, std::string_view path,
                                                     std::string_view folder, std::string_view pattern) {
  std::optional<std::vector<std::string>> paths;
  each_folder_upwards(path, [&](std::string_view above) {
    const std::string candidate = below(above, folder);
    const std::optional<std::vector<std::string>> names = files.list(candidate);
    if (!names) return false;
    paths.emplace();
    for (const std::string& name : *names) {
      if (::fnmatch(std::string(pattern).c_str(), name.c_str(), FNM_PERIOD) == 0)
        paths->push_back(below(candidate, name));
    }
    return true;
  });
  return paths;
}

}  // namespace trawl
