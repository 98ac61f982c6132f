#include "engine/scan/program.h"

#include <array>

#include "engine/sast/flags.h"
#include "engine/sast/messages.h"

namespace trawl {

bool Program::add(const Target& target) {
  if (sast::language_of(target.path).empty() && !sast::is_header(target.path)) return false;
  if (target.path.size() > sast::kMostPathBytes) return false;
  return targets_.try_emplace(target.path, target).second;
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
