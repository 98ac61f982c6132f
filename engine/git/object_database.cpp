#include "engine/git/object_database.h"

#include <algorithm>
#include <deque>
#include <set>

#include "engine/git/loose_object.h"
#include "engine/git/paths.h"

namespace trawl {

namespace {

constexpr std::size_t kMaxPacks = 100000;
constexpr std::size_t kOpenIndexes = 64;  // descriptors kept; more packs than that are opened at each use
constexpr std::size_t kLeastDigits = 4;   // of an abbreviated id, as in git
constexpr std::size_t kMaxLooseNames = 1000000;  // in one of the 256 folders
constexpr std::uint64_t kMaxAlternatesBytes = std::uint64_t{1} << 20;

}  // namespace

Result<ObjectDatabase> ObjectDatabase::open(const Repository& repository) {
  ObjectDatabase database(repository.object_format());
  const RepositoryOptions& options = repository.options();
  if (options.object_directory.has_value()) {
    const Result<GuardedDirectory> objects = GuardedDirectory::open(*options.object_directory);
    if (!objects.ok()) return objects.error();
    database.stores_.push_back(*objects);
  } else {
    const Result<std::optional<GuardedDirectory>> objects = repository.common_dir().open_directory("objects");
    if (!objects.ok()) return objects.error();
    if (!objects->has_value()) return Error("'" + repository.common_dir().path() + "' has no objects");
    database.stores_.push_back(**objects);
  }
  for (const std::string& path : options.alternate_object_directories) {
    const Result<GuardedDirectory> objects = GuardedDirectory::open(path);
    if (objects.ok()) {
      database.stores_.push_back(*objects);
    } else {
      database.unreadable_.push_back(objects.error().sentence());
    }
  }
  database.add_alternates(repository);
  database.not_followed_ = database.unreadable_.size();
  for (const GuardedDirectory& store : database.stores_) database.add_packs(store);
  return database;
}

// Breadth first; a store met twice is not entered again, so cycles end.
void ObjectDatabase::add_alternates(const Repository& repository) {
  std::deque<std::pair<std::size_t, std::size_t>> to_read;  // store, nesting
  for (std::size_t i = 0; i < stores_.size(); ++i) to_read.emplace_back(i, 0);
  const std::string& own = repository.common_dir().path();
  while (!to_read.empty()) {
    const auto [position, nesting] = to_read.front();
    to_read.pop_front();
    const GuardedDirectory store = stores_[position];
    const std::string list = "'" + store.path() + "/info/alternates'";
    const Result<std::optional<std::string>> text = store.read_file("info/alternates", kMaxAlternatesBytes);
    if (!text.ok()) {
      unreadable_.push_back(text.error().sentence());
      continue;
    }
    if (!text->has_value()) continue;
    std::string_view rest = **text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::string line(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.empty() || line.starts_with('#')) continue;
      if (nesting == kMaxAlternateNesting) {
        unreadable_.push_back(list + " nests deeper than 5 levels; it is not followed");
        break;
      }
      const std::optional<std::string> path = canonical_path(resolved_from(store.path(), line));
      if (!path.has_value()) {
        unreadable_.push_back(
            std::string(list).append(" names '").append(line).append("', which does not exist"));
        continue;
      }
      const bool inside = lies_within(own, *path) ||
                          (repository.work_tree().has_value() && lies_within(*repository.work_tree(), *path));
      if (!inside && !repository.options().follow_alternates) {
        unreadable_.push_back(std::string(list)
                                  .append(" leads out of the repository, to '")
                                  .append(line)
                                  .append("'; it is not followed"));
        continue;
      }
      const Result<GuardedDirectory> alternate = GuardedDirectory::open(*path);
      if (!alternate.ok()) {
        unreadable_.push_back(alternate.error().sentence());
        continue;
      }
      const bool known = std::any_of(stores_.begin(), stores_.end(), [&](const GuardedDirectory& other) {
        return other.same_as(*alternate);
      });
      if (known) continue;
      to_read.emplace_back(stores_.size(), nesting + 1);
      stores_.push_back(*alternate);
    }
  }
}

void ObjectDatabase::add_packs(const GuardedDirectory& objects) {
  const Result<std::optional<GuardedDirectory>> directory = objects.open_directory("pack");
  if (!directory.ok()) {
    unreadable_.push_back(directory.error().sentence());
    return;
  }
  if (!directory->has_value()) return;
  const Result<std::vector<std::string>> names = (*directory)->names(kMaxPacks);
  if (!names.ok()) {
    unreadable_.push_back(names.error().sentence());
    return;
  }
  const auto exists = [&](const std::string& name) {
    return std::binary_search(names->begin(), names->end(), name);
  };
  for (const std::string& file : *names) {
    if (!file.starts_with("pack-") || !file.ends_with(".pack")) continue;
    const std::string name = file.substr(0, file.size() - 5);
    PackSlot slot{**directory, name, nullptr};
    if (!exists(name + ".idx")) {
      unreadable_.push_back("pack '" + (*directory)->path() + "/" + file + "' has no index");
      continue;
    }
    Result<std::shared_ptr<const PackIndex>> index = index_of(slot);
    if (!index.ok()) {
      unreadable_.push_back(index.error().sentence());
      continue;
    }
    if (packs_.size() < kOpenIndexes) slot.index = std::move(*index);
    packs_.push_back(std::move(slot));
  }
}

Result<std::shared_ptr<const PackIndex>> ObjectDatabase::index_of(const PackSlot& slot) const {
  if (slot.index) return slot.index;
  Result<std::optional<GuardedFile>> file = slot.pack_directory.open_file(slot.name + ".idx");
  if (!file.ok()) return file.error();
  if (!file->has_value())
    return Error("'" + slot.pack_directory.path() + "/" + slot.name + ".idx' has vanished");
  Result<PackIndex> index = PackIndex::open(std::move(**file), format_);
  if (!index.ok()) return index.error();
  return std::shared_ptr<const PackIndex>(std::make_shared<const PackIndex>(std::move(*index)));
}

Result<Pack> ObjectDatabase::open_pack(const PackSlot& slot) const {
  Result<std::optional<GuardedFile>> file = slot.pack_directory.open_file(slot.name + ".pack");
  if (!file.ok()) return file.error();
  if (!file->has_value())
    return Error("'" + slot.pack_directory.path() + "/" + slot.name + ".pack' has vanished");
  Result<Pack> pack = Pack::open(std::move(**file), format_);
  if (!pack.ok()) return pack.error();
  const Result<std::shared_ptr<const PackIndex>> index = index_of(slot);
  if (!index.ok()) return index.error();
  const Result<ObjectId> checksum = pack->checksum();
  if (!checksum.ok()) return checksum.error();
  if (pack->count() != (*index)->count() || *checksum != (*index)->pack_checksum()) {
    return Error("pack '" + pack->file().path() +
                 "' and its index do not belong together, or it is truncated");
  }
  return pack;
}

Result<std::optional<std::uint64_t>> ObjectDatabase::offset_in(const PackSlot& slot,
                                                               const ObjectId& id) const {
  const Result<std::shared_ptr<const PackIndex>> index = index_of(slot);
  if (!index.ok()) return index.error();
  return (*index)->find(id);
}

template <typename T, typename UseLoose, typename UsePacked>
ObjectResult<T> ObjectDatabase::from_any_place(const ObjectId& id, UseLoose use_loose,
                                               UsePacked use_packed) const {
  if (id.size() != id_size(format_))
    return missing("object " + id.hex() + " is not of this repository's format");
  const std::string loose_path = loose_path_of(id);
  std::optional<ObjectFailure> failure;
  const auto remember = [&failure](ObjectFailure next) {
    if (!failure.has_value()) failure = std::move(next);
  };

  // What was just staged is loose, and a miss costs one system call.
  for (const GuardedDirectory& store : stores_) {
    Result<std::optional<GuardedFile>> file = store.open_file(loose_path);
    if (!file.ok()) {
      remember(corrupt(file.error()));
    } else if (file->has_value()) {
      ObjectResult<T> result = use_loose(std::move(**file));
      if (result.ok()) return result;
      remember(result.failure());
    }
  }
  for (std::size_t slot = 0; slot < packs_.size(); ++slot) {
    const Result<std::optional<std::uint64_t>> offset = offset_in(packs_[slot], id);
    if (!offset.ok()) {
      remember(corrupt(offset.error()));
    } else if (offset->has_value()) {
      ObjectResult<T> result = use_packed(PackedPlace{slot, **offset});
      if (result.ok()) return result;
      remember(result.failure());
    }
  }
  if (failure.has_value()) {
    return ObjectFailure{failure->fault, failure->error.during("object " + id.hex())};
  }
  if (!unreadable_.empty()) {
    return corrupt("object " + id.hex() +
                   " was not found, but part of the store was not read: " + unreadable_.front());
  }
  return missing("object " + id.hex() + " is missing");
}

Result<std::vector<ObjectId>> ObjectDatabase::find_abbreviated(std::string_view digits,
                                                               std::size_t most) const {
  std::string wanted(digits);
  for (char& c : wanted) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  const std::size_t whole = 2 * id_size(format_);
  if (wanted.size() < kLeastDigits || wanted.size() > whole ||
      wanted.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return Error("'" + wanted + "' is no abbreviated id");
  }
  std::set<ObjectId> ids;
  for (const GuardedDirectory& store : stores_) {
    const Result<std::optional<GuardedDirectory>> fan = store.open_directory(wanted.substr(0, 2));
    if (!fan.ok() || !fan->has_value()) continue;
    const Result<std::vector<std::string>> names = (*fan)->names(kMaxLooseNames);
    if (!names.ok()) return names.error();
    const std::string rest = wanted.substr(2);
    for (auto name = std::lower_bound(names->begin(), names->end(), rest);
         name != names->end() && name->starts_with(rest) && ids.size() < most; ++name) {
      if (const std::optional<ObjectId> id = ObjectId::from_hex(format_, wanted.substr(0, 2) + *name))
        ids.insert(*id);
    }
  }
  for (const PackSlot& slot : packs_) {
    const Result<std::shared_ptr<const PackIndex>> index = index_of(slot);
    if (!index.ok()) return index.error();
    if (const Result<void> found = (*index)->find_abbreviated(wanted, most, ids); !found.ok())
      return found.error();
  }
  return std::vector<ObjectId>(ids.begin(), ids.end());
}

ObjectResult<Object> ObjectDatabase::read(const ObjectId& id, std::uint64_t most) const {
  Inflater inflater;
  return from_any_place<Object>(
      id, [&](GuardedFile file) { return read_loose_object(file, inflater, most); },
      [&](PackedPlace place) { return read_packed(place, inflater, most); });
}

ObjectResult<ObjectHeader> ObjectDatabase::header(const ObjectId& id) const {
  return from_any_place<ObjectHeader>(
      id,
      [](GuardedFile file) -> ObjectResult<ObjectHeader> {
        const ObjectResult<LooseHeader> header = read_loose_header(file);
        if (!header.ok()) return header.failure();
        return header->object;
      },
      [&](PackedPlace place) { return packed_header(place); });
}

ObjectResult<std::unique_ptr<ObjectStream>> ObjectDatabase::stream(const ObjectId& id,
                                                                   std::uint64_t most) const {
  using Opened = ObjectResult<std::unique_ptr<ObjectStream>>;
  return from_any_place<std::unique_ptr<ObjectStream>>(
      id,
      [](GuardedFile file) -> Opened {
        const ObjectResult<LooseHeader> header = read_loose_header(file);
        if (!header.ok()) return header.failure();
        const std::uint64_t end = file.size();
        return stream_inflated(std::move(file), {0, end, header->header_bytes, true}, header->object);
      },
      [&](PackedPlace place) { return stream_packed(place, most); });
}

}  // namespace trawl
