// control-compiler OUTPUT_FILE FRAMEWORK_FILE...
//
// Checks the frameworks of controls and writes their text as data of the program. Runs at build time; its
// output depends on the files only.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/assure/control.h"

namespace trawl {
namespace {

Result<void> compile(const std::filesystem::path& output, std::vector<std::string> files) {
  std::sort(files.begin(), files.end());
  std::string errors;
  std::string tables;
  std::string entries;
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::ifstream stream(files[i], std::ios::binary);
    if (!stream) return Error(fmt::format("{}: cannot be read", files[i]));
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    const std::string name = std::filesystem::path(files[i]).filename().string();
    const Result<Framework> framework = read_framework(name, text);
    if (!framework) {
      errors += framework.error().sentence() + "\n";
    } else if (framework->id + ".toml" != name) {
      errors += fmt::format("{}: the framework is called '{}': file and framework have one name\n", name,
                            framework->id);
    }
    std::string numbers;
    for (const char c : text) numbers += fmt::format("{},", static_cast<int>(static_cast<unsigned char>(c)));
    tables += fmt::format("constexpr unsigned char kFile{}[] = {{{}}};\n", i, numbers);
    entries += fmt::format("    {{\"{}\", {{reinterpret_cast<const char*>(kFile{}), sizeof(kFile{})}}}},\n",
                           name, i, i);
  }
  if (!errors.empty()) return Error(errors);
  std::ofstream stream(output, std::ios::binary);
  stream << "#include \"tools/trawl/builtin_controls.h\"\n\nnamespace trawl {\nnamespace {\n\n"
         << tables << "\n}  // namespace\n\nstd::span<const ControlText> builtin_controls() {\n"
         << "  static const ControlText files[] = {\n"
         << entries << "  };\n  return files;\n}\n\n}  // namespace trawl\n";
  if (!stream.flush()) return Error(fmt::format("{}: cannot be written", output.string()));
  return {};
}

}  // namespace
}  // namespace trawl

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: control-compiler OUTPUT_FILE FRAMEWORK_FILE...\n");
    return 2;
  }
  const auto compiled = trawl::compile(argv[1], std::vector<std::string>(argv + 2, argv + argc));
  if (compiled) return 0;
  fmt::print(stderr, "{}\n", compiled.error().sentence());
  return 1;
}
