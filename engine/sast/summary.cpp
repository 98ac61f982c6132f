#include "engine/sast/summary.h"

#include <algorithm>
#include <string_view>

namespace trawl::sast {

std::string bounded_path(std::string path) {
  std::size_t fields = 0;
  std::size_t begin = 0;
  while (begin < path.size()) {
    const std::size_t end = std::min(path.find('.', begin + 1), path.size());
    const std::string_view part(path.data() + begin, end - begin);
    std::size_t before = 0;
    bool again = false;
    while (before < begin) {
      const std::size_t next = path.find('.', before + 1);
      if (std::string_view(path.data() + before, next - before) == part) {
        again = true;
        break;
      }
      before = next;
    }
    if (again) {
      // What lies between, and the field itself, is where the field came first.
      path.erase(before + part.size(), end - before - part.size());
      fields = 0;
      for (std::size_t i = 0; i < before + part.size(); ++i) fields += path[i] == '.' ? 1 : 0;
      begin = before + part.size();
      continue;
    }
    if (++fields > kMaxFields) {
      path.resize(begin);
      break;
    }
    begin = end;
  }
  return path;
}

}  // namespace trawl::sast
