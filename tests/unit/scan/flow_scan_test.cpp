#include "engine/scan/flow_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

// What a hostile or merely large program does to a worker, with the real worker: the scan goes on, and says
// what it could not look at.
namespace trawl {
namespace {

/// A program in memory.
class Texts final : public Source {
 public:
  explicit Texts(std::map<std::string, std::string> files) : files_(std::move(files)) {}
  std::optional<Target> next(std::vector<Notification>&, Coverage&) override { return std::nullopt; }
  [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target& target) const override {
    class Reader final : public TargetReader {
     public:
      explicit Reader(std::string_view text) : text_(text) {}
      Result<std::size_t> read(std::span<char> room) override {
        const std::size_t count = text_.copy(room.data(), room.size());
        text_.remove_prefix(count);
        return count;
      }

     private:
      std::string_view text_;
    };
    return std::unique_ptr<TargetReader>(std::make_unique<Reader>(files_.at(target.path)));
  }
  [[nodiscard]] const std::map<std::string, std::string>& files() const { return files_; }

 private:
  std::map<std::string, std::string> files_;
};

FlowScanResult scan(const std::map<std::string, std::string>& files, unsigned threads = 1,
                    const std::string& cache = "") {
  const Texts texts(files);
  Program program(texts);
  for (const auto& [path, text] : files) {
    Target target;
    target.path = path;
    program.add(target);
  }
  program.close();
  FlowScanOptions options;
  options.worker = TRAWL_WORKER;
  options.threads = threads;
  options.cache_folder = cache;
  Result<FlowScanResult> result = scan_for_flows(program, options);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().sentence());
  return result.ok() ? std::move(*result) : FlowScanResult();
}

std::string repeated(std::string_view piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

struct Bomb {
  const char* what;
  const char* path;
  std::string text;
};
void PrintTo(const Bomb& bomb, std::ostream* out) {
  *out << bomb.what;
}

class Bombs : public testing::TestWithParam<Bomb> {};

TEST_P(Bombs, LeaveTheScanStandingAndTheNextFileParsed) {
  const FlowScanResult result =
      scan({{GetParam().path, GetParam().text}, {"z.c", "int good(void) { return 0; }\n"}});
  EXPECT_EQ(result.coverage.units, 2U);
  EXPECT_GE(result.coverage.whole, 1U) << "the file behind the bomb";
  EXPECT_EQ(result.coverage.whole + result.coverage.in_part + result.coverage.failed, 2U);
  for (const Notification& notification : result.notifications) {
    if (notification.reason == Reason::kParserFailed) {
      EXPECT_EQ(notification.subject, GetParam().path);
      EXPECT_TRUE(notification.incomplete);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Source, Bombs,
    testing::Values(
        Bomb{"pragma_crash", "a.c", "#pragma clang __debug crash\nint a;\n"},
        Bomb{"pragma_overflow", "a.c", "#pragma clang __debug overflow_stack\nint a;\n"},
        Bomb{"pragma_fatal", "a.c", "#pragma clang __debug llvm_fatal_error\nint a;\n"},
        Bomb{"deep_parentheses", "a.c",
             "int a = " + repeated("(", 200'000) + "1" + repeated(")", 200'000) + ";\n"},
        Bomb{"long_chain", "a.c", "int f(int a) { return a" + repeated(" + a", 300'000) + "; }\n"},
        Bomb{"else_if", "a.c",
             "int f(int a) { " + repeated("if (a) a = 1; else ", 20'000) + "a = 2; return a; }\n"},
        Bomb{"macro_laughs", "a.c",
             "#define A x x x x x x x x\n#define B A A A A A A A A A A\n#define C B B B B B B B B B "
             "B\n#define D C C C C C C C C C C\n"
             "#define E D D D D D D D D D D\n#define F E E E E E E E E E E\n#define G F F F F F F F F F "
             "F\n#define H G G G G G G G G G G\nint a = H;\n"},
        Bomb{"includes_itself", "a.c", "#include \"a.c\"\n#include \"a.c\"\nint a;\n"},
        Bomb{"template_recursion", "a.cpp", "template <int N> struct A { A<N + 1> a; };\nA<0> a;\n"},
        Bomb{"constexpr_loop", "a.cpp",
             "constexpr int f() { for (int i = 0;; ++i) {} }\nconstexpr int a = f();\n"},
        Bomb{"huge_array", "a.c", "int a[] = { [2000000000] = 1 };\n"},
        Bomb{"huge_literal", "a.c", "const char *a = \"" + std::string(4'000'000, 'x') + "\";\n"},
        Bomb{"integer_sequence", "a.cpp",
             "template <class T, T... I> struct S {};\nusing A = __make_integer_seq<S, int, 100000000>;\nA "
             "a;\n"},
        Bomb{"device", "a.c",
             "#include \"/dev/zero\"\n#include </etc/passwd>\n#include \"../../../etc/passwd\"\nint a;\n"},
        Bomb{"embed", "a.c", "const char a[] = {\n#embed \"/etc/passwd\"\n};\n"},
        Bomb{"no_text", "a.c", std::string(100'000, '\0')}),
    [](const auto& info) { return info.param.what; });

TEST(FlowScan, AFileOutsideIsNotIncludedAndSaidToBeMissing) {
  const FlowScanResult result = scan({{"a.c", "#include \"/etc/passwd\"\nint a;\n"}});
  EXPECT_EQ(result.coverage.missed_includes, 1U);
  EXPECT_EQ(result.coverage.in_part, 1U);
}

TEST(FlowScan, FindsHeadersAnywhereInTheTreeWithoutFlags) {
  const FlowScanResult result = scan({{"src/deep/a.c",
                                       "#include <proj/api.h>\n#include \"Local.h\"\n#include <stddef.h>\n"
                                       "api_t f(local_t l) { return l; }\nsize_t s;\n"},
                                      {"include/proj/api.h", "typedef int api_t;\n"},
                                      {"other/local.h", "typedef int local_t;\n"}});
  EXPECT_EQ(result.coverage.units, 1U);
  EXPECT_EQ(result.coverage.whole, 1U)
      << (result.notifications.empty() ? "" : result.notifications[0].message);
}

TEST(FlowScan, AHeaderThatNobodyIncludesIsAUnit) {
  const FlowScanResult result = scan({{"only.hpp", "namespace n { class A { int a; }; }\n"}});
  EXPECT_EQ(result.coverage.units, 1U);
  EXPECT_EQ(result.coverage.whole, 1U);
}

TEST(FlowScan, SaysTheSameForAnyNumberOfWorkers) {
  std::map<std::string, std::string> files;
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    files["f" + number + ".c"] =
        "#include \"missing" + number + ".h\"\nunknown_t f" + number + "(void) { return g(); }\n";
  }
  files["f7.c"] += "#pragma clang __debug crash\n";
  const FlowScanResult one = scan(files, 1);
  const FlowScanResult four = scan(files, 4);
  EXPECT_EQ(one.notifications, four.notifications);
  EXPECT_EQ(one.coverage.in_part, four.coverage.in_part);
  EXPECT_EQ(one.coverage.failed, four.coverage.failed);
}

TEST(FlowScan, AnUnchangedProgramComesFromTheCacheAndAnEditDoesNot) {
  const std::string folder = testing::TempDir() + "/flow-cache";
  std::filesystem::remove_all(folder);
  std::map<std::string, std::string> files = {{"a.c", "#include \"h.h\"\nint f(void) { return X; }\n"}};
  EXPECT_EQ(scan(files, 1, folder).coverage.missed_includes, 1U);
  EXPECT_EQ(scan(files, 1, folder).coverage.missed_includes, 1U) << "from the cache";
  files["sub/h.h"] = "#define X 1\n";  // appears later
  const FlowScanResult found = scan(files, 1, folder);
  EXPECT_EQ(found.coverage.missed_includes, 0U);
  EXPECT_EQ(found.coverage.whole, 1U);
  files["sub/h.h"] = "#define Y 1\n";
  EXPECT_EQ(scan(files, 1, folder).coverage.in_part, 1U);
}

TEST(FlowScan, TheWorkerIsConfined) {
  const Result<WorkerState> state = ask_worker(TRAWL_WORKER);
  ASSERT_TRUE(state.ok());
  EXPECT_THAT(state->layers, testing::IsSupersetOf({"limits", "no-new-privileges", "seccomp"}));
}

TEST(FlowScan, AWorkerThatIsNoneIsAnError) {
  EXPECT_FALSE(ask_worker("/bin/true").ok());
  EXPECT_FALSE(ask_worker("/does/not/exist").ok());
}

}  // namespace
}  // namespace trawl
