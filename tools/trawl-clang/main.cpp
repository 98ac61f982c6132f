#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/sast/analysis.h"
#include "engine/sast/header_index.h"
#include "engine/sast/parse.h"
#include "engine/sast/program_files.h"
#include "tools/trawl-clang/worker.h"

namespace {

class DiskContents final : public trawl::sast::FileContents {
 public:
  const std::string* read(std::string_view path) override {
    auto [known, inserted] = texts_.try_emplace(std::string(path));
    if (inserted) {
      std::ifstream file(known->first, std::ios::binary);
      if (file) {
        known->second = std::make_unique<std::string>(std::istreambuf_iterator<char>(file),
                                                      std::istreambuf_iterator<char>());
      }
    }
    return known->second.get();
  }

 private:
  std::map<std::string, std::unique_ptr<std::string>> texts_;
};

}  // namespace

// For work on the engine: parses the files named (relative to the current folder) without any sandbox.
int main(int argc, char** argv) {
  const std::vector<std::string> paths(argv + 1, argv + argc);
  if (paths.size() == 1 && paths[0] == "--worker") return trawl::sast::run_worker();
  if (paths.empty()) {
    std::fputs("trawl-clang is started by trawl; see trawl --help\n", stderr);
    return 2;
  }
  const auto models = trawl::sast::load_models({});
  if (!models) return 2;
  const trawl::sast::HeaderIndex index(paths);
  DiskContents contents;
  llvm::IntrusiveRefCntPtr<trawl::sast::ProgramFiles> files(new trawl::sast::ProgramFiles(index, contents));
  for (const std::string& path : paths) {
    trawl::sast::ParseRequest request;
    request.path = path;
    const bool c = path.ends_with(".c");
    if (path.ends_with(".h")) continue;
    request.flags = {c ? "-xc" : "-xc++", c ? "-std=gnu17" : "-std=gnu++20",
                     "--target=x86_64-unknown-linux-gnu"};
    const trawl::sast::ParseOutcome outcome = trawl::sast::parse_unit(
        request, *files, [&](const trawl::sast::Unit& unit) { trawl::sast::summarize(unit, **models); });
    std::printf("%s: %s, %u errors, %u passes, %zu includes missed\n", path.c_str(),
                outcome.parsed ? "parsed" : "not parsed", outcome.errors, outcome.passes,
                outcome.missed.size());
  }
  return 0;
}
