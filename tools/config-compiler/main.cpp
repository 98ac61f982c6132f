// config-compiler OUTPUT_FILE RULE_FILE...
//
// Checks the configuration rules and writes them as data of the program, in a form that needs no parsing when
// the first file of configuration is met. Runs at build time; its output depends on the rule files only.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/config/config_engine.h"
#include "engine/rules/config_rule_file.h"
#include "engine/rules/config_rule_pack.h"

namespace trawl {
namespace {

// Bytes as numbers: a literal would have to be cut at the compiler's limit, and escaped.
std::string array_of(std::string_view text) {
  std::string numbers;
  for (const char c : text) numbers += fmt::format("{},", static_cast<int>(static_cast<unsigned char>(c)));
  return numbers;
}

Result<void> compile(const std::filesystem::path& output, std::vector<std::string> files) {
  std::sort(files.begin(), files.end());
  ConfigRuleSet rules;
  const ConfigNames names{input_kind_names(), named_predicate_names()};
  std::string errors;
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::ifstream stream(files[i], std::ios::binary);
    if (!stream) return Error(fmt::format("{}: cannot be read", files[i]));
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    const std::string name = std::filesystem::path(files[i]).filename().string();
    if (const auto added = add_config_rules(name, text, names, rules); !added) {
      errors += added.error().sentence() + "\n";
    }
  }
  if (!errors.empty()) return Error(errors);
  if (const auto engine = ConfigEngine::create(rules); !engine) return engine.error();
  std::ofstream stream(output, std::ios::binary);
  stream << "#include \"tools/trawl/builtin_config.h\"\n\nnamespace trawl {\nnamespace {\n\n"
         << "constexpr unsigned char kRules[] = {" << array_of(pack_config_rules(rules))
         << "};\n\n}  // namespace\n\nstd::string_view builtin_config_rules() {\n"
         << "  return {reinterpret_cast<const char*>(kRules), sizeof(kRules)};\n}\n\n}  // namespace trawl\n";
  if (!stream.flush()) return Error(fmt::format("{}: cannot be written", output.string()));
  fmt::print("{} configuration rules checked\n", rules.size());
  return {};
}

}  // namespace
}  // namespace trawl

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: config-compiler OUTPUT_FILE RULE_FILE...\n");
    return 2;
  }
  const auto compiled = trawl::compile(argv[1], std::vector<std::string>(argv + 2, argv + argc));
  if (compiled) return 0;
  fmt::print(stderr, "{}\n", compiled.error().sentence());
  return 1;
}
