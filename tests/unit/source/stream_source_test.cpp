#include "engine/source/stream_source.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

namespace trawl {
namespace {

struct Pipe {
  explicit Pipe(int flags = 0) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC | flags), 0);
    reading = Descriptor(ends[0]);
    writing = Descriptor(ends[1]);
  }
  Descriptor reading;
  Descriptor writing;
};

TEST(StreamSource, GivesOneTargetWithAllThatComes) {
  Pipe pipe(O_NONBLOCK);
  const std::string content(10000, 'x');
  ASSERT_EQ(::write(pipe.writing.number(), content.data(), content.size()), 10000);
  pipe.writing.close();
  StreamSource source(std::move(pipe.reading), "src/from-stdin.c");
  std::vector<Notification> notifications;
  Coverage coverage;
  auto target = source.next(notifications, coverage);
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "src/from-stdin.c");
  EXPECT_FALSE(source.next(notifications, coverage));
  EXPECT_EQ(coverage.files_met, 1U);

  auto reader = source.open(*target);
  ASSERT_TRUE(reader);
  std::string read;
  std::array<char, 777> room;
  while (true) {
    auto count = (*reader)->read(room);
    ASSERT_TRUE(count);
    if (*count == 0) break;
    read.append(room.data(), *count);
  }
  EXPECT_EQ(read, content);
  EXPECT_FALSE((*reader)->changed());
}

TEST(StreamSource, GivesUpWaitingWhenAskedTo) {
  Pipe pipe;
  int asked = 0;
  StreamSource source(std::move(pipe.reading), "stdin", [&asked] { return ++asked == 3; });
  auto reader = source.open(Target{});
  ASSERT_TRUE(reader);
  std::array<char, 10> room;
  auto count = (*reader)->read(room);
  ASSERT_FALSE(count);
  EXPECT_THAT(count.error().sentence(), testing::HasSubstr("interrupted"));
}

TEST(StreamSource, SaysWhenTheStreamCannotBeRead) {
  Pipe pipe;
  StreamSource source(std::move(pipe.writing), "stdin");
  auto reader = source.open(Target{});
  ASSERT_TRUE(reader);
  ASSERT_TRUE(pipe.reading.open());
  pipe.reading.close();
  std::array<char, 10> room;
  EXPECT_FALSE((*reader)->read(room));
}

TEST(StreamSource, SaysWhenThereIsNoStream) {
  const StreamSource source(Descriptor(), "stdin");
  EXPECT_FALSE(source.open(Target{}));
}

}  // namespace
}  // namespace trawl
