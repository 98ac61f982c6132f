#include "engine/source/tree_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>

#include "tests/unit/source/temporary_tree.h"
#include "tests/unit/source/walk.h"

namespace trawl {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Root reads everything: for a while this thread's process is nobody.
class WithoutPrivileges {
 public:
  WithoutPrivileges() : dropped_(::geteuid() == 0 && ::seteuid(65534) == 0) {}
  WithoutPrivileges(const WithoutPrivileges&) = delete;
  WithoutPrivileges& operator=(const WithoutPrivileges&) = delete;
  ~WithoutPrivileges() {
    if (dropped_ && ::seteuid(0) != 0) std::abort();
  }

 private:
  bool dropped_;
};

TEST(TreeSource, MeetsEveryFileInOrderAndReadsIt) {
  const TemporaryTree tree;
  tree.file("b/x", "bx");
  tree.file("a.c", "first file");
  tree.file("a/deep/er/x", "deep");
  tree.file(".hidden", "hidden");
  tree.directory("empty/also-empty");
  auto source = create(at(tree));
  Walk result;
  std::vector<std::string> contents;
  while (auto target = source->next(result.notifications, result.coverage)) {
    result.paths.push_back(target->path);
    contents.push_back(content_of(*source, *target));
    EXPECT_EQ(target->size_hint, contents.back().size());
  }
  EXPECT_THAT(result.paths, ElementsAre(".hidden", "a/deep/er/x", "a.c", "b/x"));
  EXPECT_THAT(contents, ElementsAre("hidden", "deep", "first file", "bx"));
  EXPECT_THAT(result.notifications, IsEmpty());
  EXPECT_EQ(result.coverage.files_met, 4U);
}

TEST(TreeSource, TakesAnEmptyDirectory) {
  const TemporaryTree tree;
  const Walk result = walk(at(tree));
  EXPECT_THAT(result.paths, IsEmpty());
  EXPECT_THAT(result.notifications, IsEmpty());
  EXPECT_EQ(result.coverage.files_met, 0U);
}

TEST(TreeSource, ReadsNamesOfAnyBytes) {
  const TemporaryTree tree;
  const std::vector<std::string> names = {
      "\x01",        "\x1b[31mred",         "-rf",  "::set-env name=x::", "a\nb", "bad-utf8-\xff\xfe",
      "caf\xc3\xa9", "\xe2\x80\xaegnp.exe", "\xff", std::string(255, 'n')};
  for (const std::string& name : names) tree.file("d" + name.substr(0, 254) + "/" + name, name);
  auto source = create(at(tree));
  Walk result;
  std::size_t met = 0;
  while (auto target = source->next(result.notifications, result.coverage)) {
    ++met;
    EXPECT_EQ(content_of(*source, *target), target->path.substr(target->path.rfind('/') + 1));
  }
  EXPECT_EQ(met, names.size());
  EXPECT_THAT(result.notifications, IsEmpty());
}

TEST(TreeSource, DoesNotFollowSymbolicLinks) {
  const TemporaryTree tree;
  const TemporaryTree elsewhere;
  elsewhere.file("secret");
  tree.file("real");
  tree.link("a-link-out", elsewhere.root());
  tree.link("loop", ".");
  tree.link("dangling", "/nowhere");
  tree.link("to-real", "real");
  const Walk result = walk(at(tree));
  EXPECT_THAT(result.paths, ElementsAre("real"));
  ASSERT_THAT(result.notifications, ElementsAre(told(Reason::kSymbolicLink, "a-link-out")));
  EXPECT_EQ(result.notifications[0].count, 4U);
  EXPECT_FALSE(result.notifications[0].incomplete);
  EXPECT_EQ(result.skipped(Reason::kSymbolicLink), 4U);
}

TEST(TreeSource, DoesNotOpenSpecialFiles) {
  const TemporaryTree tree;
  ASSERT_EQ(::mkfifo((tree / "fifo").c_str(), 0644), 0);
  const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = tree / "socket";
  ASSERT_LT(path.size(), sizeof address.sun_path);
  path.copy(address.sun_path, path.size());
  ASSERT_EQ(::bind(server, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  const Walk result = walk(at(tree));
  ::close(server);
  EXPECT_THAT(result.paths, IsEmpty());
  ASSERT_THAT(result.notifications, ElementsAre(told(Reason::kSpecialFile, "fifo")));
  EXPECT_EQ(result.notifications[0].count, 2U);
}

TEST(TreeSource, NamesDirectoriesAndFilesThatCannotBeRead) {
  const TemporaryTree tree;
  tree.file("closed/x");
  tree.file("file", "x");
  tree.file("no-search/x");
  ::chmod((tree / "closed").c_str(), 0);
  ::chmod((tree / "file").c_str(), 0);
  ::chmod((tree / "no-search").c_str(), 0444);
  {
    const WithoutPrivileges nobody;
    auto source = create(at(tree));
    Walk result;
    auto target = source->next(result.notifications, result.coverage);
    ASSERT_TRUE(target);
    EXPECT_THAT(content_of(*source, *target), HasSubstr("Permission denied"));
    EXPECT_FALSE(source->next(result.notifications, result.coverage));
    EXPECT_THAT(result.notifications, ElementsAre(told(Reason::kUnreadableDirectory, "closed"),
                                                  told(Reason::kUnreadableFile, "no-search/x")));
    EXPECT_TRUE(result.notifications[0].incomplete);
    EXPECT_EQ(result.coverage.files_met, 3U);
  }
  ::chmod((tree / "closed").c_str(), 0755);
}

TEST(TreeSource, NamesAtMostSoManyOfAReasonAndCountsTheRest) {
  const TemporaryTree tree;
  for (int i = 0; i < 7; ++i) tree.file("f" + std::to_string(i), "too large");
  TreeOptions options = at(tree);
  options.max_file_size = 8;
  options.notifications_per_reason = 3;
  const Walk result = walk(std::move(options));
  ASSERT_THAT(result.notifications,
              ElementsAre(told(Reason::kFileTooLarge, "f0"), told(Reason::kFileTooLarge, "f1"),
                          told(Reason::kFileTooLarge, "f2"), told(Reason::kFileTooLarge, "f3")));
  EXPECT_EQ(result.notifications[3].count, 4U);
  EXPECT_THAT(result.notifications[3].message, HasSubstr("4 more"));
  EXPECT_EQ(result.skipped(Reason::kFileTooLarge), 7U);
}

TEST(TreeSource, TakesFilesUpToTheLimitOfSize) {
  const TemporaryTree tree;
  tree.file("eight", "12345678");
  tree.file("nine", "123456789");
  TreeOptions options = at(tree);
  options.max_file_size = 8;
  auto source = create(std::move(options));
  Walk result;
  auto target = source->next(result.notifications, result.coverage);
  ASSERT_TRUE(target);
  EXPECT_EQ(content_of(*source, *target), "12345678");
  // One that grows between its listing and its opening.
  tree.file("eight", "123456789");
  EXPECT_THAT(content_of(*source, *target), HasSubstr("larger than the limit of 8 bytes"));
  EXPECT_FALSE(source->next(result.notifications, result.coverage));
  EXPECT_THAT(result.notifications, ElementsAre(told(Reason::kFileTooLarge, "nine")));
}

TEST(TreeSource, LeavesOutWhatGlobsSay) {
  const TemporaryTree tree;
  for (const char* path :
       {"a.c", "a.h", "build/x.c", "src/b.c", "src/build/y.c", "src/gen/z.c", "src/n.txt"}) {
    tree.file(path);
  }
  TreeOptions options = at(tree);
  options.include = {"*.c", "/src/n.txt"};
  options.exclude = {"build/", "gen/**"};
  const Walk result = walk(std::move(options));
  EXPECT_THAT(result.paths, ElementsAre("a.c", "src/b.c", "src/gen/z.c", "src/n.txt"));
  // a.h, and the two directories that were not entered.
  ASSERT_THAT(result.notifications, ElementsAre(told(Reason::kExcluded, "a.h")));
  EXPECT_EQ(result.notifications[0].count, 3U);
}

TEST(TreeSource, IncludesAllBelowAnIncludedDirectory) {
  const TemporaryTree tree;
  tree.file("src/x/y");
  tree.file("other/y");
  TreeOptions options = at(tree);
  options.include = {"src/"};
  EXPECT_THAT(walk(std::move(options)).paths, ElementsAre("src/x/y"));
}

TEST(TreeSource, AppliesGlobsToWhatWasNamedToo) {
  const TemporaryTree tree;
  tree.file("vendor/x/a.c");
  tree.file("src/b.c");
  const InDirectory here(tree.root());
  TreeOptions options;
  options.paths = {"vendor/x/a.c", "src"};
  options.exclude = {"vendor/"};
  options.include = {"src/*.c"};
  const Walk result = walk(std::move(options));
  EXPECT_THAT(result.paths, ElementsAre("src/b.c"));
  EXPECT_THAT(result.notifications, ElementsAre(told(Reason::kExcluded, "vendor/x/a.c")));
}

TEST(TreeSource, RefusesGlobsAndPathsThatMakeNoSense) {
  const TemporaryTree tree;
  TreeOptions globs = at(tree);
  globs.exclude = {"a[b"};
  auto source = TreeSource::create(std::move(globs));
  ASSERT_FALSE(source);
  EXPECT_THAT(source.error().sentence(), AllOf(HasSubstr("exclude"), HasSubstr("'a[b'")));

  for (const std::string& path : {tree / "missing", std::string(), (tree / "missing") + "/x"}) {
    TreeOptions options;
    options.paths = {path};
    EXPECT_FALSE(TreeSource::create(std::move(options))) << path;
  }
}

TEST(TreeSource, KeepsToWhatIsTracked) {
  const TemporaryTree tree;
  for (const char* path : {"a", "b/c", "b/untracked", "sub/x", "untracked/y", "gone-dir"}) tree.file(path);
  tree.link("tracked-link", "a");
  TreeOptions options = at(tree);
  options.tracked = {{"sub", "a", "b/c", "deleted", "gone-dir/file", "tracked-link"}};
  const Walk result = walk(std::move(options));
  EXPECT_THAT(result.paths, ElementsAre("a", "b/c"));
  EXPECT_THAT(result.notifications, ElementsAre(told(Reason::kNestedRepository, "sub"),
                                                told(Reason::kSymbolicLink, "tracked-link")));
  EXPECT_EQ(result.coverage.files_met, 4U);
}

void make_git_directory(const TemporaryTree& tree, const std::string& path) {
  tree.file(path + "/HEAD", "ref: refs/heads/main\n");
  tree.file(path + "/config");
  tree.directory(path + "/objects/pack");
  tree.directory(path + "/refs");
}

TEST(TreeSource, DoesNotReadGitDirectoriesAsFiles) {
  const TemporaryTree tree;
  make_git_directory(tree, ".git");
  make_git_directory(tree, "bare");
  make_git_directory(tree, "nested/.git");
  tree.file("linked/.git", "gitdir: ../.git/worktrees/linked\n");
  for (const char* path : {"a", "linked/b", "nested/c"}) tree.file(path);
  const Walk result = walk(at(tree));
  EXPECT_THAT(result.paths, ElementsAre("a", "linked/b", "nested/c"));
  EXPECT_THAT(result.notifications, ElementsAre(told(Reason::kNestedRepository, "bare"),
                                                told(Reason::kNestedRepository, "linked/.git"),
                                                told(Reason::kNestedRepository, "nested/.git")));
  EXPECT_EQ(result.skipped(Reason::kNestedRepository), 4U);
}

TEST(TreeSource, CannotBeMadeToTakeASourceFolderForAGitDirectory) {
  const TemporaryTree tree;
  make_git_directory(tree, "src");
  tree.file("src/main.c");
  tree.file(".git/hidden-here");
  const Walk result = walk(at(tree));
  EXPECT_THAT(result.paths, ElementsAre("src/HEAD", "src/config", "src/main.c"));
  EXPECT_THAT(result.notifications, ElementsAre(told(Reason::kNestedRepository, ".git")))
      << "only a real one at the top is passed over without a word";
}

// How paths of the command line are shown.

struct RootCase {
  const char* what;
  std::vector<std::string> paths;  ///< `@` stands for the tree
  std::string from;                ///< current directory below the tree
  std::vector<std::string> shown;
};

std::string name_of_case(const testing::TestParamInfo<RootCase>& info) {
  return info.param.what;
}

class TreeSourceShows : public testing::TestWithParam<RootCase> {};

TEST_P(TreeSourceShows, PathsRelativeToTheBase) {
  const TemporaryTree tree;
  tree.file("a/x");
  tree.file("a/d/y");
  tree.file("b/x");
  tree.link("l", "a");
  const InDirectory here(tree / GetParam().from);
  TreeOptions options;
  options.paths.clear();
  for (std::string path : GetParam().paths) {
    if (path.starts_with('@')) path.replace(0, 1, tree.root());
    options.paths.push_back(path);
  }
  auto source = create(options);
  ASSERT_TRUE(source);
  Walk result;
  while (auto target = source->next(result.notifications, result.coverage)) {
    result.paths.push_back(target->path);
    EXPECT_EQ(content_of(*source, *target), "content\n");
  }
  EXPECT_EQ(result.paths, GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    TreeSource, TreeSourceShows,
    testing::Values(RootCase{"current", {"."}, "", {"a/d/y", "a/x", "b/x"}},
                    RootCase{"typed", {"a"}, "", {"a/d/y", "a/x"}},
                    RootCase{"normalised", {"./b/../a//d/."}, "", {"a/d/y"}},
                    RootCase{"several_sorted", {"b", "a/d"}, "", {"a/d/y", "b/x"}},
                    RootCase{"file", {"a/x"}, "", {"a/x"}}, RootCase{"twice", {"a/x", "./a/x"}, "", {"a/x"}},
                    RootCase{"covered", {"a/d", ".", "a/x"}, "", {"a/d/y", "a/x", "b/x"}},
                    RootCase{"link", {"l"}, "", {}},
                    RootCase{"link_with_slash", {"l/"}, "", {"l/d/y", "l/x"}},
                    RootCase{"behind_a_link", {"l/d"}, "", {"l/d/y"}},
                    RootCase{
                        "behind_a_link_is_not_covered", {".", "l/d"}, "", {"a/d/y", "a/x", "b/x", "l/d/y"}},
                    RootCase{"absolute", {"@/a"}, "", {"d/y", "x"}},
                    RootCase{"absolute_from_elsewhere", {"@/a"}, "a/d", {"d/y", "x"}},
                    RootCase{"absolute_file", {"@/a/x"}, "", {"x"}},
                    RootCase{"absolute_several", {"@/b", "@/a/d"}, "", {"a/d/y", "b/x"}},
                    RootCase{"above", {"../b"}, "a", {"x"}},
                    RootCase{"above_and_below", {"../b", "d"}, "a", {"a/d/y", "b/x"}}),
    name_of_case);

TEST(TreeSource, RefusesDotsBehindALink) {
  const TemporaryTree tree;
  const TemporaryTree elsewhere;
  elsewhere.directory("d");
  tree.link("l", elsewhere / "d");
  const InDirectory here(tree.root());
  TreeOptions options;
  options.paths = {"l/.."};
  auto source = TreeSource::create(std::move(options));
  ASSERT_FALSE(source);
  EXPECT_THAT(source.error().sentence(), HasSubstr("symbolic link"));
}

TEST(TreeSource, TakesThousandsOfFilesByName) {
  const TemporaryTree tree;
  TreeOptions options;
  options.paths.clear();
  for (int i = 0; i < 3000; ++i) {
    tree.file("f" + std::to_string(i));
    options.paths.push_back("f" + std::to_string(i));
  }
  const InDirectory here(tree.root());
  EXPECT_EQ(walk(std::move(options)).paths.size(), 3000U);
}

}  // namespace
}  // namespace trawl
