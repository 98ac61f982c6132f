#pragma once

#include <set>
#include <string>

namespace trawl::sast {

class Program;

/// Files that accept connections under TLS and make none: what they set up is for their clients, who need no
/// certificates.
[[nodiscard]] std::set<std::string> files_that_serve(const Program& program);

}  // namespace trawl::sast
