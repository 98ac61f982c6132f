#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/git/guarded_directory.h"
#include "engine/git/mapped_file.h"
#include "engine/git/object_database.h"
#include "engine/git/object_id.h"
#include "engine/git/pack_forest.h"
#include "engine/model/notification.h"

namespace trawl {

/// A pack and what it is for.
struct InventoriedPack {
  std::string name;  ///< "pack-1234.pack"
  PackForest forest;
  GuardedDirectory directory;  ///< where it lies
  std::uint32_t store = 0;     ///< position in `ObjectInventory::stores`
  bool cruft = false;          ///< holds unreachable objects only (`.mtimes`)
  bool promisor = false;       ///< of a filtered clone (`.promisor`): objects may be missing by design
  /// One for each entry: nonzero where an earlier pack holds the same object. Empty: none is.
  std::vector<std::uint8_t> duplicate;
};

struct InventoriedLoose {
  ObjectId id;
  std::uint32_t store = 0;  ///< position in `ObjectInventory::stores`
};

/// What tells that a pack and its index are those that were met before, without reading them.
struct PackIdentity {
  std::uint32_t store = 0;  ///< position in `ObjectDatabase::stores`
  std::string name;         ///< "pack-1234.pack"
  std::uint64_t size = 0;
  std::string checksum;        ///< at the end of the pack; bytes
  std::string index_checksum;  ///< the same of its index

  friend bool operator==(const PackIdentity&, const PackIdentity&) = default;
};

/// The identity of a pack of `store`; nothing where it has no index, or cannot be read.
std::optional<PackIdentity> identity_of(const ObjectDatabase& database, std::uint32_t store,
                                        const std::string& name);

/// A pack that is left as it is: only whether it has an object can be asked.
struct KnownPackIndex {
  MappedFile file;
  PackIndexView view;
};

/// Every place of a repository in which an object lies: all packs, as forests, and all loose objects, of its
/// own store and of its alternates. What is there and cannot be read is a notification.
struct ObjectInventory {
  std::vector<GuardedDirectory> stores;
  std::vector<InventoriedPack> packs;   ///< by store, then by name
  std::vector<InventoriedLoose> loose;  ///< sorted by id; none that a pack or an earlier store holds
  std::uint64_t duplicates = 0;         ///< objects met again in another place, and not counted above
  /// Of packs that were known before; what they hold is in none of the lists above. Empty where those are
  /// empty too.
  std::vector<KnownPackIndex> known;

  [[nodiscard]] bool known_has(const ObjectId& id) const;
};

/// Takes stock of a repository. With `trust_indexes` an object that another index names too is taken once;
/// otherwise an index that lies about an id could hide what it has under a known one, and only loose objects
/// whose ids repeat are left out. Packs without an index, or whose index is wrong, are indexed here.
/// Packs in `known` are left out.
ObjectInventory take_inventory(const ObjectDatabase& database, bool trust_indexes,
                               std::vector<Notification>& notifications,
                               std::span<const PackIdentity> known = {});

/// The same pack once more, indexed here: for one whose index turned out to leave entries out. Nothing where
/// it cannot be read any more.
std::optional<InventoriedPack> index_again(const InventoriedPack& pack,
                                           std::vector<Notification>& notifications);

}  // namespace trawl
