#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/git/loose_object.h"
#include "engine/git/object_database.h"
#include "tests/unit/git/crafted_pack.h"

namespace trawl {
namespace {

using testing::HasSubstr;
using testing_git::base_distance;
using testing_git::big_endian;
using testing_git::CraftedPack;
using testing_git::deflated;
using testing_git::delta_copy;
using testing_git::delta_size;
using testing_git::entry_header;
using testing_git::GitSandbox;
using testing_git::made_up_id;

class HostilePack : public testing::Test {
 protected:
  HostilePack() { sandbox_.init(); }

  ObjectResult<Object> read(unsigned number, std::uint64_t most = kMaxObjectBytes) {
    return with_database(
        [&](const ObjectDatabase& database) { return database.read(made_up_id(number), most); });
  }
  ObjectResult<ObjectHeader> header(unsigned number) {
    return with_database([&](const ObjectDatabase& database) { return database.header(made_up_id(number)); });
  }
  void expect_failure(unsigned number, ObjectFault fault, const std::string& sentence) {
    const ObjectResult<Object> object = read(number);
    ASSERT_FALSE(object.ok());
    EXPECT_EQ(object.fault(), fault);
    EXPECT_THAT(object.error().sentence(), HasSubstr(sentence));
  }

  GitSandbox sandbox_;
  CraftedPack pack_;

 private:
  template <typename Use>
  auto with_database(Use use) -> decltype(use(std::declval<const ObjectDatabase&>())) {
    pack_.write_into(sandbox_);
    const Result<Repository> repository = Repository::discover(sandbox_.repo());
    const Result<ObjectDatabase> database = ObjectDatabase::open(*repository);
    EXPECT_TRUE(database->unreadable().empty());
    return use(*database);
  }
};

std::string identity_delta(std::uint64_t size) {
  return delta_size(size) + delta_size(size) + delta_copy(0, size);
}

TEST_F(HostilePack, ASoundCraftedPackIsRead) {
  const std::uint64_t base = pack_.add_blob(made_up_id(1), "some base");
  pack_.add_offset_delta(made_up_id(2), base,
                         delta_size(9) + delta_size(12) + delta_copy(5, 4) + "\x08" + "inserted");
  pack_.add_id_delta(made_up_id(3), made_up_id(2), identity_delta(12));
  EXPECT_EQ(read(2)->bytes, "baseinserted");
  EXPECT_EQ(read(3)->bytes, "baseinserted");
  EXPECT_EQ(header(3)->size, 12U);
}

TEST_F(HostilePack, AChainThatIsItsOwnBaseEnds) {
  pack_.add_id_delta(made_up_id(1), made_up_id(1), identity_delta(5));
  expect_failure(1, ObjectFault::kCorrupt, "cycle");
  EXPECT_EQ(header(1).fault(), ObjectFault::kCorrupt);
}

TEST_F(HostilePack, ACycleOfIdDeltasEnds) {
  pack_.add_id_delta(made_up_id(1), made_up_id(2), identity_delta(5));
  pack_.add_id_delta(made_up_id(2), made_up_id(3), identity_delta(5));
  pack_.add_id_delta(made_up_id(3), made_up_id(1), identity_delta(5));
  expect_failure(2, ObjectFault::kCorrupt, "cycle");
}

TEST_F(HostilePack, ABaseMayLieLaterInThePack) {
  pack_.add_id_delta(made_up_id(1), made_up_id(2), identity_delta(5));
  pack_.add_blob(made_up_id(2), "later");
  EXPECT_EQ(read(1)->bytes, "later");
}

TEST_F(HostilePack, AMissingBaseIsNamed) {
  pack_.add_id_delta(made_up_id(1), made_up_id(9), identity_delta(5));
  expect_failure(1, ObjectFault::kCorrupt, "delta base " + made_up_id(9).hex() + " is missing");
}

TEST_F(HostilePack, ChainsAreReadToTheGreatestDepthAndNoFurther) {
  std::uint64_t base = pack_.add_blob(made_up_id(0), "12345");
  for (unsigned depth = 1; depth <= ObjectDatabase::kMaxDeltaDepth + 1; ++depth) {
    base = pack_.add_offset_delta(made_up_id(depth), base, identity_delta(5));
  }
  EXPECT_EQ(read(ObjectDatabase::kMaxDeltaDepth)->bytes, "12345");
  expect_failure(ObjectDatabase::kMaxDeltaDepth + 1, ObjectFault::kTooLarge, "longer than 4096");
}

TEST_F(HostilePack, ADeltaBombIsTooLargeBeforeItIsMade) {
  const std::uint64_t base = pack_.add_blob(made_up_id(1), std::string(0x10000, 'x'));
  std::string delta = delta_size(0x10000) + delta_size(std::uint64_t{1} << 40);
  for (int i = 0; i < 1000; ++i) delta += delta_copy(0, 0x10000);
  pack_.add_offset_delta(made_up_id(2), base, delta);
  expect_failure(2, ObjectFault::kTooLarge, "1099511627776 bytes");
  EXPECT_EQ(header(2)->size, std::uint64_t{1} << 40);
}

TEST_F(HostilePack, AChainThatMakesManyLargeObjectsIsCut) {
  const std::uint64_t size = std::uint64_t{60} << 20;
  std::string grow = delta_size(0x10000) + delta_size(size);
  for (std::uint64_t made = 0; made < size; made += 0x10000) grow += delta_copy(0, 0x10000);
  std::uint64_t base = pack_.add_blob(made_up_id(0), std::string(0x10000, 'x'));
  base = pack_.add_offset_delta(made_up_id(1), base, grow);
  std::string same = delta_size(size) + delta_size(size);
  for (std::uint64_t made = 0; made < size; made += 0xA00000) same += delta_copy(made, 0xA00000);
  for (unsigned i = 2; i < 80; ++i) base = pack_.add_offset_delta(made_up_id(i), base, same);
  expect_failure(79, ObjectFault::kTooLarge, "more than 4 GiB");
}

TEST_F(HostilePack, LyingSizesAreCorrupt) {
  pack_.add(made_up_id(1), entry_header(3, 4) + deflated("12345"));
  pack_.add(made_up_id(2), entry_header(3, 6) + deflated("12345"));
  pack_.add(made_up_id(3), entry_header(3, std::uint64_t{1} << 50) + deflated("12345"));
  const std::uint64_t base = pack_.add_blob(made_up_id(4), "12345");
  pack_.add_offset_delta(made_up_id(5), base, identity_delta(6));
  pack_.add_offset_delta(made_up_id(6), base, delta_size(5) + delta_size(9) + delta_copy(0, 5));
  expect_failure(1, ObjectFault::kCorrupt, "not as long as its header says");
  expect_failure(2, ObjectFault::kCorrupt, "not as long as its header says");
  expect_failure(3, ObjectFault::kCorrupt, "cannot inflate");
  expect_failure(5, ObjectFault::kCorrupt, "for a base of 6 bytes");
  expect_failure(6, ObjectFault::kCorrupt, "instead of 9");
}

TEST_F(HostilePack, MalformedEntriesAreCorrupt) {
  pack_.add(made_up_id(1), entry_header(0, 5) + deflated("12345"));
  pack_.add(made_up_id(2), entry_header(5, 5) + deflated("12345"));
  pack_.add(made_up_id(3), std::string("\xB0") + std::string(12, '\xFF') + "\x01" + deflated("12345"));
  pack_.add(made_up_id(4), entry_header(6, 5) + base_distance(1000000) + deflated("12345"));
  pack_.add(made_up_id(5), entry_header(6, 5) + std::string(1, '\0') + deflated("12345"));
  pack_.add(made_up_id(6), entry_header(6, 5) + std::string(12, '\xFF') + deflated("12345"));
  pack_.add(made_up_id(7), entry_header(3, 5) + "no zlib");
  expect_failure(1, ObjectFault::kCorrupt, "reserved");
  expect_failure(2, ObjectFault::kCorrupt, "reserved");
  expect_failure(3, ObjectFault::kCorrupt, "64 bits");
  expect_failure(4, ObjectFault::kCorrupt, "outside the pack");
  expect_failure(5, ObjectFault::kCorrupt, "outside the pack");
  expect_failure(6, ObjectFault::kCorrupt, "64 bits");
  expect_failure(7, ObjectFault::kCorrupt, "damaged");
}

TEST(HostileLooseObject, HeadersThatLieAreCorrupt) {
  GitSandbox sandbox;
  sandbox.init();
  struct Case {
    std::string what;
    std::string inflated;
  };
  for (const Case& c :
       {Case{"no header", "rubbish"}, Case{"unknown type", std::string("note 3\0abc", 10)},
        Case{"no size", std::string("blob \0abc", 9)}, Case{"leading zero", std::string("blob 03\0abc", 11)},
        Case{"negative", std::string("blob -3\0abc", 11)},
        Case{"overflow", std::string("blob 18446744073709551619\0abc", 29)},
        Case{"too long", std::string("blob 4\0abc", 10)}, Case{"too short", std::string("blob 2\0abc", 10)},
        Case{"impossible", std::string("blob 60000000\0abc", 17)}}) {
    const std::string hex = made_up_id(7).hex();
    sandbox.write(".git/objects/" + hex.substr(0, 2) + "/" + hex.substr(2), deflated(c.inflated));
    const Result<ObjectDatabase> database = ObjectDatabase::open(*Repository::discover(sandbox.repo()));
    const ObjectResult<Object> object = database->read(made_up_id(7));
    ASSERT_FALSE(object.ok()) << c.what;
    EXPECT_EQ(object.fault(), ObjectFault::kCorrupt) << c.what;
  }
}

}  // namespace
}  // namespace trawl
