#include "engine/report/output.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace trawl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class OutputTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "trawl-output-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    ::signal(SIGPIPE, SIG_IGN);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  static std::string content(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

TEST_F(OutputTest, AStringTakesAll) {
  std::string target = "before ";
  Output output = Output::to_string(target);
  output.append("a");
  output.append(std::string(100000, 'b'));
  EXPECT_TRUE(output.finish().ok());
  EXPECT_EQ(target, "before a" + std::string(100000, 'b'));
}

TEST_F(OutputTest, AFileAppearsWholeAtTheEnd) {
  Result<Output> output = Output::to_file(path("report"));
  ASSERT_TRUE(output.ok());
  output->append(std::string(70000, 'x'));
  output->append("end");
  EXPECT_FALSE(fs::exists(path("report")));
  ASSERT_TRUE(output->finish().ok());
  EXPECT_EQ(content(path("report")), std::string(70000, 'x') + "end");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(OutputTest, AnUnfinishedFileLeavesNothingAndTheOldOneAlone) {
  std::ofstream(path("report")) << "old";
  {
    Result<Output> output = Output::to_file(path("report"));
    ASSERT_TRUE(output.ok());
    output->append(std::string(100000, 'x'));
    EXPECT_EQ(entries(), 2U);
  }
  EXPECT_EQ(content(path("report")), "old");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(OutputTest, AFileIsReplaced) {
  std::ofstream(path("report")) << "old and longer";
  Result<Output> output = Output::to_file(path("report"));
  ASSERT_TRUE(output.ok());
  output->append("new");
  ASSERT_TRUE(output->finish().ok());
  EXPECT_EQ(content(path("report")), "new");
}

TEST_F(OutputTest, ASymbolicLinkIsReplacedAndNotWrittenThrough) {
  std::ofstream(path("elsewhere")) << "precious";
  fs::create_symlink(path("elsewhere"), path("report"));
  Result<Output> output = Output::to_file(path("report"));
  ASSERT_TRUE(output.ok());
  output->append("new");
  ASSERT_TRUE(output->finish().ok());
  EXPECT_EQ(content(path("elsewhere")), "precious");
  EXPECT_FALSE(fs::is_symlink(path("report")));
  EXPECT_EQ(content(path("report")), "new");
}

TEST_F(OutputTest, OnlyTheOwnerReadsWhatShowsSecrets) {
  Result<Output> output = Output::to_file(path("report"), Output::Readers::kOwnerOnly);
  ASSERT_TRUE(output.ok());
  ASSERT_TRUE(output->finish().ok());
  struct stat status = {};
  ASSERT_EQ(::stat(path("report").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(OutputTest, ALongNameFindsATemporaryOne) {
  const std::string name = path(std::string(255, 'n'));
  Result<Output> output = Output::to_file(name);
  ASSERT_TRUE(output.ok());
  output->append("x");
  EXPECT_TRUE(output->finish().ok());
  EXPECT_EQ(content(name), "x");
}

TEST_F(OutputTest, AFileOfTheSameTemporaryNameIsPassedOver) {
  const std::string taken = path(".report.trawl-" + std::to_string(::getpid()) + "-0.tmp");
  std::ofstream(taken) << "somebody's";
  Result<Output> output = Output::to_file(path("report"));
  ASSERT_TRUE(output.ok());
  output->append("x");
  ASSERT_TRUE(output->finish().ok());
  EXPECT_EQ(content(taken), "somebody's");
  EXPECT_EQ(content(path("report")), "x");
}

TEST_F(OutputTest, PlacesThatTakeNoFileAreNamed) {
  for (const std::string& place : {path("missing/report"), folder_.string(), path(""), std::string()}) {
    const Result<Output> output = Output::to_file(place);
    ASSERT_FALSE(output.ok()) << place;
    EXPECT_THAT(output.error().sentence(), HasSubstr("writing '" + place + "': "));
  }
  EXPECT_EQ(entries(), 0U);
}

TEST_F(OutputTest, AFullDiskIsAFailure) {
  Result<Output> output = Output::to_file("/dev/full");
  ASSERT_TRUE(output.ok());
  output->append("x");
  EXPECT_FALSE(output->failed());
  const Result<void> finished = output->finish();
  ASSERT_FALSE(finished.ok());
  EXPECT_EQ(finished.error().sentence(), "writing '/dev/full': No space left on device");
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST_F(OutputTest, AClosedPipeIsAFailureAndTheRestIsDropped) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  const Descriptor writing(ends[1]);
  Output output = Output::to_descriptor(writing.number(), "standard output");
  output.append("x");
  output.flush();
  EXPECT_TRUE(output.failed());
  output.append(std::string(200000, 'y'));
  const Result<void> finished = output.finish();
  ASSERT_FALSE(finished.ok());
  EXPECT_EQ(finished.error().sentence(), "writing standard output: Broken pipe");
}

TEST_F(OutputTest, ADescriptorStaysOpenAndFlushingPassesOn) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const Descriptor reading(ends[0]);
  const Descriptor writing(ends[1]);
  Output output = Output::to_descriptor(writing.number(), "pipe");
  output.append("line\n");
  output.flush();
  char room[16];
  EXPECT_EQ(::read(reading.number(), room, sizeof room), 5);
  EXPECT_TRUE(output.finish().ok());
  EXPECT_EQ(::fcntl(writing.number(), F_GETFD) & ~FD_CLOEXEC, 0);
}

TEST_F(OutputTest, AMovedOutputFinishesOnce) {
  Result<Output> made = Output::to_file(path("report"));
  ASSERT_TRUE(made.ok());
  Output output = std::move(*made);
  output.append("x");
  ASSERT_TRUE(output.finish().ok());
  EXPECT_EQ(content(path("report")), "x");
  EXPECT_EQ(entries(), 1U);
}

}  // namespace
}  // namespace trawl
