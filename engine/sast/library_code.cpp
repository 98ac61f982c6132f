#include "engine/sast/library_code.h"

#include <algorithm>
#include <array>

#include "engine/sast/findings.h"

namespace trawl::sast {
namespace {

constexpr unsigned kSeveral = 3;

std::string family_of(std::string_view function) {
  const std::size_t end = function.find('_');
  return end == std::string_view::npos || end < 2 ? std::string() : std::string(function.substr(0, end));
}

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(path.substr(0, slash == std::string_view::npos ? 0 : slash));
}

}  // namespace

LibraryCode::LibraryCode(const Program& program) {
  for (FunctionId f = 0; f < program.functions().size(); ++f) {
    const ProgramFunction& function = program.functions()[f];
    const std::string family = family_of(program.text_of(function.name));
    if (family.empty()) continue;
    const Place place = place_of(program, f, function.summary->place);
    if (!place.path.empty()) ++families_[{folder_of(place.path), family}];
  }
}

bool LibraryCode::defines(std::string_view path, std::string_view function) const {
  const std::string family = family_of(function);
  if (family.empty()) return false;
  const auto found = families_.find({folder_of(path), family});
  return found != families_.end() && found->second >= kSeveral;
}

bool LibraryCode::is_about_use(std::string_view rule) {
  static constexpr std::array<std::string_view, 9> kRules = {
      "weak-cipher",      "weak-hash",     "ecb-mode",           "hard-coded-key",  "static-iv",
      "predictable-salt", "weak-key-size", "weak-password-hash", "rsa-without-oaep"};
  return std::find(kRules.begin(), kRules.end(), rule) != kRules.end();
}

}  // namespace trawl::sast
