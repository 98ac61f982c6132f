#include "engine/git/provenance/graph_builder.h"

#include "engine/git/object_hash.h"

namespace trawl {

void GraphBuilder::add(const ObjectId& id, ObjectType type, std::string_view bytes) {
  switch (type) {
    case ObjectType::kTree:
      if (!trees_.add(id, bytes, alone_))
        complain_(id, "a tree that is malformed; its entries up to there count");
      break;
    case ObjectType::kCommit:
      if (commits_.number_of(id) != CommitGraph::kNone) break;
      if (!commits_.add_commit(id, bytes))
        complain_(id, "a commit that is malformed; what it changed is not known");
      see_(id, type, bytes);
      break;
    case ObjectType::kTag:
      if (commits_.has_tag(id)) break;
      if (!commits_.add_tag(id, bytes)) complain_(id, "a tag that is malformed; what it tags is not known");
      see_(id, type, bytes);
      break;
    case ObjectType::kBlob:
      break;
  }
}

void GraphBuilder::add_walked(const PackForest& forest, const WalkedObject& object) {
  const std::optional<ObjectType> type = forest.type(object.entry);
  if (!type.has_value() || *type == ObjectType::kBlob) return;
  const ObjectId id =
      forest.has_ids() ? forest.id(object.entry) : id_of_object(forest.format(), *type, object.bytes);
  if (*type != ObjectType::kTree) return add(id, *type, object.bytes);
  if (object.slot >= states_.size()) states_.resize(object.slot + 1);
  bool whole = true;
  if (object.is_delta && object.base_slot < states_.size()) {
    whole =
        trees_.add_delta(id, object.bytes, states_[object.base_slot], object.copies, states_[object.slot]);
  } else {
    whole = trees_.add(id, object.bytes, states_[object.slot]);
  }
  if (!whole) complain_(id, "a tree that is malformed; its entries up to there count");
}

}  // namespace trawl
