#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <thread>

#include "engine/source/path_opener.h"
#include "tests/unit/source/temporary_tree.h"
#include "tests/unit/source/walk.h"

namespace trawl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A chain of directories `d/d/d/...`, far longer than a path may be, with the file `x` in the last.
class DeepChain {
 public:
  DeepChain(const TemporaryTree& tree, int depth) : tree_(tree) {
    Descriptor at = open_root();
    for (int i = 0; i < depth; ++i) {
      EXPECT_EQ(::mkdirat(at.number(), "d", 0755), 0);
      at = Descriptor(::openat(at.number(), "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    }
    const Descriptor file(::openat(at.number(), "x", O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    EXPECT_EQ(::write(file.number(), "deep", 4), 4);
  }
  DeepChain(const DeepChain&) = delete;
  DeepChain& operator=(const DeepChain&) = delete;
  ~DeepChain() {
    Descriptor at = open_root();
    int depth = 0;
    while (true) {
      Descriptor below(::openat(at.number(), "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      if (!below.open()) break;
      at = std::move(below);
      ++depth;
    }
    ::unlinkat(at.number(), "x", 0);
    for (; depth > 0; --depth) {
      at = Descriptor(::openat(at.number(), "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      ::unlinkat(at.number(), "d", AT_REMOVEDIR);
    }
  }

 private:
  [[nodiscard]] Descriptor open_root() const {
    return Descriptor(::open(tree_.root().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  const TemporaryTree& tree_;
};

class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t most) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit now = before_;
    now.rlim_cur = most;
    ::setrlimit(RLIMIT_NOFILE, &now);
  }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;
  ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

std::size_t open_descriptors() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
  return count - 1;  // the one that reads the list
}

TEST(HostileTree, GoesDeeperThanAPathMayBeLong) {
  const TemporaryTree tree;
  const DeepChain chain(tree, 5000);
  auto source = create(at(tree));
  const std::size_t before = open_descriptors();
  Walk result;
  auto target = source->next(result.notifications, result.coverage);
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path.size(), 10001U);
  EXPECT_EQ(content_of(*source, *target), "deep");
  EXPECT_LE(open_descriptors() - before, 64U);
  EXPECT_FALSE(source->next(result.notifications, result.coverage));
  EXPECT_THAT(result.notifications, IsEmpty());
  EXPECT_EQ(open_descriptors(), before);
}

TEST(HostileTree, NeedsFewDescriptors) {
  const TemporaryTree tree;
  const DeepChain chain(tree, 300);
  for (int i = 0; i < 40; ++i) tree.file("w" + std::to_string(i) + "/a/b/c/d/e/f/x");
  const FewDescriptors few(32);
  auto source = create(at(tree));
  ASSERT_TRUE(source);
  Walk result;
  while (auto target = source->next(result.notifications, result.coverage)) {
    EXPECT_THAT(content_of(*source, *target), testing::AnyOf("deep", "content\n"));
    EXPECT_LE(open_descriptors(), 20U);
    result.paths.push_back(target->path);
  }
  EXPECT_EQ(result.paths.size(), 41U);
  EXPECT_THAT(result.notifications, IsEmpty());
}

TEST(HostileTree, HoldsNamesInLittleMemory) {
  const TemporaryTree tree;
  std::vector<std::string> expected;
  for (const char* above : {"", "m/", "m/m/", "m/m/m/"}) {
    for (int i = 0; i < 500; ++i) {
      expected.push_back(above + ("file-" + std::to_string(i * 7919 % 500)));
      tree.file(expected.back(), "");
    }
  }
  const Walk at_ease = walk(at(tree));
  std::vector<std::string> sorted = at_ease.paths;
  std::sort(sorted.begin(), sorted.end());
  std::sort(expected.begin(), expected.end());
  ASSERT_EQ(sorted, expected);

  TreeOptions options = at(tree);
  options.limits.names_of_one = 1000;
  options.limits.names_of_all = 1500;
  options.limits.descriptors = 2;
  EXPECT_EQ(walk(std::move(options)).paths, at_ease.paths) << "memory must not change the order";
}

TEST(HostileTree, KeepsToItsBudgetOfNames) {
  const TemporaryTree tree;
  for (const char* above : {"a/", "a/a/", "a/a/a/", "a/a/a/a/"}) {
    for (int i = 0; i < 400; ++i) tree.file(above + ("file-" + std::to_string(i)), "");
  }
  const PathOpener opener;
  DirectoryStack::Limits limits;
  limits.names_of_one = 4000;
  limits.names_of_all = 6000;
  DirectoryStack stack(limits, opener);
  const Descriptor root(::open(tree.root().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  ASSERT_EQ(stack.start(root.number(), ""), DirectoryStack::Entry::kEntered);
  std::size_t names = 0;
  const char* name = nullptr;
  while (!stack.empty()) {
    if (stack.next(name) != DirectoryStack::Step::kName) {
      stack.leave();
      continue;
    }
    ++names;
    if (std::string_view(name) == "a") {
      ASSERT_EQ(stack.enter(name), DirectoryStack::Entry::kEntered);
    }
    // One listing may be twice its budget, for containers grow by doubling.
    EXPECT_LE(stack.names_memory(), std::max(limits.names_of_all, 2 * limits.names_of_one) + 100);
  }
  EXPECT_EQ(names, 4U * 400 + 4);
  EXPECT_EQ(stack.names_memory(), 0U);
  EXPECT_EQ(stack.open_descriptors(), 0U);
}

TEST(HostileTree, WalksTwentyThousandFilesAndOpensThemFromManyThreads) {
  const TemporaryTree tree;
  for (int i = 0; i < 20000; ++i)
    tree.file(std::to_string(i % 100) + "/" + std::to_string(i), std::to_string(i));
  auto source = create(at(tree));
  Walk result;
  std::vector<Target> targets;
  while (auto target = source->next(result.notifications, result.coverage)) targets.push_back(*target);
  ASSERT_EQ(targets.size(), 20000U);
  std::array<std::size_t, 4> right{};
  std::vector<std::thread> threads;
  for (std::size_t thread = 0; thread < right.size(); ++thread) {
    threads.emplace_back([&, thread] {
      for (std::size_t i = thread; i < targets.size(); i += right.size()) {
        const std::string& path = targets[i].path;
        right[thread] += content_of(*source, targets[i]) == path.substr(path.rfind('/') + 1) ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(right, testing::Each(5000U));
}

TEST(HostileTree, ReadsAHugeSparseFileInLittleRoom) {
  const TemporaryTree tree;
  tree.file("sparse", "head");
  constexpr std::uint64_t kSize = std::uint64_t{10} << 30;
  ASSERT_EQ(::truncate((tree / "sparse").c_str(), kSize), 0);
  const Descriptor file(::open((tree / "sparse").c_str(), O_WRONLY | O_CLOEXEC));
  ASSERT_EQ(::pwrite(file.number(), "tail", 4, kSize - 4), 4);
  auto source = create(at(tree));
  Walk result;
  auto target = source->next(result.notifications, result.coverage);
  ASSERT_TRUE(target);
  EXPECT_EQ(target->size_hint, kSize);
  auto reader = source->open(*target);
  ASSERT_TRUE(reader);
  std::vector<char> room(65536);
  std::uint64_t read = 0;
  std::uint64_t holes = 0;
  std::string end;
  while (true) {
    holes += (*reader)->skip_hole();
    auto count = (*reader)->read(room);
    ASSERT_TRUE(count);
    if (*count == 0) break;
    read += *count;
    end.assign(room.data(), *count);
    if (read > 64u << 20) GTEST_SKIP() << "this file system does not tell of holes";
  }
  EXPECT_EQ(read + holes, kSize);
  EXPECT_TRUE(end.ends_with("tail"));
  EXPECT_FALSE((*reader)->changed());
}

TEST(HostileTree, SeesAFileThatShrinksGrowsOrIsRewritten) {
  const TemporaryTree tree;
  const std::string path = tree / "f";
  struct Change {
    const char* expected;
    void (*make)(const std::string& path);
  };
  const std::array<Change, 3> changes = {
      {{"size changed from 100000 to 10",
        [](const std::string& file) { ASSERT_EQ(::truncate(file.c_str(), 10), 0); }},
       {"size changed from 100000 to 100001",
        [](const std::string& file) { ASSERT_EQ(::truncate(file.c_str(), 100001), 0); }},
       {"written to", [](const std::string& file) {
          const timespec times[2] = {{1, 1}, {1, 1}};
          ASSERT_EQ(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
        }}}};
  for (const Change& change : changes) {
    tree.file("f", std::string(100000, 'x'));
    auto source = create(at(tree));
    Walk result;
    auto target = source->next(result.notifications, result.coverage);
    ASSERT_TRUE(target);
    auto reader = source->open(*target);
    ASSERT_TRUE(reader);
    std::vector<char> room(4096);
    ASSERT_TRUE((*reader)->read(room));
    change.make(path);
    while (true) {
      auto count = (*reader)->read(room);
      ASSERT_TRUE(count);
      if (*count == 0) break;
    }
    auto said = (*reader)->changed();
    ASSERT_TRUE(said) << change.expected;
    EXPECT_THAT(*said, HasSubstr(change.expected));
  }
}

TEST(HostileTree, OpensNothingThatWasPutInAFilesPlace) {
  struct Swap {
    const char* what;
    void (*make)(const TemporaryTree& tree, const TemporaryTree& elsewhere);
  };
  const std::array<Swap, 5> swaps = {{
      {"file by link",
       [](const TemporaryTree& tree, const TemporaryTree& elsewhere) {
         std::filesystem::remove(tree / "d/f");
         tree.link("d/f", elsewhere / "f");
       }},
      {"directory by link",
       [](const TemporaryTree& tree, const TemporaryTree& elsewhere) {
         std::filesystem::rename(tree / "d", tree / "moved");
         tree.link("d", elsewhere.root());
       }},
      {"file by another",
       [](const TemporaryTree& tree, const TemporaryTree&) {
         tree.file("other");
         std::filesystem::rename(tree / "other", tree / "d/f");
       }},
      {"file by FIFO",
       [](const TemporaryTree& tree, const TemporaryTree&) {
         std::filesystem::remove(tree / "d/f");
         ASSERT_EQ(::mkfifo((tree / "d/f").c_str(), 0644), 0);
       }},
      {"file by nothing",
       [](const TemporaryTree& tree, const TemporaryTree&) { std::filesystem::remove(tree / "d/f"); }},
  }};
  for (const Swap& swap : swaps) {
    const TemporaryTree tree;
    const TemporaryTree elsewhere;
    tree.file("d/f");
    elsewhere.file("f");
    auto source = create(at(tree));
    Walk result;
    auto target = source->next(result.notifications, result.coverage);
    ASSERT_TRUE(target);
    swap.make(tree, elsewhere);
    auto reader = source->open(*target);
    ASSERT_FALSE(reader) << swap.what;
    EXPECT_THAT(reader.error().sentence(), HasSubstr("replaced")) << swap.what;
  }
}

TEST(HostileTree, FindsItsWayBackWhenTheDirectoryIsMovedAway) {
  const TemporaryTree tree;
  tree.file("a/b/c/d/f");
  tree.file("a/b/z");
  TreeOptions options = at(tree);
  options.limits.descriptors = 2;
  auto source = create(std::move(options));
  Walk result;
  ASSERT_TRUE(source->next(result.notifications, result.coverage));
  std::filesystem::rename(tree / "a/b/c", tree / "moved");
  auto target = source->next(result.notifications, result.coverage);
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "a/b/z");
  EXPECT_FALSE(source->next(result.notifications, result.coverage));
  EXPECT_THAT(result.notifications, IsEmpty());
}

TEST(HostileTree, SaysWhatItCouldNotFindAgain) {
  const TemporaryTree tree;
  tree.file("a/b/c/d/f");
  tree.file("a/b/lost");
  tree.file("z");
  TreeOptions options = at(tree);
  options.limits.descriptors = 2;
  auto source = create(std::move(options));
  Walk result;
  ASSERT_TRUE(source->next(result.notifications, result.coverage));
  std::filesystem::rename(tree / "a/b/c", tree / "moved");
  std::filesystem::rename(tree / "a/b", tree / "moved-too");
  auto target = source->next(result.notifications, result.coverage);
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "z");
  ASSERT_THAT(result.notifications, ElementsAre(told(Reason::kUnreadableDirectory, "a/b")));
  EXPECT_TRUE(result.notifications[0].incomplete);
}

TEST(HostileTree, SaysWhatVanishedBeforeItsTurn) {
  const TemporaryTree tree;
  tree.file("a");
  tree.file("b");
  auto source = create(at(tree));
  Walk result;
  ASSERT_TRUE(source->next(result.notifications, result.coverage));
  std::filesystem::remove(tree / "b");
  EXPECT_FALSE(source->next(result.notifications, result.coverage));
  EXPECT_THAT(result.notifications, ElementsAre(told(Reason::kChangedWhileRead, "b")));
}

TEST(HostileTree, ReadsALoopOfMountsOnce) {
  const TemporaryTree tree;
  tree.file("a/f");
  tree.directory("a/loop");
  constexpr int kCannotMount = 77;
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // Mounts of the child only; they go with it.
    if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount((tree / "a").c_str(), (tree / "a/loop").c_str(), nullptr, MS_BIND, nullptr) != 0) {
      ::_exit(kCannotMount);
    }
    const Walk result = walk(at(tree));
    const bool right = result.paths == std::vector<std::string>{"a/f"} && result.notifications.size() == 1 &&
                       result.notifications[0].subject == "a/loop" && !result.notifications[0].incomplete;
    ::_exit(right ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kCannotMount) GTEST_SKIP() << "mounting is not allowed here";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

class PathOpenerBy : public testing::TestWithParam<PathOpener::Method> {};

TEST_P(PathOpenerBy, NeverFollowsLinks) {
  const PathOpener probe;
  if (probe.method() < GetParam()) GTEST_SKIP() << "openat2 is not to be had here";
  const TemporaryTree tree;
  tree.file("a/b/f");
  tree.link("a/link", "b");
  tree.link("a/b/link", "f");
  const Descriptor root(::open(tree.root().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  const PathOpener opener(GetParam());
  int error = 0;
  EXPECT_TRUE(opener.open(root.number(), "a/b/f", O_RDONLY, error).open());
  for (const char* path : {"a/link/f", "a/b/link", "a/none/f", "a/b/f/x", ""}) {
    error = 0;
    EXPECT_FALSE(opener.open(root.number(), path, O_RDONLY, error).open()) << path;
    EXPECT_NE(error, 0) << path;
  }
}

TEST_P(PathOpenerBy, TakesPathsOfAnyLength) {
  const PathOpener probe;
  if (probe.method() < GetParam()) GTEST_SKIP() << "openat2 is not to be had here";
  const TemporaryTree tree;
  const DeepChain chain(tree, 4000);
  std::string path;
  for (int i = 0; i < 4000; ++i) path += "d/";
  const Descriptor root(::open(tree.root().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  int error = 0;
  EXPECT_TRUE(PathOpener(GetParam()).open(root.number(), path + "x", O_RDONLY, error).open());
  EXPECT_FALSE(
      PathOpener(GetParam()).open(root.number(), path + std::string(5000, 'x'), O_RDONLY, error).open());
  EXPECT_EQ(error, ENAMETOOLONG);
}

INSTANTIATE_TEST_SUITE_P(PathOpener, PathOpenerBy,
                         testing::Values(PathOpener::Method::kSegments, PathOpener::Method::kWholePaths));

}  // namespace
}  // namespace trawl
