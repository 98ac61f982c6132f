// Gives every input of the corpus to its reader: what the fuzzer once found stays mended, in every build.
// replay CORPUS [READER...]

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/readers.h"

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::filesystem::path corpus = argv[1];
  const std::vector<std::string> wanted(argv + 2, argv + argc);
  bool empty = false;
  for (const trawl::fuzz::Reader& reader : trawl::fuzz::readers()) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), reader.name) == wanted.end()) continue;
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(corpus / reader.name, error))
      files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const std::filesystem::path& file : files) {
      std::ifstream stream(file, std::ios::binary);
      const std::string input{std::istreambuf_iterator<char>(stream), {}};
      std::printf("%s\n", file.c_str());
      std::fflush(stdout);
      reader.read(input);
      // Cut off anywhere, it must be as harmless.
      for (std::size_t size = 0; size < std::min<std::size_t>(input.size(), 300); ++size)
        reader.read(std::string_view(input).substr(0, size));
    }
    if (files.empty()) {
      std::printf("no corpus for %s\n", std::string(reader.name).c_str());
      empty = true;
    }
  }
  return empty ? 1 : 0;
}
