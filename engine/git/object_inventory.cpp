#include "engine/git/object_inventory.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <utility>

namespace trawl {

namespace {

constexpr std::size_t kMostPacks = 100000;
constexpr std::size_t kMostLoose = 10'000'000;

Result<MappedFile> map_file(const GuardedDirectory& directory, const std::string& name) {
  Result<std::optional<GuardedFile>> file = directory.open_file(name);
  if (!file.ok()) return file.error();
  if (!file->has_value()) return Error("'" + directory.path() + "/" + name + "' has vanished");
  return MappedFile::open(std::move(**file));
}

std::optional<PackForest> read_without_index(MappedFile pack, const std::string& name, ObjectFormat format,
                                             std::vector<Notification>& notifications) {
  std::string problem;
  Result<PackForest> forest = PackForest::build_without_index(std::move(pack), format, problem);
  if (!forest.ok()) {
    notifications.push_back(notify(Reason::kCorruptObject, name, forest.error().sentence()));
    return std::nullopt;
  }
  if (!problem.empty()) notifications.push_back(notify(Reason::kCorruptObject, name, problem));
  return std::move(*forest);
}

class InventoryTaker {
 public:
  InventoryTaker(const ObjectDatabase& database, std::span<const PackIdentity> known,
                 std::vector<Notification>& notifications)
      : database_(database), known_(known), notifications_(notifications) {}

  void add_packs(std::uint32_t store, ObjectInventory& inventory) {
    const GuardedDirectory& objects = inventory.stores[store];
    const Result<std::optional<GuardedDirectory>> directory = objects.open_directory("pack");
    if (!directory.ok()) return say(Reason::kUnreadableDirectory, "objects/pack", directory.error());
    if (!directory->has_value()) return;
    const Result<std::vector<std::string>> names = (*directory)->names(kMostPacks);
    if (!names.ok()) return say(Reason::kUnreadableDirectory, "objects/pack", names.error());
    const auto exists = [&](const std::string& name) {
      return std::binary_search(names->begin(), names->end(), name);
    };
    for (const std::string& name : *names) {
      if (name.starts_with("tmp_pack_") || name.starts_with("tmp_idx_")) {
        notifications_.push_back(
            notify(Reason::kCorruptObject, name,
                   "left over by a git that was interrupted while it wrote a pack; it is "
                   "not read"));
        continue;
      }
      if (name.ends_with(".idx") && !exists(name.substr(0, name.size() - 4) + ".pack")) {
        add_index_alone(**directory, name);
        continue;
      }
      if (!name.ends_with(".pack")) continue;
      const bool known = std::any_of(known_.begin(), known_.end(), [&](const PackIdentity& pack) {
        return pack.store == store && pack.name == name;
      });
      if (known) continue;
      const std::string stem = name.substr(0, name.size() - 5);
      if (std::optional<PackForest> forest = read_pack(**directory, stem, exists(stem + ".idx"))) {
        inventory.packs.push_back({name,
                                   std::move(*forest),
                                   **directory,
                                   store,
                                   exists(stem + ".mtimes"),
                                   exists(stem + ".promisor"),
                                   {}});
      }
    }
  }

  void add_loose(std::uint32_t store, ObjectInventory& inventory) {
    const GuardedDirectory& objects = inventory.stores[store];
    name_quarantines(objects);
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (unsigned first = 0; first < 256; ++first) {
      const std::string folder = {kDigits[first >> 4], kDigits[first & 15]};
      const Result<std::optional<GuardedDirectory>> directory = objects.open_directory(folder);
      if (!directory.ok()) {
        say(Reason::kUnreadableDirectory, "objects/" + folder, directory.error());
        continue;
      }
      if (!directory->has_value()) continue;
      const Result<std::vector<std::string>> names = (*directory)->names(kMostLoose);
      if (!names.ok()) {
        say(Reason::kUnreadableDirectory, "objects/" + folder, names.error());
        continue;
      }
      for (const std::string& name : *names) {
        if (const std::optional<ObjectId> id = ObjectId::from_hex(database_.format(), folder + name)) {
          inventory.loose.push_back({*id, store});
        } else {
          const bool left_over = name.starts_with("tmp_obj_");
          notifications_.push_back(notify(
              Reason::kCorruptObject, std::string("objects/").append(folder).append("/").append(name),
              left_over ? "left over by a git that was interrupted while it wrote an object; it is not read"
                        : "its name is no object's id; it is not read"));
        }
      }
    }
  }

 private:
  // An index tells what the pack had that is no longer there.
  void add_index_alone(const GuardedDirectory& directory, const std::string& name) {
    Result<MappedFile> file = map_file(directory, name);
    if (!file.ok()) return say(Reason::kCorruptObject, name, file.error());
    const Result<PackIndexView> view = PackIndexView::check(file->bytes(), file->path(), database_.format());
    if (!view.ok()) return say(Reason::kCorruptObject, name, view.error());
    std::uint32_t lost = 0;
    std::string first;
    for (std::uint32_t position = 0; position < view->count(); ++position) {
      const ObjectId id(database_.format(), view->id_bytes(position));
      if (database_.header(id).ok()) continue;
      if (lost++ == 0) first = id.hex();
    }
    if (lost == 0) return;
    notifications_.push_back(notify(Reason::kMissingObject, name,
                                    "its pack is not there: " + std::to_string(lost) +
                                        (lost == 1 ? " object" : " objects") + " it names " +
                                        (lost == 1 ? "is" : "are") + " nowhere else; the first is " + first));
  }

  // A push that was cut off leaves the folder it came into.
  void name_quarantines(const GuardedDirectory& objects) {
    const Result<std::vector<std::string>> names = objects.names(kMostPacks);
    if (!names.ok()) return say(Reason::kUnreadableDirectory, "objects", names.error());
    for (const std::string& name : *names) {
      if (!name.starts_with("tmp_objdir-") && !name.starts_with("incoming-")) continue;
      notifications_.push_back(notify(Reason::kCorruptObject, "objects/" + name,
                                      "left over by a push that was interrupted; what is in it is not read"));
    }
  }

  std::optional<PackForest> read_pack(const GuardedDirectory& directory, const std::string& stem,
                                      bool indexed) {
    const std::string name = stem + ".pack";
    Result<MappedFile> pack = map_file(directory, name);
    if (!pack.ok()) {
      say(Reason::kCorruptObject, name, pack.error());
      return std::nullopt;
    }
    if (indexed) {
      Result<MappedFile> index = map_file(directory, stem + ".idx");
      if (!index.ok()) {
        say(Reason::kCorruptObject, stem + ".idx", index.error());
      } else {
        const auto elsewhere = [this](const ObjectId& id) -> std::optional<ObjectType> {
          const ObjectResult<ObjectHeader> header = database_.header(id);
          if (!header.ok()) return std::nullopt;
          return header->type;
        };
        Result<PackForest> forest =
            PackForest::build(std::move(*pack), std::move(*index), database_.format(), elsewhere);
        if (forest.ok()) return std::move(*forest);
        say(Reason::kCorruptObject, stem + ".idx", forest.error());
        pack = map_file(directory, name);
        if (!pack.ok()) return std::nullopt;
      }
    } else {
      notifications_.push_back(
          notify(Reason::kCorruptObject, name, "it has no index; its objects are read one after the other"));
    }
    return read_without_index(std::move(*pack), name, database_.format(), notifications_);
  }

  void say(Reason reason, const std::string& subject, const Error& error) {
    notifications_.push_back(notify(reason, subject, error.sentence()));
  }

  const ObjectDatabase& database_;
  std::span<const PackIdentity> known_;
  std::vector<Notification>& notifications_;
};

std::string name_of_index(const std::string& pack) {
  return pack.substr(0, pack.size() - 5) + ".idx";
}

// Marks what packs that were known before have.
void leave_out_known(const ObjectDatabase& database, std::span<const PackIdentity> known,
                     ObjectInventory& inventory, std::vector<Notification>& notifications) {
  if (known.empty() || (inventory.packs.empty() && inventory.loose.empty())) return;
  for (const PackIdentity& pack : known) {
    const Result<std::optional<GuardedDirectory>> directory =
        inventory.stores[pack.store].open_directory("pack");
    if (!directory.ok() || !directory->has_value()) continue;
    Result<MappedFile> file = map_file(**directory, name_of_index(pack.name));
    if (!file.ok()) {
      notifications.push_back(notify(Reason::kCorruptObject, pack.name, file.error().sentence()));
      continue;
    }
    const Result<PackIndexView> view = PackIndexView::check(file->bytes(), file->path(), database.format());
    if (!view.ok()) {
      notifications.push_back(notify(Reason::kCorruptObject, pack.name, view.error().sentence()));
      continue;
    }
    inventory.known.push_back({std::move(*file), *view});
  }
  for (InventoriedPack& pack : inventory.packs) {
    if (!pack.forest.has_ids()) continue;
    for (std::uint32_t entry = 0; entry < pack.forest.size(); ++entry) {
      if (!inventory.known_has(pack.forest.id(entry))) continue;
      if (pack.duplicate.empty()) pack.duplicate.assign(pack.forest.size(), 0);
      if (pack.duplicate[entry] == 0) ++inventory.duplicates;
      pack.duplicate[entry] = 1;
    }
  }
  std::erase_if(inventory.loose,
                [&](const InventoriedLoose& object) { return inventory.known_has(object.id); });
}

/// Where in the order of one pack's ids a merge of all packs has come to.
struct Cursor {
  std::uint32_t pack;
  std::uint32_t position;
  const char* id;
};

// Marks what an earlier pack has, by one pass over all indexes side by side.
void mark_duplicates(ObjectInventory& inventory, std::size_t id_bytes) {
  const auto later = [id_bytes](const Cursor& a, const Cursor& b) {
    const int order = std::memcmp(a.id, b.id, id_bytes);
    return order != 0 ? order > 0 : a.pack > b.pack;
  };
  std::priority_queue<Cursor, std::vector<Cursor>, decltype(later)> next(later);
  std::vector<std::vector<std::uint32_t>> entry_at(inventory.packs.size());
  for (std::uint32_t i = 0; i < inventory.packs.size(); ++i) {
    InventoriedPack& pack = inventory.packs[i];
    const PackForest& forest = pack.forest;
    if (forest.size() == 0 || !forest.has_ids()) continue;
    pack.duplicate.assign(forest.size(), 0);
    entry_at[i].resize(forest.size());
    for (std::uint32_t entry = 0; entry < forest.size(); ++entry) entry_at[i][forest.position(entry)] = entry;
    next.push({i, 0, forest.index().id_bytes(0)});
  }
  const char* last = nullptr;
  while (!next.empty()) {
    Cursor cursor = next.top();
    next.pop();
    if (last != nullptr && std::memcmp(last, cursor.id, id_bytes) == 0) {
      inventory.packs[cursor.pack].duplicate[entry_at[cursor.pack][cursor.position]] = 1;
      ++inventory.duplicates;
    }
    last = cursor.id;
    const PackIndexView& index = inventory.packs[cursor.pack].forest.index();
    if (++cursor.position < index.count()) {
      cursor.id = index.id_bytes(cursor.position);
      next.push(cursor);
    }
  }
}

}  // namespace

bool ObjectInventory::known_has(const ObjectId& id) const {
  return std::any_of(known.begin(), known.end(),
                     [&](const KnownPackIndex& index) { return index.view.find(id).has_value(); });
}

std::optional<PackIdentity> identity_of(const ObjectDatabase& database, std::uint32_t store,
                                        const std::string& name) {
  if (store >= database.stores().size() || !name.ends_with(".pack")) return std::nullopt;
  const std::size_t id_bytes = id_size(database.format());
  const Result<std::optional<GuardedDirectory>> directory = database.stores()[store].open_directory("pack");
  if (!directory.ok() || !directory->has_value()) return std::nullopt;
  PackIdentity identity;
  identity.store = store;
  identity.name = name;
  const auto end_of = [&](const std::string& file_name, std::string& end, std::uint64_t* size) {
    const Result<std::optional<GuardedFile>> file = (*directory)->open_file(file_name);
    if (!file.ok() || !file->has_value() || (*file)->size() < id_bytes) return false;
    end.resize(id_bytes);
    if (size != nullptr) *size = (*file)->size();
    return (*file)->read_at((*file)->size() - id_bytes, std::span(end)).ok();
  };
  if (!end_of(name, identity.checksum, &identity.size)) return std::nullopt;
  if (!end_of(name_of_index(name), identity.index_checksum, nullptr)) return std::nullopt;
  return identity;
}

ObjectInventory take_inventory(const ObjectDatabase& database, bool trust_indexes,
                               std::vector<Notification>& notifications,
                               std::span<const PackIdentity> known) {
  ObjectInventory inventory;
  inventory.stores.assign(database.stores().begin(), database.stores().end());
  for (const std::string& sentence : database.not_followed()) {
    notifications.push_back(notify(Reason::kMissingObject, "objects/info/alternates", sentence));
  }
  InventoryTaker taker(database, known, notifications);
  for (std::uint32_t store = 0; store < inventory.stores.size(); ++store) {
    taker.add_packs(store, inventory);
    taker.add_loose(store, inventory);
  }
  if (trust_indexes && inventory.packs.size() > 1) mark_duplicates(inventory, id_size(database.format()));

  auto& loose = inventory.loose;
  std::stable_sort(loose.begin(), loose.end(),
                   [](const InventoriedLoose& a, const InventoriedLoose& b) { return a.id < b.id; });
  const std::size_t met = loose.size();
  loose.erase(std::unique(loose.begin(), loose.end(),
                          [](const InventoriedLoose& a, const InventoriedLoose& b) { return a.id == b.id; }),
              loose.end());
  if (trust_indexes) {
    std::erase_if(loose, [&](const InventoriedLoose& object) {
      return std::any_of(inventory.packs.begin(), inventory.packs.end(), [&](const InventoriedPack& pack) {
        return pack.forest.has_ids() && pack.forest.size() != 0 &&
               pack.forest.index().find(object.id).has_value();
      });
    });
  }
  inventory.duplicates += met - loose.size();
  if (trust_indexes) leave_out_known(database, known, inventory, notifications);
  return inventory;
}

std::optional<InventoriedPack> index_again(const InventoriedPack& pack,
                                           std::vector<Notification>& notifications) {
  Result<MappedFile> file = map_file(pack.directory, pack.name);
  if (!file.ok()) {
    notifications.push_back(notify(Reason::kCorruptObject, pack.name, file.error().sentence()));
    return std::nullopt;
  }
  std::optional<PackForest> forest =
      read_without_index(std::move(*file), pack.name, pack.forest.format(), notifications);
  if (!forest.has_value()) return std::nullopt;
  return InventoriedPack{pack.name, std::move(*forest), pack.directory, pack.store, pack.cruft, pack.promisor,
                         {}};
}

}  // namespace trawl
