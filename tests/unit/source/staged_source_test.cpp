#include "engine/source/staged_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/git/git_sandbox.h"

namespace trawl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing_git::GitSandbox;

struct Outcome {
  std::vector<std::pair<std::string, std::string>> blobs;  ///< path, content
  std::vector<Notification> notifications;
  std::vector<std::string> failures;
  Coverage coverage;

  [[nodiscard]] std::vector<Reason> reasons() const {
    std::vector<Reason> all;
    for (const Notification& notification : notifications) all.push_back(notification.reason);
    return all;
  }
};

std::string read_all(TargetReader& reader, std::string& failure) {
  std::string content;
  char room[1000];
  while (true) {
    const Result<std::size_t> got = reader.read(room);
    if (!got) {
      failure = got.error().sentence();
      return content;
    }
    if (*got == 0) return content;
    content.append(room, *got);
  }
}

Outcome run(StagedSource& source) {
  Outcome outcome;
  while (const std::optional<Target> target = source.next(outcome.notifications, outcome.coverage)) {
    Result<std::unique_ptr<TargetReader>> reader = source.open(*target);
    std::string failure;
    std::string content;
    if (reader) {
      content = read_all(**reader, failure);
      if (failure.empty()) failure = (*reader)->changed().value_or("");
    } else {
      failure = reader.error().sentence();
    }
    if (!failure.empty()) outcome.failures.push_back(target->path + ": " + failure);
    outcome.blobs.emplace_back(target->path, content);
  }
  EXPECT_EQ(outcome.coverage.files_met, outcome.blobs.size() + outcome.coverage.files_skipped());
  return outcome;
}

std::unique_ptr<StagedSource> source_of(const GitSandbox& sandbox, StagedOptions options = {}) {
  if (options.directory == ".") options.directory = sandbox.repo();
  Result<std::unique_ptr<StagedSource>> source = StagedSource::create(std::move(options));
  if (!source) throw std::runtime_error(source.error().sentence());
  return std::move(*source);
}

Outcome staged(const GitSandbox& sandbox, StagedOptions options = {}) {
  return run(*source_of(sandbox, std::move(options)));
}

std::string error_of(StagedOptions options) {
  const Result<std::unique_ptr<StagedSource>> source = StagedSource::create(std::move(options));
  return source ? "" : source.error().sentence();
}

/// What `added_lines_of` says of the target of that path.
std::vector<LineRange> added_lines_at(const GitSandbox& sandbox, const std::string& path) {
  const std::unique_ptr<StagedSource> source = source_of(sandbox);
  std::vector<Notification> notifications;
  Coverage coverage;
  while (const std::optional<Target> target = source->next(notifications, coverage)) {
    if (target->path != path) continue;
    const Result<std::vector<LineRange>> lines = source->added_lines_of(*target);
    if (!lines) throw std::runtime_error(lines.error().sentence());
    return *lines;
  }
  throw std::runtime_error("no target " + path);
}

TEST(StagedSource, GivesTheIndexBlobNotTheFile) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(2);
  sandbox.write("dir/new.txt", "staged\n");
  sandbox.write("top.txt", "staged too\n");
  sandbox.git("add -A");
  sandbox.write("dir/new.txt", "only in the work tree\n");
  sandbox.write("untracked.txt", "x\n");
  const Outcome outcome = staged(sandbox);
  EXPECT_THAT(outcome.blobs,
              ElementsAre(std::pair("dir/new.txt", "staged\n"), std::pair("top.txt", "staged too\n")));
  EXPECT_THAT(outcome.failures, IsEmpty());
  EXPECT_THAT(outcome.notifications, IsEmpty());
  EXPECT_EQ(outcome.coverage.files_unchanged, 3U);
}

TEST(StagedSource, TakesEverythingOnAnUnbornBranch) {
  for (const std::string options : {"", "--object-format=sha256"}) {
    GitSandbox sandbox;
    sandbox.init(options);
    sandbox.write("a", "1\n");
    sandbox.write("b/c", "2\n");
    sandbox.git("add -A");
    EXPECT_THAT(staged(sandbox).blobs, ElementsAre(std::pair("a", "1\n"), std::pair("b/c", "2\n")))
        << options;
  }
}

TEST(StagedSource, AnEmptyIndexHasNothing) {
  GitSandbox sandbox;
  sandbox.init();
  const Outcome outcome = staged(sandbox);
  EXPECT_THAT(outcome.blobs, IsEmpty());
  EXPECT_THAT(outcome.notifications, IsEmpty());
}

TEST(StagedSource, WorksFromAFolderBelow) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a/b/c", "1\n");
  sandbox.git("add -A");
  StagedOptions options;
  options.directory = sandbox.at("a/b");
  EXPECT_THAT(staged(sandbox, options).blobs, ElementsAre(std::pair("a/b/c", "1\n")));
}

TEST(StagedSource, PassesOverSubmodulesAndIntentToAddWithANote) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  sandbox.shell("git clone -q repo other", sandbox.root());
  sandbox.git("submodule --quiet add ../other sub");
  sandbox.write("later.txt", "x\n");
  sandbox.git("add -N later.txt");
  const Outcome outcome = staged(sandbox);
  ASSERT_EQ(outcome.blobs.size(), 1U);
  EXPECT_EQ(outcome.blobs[0].first, ".gitmodules");
  EXPECT_THAT(outcome.reasons(), ElementsAre(Reason::kNestedRepository, Reason::kExcluded));
  EXPECT_EQ(outcome.notifications[0].subject, "sub");
  EXPECT_EQ(outcome.notifications[1].subject, "later.txt");
}

TEST(StagedSource, SaysWhenABlobIsMissing) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "gone\n");
  sandbox.write("b", "there\n");
  sandbox.git("add -A");
  const std::string id = sandbox.git_line("rev-parse :a");
  std::filesystem::remove(sandbox.at(".git/objects/" + id.substr(0, 2) + "/" + id.substr(2)));
  const Outcome outcome = staged(sandbox);
  EXPECT_THAT(outcome.blobs, ElementsAre(std::pair("b", "there\n")));
  ASSERT_THAT(outcome.reasons(), ElementsAre(Reason::kMissingObject));
  EXPECT_TRUE(outcome.notifications[0].incomplete);
}

TEST(StagedSource, SaysWhenABlobIsDamaged) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", GitSandbox::text_of(50, 1));
  sandbox.git("add -A");
  const std::string id = sandbox.git_line("rev-parse :a");
  const std::string file = sandbox.at(".git/objects/" + id.substr(0, 2) + "/" + id.substr(2));
  std::string bytes = GitSandbox::read(file);

  GitSandbox::write_file(file, bytes.substr(0, bytes.size() / 2));
  const std::unique_ptr<StagedSource> cut = source_of(sandbox);
  std::vector<Notification> notifications;
  Coverage coverage;
  const std::optional<Target> target = cut->next(notifications, coverage);
  ASSERT_TRUE(target.has_value());
  EXPECT_FALSE(cut->open(*target).ok());
  EXPECT_EQ(cut->reason_of_failure(*target), Reason::kCorruptObject);

  GitSandbox::write_file(file, "no zlib stream");
  const Outcome rubbish = staged(sandbox);
  EXPECT_THAT(rubbish.blobs, IsEmpty());
  EXPECT_THAT(rubbish.reasons(), ElementsAre(Reason::kCorruptObject));
}

TEST(StagedSource, ReadsAForgedBlobAndSaysSo) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "one\n");
  sandbox.write("b", "two\n");
  sandbox.git("add -A");
  const auto file_of = [&](const std::string& name) {
    const std::string id = sandbox.git_line("rev-parse :" + name);
    return sandbox.at(".git/objects/" + id.substr(0, 2) + "/" + id.substr(2));
  };
  GitSandbox::write_file(file_of("a"), GitSandbox::read(file_of("b")));
  const Outcome outcome = staged(sandbox);
  EXPECT_THAT(outcome.blobs, ElementsAre(std::pair("a", "two\n"), std::pair("b", "two\n")));
  ASSERT_EQ(outcome.failures.size(), 1U);
  EXPECT_THAT(outcome.failures[0], HasSubstr("holds bytes whose id is"));
}

TEST(StagedSource, StreamsABlobBeyondTheMemoryLimit) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.shell("head -c 70000000 /dev/zero > big && printf end >> big && git add big");
  const Outcome outcome = staged(sandbox);
  ASSERT_EQ(outcome.blobs.size(), 1U);
  EXPECT_EQ(outcome.blobs[0].second.size(), 70000003U);
  EXPECT_TRUE(outcome.blobs[0].second.ends_with("end"));
  EXPECT_THAT(outcome.failures, IsEmpty());

  StagedOptions options;
  options.max_blob_size = 1000;
  EXPECT_THAT(staged(sandbox, options).reasons(), ElementsAre(Reason::kFileTooLarge));
}

TEST(StagedSource, HonoursTheIndexFileWithinTheGitDirectoryOnly) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  sandbox.write("other.txt", "x\n");
  sandbox.shell(
      "cp .git/index .git/next-index && GIT_INDEX_FILE=.git/next-index git add other.txt && cp .git/index "
      "..");
  StagedOptions options;
  options.index_file = ".git/next-index";
  EXPECT_THAT(staged(sandbox, options).blobs, ElementsAre(std::pair("other.txt", "x\n")));
  options.index_file = sandbox.at(".git/next-index");
  EXPECT_THAT(staged(sandbox, options).blobs, ElementsAre(std::pair("other.txt", "x\n")));
  options.directory = sandbox.repo();
  options.index_file = sandbox.root() + "/index";
  EXPECT_THAT(error_of(options), HasSubstr("does not lie in the git directory"));
  options.index_file = ".git/../../index";
  EXPECT_THAT(error_of(options), HasSubstr("does not lie in the git directory"));
}

TEST(StagedSource, RefusesWhatIsNoWorkTree) {
  GitSandbox sandbox;
  sandbox.init("--bare");
  StagedOptions options;
  options.directory = sandbox.repo();
  EXPECT_THAT(error_of(options), HasSubstr("bare repository"));
  options.directory = sandbox.root() + "/home";
  EXPECT_THAT(error_of(options), HasSubstr("not in a git repository"));
}

TEST(StagedSource, FailsOnADamagedIndexOrHead) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  StagedOptions options;
  options.directory = sandbox.repo();
  std::string index = GitSandbox::read(sandbox.at(".git/index"));
  index[index.size() / 2] = static_cast<char>(index[index.size() / 2] ^ 1);
  const std::string sound = GitSandbox::read(sandbox.at(".git/index"));
  sandbox.write(".git/index", index);
  EXPECT_THAT(error_of(options), HasSubstr("checksum"));
  sandbox.write(".git/index", sound);
  EXPECT_EQ(error_of(options), "");
  sandbox.write(".git/HEAD", "rubbish\n");
  EXPECT_THAT(error_of(options), HasSubstr("HEAD"));
}

// ---- paths that a framework names ----

TEST(StagedSourceWithPaths, ReadsStagedBlobsAndFilesButNeverNothing) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("same.txt", "as in HEAD\n");
  sandbox.write("changed.txt", "old\n");
  sandbox.write("old name.txt", "moved as it is\n");
  sandbox.write("dirty.txt", "committed\n");
  sandbox.git("add -A && git commit -q -m 1");
  sandbox.write("changed.txt", "new\n");
  sandbox.git("add -A && git mv 'old name.txt' 'new name.txt'");
  sandbox.write("changed.txt", "not staged\n");
  sandbox.write("dirty.txt", "in the work tree\n");
  sandbox.write("untracked.txt", "untracked\n");
  StagedOptions options;
  options.paths = {"untracked.txt", "same.txt", "./changed.txt", "new name.txt", "dirty.txt", "same.txt"};
  const Outcome outcome = staged(sandbox, options);
  EXPECT_THAT(outcome.blobs,
              ElementsAre(std::pair("changed.txt", "new\n"), std::pair("dirty.txt", "in the work tree\n"),
                          std::pair("new name.txt", "moved as it is\n"),
                          std::pair("same.txt", "as in HEAD\n"), std::pair("untracked.txt", "untracked\n")));
  EXPECT_THAT(outcome.notifications, IsEmpty());
}

TEST(StagedSourceWithPaths, ResolvesThemFromTheFolderAtHand) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a/x", "1\n");
  sandbox.write("b/y", "2\n");
  sandbox.shell("ln -s repo link", sandbox.root());
  StagedOptions options;
  options.directory = sandbox.at("a");
  options.paths = {"x", "../b/y"};
  EXPECT_THAT(staged(sandbox, options).blobs, ElementsAre(std::pair("a/x", "1\n"), std::pair("b/y", "2\n")));
  options.paths = {sandbox.at("a/x"), sandbox.root() + "/link/b/y"};
  EXPECT_THAT(staged(sandbox, options).blobs, ElementsAre(std::pair("a/x", "1\n"), std::pair("b/y", "2\n")));
}

TEST(StagedSourceWithPaths, NamesWhatItCannotRead) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("folder/x", "1\n");
  sandbox.shell("ln -s x folder/link && mkfifo fifo && ln -s folder way");
  GitSandbox::write_file(sandbox.root() + "/secret", "s\n");
  StagedOptions options;
  options.paths = {"../secret", "missing", "folder", "folder/link", "fifo", "way/x"};
  const Outcome outcome = staged(sandbox, options);
  EXPECT_THAT(outcome.blobs, IsEmpty());
  std::map<std::string, Reason> told;
  for (const Notification& notification : outcome.notifications)
    told[notification.subject] = notification.reason;
  const std::map<std::string, Reason> expected = {
      {"../secret", Reason::kUnreadableFile},   {"missing", Reason::kUnreadableFile},
      {"folder", Reason::kUnreadableDirectory}, {"folder/link", Reason::kSymbolicLink},
      {"fifo", Reason::kSpecialFile},           {"way/x", Reason::kUnreadableFile}};
  EXPECT_EQ(told, expected);
}

// ---- lines ----

TEST(StagedSource, KnowsTheAddedLines) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("f", "1\n2\n3\n4\n");
  sandbox.write("before.txt", GitSandbox::text_of(40, 3));
  sandbox.git("add -A && git commit -q -m 1");
  sandbox.write("f", "1\nnew\n2\nchanged\n4\n");
  sandbox.write("brand new", "1\n2\n");
  sandbox.git("rm -q --cached before.txt");
  sandbox.write("after.txt", "in front\n" + GitSandbox::text_of(40, 3));
  sandbox.git("add f 'brand new' after.txt");
  EXPECT_THAT(added_lines_at(sandbox, "f"),
              ElementsAre(LineRange{Line(2), Line(3)}, LineRange{Line(4), Line(5)}));
  EXPECT_THAT(added_lines_at(sandbox, "brand new"), ElementsAre(kAllLines));
  EXPECT_THAT(added_lines_at(sandbox, "after.txt"), ElementsAre(LineRange{Line(1), Line(2)}));
}

}  // namespace
}  // namespace trawl
