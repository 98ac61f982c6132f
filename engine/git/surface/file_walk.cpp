#include "engine/git/surface/file_walk.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace trawl {

std::vector<std::string> files_below(const GuardedDirectory& git_dir, const std::string& folder,
                                     std::size_t most, std::vector<std::string>& problems) {
  std::vector<std::string> files;
  std::vector<std::string> folders = {folder};
  std::size_t seen = 0;
  while (!folders.empty()) {
    const std::string here = std::move(folders.back());
    folders.pop_back();
    const Result<std::optional<GuardedDirectory>> directory = git_dir.open_directory(here);
    if (!directory.ok()) {
      problems.push_back(directory.error().sentence());
      continue;
    }
    if (!directory->has_value()) continue;
    const Result<std::vector<std::string>> names = (*directory)->names(most - seen);
    if (!names.ok()) {
      problems.push_back(names.error().sentence());
      continue;
    }
    seen += names->size();
    std::vector<std::string> inner;
    for (const std::string& name : *names) {
      const std::string path = std::string(here).append("/").append(name);
      const Result<std::optional<GuardedFile>> file = (*directory)->open_file(name);
      if (file.ok()) {
        if (file->has_value()) files.push_back(path);
        continue;
      }
      if ((*directory)->open_directory(name).ok()) {
        inner.push_back(path);
      } else {
        problems.push_back(file.error().sentence());
      }
    }
    folders.insert(folders.end(), inner.rbegin(), inner.rend());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace trawl
