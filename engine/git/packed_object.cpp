// The part of ObjectDatabase that reads objects out of packs: delta chains, resolved without recursion.

#include <map>
#include <set>
#include <utility>

#include "engine/git/delta.h"
#include "engine/git/loose_object.h"
#include "engine/git/object_database.h"

namespace trawl {

/// The deltas from an object down to what they start from. `packs` owns what the links point to.
struct ObjectDatabase::Chain {
  struct Link {
    const Pack* pack;
    PackEntry entry;
  };

  std::map<std::size_t, Pack> packs;      ///< by slot, opened once for the chain
  std::vector<Link> deltas;               ///< the object's own first
  std::optional<Link> base;               ///< the entry that is no delta
  std::optional<GuardedFile> loose_base;  ///< instead of `base`
};

ObjectResult<ObjectDatabase::PackedPlace> ObjectDatabase::base_place(const PackEntry& entry,
                                                                     std::size_t slot) const {
  if (entry.kind == PackEntryKind::kOffsetDelta) return PackedPlace{slot, entry.base_offset};
  // The base lies in the same pack, unless the pack came thin and was never completed.
  const Result<std::optional<std::uint64_t>> here = offset_in(packs_[slot], entry.base_id);
  if (!here.ok()) return corrupt(here.error());
  if (here->has_value()) return PackedPlace{slot, **here};
  for (std::size_t other = 0; other < packs_.size(); ++other) {
    const Result<std::optional<std::uint64_t>> there = offset_in(packs_[other], entry.base_id);
    if (there.ok() && there->has_value()) return PackedPlace{other, **there};
  }
  return missing("its delta base " + entry.base_id.hex() + " is missing");
}

ObjectResult<ObjectDatabase::Chain> ObjectDatabase::chain_of(PackedPlace place) const {
  Chain chain;
  std::set<std::pair<std::size_t, std::uint64_t>> visited;
  while (true) {
    // An offset delta's base lies in front of it, but one by id may lie anywhere, also at its own child.
    if (!visited.emplace(place.slot, place.offset).second) return corrupt("its delta chain is a cycle");
    auto pack = chain.packs.find(place.slot);
    if (pack == chain.packs.end()) {
      Result<Pack> opened = open_pack(packs_[place.slot]);
      if (!opened.ok()) return corrupt(opened.error());
      pack = chain.packs.emplace(place.slot, std::move(*opened)).first;
    }
    const ObjectResult<PackEntry> entry = pack->second.entry_at(place.offset);
    if (!entry.ok()) return entry.failure();
    if (!entry->is_delta()) {
      chain.base = Chain::Link{&pack->second, *entry};
      return chain;
    }
    if (chain.deltas.size() == kMaxDeltaDepth) {
      return too_large("its delta chain is longer than " + std::to_string(kMaxDeltaDepth));
    }
    chain.deltas.push_back({&pack->second, *entry});

    const ObjectResult<PackedPlace> base = base_place(*entry, place.slot);
    if (base.ok()) {
      place = *base;
      continue;
    }
    if (base.fault() != ObjectFault::kMissing) return base.failure();
    for (const GuardedDirectory& store : stores_) {
      Result<std::optional<GuardedFile>> file = store.open_file(loose_path_of(entry->base_id));
      if (!file.ok() || !file->has_value()) continue;
      chain.loose_base = std::move(**file);
      return chain;
    }
    // The object itself is there; it is its store that is damaged.
    return corrupt(base.error());
  }
}

ObjectResult<Object> ObjectDatabase::read_packed(PackedPlace place, Inflater& inflater,
                                                 std::uint64_t most) const {
  const ObjectResult<Chain> chain = chain_of(place);
  if (!chain.ok()) return chain.failure();

  Object object;
  if (chain->loose_base.has_value()) {
    ObjectResult<Object> base = read_loose_object(*chain->loose_base, inflater, most);
    if (!base.ok()) return base;
    object = std::move(*base);
  } else {
    const Chain::Link& base = *chain->base;
    ObjectResult<std::string> content = base.pack->inflate(base.entry, inflater, most);
    if (!content.ok()) return content.failure();
    object = {base.entry.type(), std::move(*content)};
  }
  std::uint64_t made = object.bytes.size();
  for (auto link = chain->deltas.rbegin(); link != chain->deltas.rend(); ++link) {
    const ObjectResult<std::string> delta = link->pack->inflate(link->entry, inflater, most);
    if (!delta.ok()) return delta.failure();
    ObjectResult<std::string> result = apply_delta(object.bytes, *delta, most);
    if (!result.ok()) return result.failure();
    object.bytes = std::move(*result);
    made += object.bytes.size();
    // A few kilobytes of deltas can make 64 MiB thousands of times over.
    if (made > kMaxChainBytes) return too_large("its delta chain makes more than 4 GiB");
  }
  return object;
}

ObjectResult<ObjectHeader> ObjectDatabase::packed_header(PackedPlace place) const {
  const ObjectResult<Chain> chain = chain_of(place);
  if (!chain.ok()) return chain.failure();
  ObjectHeader header;
  if (chain->loose_base.has_value()) {
    const ObjectResult<LooseHeader> base = read_loose_header(*chain->loose_base);
    if (!base.ok()) return base.failure();
    header = base->object;
  } else {
    header = {chain->base->entry.type(), chain->base->entry.size};
  }
  if (!chain->deltas.empty()) {
    const Chain::Link& top = chain->deltas.front();
    const ObjectResult<std::uint64_t> size = top.pack->delta_result_size(top.entry);
    if (!size.ok()) return size.failure();
    header.size = *size;
  }
  return header;
}

ObjectResult<std::unique_ptr<ObjectStream>> ObjectDatabase::stream_packed(PackedPlace place,
                                                                          std::uint64_t most) const {
  Result<Pack> pack = open_pack(packs_[place.slot]);
  if (!pack.ok()) return corrupt(pack.error());
  const ObjectResult<PackEntry> entry = pack->entry_at(place.offset);
  if (!entry.ok()) return entry.failure();
  if (!entry->is_delta()) {
    const std::uint64_t end = pack->end_of_entries();
    return stream_inflated(std::move(*pack).take_file(), {entry->data_offset, end, 0, false},
                           {entry->type(), entry->size});
  }
  Inflater inflater;
  ObjectResult<Object> object = read_packed(place, inflater, most);
  if (!object.ok()) return object.failure();
  return stream_of(std::move(*object));
}

}  // namespace trawl
