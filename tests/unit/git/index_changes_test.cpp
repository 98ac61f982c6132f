#include "engine/git/index_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "engine/git/tracked_paths.h"
#include "tests/unit/git/git_sandbox.h"

namespace trawl {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_git::GitSandbox;

IndexChanges changes_in(const std::string& folder, bool trust_cache_tree = true) {
  const Result<Repository> repository = Repository::discover(folder);
  if (!repository.ok()) throw std::runtime_error(repository.error().sentence());
  const Result<ObjectDatabase> database = ObjectDatabase::open(*repository);
  const Result<Index> index = Index::read(*repository);
  if (!index.ok()) throw std::runtime_error(index.error().sentence());
  Result<IndexChanges> changes = changes_of_index(*repository, *database, *index, {trust_cache_tree});
  if (!changes.ok()) throw std::runtime_error(changes.error().sentence());
  return std::move(*changes);
}

IndexChanges changes_in(const GitSandbox& sandbox) {
  return changes_in(sandbox.repo());
}

std::vector<std::string> paths_of(const std::vector<StagedBlob>& blobs) {
  std::vector<std::string> paths;
  for (const StagedBlob& blob : blobs) paths.push_back(blob.path);
  return paths;
}

std::set<std::string> as_git_says(const std::string& output, const std::string& letters) {
  std::set<std::string> paths;
  std::istringstream text(output);
  for (std::string letter, path; std::getline(text, letter, '\0') && std::getline(text, path, '\0');) {
    if (letters.find(letter) != std::string::npos) paths.insert(path);
  }
  return paths;
}

/// Everything new or changed, by our reading and by git's.
void expect_as_git(const GitSandbox& sandbox) {
  const std::string by_git = sandbox.git("diff --cached --name-status --no-renames -z --diff-filter=AMTD");
  for (const bool trust : {true, false}) {
    const IndexChanges changes = changes_in(sandbox.repo(), trust);
    std::set<std::string> ours;
    for (const StagedBlob& blob : changes.blobs) ours.insert(blob.path);
    for (const StagedBlob& blob : changes.moved) ours.insert(blob.path);
    std::set<std::string> expected = as_git_says(by_git, "AMT");
    EXPECT_EQ(ours, expected);
    std::set<std::string> deleted;
    for (const DeletedBlob& blob : changes.deleted) deleted.insert(blob.path);
    EXPECT_EQ(deleted, as_git_says(by_git, "D"));
  }
}

TEST(IndexChanges, EqualGitsForRandomChanges) {
  for (const unsigned seed : {1U, 2U, 3U, 4U}) {
    GitSandbox sandbox;
    sandbox.init(seed % 2 == 0 ? "--object-format=sha256" : "");
    std::mt19937 random(seed);
    const auto path = [&] {
      std::string name;
      for (unsigned depth = random() % 4; depth > 0; --depth)
        name += std::string(1, "ab-"[random() % 3]) + "/";
      return name + "f" + std::to_string(random() % 12);
    };
    const auto write_some = [&](int count) {
      for (int i = 0; i < count; ++i) {
        const std::string name = path();
        std::error_code ignored;
        if (!std::filesystem::is_directory(sandbox.at(name)))
          sandbox.write(name, std::to_string(random() % 1000));
      }
    };
    write_some(120);
    sandbox.git("add -A && git commit -q -m 1");
    for (int round = 0; round < 4; ++round) {
      write_some(8);
      for (int i = 0; i < 4; ++i) std::filesystem::remove(sandbox.at(path()));
      sandbox.git("add -A");
      expect_as_git(sandbox);
      if (round == 1) sandbox.git("write-tree");  // a cache tree that is valid everywhere
      if (round == 2) sandbox.git("update-index --split-index");
      expect_as_git(sandbox);
      if (round == 2) sandbox.git("commit -q -m more && git repack -q -ad");
    }
  }
}

TEST(IndexChanges, NothingWhereNothingChanged) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(2);
  for (const bool trust : {true, false}) {
    const IndexChanges changes = changes_in(sandbox.repo(), trust);
    EXPECT_THAT(changes.blobs, IsEmpty());
    EXPECT_THAT(changes.deleted, IsEmpty());
    EXPECT_EQ(changes.unchanged, 4U);
  }
}

TEST(IndexChanges, AFileInPlaceOfAFolderAndBack) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "1");
  sandbox.write("b/c", "2");
  sandbox.write("b-d", "3");
  sandbox.git("add -A && git commit -q -m 1");
  sandbox.shell("rm -r a b && mkdir a && printf 4 > a/x && printf 5 > b && git add -A");
  expect_as_git(sandbox);
  EXPECT_THAT(paths_of(changes_in(sandbox).blobs), ElementsAre("a/x", "b"));
}

TEST(IndexChanges, RenamesAndModesAloneBringNothing) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("old", "1\n");
  sandbox.write("copied", "2\n");
  sandbox.write("mode", "3\n");
  sandbox.write("edited", GitSandbox::text_of(9, 0));
  sandbox.git("add -A && git commit -q -m 1");
  sandbox.shell(
      "git mv old new && cp copied copy && chmod +x mode && git mv edited moved && echo more >> moved");
  sandbox.git("add -A");
  const IndexChanges changes = changes_in(sandbox);
  EXPECT_THAT(paths_of(changes.blobs), ElementsAre("copy", "moved"));
  EXPECT_THAT(paths_of(changes.moved), ElementsAre("new"));
  EXPECT_EQ(changes.deleted.size(), 2U);
}

TEST(IndexChanges, ATypeChangeFromLinkToFileIsNew) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.shell("ln -s target f && git add f && git commit -q -m 1 && rm f && echo text > f && git add f");
  const IndexChanges changes = changes_in(sandbox);
  EXPECT_THAT(paths_of(changes.blobs), ElementsAre("f"));
}

TEST(IndexChanges, OfAMergeOnlyWhatNoParentHas) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "1\n2\n3\n4\n5\n6\n7\n8\n");
  sandbox.git("add -A && git commit -q -m base && git checkout -q -b side");
  sandbox.write("theirs", "from the side\n");
  sandbox.write("a", "side\n2\n3\n4\n5\n6\n7\n8\n");
  sandbox.git("add -A && git commit -q -m side && git checkout -q main");
  sandbox.write("ours", "from main\n");
  sandbox.write("a", "1\n2\n3\n4\n5\n6\n7\nmain\n");
  sandbox.git("add -A && git commit -q -m main && git merge -q --no-commit side");
  sandbox.write("evil", "in the merge alone\n");
  sandbox.git("add evil");
  const IndexChanges changes = changes_in(sandbox);
  EXPECT_THAT(paths_of(changes.blobs), ElementsAre("a", "evil"));
}

TEST(IndexChanges, OfAConflictBothSidesThatDifferFromHead) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "base\n");
  sandbox.git("add -A && git commit -q -m base && git checkout -q -b side");
  sandbox.write("a", "side\n");
  sandbox.git("commit -q -a -m side && git checkout -q main");
  sandbox.write("a", "main\n");
  sandbox.shell("git commit -q -a -m main && ! git merge -q side >/dev/null");
  const IndexChanges changes = changes_in(sandbox);
  ASSERT_EQ(changes.blobs.size(), 1U);
  EXPECT_EQ(changes.blobs[0].stage, 3U);
  EXPECT_EQ(changes.blobs[0].id.hex(), sandbox.git_line("rev-parse side:a"));
}

TEST(IndexChanges, SubmodulesAndIntentionsStandApart) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  sandbox.git("update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub");
  sandbox.write("later", "x");
  sandbox.git("add -N later");
  const IndexChanges changes = changes_in(sandbox);
  EXPECT_THAT(changes.blobs, IsEmpty());
  EXPECT_THAT(changes.submodules, ElementsAre("sub"));
  EXPECT_THAT(changes.intent_to_add, ElementsAre("later"));
  sandbox.git("reset -q later && git commit -q -m 2");
  EXPECT_THAT(changes_in(sandbox).submodules, IsEmpty());
}

TEST(IndexChanges, OfASparseIndex) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(3);
  sandbox.write("other/f", "1\n");
  sandbox.git("add -A && git commit -q -m 2");
  sandbox.git("sparse-checkout init --cone --sparse-index && git sparse-checkout set other");
  sandbox.write("other/g", "2\n");
  sandbox.git("add other");
  EXPECT_THAT(paths_of(changes_in(sandbox).blobs), ElementsAre("other/g"));

  // HEAD moves under the sparse entry: what the index has there is compared tree with tree.
  sandbox.git("update-ref HEAD HEAD~2");
  const IndexChanges changes = changes_in(sandbox.repo(), false);
  EXPECT_THAT(paths_of(changes.blobs),
              testing::UnorderedElementsAreArray(
                  as_git_says(sandbox.git("diff --cached --name-status --no-renames -z"), "AM")));
  EXPECT_GT(changes.blobs.size(), 3U);
}

TEST(IndexChanges, InAWorktreeOfItsOwn) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  sandbox.git("worktree add -q ../tree -b branch");
  sandbox.shell("echo 1 > here && git add here", sandbox.root() + "/tree");
  EXPECT_THAT(paths_of(changes_in(sandbox.root() + "/tree").blobs), ElementsAre("here"));
  EXPECT_THAT(paths_of(changes_in(sandbox).blobs), IsEmpty());
}

TEST(IndexChanges, FailWhereATreeOfHeadIsMissing) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  const std::string id = sandbox.git_line("rev-parse HEAD^{tree}");
  sandbox.write("n", "1");
  sandbox.git("add n");
  std::filesystem::remove(sandbox.at(".git/objects/" + id.substr(0, 2) + "/" + id.substr(2)));
  EXPECT_THROW(changes_in(sandbox), std::runtime_error);
}

TEST(TrackedPaths, AreThoseOfLsFiles) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(6);
  sandbox.write("odd \xFF name\n", "1");
  sandbox.write("untracked/x", "1");
  sandbox.shell("git add odd* && git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub");
  const auto split = [](const std::string& text) {
    std::vector<std::string> paths;
    std::istringstream stream(text);
    for (std::string path; std::getline(stream, path, '\0');) paths.push_back(path);
    return paths;
  };
  const auto ours = [&] {
    const Result<std::vector<std::string>> paths = tracked_paths(*Repository::discover(sandbox.repo()));
    return paths.ok() ? *paths : std::vector<std::string>{paths.error().sentence()};
  };
  EXPECT_EQ(ours(), split(sandbox.git("ls-files -z")));
  EXPECT_GT(ours().size(), 5U);
  sandbox.shell(
      "git commit -qm 1 && git sparse-checkout init --cone --sparse-index && git sparse-checkout set "
      "dir/deep && mkdir "
      "-p dir/deep");
  EXPECT_EQ(ours(), split(sandbox.git("ls-files -z")));
}

}  // namespace
}  // namespace trawl
