#include "engine/git/index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "engine/git/index_file.h"
#include "engine/git/object_hash.h"
#include "tests/unit/git/crafted_pack.h"

namespace trawl {
namespace {

using testing::HasSubstr;
using testing_git::base_distance;
using testing_git::big_endian;
using testing_git::GitSandbox;

Result<Index> index_of(const GitSandbox& sandbox) {
  Result<Repository> repository = Repository::discover(sandbox.repo());
  if (!repository.ok()) throw std::runtime_error(repository.error().sentence());
  return Index::read(*repository);
}

/// As `git ls-files --stage -z` prints it.
std::string printed(const Index& index) {
  std::string text;
  for (const IndexEntry& entry : index.entries()) {
    char mode[16];
    std::snprintf(mode, sizeof mode, "%06o", entry.mode);
    text += std::string(mode) + " " + entry.id.hex() + " " + std::to_string(entry.stage) + "\t" +
            std::string(entry.path) + '\0';
  }
  return text;
}

struct IndexCase {
  const char* what;
  const char* init;
  const char* command;
};

class Written : public testing::TestWithParam<IndexCase> {};

TEST_P(Written, IsReadAsGitReadsIt) {
  GitSandbox sandbox;
  sandbox.init(GetParam().init);
  sandbox.make_history(4);
  sandbox.write(std::string(200, 'l') + "/" + std::string(200, 'o') + "/ng", "1");
  sandbox.shell("ln -s top.txt link && printf x > exec && chmod +x exec && git add -A");
  sandbox.shell(GetParam().command);
  const Result<Index> index = index_of(sandbox);
  ASSERT_TRUE(index.ok()) << index.error().sentence();
  EXPECT_EQ(printed(*index), sandbox.git("ls-files --stage -z --sparse"));
  EXPECT_GT(index->entries().size(), 3U);
}

INSTANTIATE_TEST_SUITE_P(
    Index, Written,
    testing::Values(
        IndexCase{"version_2", "", "git update-index --index-version 2"},
        IndexCase{"version_3", "",
                  "git update-index --index-version 3 && git update-index --skip-worktree exec"},
        IndexCase{"version_4", "",
                  "git update-index --index-version 4 && git update-index --skip-worktree exec"},
        IndexCase{"sha256_version_2", "--object-format=sha256", "true"},
        IndexCase{"sha256_version_4", "--object-format=sha256", "git update-index --index-version 4"},
        IndexCase{"untracked_cache", "", "git update-index --untracked-cache --force-untracked-cache"},
        IndexCase{"split_fresh", "", "git update-index --split-index"},
        IndexCase{"split_changed", "",
                  "git -c splitIndex.maxPercentChange=100 update-index --split-index && printf 1 > aaa && "
                  "printf 2 > "
                  "zzz && printf new > top.txt && git -c splitIndex.maxPercentChange=100 add aaa zzz top.txt "
                  "&& git -c "
                  "splitIndex.maxPercentChange=100 rm -q --cached exec dir/inner.txt"},
        IndexCase{"split_version_4", "--object-format=sha256",
                  "git update-index --index-version 4 && git -c splitIndex.maxPercentChange=100 update-index "
                  "--split-index && printf 1 > aaa && printf new > top.txt && git -c "
                  "splitIndex.maxPercentChange=100 "
                  "add aaa top.txt && git -c splitIndex.maxPercentChange=100 rm -q --cached exec"},
        IndexCase{
            "sparse", "",
            "git commit -qm 1 && mkdir other && printf 1 > other/f && git add . && git commit -qm 2 && git "
            "sparse-checkout init --cone --sparse-index && git sparse-checkout set other"},
        IndexCase{"conflict", "",
                  "git commit -qm 1 && git checkout -q -b side && printf side > top.txt && git commit -qam s "
                  "&& git "
                  "checkout -q main && printf main > top.txt && git commit -qam m && ! git merge -q side "
                  ">/dev/null"},
        IndexCase{"submodule", "", "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub"}),
    [](const auto& parameter) { return std::string(parameter.param.what); });

TEST(Index, SparseEntriesAndFlagsAreKnown) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  sandbox.write("other/f", "1");
  sandbox.write("later", "1");
  sandbox.shell(
      "git add other && git commit -qm 2 && git sparse-checkout init --cone --sparse-index && git "
      "sparse-checkout set "
      "other && git add -N later");
  const Result<Index> index = index_of(sandbox);
  ASSERT_TRUE(index.ok()) << index.error().sentence();
  std::set<std::string> facts;
  for (const IndexEntry& entry : index->entries()) {
    facts.insert(std::string(entry.path) + (entry.skip_worktree ? " skipped" : "") +
                 (entry.intent_to_add ? " intended" : ""));
  }
  EXPECT_THAT(facts, testing::ElementsAre("dir/ skipped", "later intended", "other/f", "top.txt"));
}

TEST(Index, AMissingFileIsAnEmptyIndex) {
  GitSandbox sandbox;
  sandbox.init();
  const Result<Index> index = index_of(sandbox);
  ASSERT_TRUE(index.ok());
  EXPECT_TRUE(index->entries().empty());
}

// ---- damage ----

std::string with_checksum(std::string bytes) {
  bytes.resize(bytes.size() - 20);
  ObjectHash hash(ObjectFormat::kSha1);
  hash.update(bytes);
  const ObjectId id = hash.finish();
  bytes.append(id.bytes().begin(), id.bytes().end());
  return bytes;
}

Result<IndexFile> parsed(std::string bytes) {
  return parse_index_file(ObjectFormat::kSha1, std::make_shared<const std::string>(std::move(bytes)));
}

TEST(Index, EveryFlippedBitAndEveryCutIsAnError) {
  for (const char* version : {"2", "3", "4"}) {
    GitSandbox sandbox;
    sandbox.init();
    sandbox.make_history(2);
    sandbox.git(std::string("update-index --index-version ") + version);
    const std::string sound = GitSandbox::read(sandbox.at(".git/index"));
    ASSERT_TRUE(parsed(sound).ok());
    for (std::size_t at = 0; at < sound.size(); ++at) {
      std::string damaged = sound;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
      EXPECT_FALSE(parsed(damaged).ok()) << version << " at " << at;
      EXPECT_FALSE(parsed(sound.substr(0, at)).ok()) << version << " cut to " << at;

      // Past the checksum: whatever is said then, no byte outside the file is touched and no path is lost
      // unseen.
      const Result<IndexFile> repaired =
          at + 20 < sound.size() ? parsed(with_checksum(damaged)) : parsed(damaged);
      if (repaired.ok()) {
        EXPECT_EQ(repaired->entries.size(), parsed(sound)->entries.size()) << at;
      }
      if (at >= 32) (void)parsed(with_checksum(sound.substr(0, at)));
    }
  }
}

TEST(Index, AChecksumOfZerosIsNotChecked) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(1);
  std::string bytes = GitSandbox::read(sandbox.at(".git/index"));
  bytes.replace(bytes.size() - 20, 20, std::string(20, '\0'));
  EXPECT_TRUE(parsed(bytes).ok());
}

std::string error_of(const std::string& bytes) {
  const Result<IndexFile> file = parsed(bytes);
  return file.ok() ? "" : file.error().sentence();
}

std::string crafted(std::uint32_t version, std::uint32_t count, const std::string& body) {
  return "DIRC" + big_endian(version, 4) + big_endian(count, 4) + body + std::string(20, '\0');
}

std::string padded_entry(const std::string& path, std::uint32_t mode = 0100644, unsigned flags = 0) {
  std::string entry = std::string(24, '\0') + big_endian(mode, 4) + std::string(12, '\0') +
                      std::string(20, '\1') + big_endian(flags | path.size(), 2) + path;
  return entry + std::string(8 - entry.size() % 8, '\0');
}

std::string extension(const std::string& name, const std::string& content) {
  return name + big_endian(content.size(), 4) + content;
}

TEST(Index, RefusesWhatItDoesNotUnderstand) {
  const std::string entry = padded_entry("a");
  EXPECT_EQ(error_of(crafted(2, 1, entry)), "");
  EXPECT_EQ(error_of(crafted(2, 1, entry + extension("UNTR", "whatever"))), "");
  EXPECT_THAT(error_of(crafted(2, 1, entry + extension("what", ""))),
              HasSubstr("extension that is not supported"));
  EXPECT_THAT(error_of(crafted(5, 1, entry)), HasSubstr("version 5"));
  EXPECT_THAT(error_of(crafted(2, 0xFFFFFFFF, entry)), HasSubstr("cannot hold"));
  EXPECT_THAT(error_of(crafted(2, 1, padded_entry("a", 0100644, 0x4000))), HasSubstr("malformed"));
  EXPECT_THAT(error_of(crafted(2, 1, padded_entry(""))), HasSubstr("no path"));
  EXPECT_THAT(error_of(crafted(2, 1, padded_entry("dir/", 0040000))), HasSubstr("not sparse"));
  EXPECT_EQ(error_of(crafted(2, 1, padded_entry("dir/", 0040000) + extension("sdir", ""))), "");
  EXPECT_THAT(error_of(crafted(2, 1, padded_entry("dir/"))), HasSubstr("directory's entry"));
  EXPECT_THAT(error_of(crafted(2, 1, entry + "TREE" + big_endian(1000, 4))), HasSubstr("cut off"));
  EXPECT_THAT(error_of(crafted(2, 1, entry + extension("link", "short"))), HasSubstr("link"));
}

TEST(Index, RefusesEntriesOutOfOrder) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write(".git/index", crafted(2, 2, padded_entry("b") + padded_entry("a")));
  EXPECT_THAT(index_of(sandbox).error().sentence(), HasSubstr("out of order"));
  sandbox.write(".git/index", crafted(2, 2, padded_entry("a") + padded_entry("a")));
  EXPECT_THAT(index_of(sandbox).error().sentence(), HasSubstr("out of order"));
}

TEST(Index, ASharedIndexMustBeTheRightOne) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(2);
  sandbox.git("update-index --split-index");
  std::string shared;
  for (const auto& entry : std::filesystem::directory_iterator(sandbox.at(".git"))) {
    if (entry.path().filename().string().starts_with("sharedindex.")) shared = entry.path().string();
  }
  ASSERT_FALSE(shared.empty());
  const std::string sound = GitSandbox::read(shared);
  GitSandbox::write_file(shared, crafted(2, 1, padded_entry("a")));
  EXPECT_THAT(index_of(sandbox).error().sentence(), HasSubstr("another one"));
  GitSandbox::write_file(shared, sound.substr(0, sound.size() - 1));
  EXPECT_THAT(index_of(sandbox).error().sentence(), HasSubstr("checksum"));
  std::filesystem::remove(shared);
  EXPECT_THAT(index_of(sandbox).error().sentence(), HasSubstr("is missing"));
}

// ---- version 4 ----

std::string shared_entry(const std::string& previous, const std::string& path) {
  std::size_t common = 0;
  while (common < previous.size() && common < path.size() && previous[common] == path[common]) ++common;
  const std::size_t length = std::min<std::size_t>(path.size(), 0xFFF);
  return std::string(24, '\0') + big_endian(0100644, 4) + std::string(12, '\0') + std::string(20, '\1') +
         big_endian(length, 2) + base_distance(previous.size() - common) + path.substr(common) + '\0';
}

TEST(Index, SharedPathsRoundTrip) {
  EXPECT_TRUE(rc::check([] {
    const auto paths = *rc::gen::container<std::set<std::string>>(
        rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::element('a', 'b', 'c', '\xFF', '\n'))));
    std::string body;
    std::string previous;
    for (const std::string& path : paths) {
      body += shared_entry(previous, path);
      previous = path;
    }
    const Result<IndexFile> file = parsed(crafted(4, static_cast<std::uint32_t>(paths.size()), body));
    RC_ASSERT(file.ok());
    std::set<std::string> read;
    for (const IndexEntry& entry : file->entries) read.emplace(entry.path);
    RC_ASSERT(read == paths);
  }));
}

TEST(Index, SharedPathsThatDropMoreThanThereIsAreMalformed) {
  const std::string first = shared_entry("", "abc");
  const std::string second = shared_entry(std::string(9, 'z'), "x");
  EXPECT_THAT(error_of(crafted(4, 2, first + second)), HasSubstr("entry 1 is malformed"));
}

TEST(Index, SharedPathsCannotGrowWithoutBound) {
  std::string body = shared_entry("", std::string(100000, 'a'));
  for (int i = 0; i < 6000; ++i) body += shared_entry(std::string(1, 'a'), "ab");
  EXPECT_THAT(error_of(crafted(4, 6001, body)), HasSubstr("malformed"));
}

// ---- bitmaps ----

TEST(EwahBitmap, IsReadWithinItsLimit) {
  const auto bitmap = [](std::uint32_t bits, const std::vector<std::uint64_t>& words) {
    std::string text = big_endian(bits, 4) + big_endian(words.size(), 4);
    for (const std::uint64_t word : words) text += big_endian(word, 8);
    return text + big_endian(0, 4);
  };
  const auto marker = [](bool bit, std::uint64_t run, std::uint64_t literals) {
    return std::uint64_t{bit} | run << 1 | literals << 33;
  };
  const auto count = [](std::string text, std::size_t limit) -> int {
    std::string_view rest = text;
    const Result<std::vector<bool>> bits = take_ewah_bitmap(rest, limit);
    if (!bits.ok()) return -1;
    EXPECT_TRUE(rest.empty());
    return static_cast<int>(std::count(bits->begin(), bits->end(), true));
  };
  EXPECT_EQ(count(bitmap(0, {}), 10), 0);
  EXPECT_EQ(count(bitmap(130, {marker(true, 1, 1), 5, marker(true, 1, 0)}), 1000), 64 + 2 + 2);
  EXPECT_EQ(count(bitmap(130, {marker(false, 2, 1), 2}), 1000), 1);
  EXPECT_EQ(count(bitmap(130, {marker(false, 2, 1), 4}), 1000), -1);      // a bit beyond its own count
  EXPECT_EQ(count(bitmap(2000, {marker(true, 1, 0)}), 1000), -1);         // beyond the limit
  EXPECT_EQ(count(bitmap(64, {marker(true, 0xFFFFFFFF, 0)}), 1000), -1);  // an endless run
  EXPECT_EQ(count(bitmap(64, {marker(false, 0, 9), 1}), 1000), -1);       // literals that are not there
  EXPECT_EQ(count(bitmap(64, {marker(true, 1, 0)}).substr(0, 12), 1000), -1);
}

}  // namespace
}  // namespace trawl
