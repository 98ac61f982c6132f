#include "engine/store/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/unit/store/temporary_folder.h"

namespace trawl {
namespace {

mode_t mode_of(const std::string& path) {
  struct stat status = {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 07777;
}

TEST(ReadRegularFile, ReadsUpToTheLimit) {
  const TemporaryFolder folder;
  const std::string path = folder.put("file", std::string(10'000, 'x'));
  EXPECT_EQ(read_regular_file(path, {.most_bytes = 10'000}).value().size(), 10'000u);
  const Result<std::string> longer = read_regular_file(path, {.most_bytes = 9'999});
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().sentence(), "reading " + path + ": it is larger than the limit of 9999 bytes");
}

TEST(ReadRegularFile, RefusesWhatIsNoRegularFile) {
  const TemporaryFolder folder;
  folder.put("file", "x");
  ASSERT_EQ(::symlink("file", folder.path("link").c_str()), 0);
  ASSERT_EQ(::mkfifo(folder.path("fifo").c_str(), 0600), 0);
  const auto sentence = [&](const char* name) {
    const Result<std::string> text = read_regular_file(folder.path(name), {.most_bytes = 10});
    return text ? "read" : text.error().sentence();
  };
  EXPECT_NE(sentence("link").find("symbolic link"), std::string::npos);
  EXPECT_NE(sentence("fifo").find("not a regular file"),
            std::string::npos);  // and does not wait for a writer
  EXPECT_NE(sentence(".").find("not a regular file"), std::string::npos);
  EXPECT_NE(sentence("none").find("No such file"), std::string::npos);
}

TEST(ReadRegularFile, CanDemandThatNobodyElseMayUseIt) {
  const TemporaryFolder folder;
  const FileDemand demand{.most_bytes = 10, .private_to_user = true};
  EXPECT_TRUE(read_regular_file(folder.put("mine", "x", 0600), demand));
  EXPECT_FALSE(read_regular_file(folder.put("group_reads", "x", 0640), demand));
  EXPECT_FALSE(read_regular_file(folder.put("others_write", "x", 0602), demand));
}

TEST(ReplaceFile, KeepsPermissionsAndLeavesNothingElse) {
  const TemporaryFolder folder;
  const std::string path = folder.put("file", "old", 0640);
  ASSERT_TRUE(replace_file(path, "new"));
  EXPECT_EQ(folder.text_of("file"), "new");
  EXPECT_EQ(mode_of(path), 0640u);
  ASSERT_TRUE(replace_file(folder.path("other"), ""));
  EXPECT_EQ(folder.file_count(), 2u);
}

TEST(ReplaceFile, RefusesLinksAndFolders) {
  const TemporaryFolder folder;
  folder.put("file", "old");
  ASSERT_EQ(::symlink("file", folder.path("link").c_str()), 0);
  EXPECT_FALSE(replace_file(folder.path("link"), "new"));
  EXPECT_FALSE(replace_file(folder.path("."), "new"));
  EXPECT_FALSE(replace_file(folder.path("none/file"), "new"));
  EXPECT_EQ(folder.text_of("file"), "old");
  EXPECT_EQ(folder.file_count(), 2u);
}

TEST(CreatePrivateFile, DoesNotTouchOneThatIsThere) {
  const TemporaryFolder folder;
  EXPECT_TRUE(create_private_file(folder.path("file"), "first").value());
  EXPECT_FALSE(create_private_file(folder.path("file"), "second").value());
  EXPECT_EQ(folder.text_of("file"), "first");
  EXPECT_EQ(mode_of(folder.path("file")), 0600u);
  EXPECT_EQ(folder.file_count(), 1u);
  EXPECT_FALSE(create_private_file(folder.path("none/file"), "first"));
}

TEST(CreatePrivateFolders, CreatesAllOfThem) {
  const TemporaryFolder folder;
  ASSERT_TRUE(create_private_folders(folder.path("a/b/c")));
  ASSERT_TRUE(create_private_folders(folder.path("a/b/c")));
  EXPECT_EQ(mode_of(folder.path("a")), 0700u);
  EXPECT_EQ(mode_of(folder.path("a/b/c")), 0700u);
  folder.put("a/file", "x");
  EXPECT_FALSE(create_private_folders(folder.path("a/file/b")));
}

}  // namespace
}  // namespace trawl
