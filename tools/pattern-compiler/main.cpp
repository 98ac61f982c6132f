// pattern-compiler OUTPUT_DIRECTORY RULE_FILE...
//
// Checks every rule and writes what the program embeds: rules.cpp (the rules as constant data), two Hyperscan
// databases, as they lie in memory, for each tier of processors, and for either a filter that says where to
// search. Runs at build time; its output depends on the rule files only.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/match/pattern_database.h"
#include "engine/match/validators/validator.h"
#include "engine/rules/rule_file.h"
#include "engine/rules/stub_filter_builder.h"

namespace trawl {
namespace {

ValidatorNames validator_names() {
  ValidatorNames names;
  for (const ValidatorEntry& entry : validators()) {
    (entry.checksum ? names.checksums : names.structures).push_back(entry.name);
  }
  return names;
}

// Text as a C++ literal. Cut so that no token of an example stands whole in the generated file either: pieces
// stay pieces, and each is a literal of its own.
std::string literal(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7e || c == '"' || c == '\\' || c == '?') {
      quoted += fmt::format("\\{:03o}", byte);
    } else {
      quoted += c;
    }
  }
  return quoted + "\"sv";
}

class Generator {
 public:
  std::string rules_source(const RuleSet& rules) {
    std::string entries;
    for (std::size_t i = 0; i < rules.size(); ++i) entries += entry(rules[i]);
    return "#include \"tools/trawl/builtin.h\"\n\nusing namespace std::string_view_literals;\n\n"
           "namespace trawl {\nnamespace {\n\n" +
           tables_ + "constexpr SecretRule kRules[] = {\n" + entries +
           "};\n\n}  // namespace\n\nstd::span<const SecretRule> builtin_rules() {\n  return kRules;\n}\n\n"
           "}  // namespace trawl\n";
  }

 private:
  std::string list(std::string_view type, const std::vector<std::string>& elements) {
    if (elements.empty()) return "{}";
    const std::string name = fmt::format("kList{}", count_++);
    tables_ += fmt::format("constexpr {} {}[] = {{{}}};\n", type, name, fmt::join(elements, ", "));
    return name;
  }

  std::string words(std::span<const std::string_view> texts) {
    std::vector<std::string> elements;
    for (const std::string_view text : texts) elements.push_back(literal(text));
    return list("std::string_view", elements);
  }

  std::string examples(std::span<const Example> examples) {
    std::vector<std::string> elements;
    for (const Example& example : examples) elements.push_back(fmt::format("{{{}}}", words(example.pieces)));
    return list("Example", elements);
  }

  std::string entry(const SecretRule& rule) {
    std::vector<std::string> partners;
    for (const Requirement& requirement : rule.requirements) {
      partners.push_back(fmt::format("{{{}, {}, {}}}", literal(requirement.rule), requirement.within_lines,
                                     requirement.same_directory));
    }
    const Rule& base = rule.rule;
    return fmt::format(
        "  {{{{{}, {}, {}, {}, {}, {}, RuleKind::kSecret, Severity{{{}}}, Confidence{{{}}}, {}}},\n   {}, "
        "{}, {},\n   "
        "{}, {}, {}, {}, {}F, {}, {}, RuleRole{{{}}},\n   {}, {}, {}, {}, {}, {}, {}, {}}},\n",
        literal(base.id), literal(base.name), literal(base.description), literal(base.provider),
        literal(base.remediation), literal(base.reference), static_cast<int>(base.severity),
        static_cast<int>(base.confidence), base.cwe, literal(rule.pattern), literal(rule.checksum),
        literal(rule.structure), words(rule.keywords), list("Requirement", partners), examples(rule.examples),
        examples(rule.negative_examples), fmt::format("{:.4f}", rule.min_entropy), rule.generic,
        rule.text_only, static_cast<int>(rule.role), literal(rule.stub), rule.stub_min_width,
        rule.stub_max_width, rule.max_width, rule.public_prefix, lead(rule.stub_lead),
        literal(rule.stub_prefix),
        fmt::format("{{{}, {}, {}}}", rule.stub_run.length, rule.stub_run.before, rule.stub_run.behind));
  }

  static std::string lead(const LeadingBytes& lead) {
    std::vector<std::string> places;
    places.reserve(lead.places.size());
    for (const auto& words : lead.places) places.push_back(fmt::format("{{{:#x}}}", fmt::join(words, ", ")));
    return fmt::format("{{{{{{{}}}}}}}", fmt::join(places, ", "));
  }

  std::string tables_;
  int count_ = 0;
};

Result<std::string> read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Error(fmt::format("{}: cannot be read", path));
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

Result<void> write_file(const std::filesystem::path& path, std::string_view content) {
  std::ofstream stream(path, std::ios::binary);
  stream.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!stream.flush()) return Error(fmt::format("{}: cannot be written", path.string()));
  return {};
}

Result<void> check_whole(const RuleSet& rules) {
  std::string errors;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const SecretRule& rule = rules[i];
    if (rules.find(rule.rule.id) != i)
      errors += fmt::format("rule '{}': the id is used twice\n", rule.rule.id);
    if (rule.examples.empty()) errors += fmt::format("rule '{}': it has no example\n", rule.rule.id);
    if (rule.negative_examples.empty())
      errors += fmt::format("rule '{}': it has no negative example\n", rule.rule.id);
    for (const Requirement& requirement : rule.requirements) {
      if (rules.find(requirement.rule)) continue;
      errors +=
          fmt::format("rule '{}': it requires '{}', which does not exist\n", rule.rule.id, requirement.rule);
    }
  }
  if (!errors.empty()) return Error(errors);
  return {};
}

std::string_view suffix_of(PatternPart part) {
  return part == PatternPart::kNearLongRuns ? "_runs" : "";
}

Result<void> compile(const std::filesystem::path& output, std::vector<std::string> files) {
  std::sort(files.begin(), files.end());
  RuleSet rules;
  const ValidatorNames names = validator_names();
  std::string errors;
  for (const std::string& file : files) {
    const Result<std::string> text = read_file(file);
    if (!text) return text.error();
    if (const auto added = add_rules(std::filesystem::path(file).filename().string(), *text, names, rules);
        !added) {
      errors += added.error().sentence() + "\n";
    }
  }
  if (!errors.empty()) return Error(errors);
  if (const auto whole = check_whole(rules); !whole) return whole;

  if (const auto written = write_file(output / "rules.cpp", Generator().rules_source(rules)); !written)
    return written;
  for (const CpuTier tier : {CpuTier::kGeneric, CpuTier::kAvx2, CpuTier::kAvx512}) {
    for (const PatternPart part : {PatternPart::kAnywhere, PatternPart::kNearLongRuns}) {
      const Result<PatternDatabase> database = PatternDatabase::compile(rules, 0, rules.size(), tier, part);
      if (!database) return database.error();
      const Result<std::string> bytes = database->image();
      if (!bytes) return bytes.error();
      const auto written =
          write_file(output / fmt::format("{}{}.hsdb", name_of(tier), suffix_of(part)), *bytes);
      if (!written) return written;
    }
  }
  for (const PatternPart part : {PatternPart::kAnywhere, PatternPart::kNearLongRuns}) {
    const auto filter = build_stub_filter(PatternDatabase::expressions(rules, 0, rules.size(), part));
    if (!filter) return filter.error();
    const auto written =
        write_file(output / fmt::format("stub_filter{}.bin", suffix_of(part)), (*filter)->image());
    if (!written) return written;
  }
  fmt::print("{} rules compiled\n", rules.size());
  return {};
}

}  // namespace
}  // namespace trawl

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: pattern-compiler OUTPUT_DIRECTORY RULE_FILE...\n");
    return 2;
  }
  const auto compiled = trawl::compile(argv[1], std::vector<std::string>(argv + 2, argv + argc));
  if (compiled) return 0;
  fmt::print(stderr, "{}\n", compiled.error().sentence());
  return 1;
}
