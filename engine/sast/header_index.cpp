#include "engine/sast/header_index.h"

#include <algorithm>
#include <tuple>

namespace trawl::sast {
namespace {

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// How many directories two paths have in common from the front.
std::size_t common_directories(std::string_view a, std::string_view b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i) {
    if (a[i] == '/') ++count;
  }
  return count;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return small;
}

HeaderIndex::HeaderIndex(std::span<const std::string> paths) : paths_(paths.begin(), paths.end()) {
  std::sort(paths_.begin(), paths_.end());
  paths_.erase(std::unique(paths_.begin(), paths_.end()), paths_.end());
  for (const std::string& text : paths_) {
    const std::string_view path = text;
    known_.insert(path);
    by_base_name_[folded(base_name(path))].push_back(path);
    for (std::size_t slash = path.rfind('/'); slash != std::string_view::npos && slash > 0;
         slash = path.rfind('/', slash - 1)) {
      const std::string_view directory = path.substr(0, slash);
      if (!directories_.insert(directory).second) break;
      const std::string small = folded(directory);
      directory_suffixes_.insert(small);
      for (std::size_t at = small.find('/'); at != std::string::npos; at = small.find('/', at + 1)) {
        directory_suffixes_.insert(small.substr(at + 1));
      }
    }
  }
}

std::optional<std::string_view> HeaderIndex::find(std::string_view suffix, std::string_view near) const {
  const std::string small = folded(suffix);
  const auto found = by_base_name_.find(std::string(base_name(small)));
  if (found == by_base_name_.end()) return std::nullopt;
  std::optional<std::string_view> best;
  const auto rank = [&](std::string_view path) {
    return std::tuple(-static_cast<long>(common_directories(path, near)), path.size(), path);
  };
  for (const std::string_view path : found->second) {
    if (path.size() < small.size()) continue;
    if (path.size() > small.size() && path[path.size() - small.size() - 1] != '/') continue;
    if (folded(path.substr(path.size() - small.size())) != small) continue;
    if (!best || rank(path) < rank(*best)) best = path;
  }
  return best;
}

bool HeaderIndex::is_suffix_of_directory(std::string_view suffix) const {
  return directory_suffixes_.contains(folded(suffix));
}

std::span<const std::string_view> HeaderIndex::with_base_name(std::string_view name) const {
  const auto found = by_base_name_.find(folded(name));
  if (found == by_base_name_.end()) return {};
  return found->second;
}

}  // namespace trawl::sast
