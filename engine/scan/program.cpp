#include "engine/scan/program.h"

#include <algorithm>

#include "engine/sast/flags.h"
#include "engine/sast/messages.h"

namespace trawl {

bool Program::add(const Target& target) {
  if (sast::language_of(target.path).empty() && !sast::is_header(target.path)) return false;
  if (target.path.size() > sast::kMostPathBytes) return false;
  return targets_.try_emplace(path_in_program(target.path), target).second;
}

std::string Program::path_in_program(std::string_view shown) {
  std::string path;
  while (!shown.empty()) {
    const std::size_t slash = std::min(shown.find('/'), shown.size());
    const std::string_view part = shown.substr(0, slash);
    shown.remove_prefix(std::min(slash + 1, shown.size()));
    if (part.empty() || part == ".") continue;
    path += path.empty() ? "" : "/";
    path += part == ".." ? "__" : part;
  }
  return path;
}

const std::string& Program::shown(const std::string& path) const {
  const Target* target = find(path);
  return target == nullptr ? path : target->path;
}

void Program::close() {
  paths_.reserve(targets_.size());
  for (const auto& [path, target] : targets_) {
    paths_.push_back(path);
    if (!sast::language_of(path).empty()) units_.push_back(path);
  }
}

const Target* Program::find(std::string_view path) const {
  const auto found = targets_.find(path);
  return found == targets_.end() ? nullptr : &found->second;
}

Result<std::string> Program::read(std::string_view path) const {
  const Target* target = find(path);
  if (target == nullptr) return Error("it is no file of the program");
  Result<std::unique_ptr<TargetReader>> reader = source_.open(*target);
  if (!reader) return reader.error();
  std::string text;
  std::vector<char> room(64 << 10);
  while (true) {
    const Result<std::size_t> count = (*reader)->read(room);
    if (!count) return count.error();
    if (*count == 0) return text;
    text.append(room.data(), *count);
    if (text.size() > sast::kMostSourceBytes) return Error("it is larger than 16 MiB");
  }
}

}  // namespace trawl
