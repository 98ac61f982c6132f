#include "engine/document/files_beside.h"

namespace trawl {

std::optional<std::string> read_upwards(const FilesBeside& files, std::string_view path,
                                        std::string_view name, std::string* found) {
  constexpr int kMostFolders = 16;
  std::string_view folder = path;
  for (int i = 0; i < kMostFolders; ++i) {
    const std::size_t slash = folder.rfind('/');
    const bool top = slash == std::string_view::npos;
    folder = top ? std::string_view() : folder.substr(0, slash);
    const std::string candidate = top ? std::string(name) : std::string(folder) + "/" + std::string(name);
    if (std::optional<std::string> text = files.read(candidate)) {
      if (found != nullptr) *found = candidate;
      return text;
    }
    if (top) break;
  }
  return std::nullopt;
}

}  // namespace trawl
