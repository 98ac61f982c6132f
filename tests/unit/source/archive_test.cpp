#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <map>

#include "engine/source/archive/archive_walk.h"

namespace trawl {
namespace {

std::string little(std::uint64_t value, unsigned size) {
  std::string text;
  for (unsigned i = 0; i < size; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

std::string deflated(std::string_view bytes, int window) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string gzip(std::string_view bytes) {
  return deflated(bytes, 31);
}

/// Writes zip archives, honest ones and others.
class ZipWriter {
 public:
  struct Member {
    std::string name;
    std::string content;
    bool stored = false;
    std::uint16_t flags = 0;
    std::uint16_t method = 8;
    bool listed = true;
    std::int64_t declared_size = -1;
    std::int64_t local_offset = -1;  ///< what the directory says instead of the truth
  };

  ZipWriter& add(Member member) {
    const std::string packed = member.stored ? member.content : deflated(member.content, -15);
    const std::uint16_t method = member.stored ? 0 : member.method;
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(member.content.data()),
                           static_cast<uInt>(member.content.size()));
    const std::uint64_t size =
        member.declared_size < 0 ? member.content.size() : static_cast<std::uint64_t>(member.declared_size);
    const std::uint64_t at =
        member.local_offset < 0 ? bytes_.size() : static_cast<std::uint64_t>(member.local_offset);
    const std::string common = little(member.flags, 2) + little(method, 2) + little(0, 4) + little(crc, 4) +
                               little(packed.size(), 4) + little(size, 4) + little(member.name.size(), 2) +
                               little(0, 2);
    bytes_ += "PK\x03\x04" + little(20, 2) + common + member.name + packed;
    if (member.listed) {
      directory_ += "PK\x01\x02" + little(20, 2) + little(20, 2) + common + little(0, 2) + little(0, 2) +
                    little(0, 2) + little(0, 4) + little(at, 4) + member.name;
      ++count_;
    }
    return *this;
  }
  [[nodiscard]] std::string finish() const {
    return bytes_ + directory_ + "PK\x05\x06" + little(0, 4) + little(count_, 2) + little(count_, 2) +
           little(directory_.size(), 4) + little(bytes_.size(), 4) + little(0, 2);
  }

 private:
  std::string bytes_;
  std::string directory_;
  std::uint64_t count_ = 0;
};

std::string tar_header(std::string name, std::uint64_t size, char type) {
  name.resize(100, '\0');
  char digits[16];
  std::snprintf(digits, sizeof digits, "%011llo", static_cast<unsigned long long>(size));
  std::string header = name + "0000644\0" + std::string(1, '\0');
  header.resize(124, '0');
  header += std::string(digits, 11) + '\0' + std::string(11, '0') + '\0' + std::string(8, ' ') + type;
  header.resize(257, '\0');
  header += std::string(
      "ustar\0"
      "00",
      8);
  header.resize(512, '\0');
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  std::snprintf(digits, sizeof digits, "%06o", sum);
  header.replace(148, 6, digits);
  header[154] = '\0';
  return header;
}

std::string tar_member(const std::string& name, std::string content, char type = '0') {
  const std::string header = tar_header(name, content.size(), type);
  content.resize((content.size() + 511) / 512 * 512, '\0');
  return header + content;
}

const std::string kTarEnd(1024, '\0');

struct Walked {
  std::vector<std::pair<std::string, std::string>> members;
  std::vector<Notification> notifications;

  [[nodiscard]] std::vector<std::string> messages(Reason reason) const {
    std::vector<std::string> all;
    for (const Notification& notification : notifications) {
      if (notification.reason == reason) all.push_back(notification.subject + ": " + notification.message);
    }
    return all;
  }
};

Walked walk(const std::string& bytes, ArchiveLimits limits = {}, const std::string& name = "a") {
  Walked walked;
  ArchiveWalk archive(name, bytes, limits);
  while (const auto member = archive.next(walked.notifications)) {
    walked.members.emplace_back(member->path, std::string(member->bytes));
  }
  return walked;
}

using Members = std::vector<std::pair<std::string, std::string>>;

TEST(Archive, MembersOfEachFormat) {
  EXPECT_EQ(
      walk(ZipWriter().add({"x/y", "one"}).add({.name = "z", .content = "two", .stored = true}).finish())
          .members,
      (Members{{"a!x/y", "one"}, {"a!z", "two"}}));
  EXPECT_EQ(
      walk(tar_member("x", "one") + tar_member("d", "", '5') + tar_member("y", "two") + kTarEnd).members,
      (Members{{"a!x", "one"}, {"a!y", "two"}}));
  EXPECT_EQ(walk(gzip("one ") + gzip("two"), {}, "dir/a.txt.gz").members,
            (Members{{"dir/a.txt.gz!a.txt", "one two"}}));
  EXPECT_EQ(walk(gzip(tar_member("x", "one") + kTarEnd), {}, "a.tgz").members, (Members{{"a.tgz!x", "one"}}));
  EXPECT_TRUE(walk("just a text of some length").members.empty());
}

TEST(Archive, LongNamesOfTar) {
  const std::string name(300, 'n');
  EXPECT_EQ(
      walk(tar_member("././@LongLink", name + '\0', 'L') + tar_member("short", "one") + kTarEnd).members,
      (Members{{"a!" + name, "one"}}));
  std::string record = " path=" + name + "\n";
  record = std::to_string(record.size() + 3) + record;
  EXPECT_EQ(
      walk(tar_member("pax", record, 'x') + tar_member("short", "one") + tar_member("next", "two") + kTarEnd)
          .members,
      (Members{{"a!" + name, "one"}, {"a!next", "two"}}));
}

TEST(Archive, NestedArchivesAreGivenAndOpened) {
  const std::string inner = ZipWriter().add({"deep", "secret"}).finish();
  const Walked walked = walk(ZipWriter().add({"i.jar", inner}).finish());
  EXPECT_EQ(walked.members, (Members{{"a!i.jar", inner}, {"a!i.jar!deep", "secret"}}));
}

TEST(Archive, DeeperThanTheLimitIsTold) {
  std::string bytes = "content";
  for (int i = 0; i < 10; ++i) bytes = ZipWriter().add({"n", bytes}).finish();
  const Walked walked = walk(bytes);
  EXPECT_EQ(walked.members.size(), 8);
  EXPECT_EQ(walked.messages(Reason::kArchiveLimit).size(), 1);
}

TEST(Archive, EncryptedAndUnknownMembersAreNamed) {
  const Walked walked = walk(ZipWriter()
                                 .add({.name = "e", .content = "x", .flags = 1})
                                 .add({.name = "l", .content = "x", .method = 9})
                                 .add({"ok", "y"})
                                 .finish());
  EXPECT_EQ(walked.members, (Members{{"a!ok", "y"}}));
  EXPECT_EQ(walked.messages(Reason::kUnreadableMember),
            (std::vector<std::string>{"a!e: it is encrypted", "a!l: its compression method 9 is not read"}));
}

TEST(Archive, AMemberThatLiesAboutItsSizeIsReadAndNamed) {
  const Walked walked =
      walk(ZipWriter().add({.name = "m", .content = "content", .declared_size = 3}).finish());
  EXPECT_EQ(walked.members, (Members{{"a!m", "content"}}));
  EXPECT_EQ(walked.messages(Reason::kUnreadableMember).size(), 1);
}

TEST(Archive, WhatTheDirectoryDoesNotListIsFound) {
  const Walked walked = walk(ZipWriter()
                                 .add({"a", "one"})
                                 .add({.name = "hidden", .content = "two", .listed = false})
                                 .add({"c", "three"})
                                 .finish());
  EXPECT_EQ(walked.members, (Members{{"a!a", "one"}, {"a!c", "three"}, {"a!hidden", "two"}}));
}

TEST(Archive, AnArchiveWithoutItsEndGivesWhatIsThere) {
  const std::string bytes = ZipWriter().add({"a", "one"}).add({"b", std::string(5000, 'x') + "two"}).finish();
  const Walked walked = walk(bytes.substr(0, bytes.size() - 60));
  ASSERT_EQ(walked.members.size(), 2);
  EXPECT_EQ(walked.members[0], std::pair(std::string("a!a"), std::string("one")));
  EXPECT_EQ(walked.messages(Reason::kUnreadableMember).size(), 1);
}

TEST(Archive, SomethingInFrontOfAZipDoesNotHideIt) {
  const std::string front = "#!/bin/sh\nexec java -jar \"$0\"\n" + std::string(3, '\0');
  EXPECT_EQ(walk(front + ZipWriter().add({"a", "one"}).finish()).members, (Members{{"a!a", "one"}}));
}

TEST(Archive, TheEndOfAFileTellsOfAnArchiveInIt) {
  const std::string zip = ZipWriter().add({"a", std::string(5000, 'x')}).finish();
  const std::uint64_t size = (std::uint64_t{1} << 30) + zip.size();
  EXPECT_TRUE(ends_like_zip(zip, size));
  EXPECT_TRUE(ends_like_zip(std::string_view(zip).substr(zip.size() - 22), size));
  EXPECT_FALSE(ends_like_zip(zip + "more", size));
  EXPECT_FALSE(ends_like_zip(std::string_view(zip).substr(zip.size() - 22), 30));
  EXPECT_FALSE(ends_like_zip("PK\x05\x06", 4));
}

TEST(Archive, AnArIsReadWithItsLongNames) {
  const auto header = [](std::string name, std::size_t size) {
    name.resize(16, ' ');
    std::string digits = std::to_string(size);
    digits.resize(10, ' ');
    return name + std::string(32, '0') + digits + "`\n";
  };
  const std::string names = "a_name_of_more_than_sixteen.txt/\n";
  const std::string bytes = "!<arch>\n" + header("//", names.size()) + names + '\n' + header("/0", 3) +
                            "one\n" + header("b/", 4) + "two!" + header("#1/4", 9) +
                            std::string("c\0\0\0", 4) + "three\n";
  EXPECT_EQ(walk(bytes).members,
            (Members{{"a!a_name_of_more_than_sixteen.txt", "one"}, {"a!b", "two!"}, {"a!c", "three"}}));
  EXPECT_EQ(walk(bytes.substr(0, 90)).messages(Reason::kUnreadableMember).size(), 1);
}

TEST(Archive, TheWorkOfOneArchiveIsBounded) {
  ZipWriter writer;
  for (int i = 0; i < 10; ++i) writer.add({"m" + std::to_string(i), std::string(10'000, 'a')});
  ArchiveLimits limits;
  limits.work = 70'000;
  const Walked walked = walk(writer.finish(), limits);
  // Two units a byte and 2,000 a member: three members are whole, the fourth is cut, and the rest is left.
  ASSERT_EQ(walked.members.size(), 4);
  EXPECT_EQ(walked.members[2].second.size(), 10'000);
  EXPECT_LT(walked.members[3].second.size(), 10'000);
  EXPECT_EQ(walked.messages(Reason::kArchiveLimit).size(), 7);
}

TEST(Archive, OverlappingMembersAreRefused) {
  ZipWriter writer;
  writer.add({"a", std::string(1000, 'a')});
  for (int i = 0; i < 100; ++i)
    writer.add({.name = "b" + std::to_string(i), .content = std::string(1000, 'a'), .local_offset = 0});
  const Walked walked = walk(writer.finish());
  EXPECT_EQ(walked.members.front().first, "a!a");
  EXPECT_FALSE(walked.messages(Reason::kUnreadableMember).empty());
}

TEST(Archive, ABombIsCut) {
  ArchiveLimits limits;
  limits.free_bytes = 1000;
  const Walked walked =
      walk(ZipWriter().add({"zeros", std::string(std::size_t{8} << 20, '0')}).finish(), limits);
  ASSERT_EQ(walked.members.size(), 1);
  EXPECT_LT(walked.members[0].second.size(), 1 << 20);
  EXPECT_EQ(walked.messages(Reason::kArchiveLimit).size(), 1);
}

TEST(Archive, TheSumOfAllMembersIsBounded) {
  ArchiveLimits limits;
  limits.total_bytes = 10'000;
  ZipWriter writer;
  for (int i = 0; i < 10; ++i)
    writer.add({"m" + std::to_string(i), std::string(3000, static_cast<char>('a' + i))});
  const Walked walked = walk(writer.finish(), limits);
  std::size_t sum = 0;
  for (const auto& [path, content] : walked.members) sum += content.size();
  EXPECT_EQ(sum, 10'000);
  EXPECT_EQ(walked.messages(Reason::kArchiveLimit).size(), 7);
}

TEST(Archive, MoreMembersThanTheLimitAreTold) {
  ArchiveLimits limits;
  limits.members = 5;
  std::string bytes;
  for (int i = 0; i < 10; ++i) bytes += tar_member("m" + std::to_string(i), "x");
  const Walked walked = walk(bytes + kTarEnd, limits);
  EXPECT_EQ(walked.members.size(), 5);
  EXPECT_EQ(walked.messages(Reason::kArchiveLimit).size(), 1);
}

TEST(Archive, ACutTarGivesItsFront) {
  const std::string bytes = tar_member("a", "one") + tar_member("b", std::string(2000, 'b'));
  const Walked walked = walk(bytes.substr(0, bytes.size() - 1024));
  ASSERT_EQ(walked.members.size(), 2);
  EXPECT_EQ(walked.messages(Reason::kUnreadableMember).size(), 1);
}

// Every change of a byte gives something or is told, within the limits, and ends.
RC_GTEST_PROP(Archive, DamagedArchivesEnd, ()) {
  const std::string inner = gzip(tar_member("t", "text of the tar") + kTarEnd);
  std::string bytes = ZipWriter()
                          .add({"a", "one two three"})
                          .add({.name = "s", .content = inner, .stored = true})
                          .add({"b", inner})
                          .finish();
  const auto changes = *rc::gen::container<std::vector<std::pair<std::size_t, char>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, bytes.size()), rc::gen::arbitrary<char>()));
  for (const auto& [at, value] : changes) bytes[at] = value;
  ArchiveLimits limits;
  limits.total_bytes = 1 << 20;
  const Walked walked = walk(bytes, limits);
  std::size_t sum = 0;
  for (const auto& [path, content] : walked.members) sum += content.size();
  RC_ASSERT(sum <= limits.total_bytes * limits.nesting);
}

}  // namespace
}  // namespace trawl
