#pragma once

#include <string_view>

#include "engine/sast/program.h"

namespace trawl::sast {

/// Tells the tests of a program from the program: what they do is no use of it. Code that is nothing but
/// tests was named to be judged, and is judged as a program.
class TestCode {
 public:
  explicit TestCode(const Program& program);

  /// Whether a file stands in a folder of tests, beside code that does not.
  [[nodiscard]] bool has(std::string_view path) const;

 private:
  bool beside_others_ = false;
};

}  // namespace trawl::sast
