#include "engine/store/sealed_file.h"

#include <unistd.h>

#include <gtest/gtest.h>

#include "engine/base/sections.h"
#include "tests/unit/store/temporary_folder.h"

namespace trawl {
namespace {

constexpr std::string_view kFirstLine = "a state of tests 1\n";

void write(const std::string& path, std::string_view first, std::string_view second) {
  SectionWriter out;
  out.add(first);
  out.add(second.substr(0, second.size() / 2), second.substr(second.size() / 2));
  const auto written = write_sealed_file(path, kFirstLine, out.sections());
  ASSERT_TRUE(written.ok()) << written.error().sentence();
}

TEST(SealedFile, GivesBackItsSectionsAligned) {
  const TemporaryFolder folder;
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string first(size, 'f');
    const std::string second(size * 3 % 41, 's');
    write(folder.path("state"), first, second);
    const auto file = SealedFile::open(folder.path("state"), kFirstLine);
    ASSERT_TRUE(file.ok() && file->has_value());
    SectionReader in((*file)->sections());
    EXPECT_EQ(in.text(), first);
    EXPECT_EQ(in.text(), second);
    EXPECT_TRUE(in.finished());
    for (const std::span<char>& section : (*file)->sections())
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(section.data()) % 16, 0U);
  }
  EXPECT_EQ(folder.file_count(), 1U) << "each takes the place of the last";
}

TEST(SealedFile, NoFileIsNothing) {
  const TemporaryFolder folder;
  const auto file = SealedFile::open(folder.path("state"), kFirstLine);
  ASSERT_TRUE(file.ok());
  EXPECT_FALSE(file->has_value());
}

// The seal: whichever byte is another one, and wherever the file is cut, is noticed.
TEST(SealedFile, NoByteCanBeChangedOrBeAbsent) {
  const TemporaryFolder folder;
  write(folder.path("state"), "ids of objects", "what was said of them");
  const std::string whole = folder.text_of("state");
  ASSERT_GT(whole.size(), 100U);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string other = whole;
    other[at] = static_cast<char>(other[at] ^ 1);
    folder.put("other", other, 0600);
    const auto file = SealedFile::open(folder.path("other"), kFirstLine);
    // Zeros behind the first line tell nothing.
    const bool tells = at < kFirstLine.size() || at >= (kFirstLine.size() + 15) / 16 * 16;
    EXPECT_TRUE(!tells || !file.ok()) << at;
    if (!tells && file.ok()) {
      ASSERT_TRUE(file->has_value());
      SectionReader in((*file)->sections());
      EXPECT_EQ(in.text(), "ids of objects");
    }
  }
  for (std::size_t size = 0; size < whole.size(); ++size) {
    folder.put("other", whole.substr(0, size), 0600);
    EXPECT_FALSE(SealedFile::open(folder.path("other"), kFirstLine).ok()) << size;
  }
  folder.put("other", whole + '\0', 0600);
  EXPECT_FALSE(SealedFile::open(folder.path("other"), kFirstLine).ok());
}

TEST(SealedFile, OfOthersNothingIsBelieved) {
  const TemporaryFolder folder;
  write(folder.path("state"), "first", "second");
  EXPECT_FALSE(SealedFile::open(folder.path("state"), "a state of tests 2\n").ok()) << "another version";
  folder.put("open", folder.text_of("state"), 0644);
  const auto open_to_others = SealedFile::open(folder.path("open"), kFirstLine);
  ASSERT_FALSE(open_to_others.ok());
  EXPECT_NE(open_to_others.error().sentence().find("chmod 600"), std::string::npos);
  ASSERT_EQ(::symlink(folder.path("state").c_str(), folder.path("link").c_str()), 0);
  EXPECT_FALSE(SealedFile::open(folder.path("link"), kFirstLine).ok()) << "links are not followed";
}

// What is written to a section stays in this process.
TEST(SealedFile, IsNotChangedByItsUse) {
  const TemporaryFolder folder;
  write(folder.path("state"), "first", "second");
  const std::string whole = folder.text_of("state");
  {
    auto file = SealedFile::open(folder.path("state"), kFirstLine);
    ASSERT_TRUE(file.ok() && file->has_value());
    (*file)->sections()[0][0] = 'F';
    const SealedFile moved = std::move(**file);
    EXPECT_EQ(std::string(moved.sections()[0].data(), 5), "First");
  }
  EXPECT_EQ(folder.text_of("state"), whole);
}

}  // namespace
}  // namespace trawl
