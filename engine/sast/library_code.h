#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "engine/sast/program.h"

namespace trawl::sast {

/// Tells the code of a library, which stands beside the program that uses it, from that program: what a
/// library of cryptography does with its own primitives is not a choice somebody made.
class LibraryCode {
 public:
  explicit LibraryCode(const Program& program);

  /// Whether a file is of the library that has this function: its folder defines several functions of the
  /// family, as `mbedtls_` or `EVP_`.
  [[nodiscard]] bool defines(std::string_view path, std::string_view function) const;

  /// Whether a finding of this rule says how an algorithm is used.
  static bool is_about_use(std::string_view rule);

 private:
  std::map<std::pair<std::string, std::string>, unsigned> families_;  ///< folder and family
};

}  // namespace trawl::sast
