#include "engine/scan/history_worker.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/git/object_hash.h"
#include "engine/match/decode/container.h"
#include "engine/match/decode/documents.h"
#include "engine/match/decode/encoding.h"
#include "engine/source/archive/archive_entry.h"
#include "engine/source/blob_reader.h"

namespace trawl {
namespace {

// Whether the front of a blob can be anything but plain text; settles nearly all blobs with one look for NUL.
bool is_plain_text(std::string_view bytes) {
  if (bytes.empty()) return true;
  const std::size_t front = std::min<std::size_t>(bytes.size(), kBinaryFront);
  if (std::memchr(bytes.data(), 0, front) != nullptr) return false;
  return bytes.size() < 2 || (bytes.substr(0, 2) != "\xFF\xFE" && bytes.substr(0, 2) != "\xFE\xFF");
}

// A large loose blob as a source of one target.
class LooseBlob final : public Source {
 public:
  LooseBlob(const ObjectDatabase& database, const ObjectId& id) : database_(database), id_(id) {}
  std::optional<Target> next(std::vector<Notification>&, Coverage&) override { return std::nullopt; }
  [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target&) const override {
    return open_blob(database_, id_);
  }
  [[nodiscard]] Reason reason_of_failure(const Target&) const override { return Reason::kCorruptObject; }

 private:
  const ObjectDatabase& database_;
  ObjectId id_;
};

}  // namespace

Reason reason_of(ObjectFault fault) {
  switch (fault) {
    case ObjectFault::kMissing:
      return Reason::kMissingObject;
    case ObjectFault::kTooLarge:
      return Reason::kFileTooLarge;
    default:
      return Reason::kCorruptObject;
  }
}

void HistoryWorker::walk(const HistoryJob& job) {
  const PackForest& forest = scope_.inventory.packs[job.pack].forest;
  pack_ = job.pack;
  for (const std::uint32_t root : job.entries) {
    if (stop()) return;
    walker_.walk(forest, root, scope_.wanted[job.pack], *this);
  }
}

void HistoryWorker::sieve(const HistoryJob& job) {
  examining_ = false;
  if (job.pack == HistoryJob::kNoBlobs) {
    scope_.context.read_objects(scope_.inventory, *examiner_, scope_.take, [this] { return stop(); });
  } else if (job.pack != ObjectPlace::kLoose) {
    walk(job);
  } else {
    SievedBlob blob;
    for (const std::uint32_t position : job.entries) {
      if (stop()) break;
      sieve_loose(position, blob);
    }
  }
  scope_.memory.keep(verdicts_);
}

void HistoryWorker::examine(const HistoryJob& job) {
  examining_ = true;
  if (job.pack != ObjectPlace::kLoose) return walk(job);
  for (const std::uint32_t position : job.entries) {
    if (stop()) return;
    examine_loose(position);
  }
}

void HistoryWorker::visit(const WalkedObject& object) {
  const ObjectPlace place{pack_, object.entry};
  if (examining_) return examine_blob(object.bytes, place);
  if (object.slot >= blobs_.size()) blobs_.resize(object.slot + 1);
  SievedBlob& blob = blobs_[object.slot];
  if (object.base_slot != WalkedObject::kNoSlot && scope_.options.incremental) {
    sieve_->sieve_delta(object.bytes, object.copies, object.base_size, blobs_[object.base_slot], blob);
  } else {
    sieve_->sieve(object.bytes, blob);
  }
  sieve_blob(object.bytes, blob, place);
}

void HistoryWorker::sieve_loose(std::uint32_t position, SievedBlob& blob) {
  const ObjectId& id = scope_.inventory.loose[position].id;
  const ObjectPlace place{ObjectPlace::kLoose, position};
  const ObjectResult<Object> object = scope_.database.read(id);
  if (object.ok()) {
    if (object->type != ObjectType::kBlob) return;
    sieve_->sieve(object->bytes, blob);
    return sieve_blob(object->bytes, blob, place);
  }
  ++found_.coverage.files_met;
  const ObjectResult<ObjectHeader> header = scope_.database.header(id);
  if (object.fault() == ObjectFault::kTooLarge && header.ok() && header->type == ObjectType::kBlob) {
    // Too large to be had as a whole: it is examined in pieces, whatever it holds.
    ++found_.coverage.files_scanned;
    found_.coverage.bytes_scanned += header->size;
    found_.passed.push_back(place);
    return;
  }
  const Reason reason = reason_of(object.fault());
  ++found_.coverage.skipped_files[reason];
  ++found_.lost[{"loose objects", header.ok() ? name_of(header->type) : "unreadable"}];
  found_.notifications.push_back(notify(reason, id.hex(), object.error().sentence()));
}

void HistoryWorker::sieve_blob(std::string_view bytes, const SievedBlob& blob, ObjectPlace place) {
  ++found_.coverage.files_met;
  ++found_.coverage.files_scanned;
  found_.coverage.bytes_scanned += bytes.size();
  if (place.pack != ObjectPlace::kLoose) {
    ++found_.packed_blobs;
    found_.packed_bytes += bytes.size();
  }
  bool binary = false;
  // What is packed in it is not what was sieved.
  bool passes =
      !container_of(bytes).empty() || archive_format_of(bytes) != ArchiveFormat::kNone || is_document(bytes);
  if (!is_plain_text(bytes)) {
    const bool transcoded = detect_encoding(bytes).encoding != Encoding::kBytes;
    binary = transcoded || looks_binary(bytes);
    passes = passes || transcoded || (binary && has_wide_strings(bytes));
  }
  passes = passes || sieve_->passes(blob, binary);
  if (passes) found_.passed.push_back(place);
  if (scope_.memory.on()) learn(place, bytes.size(), passes);
  if (ScanObserver* observer = scope_.options.scan.observer) observer->examined(bytes.size(), passes ? 1 : 0);
}

void HistoryWorker::learn(ObjectPlace place, std::uint64_t size, bool passes) {
  BlobVerdict verdict;
  if (place.pack == ObjectPlace::kLoose) {
    const auto id = scope_.inventory.loose[place.entry].id.bytes();
    std::memcpy(verdict.id.data(), id.data(), id.size());
  } else {
    const PackForest& forest = scope_.inventory.packs[place.pack].forest;
    if (!forest.has_ids()) return;
    std::memcpy(verdict.id.data(), forest.id_bytes(place.entry), id_size(forest.format()));
  }
  verdict.size = static_cast<std::uint32_t>(size);
  verdict.passes = passes;
  verdicts_.push_back(verdict);
}

void HistoryWorker::examine_loose(std::uint32_t position) {
  const ObjectId& id = scope_.inventory.loose[position].id;
  const ObjectResult<Object> object = scope_.database.read(id);
  if (object.ok()) return examine_blob(object->bytes, {ObjectPlace::kLoose, position});
  if (object.fault() != ObjectFault::kTooLarge) {
    found_.notifications.push_back(notify(reason_of(object.fault()), id.hex(), object.error().sentence()));
    return;
  }
  const LooseBlob source(scope_.database, id);
  for (const HistoryTarget& as : scope_.context.targets_of(id))
    take(as, examiner_->examine(source, as.target));
}

void HistoryWorker::take(const HistoryTarget& as, Examined examined) {
  HistoryContext::place(as, examined);
  examined.coverage = {};  // counted in the first pass
  scope_.take(std::move(examined));
}

void HistoryWorker::examine_blob(std::string_view bytes, ObjectPlace place) {
  const ObjectId hashed = id_of_object(scope_.database.format(), ObjectType::kBlob, bytes);
  ObjectId id = hashed;
  if (place.pack == ObjectPlace::kLoose) {
    id = scope_.inventory.loose[place.entry].id;
  } else if (const PackForest& forest = scope_.inventory.packs[place.pack].forest; forest.has_ids()) {
    id = forest.id(place.entry);
  }
  if (id != hashed) {
    found_.notifications.push_back(notify(
        Reason::kCorruptObject, id.hex(),
        fmt::format("its bytes hash to another id, {}; they were scanned all the same", hashed.hex())));
  }
  for (const HistoryTarget& as : scope_.context.targets_of(id)) {
    Examined examined = examiner_->examine_bytes(as.target, bytes);
    // What shows secrets is kept nowhere.
    if (scope_.memory.on() && id == hashed && !scope_.options.scan.show_secrets) {
      std::optional<std::string> said = said_of(examined);
      if (said) found_.said.emplace_back(mark_of(id, as.target.path), std::move(*said));
    }
    take(as, std::move(examined));
  }
}

// What is lost here may be whole elsewhere: the copy in another pack, or a loose one, is as good.
void HistoryWorker::lost(std::uint32_t entry, const ObjectFailure& failure) {
  const InventoriedPack& pack = scope_.inventory.packs[pack_];
  const WantedEntries& wanted = scope_.wanted[pack_];
  constexpr std::size_t kMostTried = 10'000;
  std::uint64_t lost = 0;
  std::size_t tried = 0;
  for (const std::uint32_t below : pack.forest.entries_below(entry)) {
    if ((wanted[below] & kWanted) == 0) continue;
    if (pack.forest.has_ids() && tried++ < kMostTried) {
      const ObjectResult<Object> copy = scope_.database.read(pack.forest.id(below));
      if (copy.ok() && copy->type == ObjectType::kBlob) {
        const ObjectPlace place{pack_, below};
        if (examining_) {
          examine_blob(copy->bytes, place);
        } else {
          SievedBlob blob;
          sieve_->sieve(copy->bytes, blob);
          sieve_blob(copy->bytes, blob, place);
        }
        continue;
      }
    }
    ++lost;
  }
  if (lost == 0) return;
  const Reason reason = reason_of(failure.fault);
  // In the second pass they were counted: read in the first, or known from an earlier audit.
  if (!examining_) {
    found_.coverage.files_met += lost;
    found_.coverage.skipped_files[reason] += lost;
    found_.lost[{pack.name, name_of(ObjectType::kBlob)}] += lost;
  }
  std::string sentence = failure.error.sentence();
  if (lost > 1) sentence += fmt::format("; {} objects that are deltas on it are lost with it", lost - 1);
  Notification notification =
      notify(reason, pack.forest.has_ids() ? pack.forest.id(entry).hex() : pack.name, std::move(sentence));
  notification.count = lost;
  found_.notifications.push_back(std::move(notification));
}

void HistoryWorker::gap(std::uint32_t entry) {
  if (examining_) return;
  const InventoriedPack& pack = scope_.inventory.packs[pack_];
  found_.incomplete_indexes.push_back(pack_);
  found_.notifications.push_back(
      notify(Reason::kCorruptObject, pack.name,
             fmt::format("its index leaves out what stands behind the entry at offset {}; the whole pack was "
                         "read once more without it",
                         pack.forest.offset(entry))));
}

}  // namespace trawl
