#include "engine/git/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/git/commit.h"
#include "tests/unit/git/crafted_pack.h"

namespace trawl {
namespace {

using testing::HasSubstr;
using testing_git::CraftedPack;
using testing_git::deflated;
using testing_git::entry_header;
using testing_git::GitSandbox;
using testing_git::made_up_id;

ObjectDatabase database_of(const GitSandbox& sandbox) {
  return std::move(*ObjectDatabase::open(*Repository::discover(sandbox.repo())));
}

TEST(TreeWalker, GivesWhatLsTreeGives) {
  for (const char* options : {"", "--object-format=sha256"}) {
    GitSandbox sandbox;
    sandbox.init(options);
    sandbox.make_history(4);
    sandbox.shell(
        "ln -s top.txt link && printf 1 > 'odd name' && chmod +x 'odd name' && git add . && git commit -qm "
        "l");
    const ObjectDatabase database = database_of(sandbox);
    TreeWalker walker(database,
                      *ObjectId::from_hex(database.format(), sandbox.git_line("rev-parse HEAD^{tree}")));
    std::string text;
    while (true) {
      const ObjectResult<std::optional<TreePath>> path = walker.next();
      ASSERT_TRUE(path.ok()) << path.error().sentence();
      if (!path->has_value()) break;
      char mode[16];
      std::snprintf(mode, sizeof mode, "%06o", (*path)->mode);
      text += std::string(mode) + " blob " + (*path)->id.hex() + "\t" + (*path)->path + '\0';
    }
    EXPECT_EQ(text, sandbox.git("ls-tree -r -z HEAD"));
  }
}

std::string tree_entry(const std::string& mode, const std::string& name, const ObjectId& id) {
  return mode + " " + name + '\0' + std::string(id.bytes().begin(), id.bytes().end());
}

TEST(TreeWalker, EndsInATreeThatHoldsItself) {
  GitSandbox sandbox;
  sandbox.init();
  CraftedPack pack;
  const std::string tree = tree_entry("40000", "d", made_up_id(1)) + tree_entry("100644", "e", made_up_id(2));
  pack.add(made_up_id(1), entry_header(2, tree.size()) + deflated(tree));
  pack.write_into(sandbox);
  const ObjectDatabase database = database_of(sandbox);
  TreeWalker walker(database, made_up_id(1));
  const ObjectResult<std::optional<TreePath>> first = walker.next();
  ASSERT_FALSE(first.ok());
  EXPECT_EQ(first.fault(), ObjectFault::kTooLarge);
  std::size_t files = 0;
  while (true) {
    const ObjectResult<std::optional<TreePath>> path = walker.next();
    ASSERT_TRUE(path.ok());
    if (!path->has_value()) break;
    ++files;
  }
  EXPECT_EQ(files, kMaxTreeNesting);
}

TEST(TreeCursor, NamesMalformedEntries) {
  const std::string id(20, '\1');
  const auto error_of = [](const std::string& tree) {
    TreeCursor cursor(ObjectFormat::kSha1, tree);
    while (true) {
      const Result<std::optional<TreeEntry>> entry = cursor.next();
      if (!entry.ok()) return entry.error().sentence();
      if (!entry->has_value()) return std::string();
    }
  };
  EXPECT_EQ(error_of("100644 a" + std::string(1, '\0') + id), "");
  EXPECT_EQ(error_of("40000 .." + std::string(1, '\0') + id), "");  // a name is data
  EXPECT_THAT(error_of("100644 a" + std::string(1, '\0') + id.substr(1)), HasSubstr("within an entry"));
  EXPECT_THAT(error_of("100644 a"), HasSubstr("within an entry"));
  EXPECT_THAT(error_of("100844 a" + std::string(1, '\0') + id), HasSubstr("mode"));
  EXPECT_THAT(error_of("10064444 a" + std::string(1, '\0') + id), HasSubstr("mode"));
  EXPECT_THAT(error_of(" a" + std::string(1, '\0') + id), HasSubstr("within an entry"));
}

TEST(Commit, IsTakenApart) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(2);
  sandbox.git(
      "checkout -q -b side HEAD~1 && echo s > s && git add s && git commit -q -m s && git checkout -q main");
  sandbox.git("merge -q -m 'a merge\n\nwith a body' side");
  const std::string text = sandbox.git("cat-file commit HEAD");
  const Result<Commit> commit = parse_commit(ObjectFormat::kSha1, text);
  ASSERT_TRUE(commit.ok());
  EXPECT_EQ(commit->tree.hex(), sandbox.git_line("rev-parse HEAD^{tree}"));
  ASSERT_EQ(commit->parents.size(), 2U);
  EXPECT_EQ(commit->parents[0].hex(), sandbox.git_line("rev-parse HEAD^1"));
  EXPECT_EQ(commit->parents[1].hex(), sandbox.git_line("rev-parse HEAD^2"));
  const auto part = [&](const ByteSpan& span) { return text.substr(span.begin.value, span.size()); };
  EXPECT_EQ(part(commit->message), "a merge\n\nwith a body\n");
  EXPECT_TRUE(part(commit->headers).starts_with("author A <a@example.org>"));
  EXPECT_TRUE(part(commit->headers).ends_with("+0000\n"));
}

TEST(Commit, NeedsATreeAndSoundParents) {
  const std::string hex(40, 'a');
  EXPECT_TRUE(parse_commit(ObjectFormat::kSha1, "tree " + hex + "\n").ok());
  EXPECT_TRUE(parse_commit(ObjectFormat::kSha1, "tree " + hex + "\nauthor without end").ok());
  EXPECT_EQ(parse_commit(ObjectFormat::kSha1, "tree " + hex + "\n\nonly a message")->message.size(), 14U);
  EXPECT_FALSE(parse_commit(ObjectFormat::kSha1, "").ok());
  EXPECT_FALSE(parse_commit(ObjectFormat::kSha1, "tree " + hex).ok());
  EXPECT_FALSE(parse_commit(ObjectFormat::kSha256, "tree " + hex + "\n").ok());
  EXPECT_FALSE(parse_commit(ObjectFormat::kSha1, "tree " + hex + "\nparent short\n").ok());
}

}  // namespace
}  // namespace trawl
