#include "engine/store/verdict_cache.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace trawl {
namespace {

class VerdictCacheFile : public testing::Test {
 protected:
  VerdictCacheFile() {
    std::string pattern = (std::filesystem::temp_directory_path() / "trawl-verdicts-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~VerdictCacheFile() override { std::filesystem::remove_all(folder_); }

  static BlobVerdict verdict(unsigned number, std::uint32_t size, bool passes) {
    BlobVerdict verdict;
    verdict.id[0] = static_cast<unsigned char>(number * 37);
    verdict.id[19] = static_cast<unsigned char>(number);
    verdict.size = size;
    verdict.passes = passes;
    return verdict;
  }
  [[nodiscard]] std::string path() const { return folder_ + "/file"; }
  void write_raw(const std::string& bytes) const {
    std::ofstream(path(), std::ios::binary) << bytes;
    ::chmod(path().c_str(), 0600);
  }
  [[nodiscard]] std::string raw() const {
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string folder_;
};

TEST_F(VerdictCacheFile, GivesBackWhatWasPutIn) {
  std::vector<BlobVerdict> verdicts;
  for (unsigned i = 0; i < 200; ++i) verdicts.push_back(verdict(i, i * 1'000'003, i % 7 == 0));
  verdicts.push_back(verdicts[3]);
  ASSERT_TRUE(VerdictCache::write(path(), 20, verdicts).ok());
  const Result<VerdictCache> cache = VerdictCache::read(path(), 20);
  ASSERT_TRUE(cache.ok());
  EXPECT_EQ(cache->size(), 200U);
  for (const BlobVerdict& expected : verdicts) {
    const auto position = cache->find(reinterpret_cast<const char*>(expected.id.data()));
    ASSERT_TRUE(position.has_value());
    EXPECT_EQ(cache->blob_size(*position), expected.size);
    EXPECT_EQ(cache->passes(*position), expected.passes);
  }
  const BlobVerdict absent = verdict(201, 0, false);
  EXPECT_FALSE(cache->find(reinterpret_cast<const char*>(absent.id.data())).has_value());
  struct stat status{};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(VerdictCacheFile, ThatIsAbsentIsEmpty) {
  EXPECT_EQ(VerdictCache::read(path(), 20)->size(), 0U);
}

TEST_F(VerdictCacheFile, IsNotBelievedWhenAnyByteIsWrongOrMissing) {
  ASSERT_TRUE(VerdictCache::write(path(), 20, {verdict(1, 5, false), verdict(2, 6, true)}).ok());
  const std::string good = raw();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    write_raw(bad);
    EXPECT_FALSE(VerdictCache::read(path(), 20).ok()) << at;
    write_raw(good.substr(0, at));
    EXPECT_FALSE(VerdictCache::read(path(), 20).ok()) << at;
  }
  write_raw(good);
  EXPECT_TRUE(VerdictCache::read(path(), 20).ok());
  EXPECT_FALSE(VerdictCache::read(path(), 32).ok());
}

TEST_F(VerdictCacheFile, IsReplacedAsAWhole) {
  ASSERT_TRUE(VerdictCache::write(path(), 20, {verdict(1, 5, false)}).ok());
  ASSERT_TRUE(VerdictCache::write(path(), 20, {verdict(2, 5, false), verdict(3, 5, false)}).ok());
  EXPECT_EQ(VerdictCache::read(path(), 20)->size(), 2U);
}

}  // namespace
}  // namespace trawl
