// history-facts REPOSITORY SHARE: what trawl's own readers have of a repository, for prove_history.py to
// compare with what git says. One line for each object, sorted: "object ID TYPE SIZE", after its id was
// computed anew from the bytes that were read ("wrong ID" where it is another). Then, for one blob in SHARE,
// chosen by its id, one line for each commit that brings it to a path: "arrival COMMIT BLOB PATH", the path
// with "\" before "\" and "\n" for a line end.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/git/delta_walker.h"
#include "engine/git/object_database.h"
#include "engine/git/object_hash.h"
#include "engine/git/object_inventory.h"
#include "engine/git/provenance/blob_history.h"
#include "engine/git/provenance/graph_builder.h"
#include "engine/git/repository.h"

namespace {

using namespace trawl;

struct Fact {
  ObjectId id;
  ObjectType type = ObjectType::kBlob;
  std::uint64_t size = 0;
  bool right = false;
};

int fail(const Error& error) {
  std::fprintf(stderr, "history-facts: %s\n", error.sentence().c_str());
  return 1;
}

class Collector final : public ObjectVisitor {
 public:
  Collector(ObjectFormat format, GraphBuilder& graphs) : format_(format), graphs_(graphs) {}

  void read(const PackForest& forest, const ObjectDatabase& database) {
    forest_ = &forest;
    DeltaWalker walker({}, [&](const ObjectId& id) { return database.read(id); });
    for (std::uint32_t entry = 0; entry < forest.size(); ++entry) {
      if (forest.is_root(entry)) walker.walk(forest, entry, {}, *this);
    }
  }
  void add(const ObjectId& id, ObjectType type, std::string_view bytes) {
    facts.push_back({id, type, bytes.size(), id_of_object(format_, type, bytes) == id});
  }
  void visit(const WalkedObject& object) override {
    const std::optional<ObjectType> type = forest_->type(object.entry);
    if (!type || !forest_->has_ids()) return;
    add(forest_->id(object.entry), *type, object.bytes);
    graphs_.add_walked(*forest_, object);
  }
  void lost(std::uint32_t entry, const ObjectFailure& failure) override {
    std::fprintf(stderr, "entry %u: %s\n", entry, failure.error.sentence().c_str());
  }
  void gap(std::uint32_t entry) override { std::fprintf(stderr, "a gap behind entry %u\n", entry); }

  std::vector<Fact> facts;

 private:
  ObjectFormat format_;
  GraphBuilder& graphs_;
  const PackForest* forest_ = nullptr;
};

void print_arrivals(const GraphBuilder& graphs, const std::vector<Fact>& facts, std::uint64_t share) {
  std::vector<ObjectId> blobs;
  for (const Fact& fact : facts) {
    const auto bytes = fact.id.bytes();
    const std::uint64_t number = std::uint64_t{bytes[0]} << 8U | bytes[1];
    if (fact.type == ObjectType::kBlob && number % share == 0) blobs.push_back(fact.id);
  }
  const BlobHistory history(graphs.commits(), graphs.trees(), blobs);
  if (!history.complete()) std::printf("incomplete\n");
  for (std::uint32_t blob = 0; blob < blobs.size(); ++blob) {
    for (const BlobHistory::Arrival& arrival : history.arrivals(blob)) {
      std::string path;
      for (const char c : history.path(arrival.path)) {
        if (c == '\\' || c == '\n') path += '\\';
        path += c == '\n' ? 'n' : c;
      }
      std::printf("arrival %s %s %s\n", graphs.commits().id_of(arrival.commit).hex().c_str(),
                  blobs[blob].hex().c_str(), path.c_str());
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t share = argc == 3 ? std::strtoull(argv[2], nullptr, 10) : 0;
  if (share == 0) return fail(Error("usage: history-facts REPOSITORY SHARE"));
  const Result<Repository> repository = Repository::discover(argv[1]);
  if (!repository.ok()) return fail(repository.error());
  const Result<ObjectDatabase> database = ObjectDatabase::open(*repository);
  if (!database.ok()) return fail(database.error());
  std::vector<Notification> notifications;
  const ObjectInventory inventory = take_inventory(*database, true, notifications);
  for (const Notification& notification : notifications) {
    std::fprintf(stderr, "%s: %s\n", notification.subject.c_str(), notification.message.c_str());
  }
  GraphBuilder graphs(
      repository->object_format(), [](const ObjectId&, ObjectType, std::string_view) {},
      [](const ObjectId& id, const std::string& what) {
        std::fprintf(stderr, "%s is %s\n", id.hex().c_str(), what.c_str());
      });
  Collector collector(repository->object_format(), graphs);
  for (const InventoriedPack& pack : inventory.packs) collector.read(pack.forest, *database);
  for (const InventoriedLoose& loose : inventory.loose) {
    const ObjectResult<Object> object = database->read(loose.id);
    if (!object.ok()) return fail(object.error());
    collector.add(loose.id, object->type, object->bytes);
    graphs.add(loose.id, object->type, object->bytes);
  }
  graphs.finish();
  std::vector<Fact>& facts = collector.facts;
  std::sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) { return a.id < b.id; });
  // A wrong copy of an object stays beside a right one.
  facts.erase(std::unique(facts.begin(), facts.end(),
                          [](const Fact& a, const Fact& b) { return a.id == b.id && a.right == b.right; }),
              facts.end());
  for (const Fact& fact : facts) {
    const std::string_view type = name_of(fact.type);
    if (!fact.right) std::printf("wrong %s\n", fact.id.hex().c_str());
    std::printf("object %s %.*s %llu\n", fact.id.hex().c_str(), static_cast<int>(type.size()), type.data(),
                static_cast<unsigned long long>(fact.size));
  }
  print_arrivals(graphs, facts, share);
  return 0;
}
