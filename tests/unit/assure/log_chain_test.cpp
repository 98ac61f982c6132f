#include "engine/assure/log_chain.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace trawl {
namespace {

LogEntry entry_of(const std::string& action) {
  LogEntry entry;
  entry.time = "2026-11-28T00:00:00Z";
  entry.user = "alice \"a\"\n";
  entry.action = action;
  entry.arguments = {"--log"};
  entry.open = {0, 1, 2, 3, 4};
  entry.pass = 5;
  entry.applicable = 9;
  return entry;
}

class Log : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("trawl-log-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    path_ = (folder_ / "log.jsonl").string();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::string text() const {
    std::ifstream stream(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void append(int lines) {
    for (int i = 0; i < lines; ++i)
      ASSERT_TRUE(append_to_log(path_, entry_of("scan " + std::to_string(i))).ok());
  }
  std::filesystem::path folder_;
  std::string path_;
};

TEST_F(Log, IsAChain) {
  append(3);
  const LogCheck check = check_log(text());
  EXPECT_EQ(check.bad_line, 0U) << check.trouble;
  ASSERT_EQ(check.entries.size(), 3U);
  EXPECT_EQ(check.entries[2].action, "scan 2");
  EXPECT_EQ(check.entries[2].user, "alice \"a\"\n");
  EXPECT_EQ((*check.entries[2].open)[4], 4U);
  const std::string whole = text();
  const std::size_t second = whole.rfind('\n', whole.size() - 2);
  EXPECT_EQ(check.head, sha256_of(whole.substr(second + 1)));
}

// Whatever byte is changed, it is seen; but in the last line, which only its head can tell.
TEST_F(Log, EveryChangedByteOfALineIsSeen) {
  append(3);
  const std::string whole = text();
  const std::string head = check_log(whole).head;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const LogCheck check = check_log(changed);
    EXPECT_TRUE(check.bad_line != 0 || check.head != head) << i;
  }
}

TEST_F(Log, MissingSwappedAndTornLinesAreNamed) {
  append(4);
  const std::string whole = text();
  const std::size_t first = whole.find('\n') + 1;
  const std::size_t second = whole.find('\n', first) + 1;
  EXPECT_EQ(check_log(whole.substr(first)).bad_line, 1U);
  EXPECT_EQ(check_log(whole.substr(0, first) + whole.substr(second)).bad_line, 2U);
  EXPECT_EQ(
      check_log(whole.substr(first, second - first) + whole.substr(0, first) + whole.substr(second)).bad_line,
      1U);
  EXPECT_EQ(check_log(whole.substr(0, whole.size() - 1)).bad_line, 4U);
  EXPECT_EQ(check_log(whole + "nonsense\n").bad_line, 5U);
  EXPECT_EQ(check_log("").bad_line, 0U);
}

TEST_F(Log, PruningLeavesACheckpointAndTheHead) {
  append(5);
  const std::string before = check_log(text()).head;
  const auto pruned = pruned_log(text(), 2);
  ASSERT_TRUE(pruned.ok());
  const LogCheck check = check_log(*pruned);
  EXPECT_EQ(check.bad_line, 0U) << check.trouble;
  ASSERT_EQ(check.entries.size(), 3U);
  EXPECT_EQ(check.entries[0].action, "checkpoint");
  EXPECT_EQ(check.head, before);
  std::ofstream(path_, std::ios::binary) << *pruned;
  append(1);
  EXPECT_EQ(check_log(text()).bad_line, 0U);
  EXPECT_EQ(*pruned_log(text(), 100), text());
}

TEST_F(Log, IsNotAppendedToWhatIsNoLog) {
  std::ofstream(path_) << "my diary\n";
  EXPECT_FALSE(append_to_log(path_, entry_of("scan")).ok());
  std::ofstream(path_) << "torn";
  EXPECT_FALSE(append_to_log(path_, entry_of("scan")).ok());
  const std::string link = (folder_ / "link").string();
  ASSERT_EQ(symlink(path_.c_str(), link.c_str()), 0);
  EXPECT_FALSE(append_to_log(link, entry_of("scan")).ok());
  const std::string fifo = (folder_ / "fifo").string();
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_FALSE(append_to_log(fifo, entry_of("scan")).ok());
}

}  // namespace
}  // namespace trawl
