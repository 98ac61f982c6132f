#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "engine/git/commit.h"
#include "engine/git/surface/nested_repositories.h"
#include "engine/git/surface/object_text.h"
#include "engine/git/surface/tips.h"
#include "engine/git/surface/worktree_index.h"
#include "tests/unit/git/git_sandbox.h"

namespace trawl {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing_git::GitSandbox;

Repository repository_at(const std::string& path) {
  Result<Repository> repository = Repository::discover(path);
  if (!repository.ok()) throw std::runtime_error(repository.error().sentence());
  return *repository;
}

/// "kind label id" of each tip.
std::vector<std::string> lines_of(const Tips& tips) {
  std::vector<std::string> lines;
  for (const Tip& tip : tips.tips) {
    lines.push_back(std::string(name_of(tip.kind)) + " " + tip.label + " " + tip.id.hex());
  }
  return lines;
}

std::vector<std::string> reasons_of(const std::vector<Notification>& notifications) {
  std::vector<std::string> ids;
  for (const Notification& notification : notifications) {
    ids.push_back(std::string(descriptor_of(notification.reason).id) + " " + notification.subject);
  }
  return ids;
}

void commit(const GitSandbox& sandbox, const std::string& what) {
  sandbox.write("file", what + "\n");
  sandbox.git("add file && git commit -q -m '" + what + "'");
}

TEST(Tips, AreAllNamesOfObjects) {
  GitSandbox sandbox;
  sandbox.init();
  commit(sandbox, "one");
  const std::string one = sandbox.git_line("rev-parse HEAD");
  commit(sandbox, "two");
  const std::string two = sandbox.git_line("rev-parse HEAD");
  sandbox.git("tag -a v1 -m tagged && git branch side HEAD~ && git pack-refs --all");
  const std::string tag = sandbox.git_line("rev-parse v1");
  sandbox.git("notes add -m note");
  const std::string notes = sandbox.git_line("rev-parse refs/notes/commits");
  sandbox.git("reset -q --hard HEAD~");
  sandbox.write("file", "stashed first\n");
  sandbox.git("stash -q");
  const std::string older_stash = sandbox.git_line("rev-parse stash");
  sandbox.write("file", "stashed\n");
  sandbox.git("stash -q");
  const std::string stash = sandbox.git_line("rev-parse stash");
  sandbox.git("worktree add -q --detach ../other " + two);
  sandbox.git("replace " + one + " " + two);
  sandbox.write_file(sandbox.at(".git/MERGE_HEAD"), two + "\n");

  const Tips tips = collect_tips(repository_at(sandbox.repo()));
  EXPECT_THAT(lines_of(tips), IsSupersetOf({
                                  "head HEAD " + one,
                                  "head worktrees/other/HEAD " + two,
                                  "ref refs/heads/main " + one,
                                  "ref refs/heads/side " + one,
                                  "ref refs/tags/v1 " + tag,
                                  "notes refs/notes/commits " + notes,
                                  "stash refs/stash " + stash,
                                  "stash stash@{0} " + stash,
                                  "stash stash@{1} " + older_stash,
                                  "pseudo-ref ORIG_HEAD " + one,
                                  "pseudo-ref MERGE_HEAD " + two,
                                  "replace refs/replace/" + one + " " + two,
                                  "replace refs/replace/" + one + " (replaced) " + one,
                              }));
  EXPECT_THAT(lines_of(tips), Contains(HasSubstr("reflog HEAD@{")));
  EXPECT_THAT(tips.names, IsSupersetOf({"refs/heads/main", "refs/heads/side", "refs/tags/v1"}));
  EXPECT_THAT(reasons_of(tips.notifications), ElementsAre("history-altered refs/replace"));

  // The same from the linked worktree: it shares all but its own HEAD.
  EXPECT_EQ(lines_of(collect_tips(repository_at(sandbox.root() + "/other"))), lines_of(tips));
}

TEST(Tips, OfABrokenRefOneIsLostAndTheRestGoesOn) {
  GitSandbox sandbox;
  sandbox.init();
  commit(sandbox, "one");
  const std::string one = sandbox.git_line("rev-parse HEAD");
  sandbox.write_file(sandbox.at(".git/refs/heads/bad"), "no id\n");
  sandbox.write_file(sandbox.at(".git/packed-refs"), "garbage\n" + one + " refs/heads/packed\n");
  std::filesystem::create_symlink("/etc/hostname", sandbox.at(".git/refs/heads/link"));
  sandbox.write_file(sandbox.at(".git/refs/heads/round"), "ref: refs/heads/around\n");
  sandbox.write_file(sandbox.at(".git/refs/heads/around"), "ref: refs/heads/round\n");
  sandbox.shell("mkfifo .git/refs/heads/fifo");

  const Tips tips = collect_tips(repository_at(sandbox.repo()));
  EXPECT_THAT(lines_of(tips), IsSupersetOf({"ref refs/heads/main " + one, "ref refs/heads/packed " + one}));
  EXPECT_THAT(tips.names, IsSupersetOf({"refs/heads/bad", "refs/heads/around"}));
  std::string all;
  for (const Notification& notification : tips.notifications) {
    EXPECT_EQ(notification.reason, Reason::kRefsNotRead);
    EXPECT_TRUE(notification.incomplete);
    all += notification.subject + " " + notification.message + "\n";
  }
  EXPECT_THAT(all, HasSubstr("refs/heads/bad It holds no object id"));
  EXPECT_THAT(all, HasSubstr("packed-refs has 1 malformed lines"));
  EXPECT_THAT(all, HasSubstr("heads/link"));
  EXPECT_THAT(all, HasSubstr("heads/fifo"));
}

TEST(Tips, OfAShallowCloneSayWhereHistoryEnds) {
  GitSandbox sandbox;
  sandbox.init();
  commit(sandbox, "one");
  commit(sandbox, "two");
  sandbox.shell("git clone -q --depth 1 file://" + sandbox.repo() + " cloned", sandbox.root());
  const Tips tips = collect_tips(repository_at(sandbox.root() + "/cloned"));
  ASSERT_EQ(tips.shallow.size(), 1U);
  EXPECT_EQ(tips.shallow[0].hex(), sandbox.git_line("rev-parse HEAD"));
  EXPECT_THAT(reasons_of(tips.notifications), ElementsAre("shallow-history "));
  EXPECT_TRUE(tips.notifications[0].incomplete);
}

TEST(Tips, KnowWhatOnlyACutReflogRemembers) {
  GitSandbox sandbox;
  sandbox.init();
  commit(sandbox, "one");
  const std::string gone = std::string(39, '1') + "2";
  const std::string newer = std::string(39, '3') + "4";
  sandbox.write_file(sandbox.at(".git/logs/refs/heads/lost"),
                     gone + " " + newer + " A <a@example.org> 1700000000 +0000\tcommit: x\nbroken\n");
  const Tips tips = collect_tips(repository_at(sandbox.repo()));
  EXPECT_THAT(lines_of(tips), IsSupersetOf({"reflog refs/heads/lost@{0} " + newer,
                                            "reflog before refs/heads/lost@{0} " + gone}));
  EXPECT_THAT(reasons_of(tips.notifications), ElementsAre("refs-not-read logs/refs/heads/lost"));
  std::vector<std::string> texts;
  for (const GitDirText& text : tips.texts) texts.push_back(text.path);
  EXPECT_THAT(texts, IsSupersetOf({"config", "logs/HEAD", "logs/refs/heads/lost", "COMMIT_EDITMSG"}));
}

TEST(WorktreeIndexes, AreThoseOfAllWorktrees) {
  GitSandbox sandbox;
  sandbox.init();
  commit(sandbox, "one");
  sandbox.git("worktree add -q ../other -b other");
  GitSandbox::write_file(sandbox.root() + "/other/staged there", "s\n");
  sandbox.shell("git add .", sandbox.root() + "/other");
  std::vector<Notification> notifications;
  const auto indexes = read_worktree_indexes(repository_at(sandbox.repo()), notifications);
  ASSERT_EQ(indexes.size(), 2U);
  EXPECT_EQ(indexes[0].worktree, "");
  EXPECT_EQ(indexes[0].index.entries().size(), 1U);
  EXPECT_EQ(indexes[1].worktree, "other");
  EXPECT_EQ(indexes[1].index.entries()[1].path, "staged there");
  EXPECT_THAT(notifications, IsEmpty());

  sandbox.write_file(sandbox.at(".git/worktrees/other/index"), "broken");
  EXPECT_EQ(read_worktree_indexes(repository_at(sandbox.repo()), notifications).size(), 1U);
  EXPECT_THAT(reasons_of(notifications), ElementsAre("unreadable-file worktrees/other/index"));
}

TEST(NestedRepositories, AreTheSubmodules) {
  GitSandbox sandbox;
  sandbox.init();
  commit(sandbox, "one");
  sandbox.shell("git init -q sub && cd sub && git commit -q --allow-empty -m sub", sandbox.root());
  sandbox.git("submodule --quiet add --name 'libs/sub' ../sub libs/sub");
  sandbox.write_file(sandbox.at(".git/modules/stray"), "");
  std::vector<Notification> notifications;
  const auto nested = nested_repositories(repository_at(sandbox.repo()), notifications);
  ASSERT_EQ(nested.size(), 1U);
  EXPECT_EQ(nested[0].name, "libs/sub");
  EXPECT_EQ(nested[0].git_dir, sandbox.at(".git/modules/libs/sub"));
  EXPECT_THAT(notifications, IsEmpty());
}

TEST(LfsObjects, AreFoundByTheirName) {
  GitSandbox sandbox;
  sandbox.init();
  const std::string oid = "ab12" + std::string(60, '0');
  sandbox.write(".git/lfs/objects/ab/12/" + oid, "content");
  sandbox.write(".git/lfs/objects/ab/12/odd", "x");
  std::vector<Notification> notifications;
  const auto objects = lfs_objects(repository_at(sandbox.repo()), notifications);
  ASSERT_EQ(objects.size(), 1U);
  EXPECT_EQ(objects[0].oid, oid);
  EXPECT_EQ(objects[0].size, 7U);
  EXPECT_EQ(lfs_pointer_of(objects[0]),
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + oid + "\nsize 7\n");
  EXPECT_THAT(reasons_of(notifications), ElementsAre("unreadable-file lfs/objects"));
}

/// "kind part: text" of each text; kinds as digits.
std::vector<std::string> texts(const std::vector<ObjectText>& all) {
  std::vector<std::string> lines;
  for (const ObjectText& text : all) {
    lines.push_back(std::to_string(static_cast<int>(text.kind)) + " " + text.part + ": " + text.text);
  }
  return lines;
}

TEST(ObjectText, OfACommitIsAllButTreeParentsAndSignature) {
  const std::string id(40, 'a');
  const std::string commit = "tree " + id + "\nparent " + id +
                             "\nauthor A U <a@b> 1700000000 +0100\ncommitter C <c@d> 1700000001 +0000\n"
                             "gpgsig -----BEGIN\n more\n -----END\nmergetag object " +
                             id +
                             "\n type commit\n tag v1\n tagger T <t@u> 1 +0000\n \n tag message\n two\n"
                             "HG:extra some\n folded\n\nmessage\n\nbody\n";
  EXPECT_THAT(texts(texts_of_commit(ObjectFormat::kSha1, commit)),
              ElementsAre("1 author: A U <a@b>", "1 committer: C <c@d>", "2 mergetag name: v1",
                          "1 mergetag tagger: T <t@u>", "0 mergetag message: tag message\ntwo",
                          "2 header 'HG:extra': some\nfolded", "0 message: message\n\nbody\n"));
  const Result<Commit> parsed = parse_commit(ObjectFormat::kSha1, commit);
  ASSERT_TRUE(parsed.ok());
  const std::string_view headers =
      std::string_view(commit).substr(parsed->headers.begin.value, parsed->headers.size());
  EXPECT_EQ(times_of_commit(headers).author, 1700000000);
  EXPECT_EQ(times_of_commit(headers).author_zone, 60);
  EXPECT_EQ(times_of_commit(headers).committer, 1700000001);
  EXPECT_EQ(author_of_commit(headers), "A U <a@b>");
}

TEST(ObjectText, OfOddCommitsIsNotLost) {
  const std::string id(40, 'a');
  EXPECT_THAT(texts(texts_of_commit(ObjectFormat::kSha1, "parent first\n")),
              ElementsAre("2 malformed commit: parent first\n"));
  EXPECT_THAT(texts(texts_of_commit(ObjectFormat::kSha1, "tree " + id + "\nauthor no mail at all\n")),
              ElementsAre("1 author: no mail at all"));
  EXPECT_THAT(texts(texts_of_commit(ObjectFormat::kSha1, "tree " + id + "\nauthor A <a> 1 +0000 hidden\n\n")),
              ElementsAre("1 author: A <a> 1 +0000 hidden"));
  EXPECT_THAT(texts(texts_of_commit(ObjectFormat::kSha1, "tree " + id + "\na-rather-long-header x\n\n")),
              ElementsAre("2 header 'a-rather-long-header': a-rather-long-header x"));
}

TEST(ObjectText, OfATag) {
  EXPECT_THAT(texts(texts_of_tag("object " + std::string(40, 'a') +
                                 "\ntype commit\ntag v1\ntagger T <t@u> 5 +0000\n\nmessage\n")),
              ElementsAre("2 name: v1", "1 tagger: T <t@u>", "0 message: message\n"));
}

}  // namespace
}  // namespace trawl
