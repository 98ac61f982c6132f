#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/rules/model_file.h"
#include "engine/sast/models.h"

namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

// model-compiler OUTPUT FILE...: the models of checkers/ (`rule.toml` of checkers, and model files) in the
// compact form of engine/sast, as a source file that defines `built_in_models`.
int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::string compact;
  bool failed = false;
  for (int i = 2; i < argc; ++i) {
    const std::string path = argv[i];
    const bool rule = path.ends_with("/rule.toml");
    trawl::Result<std::string> lines = rule ? trawl::read_checker_rule(path, content_of(path))
                                            : trawl::read_model_file(path, content_of(path));
    if (lines) {
      if (const auto models = trawl::sast::Models::decode(path, *lines); !models) lines = models.error();
    }
    if (!lines) {
      fmt::print(stderr, "{}\n", lines.error().sentence());
      failed = true;
      continue;
    }
    compact += *lines;
  }
  if (failed) return 1;
  std::ofstream out(argv[1], std::ios::binary);
  out << "#include \"engine/sast/built_in_models.h\"\n\nnamespace trawl::sast {\n\nstd::string_view "
         "built_in_models() {\n  return\n";
  std::size_t begin = 0;
  while (begin < compact.size()) {
    const std::size_t end = compact.find('\n', begin) + 1;
    // A raw string for each line: model text holds no `)trawl"`.
    out << "      R\"trawl(" << compact.substr(begin, end - begin) << ")trawl\"\n";
    begin = end;
  }
  if (compact.empty()) out << "      \"\"\n";
  out << "      ;\n}\n\n}  // namespace trawl::sast\n";
  return out ? 0 : 1;
}
