#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/git/delta_walker.h"
#include "engine/git/object_database.h"
#include "engine/git/object_inventory.h"
#include "engine/match/sieve.h"
#include "engine/model/coverage.h"
#include "engine/model/notification.h"
#include "engine/scan/examiner.h"
#include "engine/scan/history.h"
#include "engine/scan/history_context.h"
#include "engine/scan/known_audit.h"
#include "engine/scan/occurrence.h"
#include "engine/scan/verdict_memory.h"

namespace trawl {

/// Where an object lies: an entry of a pack, or a position in the list of loose objects.
struct ObjectPlace {
  static constexpr std::uint32_t kLoose = UINT32_MAX;  ///< in place of a pack's number

  std::uint32_t pack = 0;
  std::uint32_t entry = 0;

  friend auto operator<=>(const ObjectPlace&, const ObjectPlace&) = default;
};

/// Trees of deltas, or loose objects, that one thread takes at once; or all that is no blob.
struct HistoryJob {
  static constexpr std::uint32_t kNoBlobs = UINT32_MAX - 1;  ///< in place of a pack's number

  std::uint32_t pack = 0;
  std::vector<std::uint32_t> entries;  ///< roots, or positions in the list of loose objects
  std::uint64_t work = 0;
};

/// What all workers of an audit look at. The parts that are not const do not change while they run.
struct HistoryScope {
  const ObjectDatabase& database;
  const HistoryOptions& options;
  ObjectInventory inventory;
  std::vector<WantedEntries> wanted;  ///< by pack
  std::vector<std::uint32_t> loose;   ///< wanted ones, positions in the inventory
  VerdictMemory& memory;
  HistoryContext& context;  ///< all of the repository that is no blob
  /// Takes what was examined; called by many threads.
  std::function<void(Examined)> take;

  [[nodiscard]] bool stopped() const {
    return options.scan.observer != nullptr && options.scan.observer->stop();
  }
};

/// What a worker has found.
struct HistoryFound {
  LostObjects lost;
  std::vector<ObjectPlace> passed;                ///< blobs that have to be examined
  std::vector<std::uint32_t> incomplete_indexes;  ///< packs whose index leaves entries out
  std::vector<Notification> notifications;
  Coverage coverage;
  std::uint64_t packed_blobs = 0;  ///< of `coverage`, what lies in packs
  std::uint64_t packed_bytes = 0;
  std::vector<std::pair<TargetMark, std::string>> said;
};

/// Sieves or examines the blobs of jobs. One per thread.
class HistoryWorker final : public ObjectVisitor {
 public:
  HistoryWorker(const HistoryScope& scope, std::unique_ptr<Sieve> sieve, std::unique_ptr<Examiner> examiner,
                DeltaWalker walker)
      : scope_(scope), sieve_(std::move(sieve)), examiner_(std::move(examiner)), walker_(std::move(walker)) {}

  /// Tells which blobs of a job may hold a secret.
  void sieve(const HistoryJob& job);
  /// Examines the blobs of a job with all that a report shows.
  void examine(const HistoryJob& job);

  [[nodiscard]] HistoryFound& found() { return found_; }
  [[nodiscard]] Examiner& examiner() { return *examiner_; }

  void visit(const WalkedObject& object) override;
  void lost(std::uint32_t entry, const ObjectFailure& failure) override;
  void gap(std::uint32_t entry) override;
  [[nodiscard]] bool stop() override { return scope_.stopped(); }

 private:
  void walk(const HistoryJob& job);
  void sieve_loose(std::uint32_t position, SievedBlob& blob);
  void sieve_blob(std::string_view bytes, const SievedBlob& blob, ObjectPlace place);
  void examine_loose(std::uint32_t position);
  void examine_blob(std::string_view bytes, ObjectPlace place);
  void take(const HistoryTarget& as, Examined examined);
  void learn(ObjectPlace place, std::uint64_t size, bool passes);

  const HistoryScope& scope_;
  std::unique_ptr<Sieve> sieve_;
  std::unique_ptr<Examiner> examiner_;
  DeltaWalker walker_;
  std::vector<SievedBlob> blobs_;  ///< by slot of the walk
  HistoryFound found_;
  std::vector<BlobVerdict> verdicts_;
  std::uint32_t pack_ = 0;
  bool examining_ = false;
};

/// What it means for a report that an object could not be had.
Reason reason_of(ObjectFault fault);

}  // namespace trawl
