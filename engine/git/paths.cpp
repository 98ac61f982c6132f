#include "engine/git/paths.h"

#include <cstdlib>
#include <memory>

namespace trawl {

std::optional<std::string> canonical_path(const std::string& path) {
  struct Free {
    void operator()(char* text) const { std::free(text); }
  };
  const std::unique_ptr<char, Free> real(::realpath(path.c_str(), nullptr));
  if (!real) return std::nullopt;
  return std::string(real.get());
}

std::string parent_path(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

std::string resolved_from(const std::string& directory, const std::string& path) {
  return path.starts_with('/') ? path : directory + '/' + path;
}

bool lies_within(const std::string& directory, const std::string& path) {
  return path == directory || directory == "/" || path.starts_with(directory + '/');
}

}  // namespace trawl
