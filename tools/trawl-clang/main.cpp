#include <cstdio>
#include <ctime>
#include <deque>
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

long milliseconds(std::clock_t from, std::clock_t to) {
  return (to - from) * 1000 / CLOCKS_PER_SEC;
}

void keep_in(const std::string& path, const std::vector<trawl::sast::SummaryBytes>& summaries) {
  std::ofstream file(path, std::ios::binary);
  for (const trawl::sast::SummaryBytes& one : summaries)
    file << one.path << '\n' << one.bytes.size() << '\n' << one.bytes;
}

std::vector<trawl::sast::SummaryBytes> kept_in(const std::string& path, std::deque<std::string>& texts) {
  std::vector<trawl::sast::SummaryBytes> summaries;
  std::ifstream file(path, std::ios::binary);
  std::string name;
  std::string size;
  while (std::getline(file, name) && std::getline(file, size)) {
    std::string& bytes = texts.emplace_back(std::stoul(size), '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    summaries.push_back({name, 0, bytes});
  }
  return summaries;
}

}  // namespace

#ifdef __SANITIZE_ADDRESS__
// LLVM's headers poison memory that its libraries, built without the sanitizer, hand out again.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "allow_user_poisoning=0:detect_leaks=0";
}
#endif

// For work on the engine: parses the files named (relative to the current folder) and links them, without any
// sandbox, and says how long that took. Summaries are kept in the file named by --keep=FILE, so that with
// --keep alone only linking is repeated.
int main(int argc, char** argv) {
  std::vector<std::string> paths(argv + 1, argv + argc);
  if (paths.size() == 1 && paths[0] == "--worker") return trawl::sast::run_worker();
  std::string keep;
  if (!paths.empty() && paths[0].starts_with("--keep=")) {
    keep = paths[0].substr(7);
    paths.erase(paths.begin());
  }
  if (paths.empty() && keep.empty()) {
    std::fputs("trawl-clang is started by trawl; see trawl --help\n", stderr);
    return 2;
  }
  const auto models = trawl::sast::load_models({});
  if (!models) return 2;
  std::deque<std::string> texts;
  std::vector<trawl::sast::SummaryBytes> summaries =
      paths.empty() ? kept_in(keep, texts) : std::vector<trawl::sast::SummaryBytes>();
  const trawl::sast::HeaderIndex index(paths);
  DiskContents contents;
  llvm::IntrusiveRefCntPtr<trawl::sast::ProgramFiles> files(new trawl::sast::ProgramFiles(index, contents));
  const std::clock_t begin = std::clock();
  for (const std::string& path : paths) {
    trawl::sast::ParseRequest request;
    request.path = path;
    const bool c = path.ends_with(".c");
    if (path.ends_with(".h")) continue;
    request.flags = {c ? "-xc" : "-xc++", c ? "-std=gnu17" : "-std=gnu++20",
                     "--target=x86_64-unknown-linux-gnu"};
    std::clock_t parsed = 0;
    std::clock_t summarized = 0;
    const std::clock_t start = std::clock();
    const trawl::sast::ParseOutcome outcome =
        trawl::sast::parse_unit(request, *files, [&](const trawl::sast::Unit& unit) {
          parsed = std::clock();
          summaries.push_back({path, 0, texts.emplace_back(trawl::sast::summarize(unit, **models).bytes)});
          summarized = std::clock();
        });
    std::printf("%s: %s, %u errors, %u passes, %zu includes missed, parsed in %ld ms, summarized in %ld ms\n",
                path.c_str(), outcome.parsed ? "parsed" : "not parsed", outcome.errors, outcome.passes,
                outcome.missed.size(), milliseconds(start, parsed), milliseconds(parsed, summarized));
  }
  const std::clock_t end = std::clock();
  if (!keep.empty() && !paths.empty()) keep_in(keep, summaries);
  const trawl::sast::Linked linked = trawl::sast::link(summaries, **models, {});
  std::printf("%zu summaries in %ld ms, linked in %ld ms: %zu findings\n", summaries.size(),
              milliseconds(begin, end), milliseconds(end, std::clock()), linked.findings.size());
  for (const std::string& limit : linked.limits) std::printf("limit met: %s\n", limit.c_str());
  return 0;
}
