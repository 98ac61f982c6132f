#include "engine/git/repository.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/git/refs.h"
#include "tests/unit/git/git_sandbox.h"

namespace trawl {
namespace {

using testing::HasSubstr;
using testing_git::GitSandbox;

std::string error_at(const std::string& path, const RepositoryOptions& options = {}) {
  const Result<Repository> repository = Repository::discover(path, options);
  return repository.ok() ? "" : repository.error().sentence();
}

/// The commit that HEAD of the repository at `path` leads to.
std::string head_at(const std::string& path) {
  const Result<Repository> repository = Repository::discover(path);
  if (!repository.ok()) return repository.error().sentence();
  const Result<Refs> refs = Refs::open(*repository);
  if (!refs.ok()) return refs.error().sentence();
  const Result<Head> head = refs->head();
  if (!head.ok()) return head.error().sentence();
  return head->commit.has_value() ? head->commit->hex() : "unborn " + head->branch;
}

TEST(Repository, IsFoundFromBelowAndFromAFile) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a/b/c", "1");
  for (const char* path : {"", "a", "a/b", "a/b/c"}) {
    const Result<Repository> repository = Repository::discover(sandbox.at(path));
    ASSERT_TRUE(repository.ok()) << repository.error().sentence();
    EXPECT_EQ(repository->work_tree(), sandbox.repo());
    EXPECT_EQ(repository->git_dir().path(), sandbox.at(".git"));
  }
  EXPECT_THAT(error_at(sandbox.root()), HasSubstr("not in a git repository"));
  EXPECT_THAT(error_at(sandbox.at("missing")), HasSubstr("No such file"));
}

TEST(Repository, MayBeBare) {
  GitSandbox sandbox;
  sandbox.init("--bare");
  const Result<Repository> repository = Repository::discover(sandbox.at("refs/heads"));
  ASSERT_TRUE(repository.ok()) << repository.error().sentence();
  EXPECT_FALSE(repository->work_tree().has_value());
  EXPECT_TRUE(Repository::open(sandbox.repo()).ok());
  EXPECT_FALSE(Repository::open(sandbox.root()).ok());
}

TEST(Repository, AnEmptyGitFolderIsPassedOver) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("inner/.git/keep", "");
  const Result<Repository> repository = Repository::discover(sandbox.at("inner"));
  ASSERT_TRUE(repository.ok());
  EXPECT_EQ(repository->work_tree(), sandbox.repo());
}

TEST(Repository, MayBeALinkedWorktree) {
  for (const char* options : {"", "--bare"}) {
    GitSandbox sandbox;
    sandbox.init();
    sandbox.make_history(2);
    if (*options != '\0')
      sandbox.shell("git clone -q --bare repo bare && rm -rf repo && mv bare repo", sandbox.root());
    sandbox.git("worktree add -q ../tree -b branch HEAD~1");
    const std::string tree = sandbox.root() + "/tree";
    const Result<Repository> repository = Repository::discover(tree + "/dir");
    ASSERT_TRUE(repository.ok()) << repository.error().sentence();
    EXPECT_EQ(repository->work_tree(), tree);
    EXPECT_TRUE(repository->common_dir().has("objects"));
    EXPECT_EQ(head_at(tree), sandbox.git_line("rev-parse branch"));
    EXPECT_EQ(Repository::open(repository->git_dir().path())->work_tree(), tree);

    RepositoryOptions strict;
    strict.follow_git_file = false;
    EXPECT_THAT(error_at(tree, strict), HasSubstr("leads out of the work tree"));
  }
}

TEST(Repository, MayBeASubmoduleAlsoOfAWorktree) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  sandbox.shell("git clone -q repo other", sandbox.root());
  sandbox.git("submodule --quiet add ../other deep/sub && git commit -q -m sub");
  EXPECT_EQ(head_at(sandbox.at("deep/sub")), sandbox.git_line("-C deep/sub rev-parse HEAD"));
  EXPECT_EQ(Repository::discover(sandbox.at("deep/sub"))->work_tree(), sandbox.at("deep/sub"));
  sandbox.git("worktree add -q ../tree && cd ../tree && git submodule --quiet update --init");
  const std::string sub = sandbox.root() + "/tree/deep/sub";
  EXPECT_EQ(head_at(sub), sandbox.git_line("-C ../tree/deep/sub rev-parse HEAD"));
}

TEST(Repository, IsNeverAnotherOnesByAGitFile) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  sandbox.git("worktree add -q ../tree");
  const std::string thief = sandbox.root() + "/thief";
  for (const std::string& target :
       {sandbox.at(".git"), sandbox.at(".git/worktrees/tree"), std::string("../repo/.git")}) {
    GitSandbox::write_file(thief + "/.git", "gitdir: " + target + "\n");
    EXPECT_THAT(error_at(thief), HasSubstr("neither a linked worktree")) << target;
  }
  GitSandbox::write_file(thief + "/.git", "rubbish\n");
  EXPECT_THAT(error_at(thief), HasSubstr("gitdir"));
  GitSandbox::write_file(thief + "/.git", "gitdir: nowhere\n");
  EXPECT_THAT(error_at(thief), HasSubstr("nowhere"));

  // A worktree whose common directory is somebody else's.
  GitSandbox::write_file(thief + "/admin/worktrees/x/HEAD", "ref: refs/heads/main\n");
  GitSandbox::write_file(thief + "/admin/worktrees/x/gitdir", thief + "/.git\n");
  GitSandbox::write_file(thief + "/admin/worktrees/x/commondir", sandbox.at(".git") + "\n");
  GitSandbox::write_file(thief + "/.git", "gitdir: admin/worktrees/x\n");
  EXPECT_NE(error_at(thief), "");
}

TEST(Repository, RefusesLinksAndPipes) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  sandbox.shell("mkdir one two three && ln -s repo/.git one/.git && mkfifo two/.git", sandbox.root());
  EXPECT_THAT(error_at(sandbox.root() + "/one"), HasSubstr("neither a directory nor a regular file"));
  EXPECT_THAT(error_at(sandbox.root() + "/two"), HasSubstr("neither a directory nor a regular file"));
  sandbox.shell("rm .git/config && mkfifo .git/config");
  EXPECT_THAT(error_at(sandbox.repo()), HasSubstr("not a regular file"));
  sandbox.shell("rm .git/config && ln -s ../top.txt .git/config");
  EXPECT_THAT(error_at(sandbox.repo()), HasSubstr("link"));
  sandbox.shell("rm .git/config && mv .git/objects .git/moved && ln -s moved .git/objects");
  EXPECT_THAT(error_at(sandbox.repo()), HasSubstr("link"));
}

TEST(Repository, RefusesAConfigurationOfExcessiveSizeAndTakesNone) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write(".git/config", std::string((1 << 20) + 1, '\n'));
  EXPECT_THAT(error_at(sandbox.repo()), HasSubstr("limit"));
  std::filesystem::remove(sandbox.at(".git/config"));
  EXPECT_EQ(error_at(sandbox.repo()), "");
}

// ---- configuration ----

struct ConfigCase {
  const char* what;
  std::string text;
  std::string expected;  ///< "sha1", "sha256", "reftable", or part of the error
};

class Config : public testing::TestWithParam<ConfigCase> {};

TEST_P(Config, IsUnderstood) {
  const Result<RepositoryFormat> format = read_repository_format(GetParam().text);
  std::string got;
  if (!format.ok()) {
    got = format.error().sentence();
  } else if (format->ref_storage == RefStorage::kReftable) {
    got = "reftable";
  } else {
    got = format->object_format == ObjectFormat::kSha256 ? "sha256" : "sha1";
  }
  EXPECT_THAT(got, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Repository, Config,
    testing::Values(
        ConfigCase{"empty", "", "sha1"},
        ConfigCase{"usual",
                   "[core]\n\trepositoryformatversion = 0\n\tbare = false\n[remote \"o\"]\n\turl = x\n",
                   "sha1"},
        ConfigCase{"sha256", "[core]\nrepositoryFormatVersion=1\n[Extensions]\nobjectFormat = SHA256 ; yes\n",
                   "sha256"},
        ConfigCase{"on_one_line", "[core] repositoryformatversion = 1\n[extensions]objectformat = sha256",
                   "sha256"},
        ConfigCase{"quoted", "[extensions]\nobjectformat = \"sha256\" # c\n", "sha256"},
        ConfigCase{"continued", "[extensions]\nobjectformat = sha\\\n256\r\n", "sha256"},
        ConfigCase{"mark_and_line_ends", "\xEF\xBB\xBF[extensions]\r\nobjectformat = sha256\r\n", "sha256"},
        ConfigCase{"reftable", "[extensions]\nrefStorage = reftable\n", "reftable"},
        ConfigCase{"harmless",
                   "[extensions]\nworktreeConfig\npartialClone = origin\npreciousObjects=1\nnoop=1\n",
                   "sha1"},
        ConfigCase{"in_another_section",
                   "[other]\nobjectformat = sha256\n[core \"x\"]\nrepositoryformatversion=9\n", "sha1"},
        ConfigCase{"in_a_comment", "# [extensions]\n; objectformat = sha256\n", "sha1"},
        ConfigCase{"includes_are_not_followed", "[include]\npath = /etc/passwd\n", "sha1"},
        ConfigCase{"tricky_subsection", "[remote \"a\\\"]\\n[extensions\"]\nobjectformat = sha256\n", "sha1"},
        ConfigCase{"version_2", "[core]\nrepositoryformatversion = 2\n", "repositoryFormatVersion is '2'"},
        ConfigCase{"unknown_extension", "[extensions]\nfuture = 1\n", "'extensions.future' is not supported"},
        ConfigCase{"unknown_hash", "[extensions]\nobjectformat = sha512\n", "'sha512'"},
        ConfigCase{"extension_in_a_subsection", "[extensions \"a\"]\nb = 1\n", "not supported"},
        ConfigCase{"broken_section", "[core\nx = 1\n", "line"},
        ConfigCase{"broken_quote", "[a]\nb = \"x\n", "line"},
        ConfigCase{"broken_escape", "[a]\nb = \\x\n", "line 2"},
        ConfigCase{"broken_key", "[a]\n1 = x\n", "line 2"}),
    [](const auto& parameter) { return std::string(parameter.param.what); });

// ---- refs ----

TEST(Refs, LeadToWhatGitSays) {
  GitSandbox sandbox;
  sandbox.init();
  EXPECT_EQ(head_at(sandbox.repo()), "unborn refs/heads/main");
  sandbox.make_history(3);
  sandbox.git(
      "branch feature/x HEAD~1 && git update-ref refs/notes/n HEAD && git symbolic-ref refs/heads/sym "
      "refs/heads/main");
  const auto check = [&] {
    const Result<Refs> refs = Refs::open(*Repository::discover(sandbox.repo()));
    std::vector<std::string> problems;
    const Result<std::vector<Ref>> all = refs->all(problems);
    EXPECT_TRUE(problems.empty());
    std::string text;
    for (const Ref& ref : *all) text += ref.id.hex() + " " + ref.name + "\n";
    EXPECT_EQ(text, sandbox.git("for-each-ref --format='%(objectname) %(refname)'"));
    EXPECT_EQ(head_at(sandbox.repo()), sandbox.git_line("rev-parse HEAD"));
    EXPECT_EQ(refs->resolve("refs/heads/feature/x")->value().hex(), sandbox.git_line("rev-parse feature/x"));
    EXPECT_FALSE(refs->resolve("refs/heads/feature")->has_value());
    EXPECT_FALSE(refs->resolve("refs/heads/mai")->has_value());
  };
  check();
  sandbox.git("pack-refs --all");
  check();
  sandbox.git("update-ref refs/heads/feature/x HEAD~2 && git checkout -q --detach HEAD~1");
  check();
}

TEST(Refs, AreReadWithinBounds) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  for (int i = 0; i < 8; ++i) {
    sandbox.write(".git/refs/heads/s" + std::to_string(i),
                  "ref: refs/heads/s" + std::to_string(i + 1) + "\n");
  }
  sandbox.write(".git/refs/heads/s8", sandbox.git("rev-parse main"));
  sandbox.write(".git/refs/heads/loop", "ref: refs/heads/loop\n");
  sandbox.write(".git/refs/heads/out", "ref: ../../top.txt\n");
  sandbox.write(".git/refs/heads/bad", "rubbish\n");
  const Result<Refs> refs = Refs::open(*Repository::discover(sandbox.repo()));
  EXPECT_TRUE(refs->resolve("refs/heads/s3")->has_value());
  EXPECT_THAT(refs->resolve("refs/heads/s2").error().sentence(), HasSubstr("more than 5 levels"));
  EXPECT_THAT(refs->resolve("refs/heads/loop").error().sentence(), HasSubstr("more than 5 levels"));
  EXPECT_THAT(refs->resolve("refs/heads/out").error().sentence(), HasSubstr("names no ref"));
  EXPECT_THAT(refs->resolve("refs/heads/bad").error().sentence(), HasSubstr("no object id"));
  EXPECT_FALSE(refs->resolve("../HEAD").ok());
  std::vector<std::string> problems;
  EXPECT_TRUE(refs->all(problems).ok());
  EXPECT_EQ(problems.size(), 6U);  // s0, s1, s2, loop, out, bad
}

TEST(Refs, OfReftableAreRefusedNotEmpty) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.shell(
      "printf '[core]\\nrepositoryformatversion=1\\n[extensions]\\nrefstorage=reftable\\n' > .git/config");
  EXPECT_THAT(head_at(sandbox.repo()), HasSubstr("reftable"));
}

}  // namespace
}  // namespace trawl
