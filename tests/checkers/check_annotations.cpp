// Runs the engine over annotated sources and compares what it finds with what they say.
//
// usage: check_annotations [--print] [--one] [--rule ID] [--models FILE] PATH...
//
// A file is a program; so is a folder below a PATH, with all files in it. A mark names the rules expected on
// its line:
//   system(x);  // EXPECT: command-injection
//   system(x);  // MISSED: command-injection     known to be missed; found means that the mark is to be
//   upgraded p = q;      // STEP 2                         the second step of the flow of the nearest finding
//   behind it
// Lines without a mark must stay silent; with --rule, of that rule and of those that are marked anywhere.
// --one takes all files of a folder as one program. --print shows all findings with their flows instead.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "engine/sast/analysis.h"
#include "engine/sast/header_index.h"
#include "engine/sast/parse.h"
#include "engine/sast/program_files.h"

namespace {

namespace fs = std::filesystem;
using namespace trawl::sast;

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class Contents final : public FileContents {
 public:
  explicit Contents(fs::path root) : root_(std::move(root)) {}
  const std::string* read(std::string_view path) override {
    auto [at, added] = texts_.try_emplace(std::string(path));
    if (added && fs::is_regular_file(root_ / at->first))
      at->second = std::make_unique<std::string>(content_of(root_ / at->first));
    return at->second.get();
  }

 private:
  fs::path root_;
  std::map<std::string, std::unique_ptr<std::string>> texts_;
};

bool is_source(const fs::path& path) {
  static const std::set<std::string> extensions = {".c", ".cc", ".cpp", ".cxx"};
  return extensions.contains(path.extension().string());
}

struct Run {
  std::vector<FlowFinding> findings;
  std::vector<std::string> broken;
  std::vector<std::string> bytes;
};

Run analyse(const fs::path& root, const std::vector<std::string>& files, const Models& models,
            bool reversed) {
  Run run;
  const HeaderIndex index(files);
  Contents contents(root);
  llvm::IntrusiveRefCntPtr<ProgramFiles> program(new ProgramFiles(index, contents));
  std::vector<SummaryBytes> summaries;
  std::vector<std::string> order = files;
  if (reversed) std::reverse(order.begin(), order.end());
  std::vector<std::pair<std::string, std::pair<unsigned, std::string>>> produced;
  for (const std::string& path : order) {
    if (!is_source(path)) continue;
    ParseRequest request;
    request.path = path;
    const bool c = path.ends_with(".c");
    request.flags = {c ? "-xc" : "-xc++", c ? "-std=gnu17" : "-std=gnu++20",
                     "--target=x86_64-unknown-linux-gnu"};
    const ParseOutcome outcome = parse_unit(request, *program, [&](const Unit& unit) {
      produced.emplace_back(path, std::make_pair(unit.variant, summarize(unit, models).bytes));
    });
    if (!outcome.parsed) run.broken.push_back(path);
  }
  for (const auto& [path, one] : produced) {
    SummaryBytes bytes;
    bytes.path = path;
    bytes.variant = one.first;
    bytes.bytes = one.second;
    summaries.push_back(bytes);
  }
  const Linked linked = link(summaries, models, {});
  run.findings = linked.findings;
  for (const std::string& path : linked.unreadable) run.broken.push_back(path + ": summary");
  return run;
}

using Expectation = std::tuple<std::string, std::uint32_t, std::string>;  // file, line, rule

void read_marks(const std::string& file, const std::string& text, std::set<Expectation>& expected,
                std::set<Expectation>& missed) {
  std::istringstream lines(text);
  std::string line;
  for (std::uint32_t number = 1; std::getline(lines, line); ++number) {
    for (const auto& [mark, into] : {std::make_pair(std::string("EXPECT:"), &expected),
                                     std::make_pair(std::string("MISSED:"), &missed)}) {
      const std::size_t at = line.find(mark);
      if (at == std::string::npos) continue;
      std::string rest = line.substr(at + mark.size());
      for (const char* other : {"EXPECT:", "MISSED:"}) rest = rest.substr(0, rest.find(other));
      std::istringstream rules(rest);
      std::string rule;
      while (rules >> rule) {
        if (rule.back() == ',') rule.pop_back();
        if (!rule.empty() && ((rule[0] >= 'a' && rule[0] <= 'z')))
          into->insert({file, number, rule});
        else
          break;
      }
    }
  }
}

void print(const FlowFinding& finding) {
  std::printf("%s:%u:%u: %s", finding.place.path.c_str(), finding.place.line, finding.place.column,
              finding.rule.c_str());
  for (const std::string& argument : finding.arguments) std::printf(" [%s]", argument.c_str());
  std::printf(" in %s, confidence %d, %zu more flows\n", finding.function.c_str(),
              static_cast<int>(finding.confidence), finding.more_flows.size());
  for (const FlowStep& step : finding.steps) {
    std::printf("  %*s%s:%u:%u %s %s\n", step.nesting * 2, "", step.place.path.c_str(), step.place.line,
                step.place.column, std::string(template_of(step.phrase)).c_str(), step.name.c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  bool printing = false;
  bool one_program = false;
  std::string only;
  std::vector<ModelText> texts;
  std::vector<fs::path> paths;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--print")
      printing = true;
    else if (argument == "--rule" && i + 1 < argc)
      only = argv[++i];
    else if (argument == "--one")
      one_program = true;
    else if (argument == "--models" && i + 1 < argc)
      texts.push_back({argv[i + 1], content_of(argv[i + 1])}), ++i;
    else
      paths.emplace_back(argument);
  }
  const auto models = load_models(texts);
  if (!models) {
    std::fprintf(stderr, "%s\n", models.error().sentence().c_str());
    return 2;
  }

  // Programs: root and files.
  std::vector<std::pair<fs::path, std::vector<std::string>>> programs;
  const auto all_below = [](const fs::path& folder) {
    std::vector<std::string> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), folder).string());
    }
    std::sort(files.begin(), files.end());
    return files;
  };
  for (const fs::path& path : paths) {
    if (fs::is_regular_file(path)) {
      programs.emplace_back(path.parent_path(), std::vector<std::string>{path.filename().string()});
    } else if (one_program) {
      programs.emplace_back(path, all_below(path));
    } else if (fs::is_directory(path)) {
      std::vector<fs::path> entries(fs::directory_iterator(path), fs::directory_iterator{});
      std::sort(entries.begin(), entries.end());
      for (const fs::path& entry : entries) {
        if (fs::is_directory(entry))
          programs.emplace_back(entry, all_below(entry));
        else if (is_source(entry))
          programs.emplace_back(path, std::vector<std::string>{entry.filename().string()});
      }
    }
  }

  unsigned wrong = 0;
  unsigned right = 0;
  unsigned silent = 0;
  const auto complain = [&](const fs::path& root, const Expectation& what, const char* why) {
    const auto& [file, line, rule] = what;
    std::printf("%s:%u: %s: %s\n", (root / file).c_str(), line, rule.c_str(), why);
    ++wrong;
  };
  for (const auto& [root, files] : programs) {
    const Run run = analyse(root, files, **models, false);
    for (const std::string& path : run.broken) {
      std::printf("%s: could not be analysed\n", path.c_str());
      ++wrong;
    }
    if (printing) {
      for (const FlowFinding& finding : run.findings) print(finding);
      continue;
    }
    if (files.size() > 1 && analyse(root, files, **models, true).findings != run.findings) {
      std::printf("%s: what is found depends on the order of the files\n", root.c_str());
      ++wrong;
    }
    std::set<Expectation> expected;
    std::set<Expectation> missed;
    for (const std::string& file : files) read_marks(file, content_of(root / file), expected, missed);
    std::set<std::string> concerned{only};
    for (const auto* marks : {&expected, &missed}) {
      for (const Expectation& mark : *marks) concerned.insert(std::get<2>(mark));
    }
    std::set<Expectation> found;
    for (const FlowFinding& finding : run.findings) {
      if (!only.empty() && !concerned.contains(finding.rule)) continue;
      found.insert({finding.place.path, finding.place.line, finding.rule});
      if (finding.steps.empty()) continue;
      if (finding.steps.back().phrase != Phrase::kSink && finding.steps.size() > 1 &&
          finding.steps.front().phrase == Phrase::kSource) {
        complain(root, {finding.place.path, finding.place.line, finding.rule},
                 "its flow does not end at the sink");
      }
    }
    for (const Expectation& one : expected) {
      if (found.contains(one))
        ++right;
      else
        complain(root, one, "expected and not found");
    }
    for (const Expectation& one : missed) {
      if (found.contains(one)) complain(root, one, "found, though marked as missed: upgrade the mark");
    }
    for (const Expectation& one : found) {
      if (!expected.contains(one) && !missed.contains(one))
        complain(root, one, "found on a line without a mark");
    }
    silent += static_cast<unsigned>(missed.size());
  }
  if (!printing) std::printf("%u expectations met, %u wrong, %u known misses\n", right, wrong, silent);
  return wrong == 0 && !programs.empty() ? 0 : 1;
}
