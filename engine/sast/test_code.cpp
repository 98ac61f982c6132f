#include "engine/sast/test_code.h"

#include "engine/sast/findings.h"

namespace trawl::sast {
namespace {

bool is_in_tests(std::string_view path) {
  for (std::size_t begin = 0;;) {
    const std::size_t end = path.find('/', begin);
    if (end == std::string_view::npos) return false;
    const std::string_view folder = path.substr(begin, end - begin);
    if (folder == "test" || folder == "tests" || folder == "unittests") return true;
    begin = end + 1;
  }
}

}  // namespace

TestCode::TestCode(const Program& program) {
  for (FunctionId f = 0; f < program.functions().size() && !beside_others_; ++f) {
    const Place place = place_of(program, f, program.functions()[f].summary->place);
    beside_others_ = !place.path.empty() && !is_in_tests(place.path);
  }
}

bool TestCode::has(std::string_view path) const {
  return beside_others_ && is_in_tests(path);
}

}  // namespace trawl::sast
