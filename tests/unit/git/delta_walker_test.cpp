#include "engine/git/delta_walker.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/git/object_hash.h"
#include "tests/unit/git/crafted_pack.h"

namespace trawl {
namespace {

using testing::HasSubstr;
using testing_git::CraftedPack;
using testing_git::delta_copy;
using testing_git::delta_size;
using testing_git::GitSandbox;
using testing_git::made_up_id;

/// Everything a walk says, and whether the copies of each delta are true of base and result.
class Recorder : public ObjectVisitor {
 public:
  Recorder(const PackForest& forest, bool check_ids) : forest_(forest), check_ids_(check_ids) {}

  void visit(const WalkedObject& object) override {
    const std::string bytes(object.bytes);
    const ObjectType type = *forest_.type(object.entry);
    const ObjectId id = id_of_object(forest_.format(), type, bytes);
    if (check_ids_) {
      EXPECT_EQ(id.hex(), forest_.id(object.entry).hex());
    }
    objects[id.hex()] = std::string(name_of(type)) + " " + std::to_string(bytes.size());
    contents[object.entry] = bytes;
    if (object.slot >= of_slot_.size()) of_slot_.resize(object.slot + 1);
    if (object.base_slot != WalkedObject::kNoSlot) {
      const std::string& base = of_slot_[object.base_slot];
      EXPECT_EQ(object.base_size, base.size());
      std::uint64_t end = 0;
      for (const CopyRun& run : object.copies) {
        EXPECT_GE(run.target, end);
        EXPECT_EQ(bytes.substr(run.target, run.length), base.substr(run.base, run.length));
        end = std::uint64_t{run.target} + run.length;
      }
      EXPECT_LE(end, bytes.size());
      ++deltas;
    }
    of_slot_[object.slot] = bytes;
    greatest_slot = std::max(greatest_slot, object.slot);
  }
  void lost(std::uint32_t entry, const ObjectFailure& failure) override {
    failures.push_back(failure.error.sentence());
    lost_count += forest_.count_below(entry);
  }
  void gap(std::uint32_t) override { ++gaps; }

  std::map<std::string, std::string> objects;  ///< "type size" by id
  std::map<std::uint32_t, std::string> contents;
  std::vector<std::string> failures;
  std::uint64_t lost_count = 0;
  std::size_t gaps = 0;
  std::size_t deltas = 0;
  std::uint32_t greatest_slot = 0;

 private:
  const PackForest& forest_;
  bool check_ids_;
  std::vector<std::string> of_slot_;
};

Result<MappedFile> mapped(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path();
  const Result<GuardedDirectory> directory = GuardedDirectory::open(folder);
  Result<std::optional<GuardedFile>> file = directory->open_file(std::filesystem::path(path).filename());
  if (!file.ok()) return file.error();
  return MappedFile::open(std::move(**file));
}

Result<PackForest> forest_of(const std::string& pack, ObjectFormat format = ObjectFormat::kSha1) {
  Result<MappedFile> bytes = mapped(pack);
  if (!bytes.ok()) return bytes.error();
  Result<MappedFile> index = mapped(pack.substr(0, pack.size() - 5) + ".idx");
  if (!index.ok()) return index.error();
  return PackForest::build(std::move(*bytes), std::move(*index), format, nullptr);
}

void walk_all(const PackForest& forest, Recorder& recorder, const WantedEntries& wanted = {},
              const DeltaWalker::Limits& limits = {}) {
  DeltaWalker walker(limits, nullptr);
  for (std::uint32_t entry = 0; entry < forest.size(); ++entry) {
    if (forest.is_root(entry)) walker.walk(forest, entry, wanted, recorder);
  }
}

class WalkedPacks : public testing::Test {
 protected:
  static std::map<std::string, std::string> objects_by_git(const GitSandbox& sandbox) {
    std::istringstream listing(sandbox.shell(
        "git --no-replace-objects cat-file --batch-all-objects --batch-check='%(objectname) %(objecttype) "
        "%(objectsize)'"));
    std::map<std::string, std::string> objects;
    std::string id;
    std::string rest;
    while (listing >> id && std::getline(listing, rest)) objects[id] = rest.substr(1);
    return objects;
  }

  static std::string pack_of(const GitSandbox& sandbox) {
    for (const auto& entry : std::filesystem::directory_iterator(sandbox.at(".git/objects/pack"))) {
      if (entry.path().extension() == ".pack") return entry.path();
    }
    return {};
  }

  // Commits a file of lines that changes at random places, `versions` times.
  static void commit_edits(const GitSandbox& sandbox, unsigned versions) {
    std::mt19937 random(versions);  // NOLINT: the same in every run
    std::vector<std::string> lines(300);
    for (std::string& line : lines) line = "line " + std::to_string(random()) + "\n";
    for (unsigned version = 0; version < versions; ++version) {
      for (int i = 0; i < 3; ++i) lines[random() % lines.size()] = "new " + std::to_string(random()) + "\n";
      if (version % 7 == 0) std::rotate(lines.begin(), lines.begin() + 40, lines.end());
      std::string text;
      for (const std::string& line : lines) text += line;
      sandbox.write("a/b/file.txt", text);
      sandbox.write("other" + std::to_string(version % 5), text.substr(0, version * 100));
      sandbox.shell("git add -A && git commit -qm " + std::to_string(version));
    }
  }
};

TEST_F(WalkedPacks, HaveTheObjectsThatGitHas) {
  for (const std::string options : {"--depth=50", "--depth=4000 --window=200", "--depth=0"}) {
    GitSandbox sandbox;
    sandbox.init();
    commit_edits(sandbox, 40);
    sandbox.shell("git tag -a -m tagged v1 && git repack -adfq " + options);
    const Result<PackForest> forest = forest_of(pack_of(sandbox));
    ASSERT_TRUE(forest.ok()) << forest.error().sentence();
    Recorder recorder(*forest, true);
    walk_all(*forest, recorder);
    EXPECT_EQ(recorder.objects, objects_by_git(sandbox)) << options;
    EXPECT_EQ(recorder.gaps, 0U);
    EXPECT_TRUE(recorder.failures.empty());
    EXPECT_EQ(recorder.deltas > 20, options != "--depth=0");
  }
}

TEST_F(WalkedPacks, OfSha256AndOfTheFirstIndexVersion) {
  GitSandbox sandbox;
  sandbox.shell("git init -q --object-format=sha256 repo", sandbox.root());
  commit_edits(sandbox, 12);
  sandbox.shell("git -c pack.indexVersion=1 repack -adfq");
  const Result<PackForest> forest = forest_of(pack_of(sandbox), ObjectFormat::kSha256);
  ASSERT_TRUE(forest.ok()) << forest.error().sentence();
  Recorder recorder(*forest, true);
  walk_all(*forest, recorder);
  EXPECT_EQ(recorder.objects, objects_by_git(sandbox));
}

TEST_F(WalkedPacks, WithDeltasByIdOnly) {
  GitSandbox sandbox;
  sandbox.init();
  commit_edits(sandbox, 25);
  sandbox.shell("git -c repack.useDeltaBaseOffset=false repack -adfq");
  const Result<PackForest> forest = forest_of(pack_of(sandbox));
  ASSERT_TRUE(forest.ok());
  Recorder recorder(*forest, true);
  walk_all(*forest, recorder);
  EXPECT_EQ(recorder.objects, objects_by_git(sandbox));
  EXPECT_GT(recorder.deltas, 20U);
}

TEST_F(WalkedPacks, GiveTheSameWhateverTheMemory) {
  GitSandbox sandbox;
  sandbox.init();
  commit_edits(sandbox, 30);
  sandbox.shell("git repack -adfq --window=100");
  const Result<PackForest> forest = forest_of(pack_of(sandbox));
  Recorder ample(*forest, true);
  walk_all(*forest, ample);
  DeltaWalker::Limits limits;
  limits.budget = 0;
  Recorder scarce(*forest, true);
  walk_all(*forest, scarce, {}, limits);
  EXPECT_EQ(scarce.contents, ample.contents);
}

TEST_F(WalkedPacks, VisitOnlyWhatIsWanted) {
  GitSandbox sandbox;
  sandbox.init();
  commit_edits(sandbox, 30);
  sandbox.shell("git repack -adfq");
  const Result<PackForest> forest = forest_of(pack_of(sandbox));
  Recorder all(*forest, true);
  walk_all(*forest, all);
  std::mt19937 random(1);  // NOLINT: the same in every run
  for (int round = 0; round < 20; ++round) {
    WantedEntries wanted(forest->size());
    std::set<std::uint32_t> asked;
    for (int i = 0; i < 4; ++i) {
      const auto entry = static_cast<std::uint32_t>(random() % forest->size());
      wanted[entry] = kWanted;
      asked.insert(entry);
    }
    mark_needed(*forest, wanted);
    Recorder some(*forest, true);
    walk_all(*forest, some, wanted);
    std::set<std::uint32_t> visited;
    for (const auto& [entry, bytes] : some.contents) {
      visited.insert(entry);
      EXPECT_EQ(bytes, all.contents[entry]);
    }
    EXPECT_EQ(visited, asked);
  }
}

TEST_F(WalkedPacks, AreReadWithoutAnIndexToo) {
  GitSandbox sandbox;
  sandbox.init();
  commit_edits(sandbox, 20);
  sandbox.shell("git repack -adfq");
  std::string problem;
  Result<MappedFile> bytes = mapped(pack_of(sandbox));
  const Result<PackForest> forest =
      PackForest::build_without_index(std::move(*bytes), ObjectFormat::kSha1, problem);
  ASSERT_TRUE(forest.ok());
  EXPECT_EQ(problem, "");
  Recorder recorder(*forest, false);
  walk_all(*forest, recorder);
  EXPECT_EQ(recorder.objects, objects_by_git(sandbox));
}

TEST_F(WalkedPacks, ATruncatedOneGivesWhatPrecedesTheCut) {
  GitSandbox sandbox;
  sandbox.init();
  commit_edits(sandbox, 20);
  sandbox.shell("git repack -adfq && chmod u+w .git/objects/pack/*");
  const std::string pack = pack_of(sandbox);
  const auto all = objects_by_git(sandbox);
  std::filesystem::resize_file(pack, std::filesystem::file_size(pack) / 2);
  EXPECT_THAT(forest_of(pack).error().sentence(), HasSubstr("do not belong together, or it is truncated"));
  std::string problem;
  Result<MappedFile> bytes = mapped(pack);
  const Result<PackForest> forest =
      PackForest::build_without_index(std::move(*bytes), ObjectFormat::kSha1, problem);
  ASSERT_TRUE(forest.ok());
  EXPECT_THAT(problem, HasSubstr("what follows it is not read"));
  Recorder recorder(*forest, false);
  walk_all(*forest, recorder);
  EXPECT_GT(recorder.objects.size(), 10U);
  EXPECT_LT(recorder.objects.size(), all.size());
  for (const auto& [id, what] : recorder.objects) EXPECT_EQ(all.at(id), what);
}

TEST_F(WalkedPacks, SurviveAFileThatShrinksWhileItIsRead) {
  GitSandbox sandbox;
  sandbox.init();
  std::string noise(1 << 20, '\0');
  std::mt19937 random(7);  // NOLINT: the same in every run
  for (char& byte : noise) byte = static_cast<char>(random());
  sandbox.write("noise", noise);
  sandbox.shell("git add -A && git commit -qm noise && git repack -adfq && chmod u+w .git/objects/pack/*");
  const std::string pack = pack_of(sandbox);
  const Result<PackForest> forest = forest_of(pack);
  ASSERT_TRUE(forest.ok());
  std::filesystem::resize_file(pack, 100);
  Recorder recorder(*forest, false);
  walk_all(*forest, recorder);
  ASSERT_FALSE(recorder.failures.empty());
  EXPECT_THAT(recorder.failures.back(), HasSubstr("became shorter"));
  EXPECT_TRUE(forest->file().vanished());
}

class HostileForest : public testing::Test {
 protected:
  HostileForest() { sandbox_.init(); }
  Result<PackForest> build() {
    pack_.write_into(sandbox_);
    return forest_of(sandbox_.at(".git/objects/pack/pack-crafted.pack"));
  }
  static std::string same(std::uint64_t size) {
    return delta_size(size) + delta_size(size) + delta_copy(0, size);
  }

  GitSandbox sandbox_;
  CraftedPack pack_;
};

TEST_F(HostileForest, CyclesAreLostAndNothingElse) {
  pack_.add_id_delta(made_up_id(1), made_up_id(2), same(5));
  pack_.add_id_delta(made_up_id(2), made_up_id(3), same(5));
  pack_.add_id_delta(made_up_id(3), made_up_id(1), same(5));
  pack_.add_id_delta(made_up_id(4), made_up_id(3), same(5));
  pack_.add_id_delta(made_up_id(5), made_up_id(5), same(5));
  pack_.add_blob(made_up_id(6), "sound");
  const Result<PackForest> forest = build();
  ASSERT_TRUE(forest.ok());
  std::uint64_t lost = 0;
  for (const LostEntry& entry : forest->lost()) {
    EXPECT_THAT(entry.failure.error.sentence(), HasSubstr("its delta chain is a cycle"));
    lost += forest->count_below(entry.entry);
  }
  EXPECT_EQ(lost, 5U);
  Recorder recorder(*forest, false);
  walk_all(*forest, recorder);
  EXPECT_EQ(recorder.contents.size(), 1U);
}

TEST_F(HostileForest, ADamagedEntryTakesOnlyItsDeltasAlong) {
  const std::uint64_t bad = pack_.add(made_up_id(1), testing_git::entry_header(3, 5) + "garbage");
  const std::uint64_t child = pack_.add_offset_delta(made_up_id(2), bad, same(5));
  pack_.add_offset_delta(made_up_id(3), child, same(5));
  const std::uint64_t good = pack_.add_blob(made_up_id(4), "12345");
  pack_.add_offset_delta(made_up_id(5), good, same(5));
  const Result<PackForest> forest = build();
  Recorder recorder(*forest, false);
  walk_all(*forest, recorder);
  EXPECT_EQ(recorder.contents.size(), 2U);
  EXPECT_EQ(recorder.lost_count, 3U);
}

TEST_F(HostileForest, ADeltaThatPromisesMoreThanItMakesAllocatesNothing) {
  const std::uint64_t base = pack_.add_blob(made_up_id(1), "12345");
  pack_.add_offset_delta(made_up_id(2), base,
                         delta_size(5) + delta_size(std::uint64_t{3} << 30) + delta_copy(0, 5));
  pack_.add(made_up_id(3), testing_git::entry_header(3, std::uint64_t{2} << 30) + testing_git::deflated("x"));
  const Result<PackForest> forest = build();
  Recorder recorder(*forest, false);
  walk_all(*forest, recorder);
  EXPECT_EQ(recorder.contents.size(), 1U);
  ASSERT_EQ(recorder.failures.size(), 1U);
  EXPECT_THAT(recorder.failures[0], HasSubstr("makes 5 bytes instead of"));
  ASSERT_EQ(forest->lost().size(), 1U);
  EXPECT_THAT(forest->lost()[0].failure.error.sentence(), HasSubstr("cannot inflate to the size"));
}

TEST_F(HostileForest, ATreeOfDeltasThatMakesTooMuchIsCut) {
  const std::uint64_t size = std::uint64_t{1} << 20;
  std::uint64_t base = pack_.add_blob(made_up_id(0), std::string(size, 'x'));
  for (unsigned i = 1; i < 100; ++i) {
    base = pack_.add_offset_delta(made_up_id(i), base, same(size));
  }
  const Result<PackForest> forest = build();
  DeltaWalker::Limits limits;
  limits.made = 10 * size;
  limits.made_for_packed = 1;
  Recorder recorder(*forest, false);
  walk_all(*forest, recorder, {}, limits);
  EXPECT_EQ(recorder.contents.size() + recorder.lost_count, 100U);
  EXPECT_LT(recorder.contents.size(), 20U);
  EXPECT_THAT(recorder.failures.at(0), HasSubstr("make more than"));
}

TEST_F(HostileForest, DeepChainsTakeTwoBuffers) {
  std::uint64_t base = pack_.add_blob(made_up_id(0), "12345");
  for (unsigned i = 1; i < 20000; ++i) base = pack_.add_offset_delta(made_up_id(i), base, same(5));
  const Result<PackForest> forest = build();
  Recorder recorder(*forest, false);
  walk_all(*forest, recorder);
  EXPECT_EQ(recorder.contents.size(), 20000U);
  EXPECT_LE(recorder.greatest_slot, 1U);
}

TEST_F(HostileForest, AnIndexThatLeavesAnEntryOutIsNoticed) {
  pack_.add_blob(made_up_id(1), "first");
  // Two entries under one id's place: the second is in no index.
  pack_.add(made_up_id(2), testing_git::entry_header(3, 5) + testing_git::deflated("12345") +
                               testing_git::entry_header(3, 6) + testing_git::deflated("hidden"));
  pack_.add_blob(made_up_id(3), "third");
  const Result<PackForest> forest = build();
  Recorder recorder(*forest, false);
  walk_all(*forest, recorder);
  EXPECT_EQ(recorder.contents.size(), 3U);
  EXPECT_EQ(recorder.gaps, 1U);
}

TEST_F(HostileForest, LargeObjectsLieInATemporaryFile) {
  const std::uint64_t size = ObjectBuffer::kInMemory + 5;
  std::string delta = delta_size(0x10000) + delta_size(size);
  for (std::uint64_t made = 0; made < size;) {
    const std::uint64_t piece = std::min<std::uint64_t>(0x10000, size - made);
    delta += delta_copy(0, piece);
    made += piece;
  }
  const std::uint64_t base = pack_.add_blob(made_up_id(0), std::string(0x10000, 'x'));
  pack_.add_offset_delta(made_up_id(1), base, delta);
  const Result<PackForest> forest = build();
  Recorder recorder(*forest, false);
  walk_all(*forest, recorder);
  EXPECT_EQ(recorder.contents[1], std::string(size, 'x'));
}

}  // namespace
}  // namespace trawl
