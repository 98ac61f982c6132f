#include "engine/git/object_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "engine/git/object_hash.h"
#include "tests/unit/git/git_sandbox.h"

namespace trawl {
namespace {

using testing::HasSubstr;
using testing_git::GitSandbox;

Repository repository_of(const GitSandbox& sandbox, RepositoryOptions options = {}) {
  Result<Repository> repository = Repository::discover(sandbox.repo(), options);
  if (!repository.ok()) throw std::runtime_error(repository.error().sentence());
  return *repository;
}

ObjectDatabase database_of(const GitSandbox& sandbox, RepositoryOptions options = {}) {
  Result<ObjectDatabase> database = ObjectDatabase::open(repository_of(sandbox, std::move(options)));
  if (!database.ok()) throw std::runtime_error(database.error().sentence());
  return std::move(*database);
}

/// Every object of the store by `git cat-file --batch-all-objects --batch`.
std::map<std::string, Object> objects_by_git(const GitSandbox& sandbox) {
  const std::string all =
      sandbox.git("--no-replace-objects cat-file --batch-all-objects --batch --unordered");
  std::map<std::string, Object> objects;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = all.find('\n', at);
    std::istringstream line(all.substr(at, end - at));
    std::string id;
    std::string type;
    std::size_t size = 0;
    line >> id >> type >> size;
    objects[id] = {*object_type_named(type), all.substr(end + 1, size)};
    at = end + 1 + size + 1;
  }
  return objects;
}

void expect_equal_to_git(const GitSandbox& sandbox, const RepositoryOptions& options = {}) {
  const ObjectDatabase database = database_of(sandbox, options);
  const std::map<std::string, Object> objects = objects_by_git(sandbox);
  ASSERT_GT(objects.size(), 10U);
  for (const auto& [hex, expected] : objects) {
    const ObjectId id = *ObjectId::from_hex(database.format(), hex);
    const ObjectResult<Object> object = database.read(id);
    ASSERT_TRUE(object.ok()) << object.error().sentence();
    EXPECT_EQ(object->type, expected.type) << hex;
    EXPECT_EQ(object->bytes, expected.bytes) << hex;
    EXPECT_EQ(id_of_object(database.format(), object->type, object->bytes), id);
    const ObjectResult<ObjectHeader> header = database.header(id);
    ASSERT_TRUE(header.ok()) << header.error().sentence();
    EXPECT_EQ(header->type, expected.type) << hex;
    EXPECT_EQ(header->size, expected.bytes.size()) << hex;

    ObjectResult<std::unique_ptr<ObjectStream>> stream = database.stream(id);
    ASSERT_TRUE(stream.ok()) << stream.error().sentence();
    std::string streamed;
    char room[777];
    while (true) {
      const ObjectResult<std::size_t> got = (*stream)->read(room);
      ASSERT_TRUE(got.ok()) << got.error().sentence();
      if (*got == 0) break;
      streamed.append(room, *got);
    }
    EXPECT_EQ(streamed, expected.bytes) << hex;
  }
  const ObjectResult<Object> absent = database.read(ObjectId::null(database.format()));
  ASSERT_FALSE(absent.ok());
  EXPECT_EQ(absent.fault(), ObjectFault::kMissing);
}

struct StoreCase {
  const char* what;
  const char* init;
  const char* command;
};

class Store : public testing::TestWithParam<StoreCase> {};

TEST_P(Store, ReadsEveryObjectAsGitDoes) {
  GitSandbox sandbox;
  sandbox.init(GetParam().init);
  sandbox.make_history(12);
  if (*GetParam().command != '\0') sandbox.shell(GetParam().command);
  expect_equal_to_git(sandbox);
}

INSTANTIATE_TEST_SUITE_P(
    ObjectDatabase, Store,
    testing::Values(StoreCase{"loose", "", ""},
                    StoreCase{"offset_deltas", "", "git repack -q -adf --depth=50 --window=50"},
                    StoreCase{"id_deltas", "",
                              "git -c repack.useDeltaBaseOffset=false repack -q -adf --depth=50 --window=50"},
                    StoreCase{"index_version_1", "", "git -c pack.indexVersion=1 repack -q -adf --depth=50"},
                    StoreCase{"sha256_loose", "--object-format=sha256", ""},
                    StoreCase{"sha256_packed", "--object-format=sha256", "git repack -q -adf --depth=50"},
                    StoreCase{"sha256_index_version_1", "--object-format=sha256",
                              "git -c pack.indexVersion=1 repack -q -adf"},
                    StoreCase{"several_packs_and_loose", "",
                              "git repack -q -d && echo 1 > n1 && git add . && git commit -qm n1 && git "
                              "repack -q -d && echo 2 > "
                              "n2 && git add . && git commit -qm n2 && git multi-pack-index write"},
                    StoreCase{"stored_uncompressed", "",
                              "git -c core.compression=0 -c pack.compression=0 repack -q -adF"},
                    StoreCase{"large_offsets", "",
                              "git repack -q -adf && cd .git/objects/pack && P=$(ls *.pack) && rm -f *.idx "
                              "*.rev && git index-pack "
                              "--index-version=2,0x40 $P >/dev/null"}),
    [](const auto& parameter) { return std::string(parameter.param.what); });

TEST(ObjectDatabase, FollowsAlternatesOnlyWhereAllowed) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(3);
  sandbox.shell("mv repo origin && git clone -q --shared origin repo", sandbox.root());
  const ObjectDatabase refused = database_of(sandbox);
  ASSERT_EQ(refused.unreadable().size(), 1U);
  EXPECT_THAT(refused.unreadable()[0], HasSubstr("leads out of the repository"));
  const ObjectId head = *ObjectId::from_hex(ObjectFormat::kSha1, sandbox.git_line("rev-parse HEAD"));
  EXPECT_EQ(refused.read(head).fault(), ObjectFault::kCorrupt);

  RepositoryOptions options;
  options.follow_alternates = true;
  expect_equal_to_git(sandbox, options);
}

TEST(ObjectDatabase, EndsACycleOfAlternatesAndLimitsTheirNesting) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(2);
  for (int i = 0; i < 8; ++i) {
    const std::string name = "store" + std::to_string(i);
    sandbox.write(".git/" + name + "/info/alternates", "../store" + std::to_string(i + 1) + "\n");
  }
  sandbox.write(".git/objects/info/alternates", "# a comment\n../store0\n../objects\n");
  const ObjectDatabase database = database_of(sandbox);
  ASSERT_EQ(database.unreadable().size(), 1U);
  EXPECT_THAT(database.unreadable()[0], HasSubstr("nests deeper than 5"));
  sandbox.write(".git/store3/info/alternates", "../objects\n");
  EXPECT_TRUE(database_of(sandbox).unreadable().empty());
}

TEST(ObjectDatabase, ReadsTheDirectoriesGivenToAHook) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(2);
  std::filesystem::rename(sandbox.at(".git/objects"), sandbox.root() + "/real");
  std::filesystem::create_directories(sandbox.root() + "/quarantine");
  std::filesystem::create_directories(sandbox.at(".git/objects"));
  RepositoryOptions options;
  options.object_directory = sandbox.root() + "/quarantine";
  options.alternate_object_directories = {sandbox.root() + "/real"};
  const ObjectDatabase database = database_of(sandbox, options);
  const std::string hex = GitSandbox::read(sandbox.at(".git/refs/heads/main")).substr(0, 40);
  EXPECT_TRUE(database.read(*ObjectId::from_hex(ObjectFormat::kSha1, hex)).ok());
}

TEST(ObjectDatabase, NamesAPackWithoutIndexAndCallsWhatItMayHoldCorrupt) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(2);
  const std::string head = sandbox.git_line("rev-parse HEAD");
  sandbox.shell("git repack -q -ad && rm -f .git/objects/pack/*.idx");
  const ObjectDatabase database = database_of(sandbox);
  ASSERT_EQ(database.unreadable().size(), 1U);
  EXPECT_THAT(database.unreadable()[0], HasSubstr("has no index"));
  EXPECT_EQ(database.read(*ObjectId::from_hex(ObjectFormat::kSha1, head)).fault(), ObjectFault::kCorrupt);
}

TEST(ObjectDatabase, TakesTheSoundCopyOfADamagedObject) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(2);
  const std::string head = sandbox.git_line("rev-parse HEAD");
  sandbox.git("repack -q -a");
  sandbox.write(".git/objects/" + head.substr(0, 2) + "/" + head.substr(2), "rubbish");
  EXPECT_TRUE(database_of(sandbox).read(*ObjectId::from_hex(ObjectFormat::kSha1, head)).ok());
}

TEST(ObjectDatabase, FollowsNoLinkBelowTheGitDirectory) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(2);
  const std::string head = sandbox.git_line("rev-parse HEAD");
  const std::string folder = sandbox.at(".git/objects/" + head.substr(0, 2));
  sandbox.shell("mv " + folder + " ../moved && ln -s ../../../moved " + folder);
  const ObjectResult<Object> object =
      database_of(sandbox).read(*ObjectId::from_hex(ObjectFormat::kSha1, head));
  ASSERT_FALSE(object.ok());
  EXPECT_EQ(object.fault(), ObjectFault::kCorrupt);
  EXPECT_THAT(object.error().sentence(), HasSubstr("link"));
}

TEST(ObjectDatabase, HoldsTheLimitOnSize) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(6);
  for (const char* command : {"true", "git repack -q -adf"}) {
    sandbox.shell(command);
    const ObjectId id = *ObjectId::from_hex(ObjectFormat::kSha1, sandbox.git_line("rev-parse HEAD:top.txt"));
    const ObjectDatabase database = database_of(sandbox);
    const std::uint64_t size = database.header(id)->size;
    EXPECT_EQ(database.read(id, size - 1).fault(), ObjectFault::kTooLarge) << command;
  }
}

// ---- damage: an error or the true bytes, and where an index lies, bytes whose id gives it away ----

/// Reads every object; how many could not be read or have another id than asked for.
std::size_t count_lost(const GitSandbox& sandbox, const std::map<std::string, Object>& expected) {
  const Result<ObjectDatabase> database = ObjectDatabase::open(repository_of(sandbox));
  if (!database.ok()) return expected.size();
  std::size_t lost = 0;
  for (const auto& [hex, object] : expected) {
    const ObjectId id = *ObjectId::from_hex(database->format(), hex);
    (void)database->header(id);
    const ObjectResult<Object> found = database->read(id);
    if (!found.ok()) {
      ++lost;
      EXPECT_FALSE(found.error().sentence().empty());
    } else if (found->type != object.type || found->bytes != object.bytes) {
      ++lost;
      EXPECT_NE(id_of_object(database->format(), found->type, found->bytes), id);
    }
  }
  return lost;
}

std::string only_file(const GitSandbox& sandbox, const std::string& extension) {
  for (const auto& entry : std::filesystem::directory_iterator(sandbox.at(".git/objects/pack"))) {
    if (entry.path().extension() == extension) return entry.path().string();
  }
  throw std::runtime_error("no " + extension);
}

struct DamageCase {
  const char* what;
  const char* extension;
  const char* repack;
};

class Damage : public testing::TestWithParam<DamageCase> {};

TEST_P(Damage, IsAnErrorNeverACrash) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.make_history(6);
  sandbox.shell(GetParam().repack);
  const std::map<std::string, Object> expected = objects_by_git(sandbox);
  const std::string path = only_file(sandbox, GetParam().extension);
  const std::string sound = GitSandbox::read(path);
  ASSERT_EQ(count_lost(sandbox, expected), 0U);

  for (std::size_t at = 0; at < sound.size(); at += 1 + sound.size() / 300) {
    std::string damaged = sound;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
    GitSandbox::write_file(path, damaged);
    count_lost(sandbox, expected);
  }
  for (std::size_t length = 0; length < sound.size(); length += 1 + sound.size() / 100) {
    GitSandbox::write_file(path, sound.substr(0, length));
    EXPECT_GT(count_lost(sandbox, expected), 0U) << "cut to " << length;
  }
}

INSTANTIATE_TEST_SUITE_P(ObjectDatabase, Damage,
                         testing::Values(DamageCase{"pack", ".pack", "git repack -q -adf"},
                                         DamageCase{"idx", ".idx", "git repack -q -adf"},
                                         DamageCase{"id_delta_pack", ".pack",
                                                    "git -c repack.useDeltaBaseOffset=false repack -q -adf"},
                                         DamageCase{"idx_version_1", ".idx",
                                                    "git -c pack.indexVersion=1 repack -q -adf"}),
                         [](const auto& parameter) { return std::string(parameter.param.what); });

TEST(ObjectDatabase, DamageOfALooseObjectIsAnError) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", GitSandbox::text_of(20, 1));
  sandbox.git("add a");
  const std::string hex = sandbox.git_line("rev-parse :a");
  const std::string path = sandbox.at(".git/objects/" + hex.substr(0, 2) + "/" + hex.substr(2));
  const std::string sound = GitSandbox::read(path);
  const ObjectId id = *ObjectId::from_hex(ObjectFormat::kSha1, hex);
  const ObjectDatabase database = database_of(sandbox);
  std::size_t harmless = 0;
  for (std::size_t at = 0; at < sound.size(); ++at) {
    std::string damaged = sound;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    GitSandbox::write_file(path, damaged);
    const ObjectResult<Object> object = database.read(id);
    // The Adler checksum guards the content; a few bits (of the header, and of padding) mean nothing.
    EXPECT_TRUE(!object.ok() || object->bytes == GitSandbox::text_of(20, 1)) << at;
    if (object.ok()) ++harmless;
    GitSandbox::write_file(path, sound.substr(0, at));
    EXPECT_FALSE(database.read(id).ok()) << "cut to " << at;
  }
  EXPECT_LE(harmless, 3U);
  GitSandbox::write_file(path, sound + "x");
  EXPECT_FALSE(database.read(id).ok());
}

}  // namespace
}  // namespace trawl
