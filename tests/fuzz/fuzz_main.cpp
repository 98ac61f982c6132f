// What libFuzzer calls. TRAWL_FUZZ names the reader.

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/readers.h"

namespace {

const trawl::fuzz::Reader& chosen() {
  const char* name = std::getenv("TRAWL_FUZZ");
  for (const trawl::fuzz::Reader& reader : trawl::fuzz::readers()) {
    if (name != nullptr && reader.name == name) return reader;
  }
  std::fputs("set TRAWL_FUZZ to one of:", stderr);
  for (const trawl::fuzz::Reader& reader : trawl::fuzz::readers())
    std::fprintf(stderr, " %.*s", static_cast<int>(reader.name.size()), reader.name.data());
  std::fputs("\n", stderr);
  std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const trawl::fuzz::Reader& reader = chosen();
  reader.read({reinterpret_cast<const char*>(data), size});
  return 0;
}
