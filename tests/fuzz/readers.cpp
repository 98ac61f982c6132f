#include "tests/fuzz/readers.h"

#include <vector>

namespace trawl::fuzz {

std::span<const Reader> readers() {
  static const std::vector<Reader> all = [] {
    std::vector<Reader> joined;
    for (const std::span<const Reader> part :
         {git_readers(), document_readers(), decode_readers(), dependency_readers(), assure_readers()}) {
      joined.insert(joined.end(), part.begin(), part.end());
    }
    return joined;
  }();
  return all;
}

}  // namespace trawl::fuzz
