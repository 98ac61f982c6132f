#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/git/object_database.h"
#include "engine/git/object_inventory.h"
#include "engine/git/provenance/blob_history.h"
#include "engine/git/provenance/graph_builder.h"
#include "engine/git/surface/nested_repositories.h"
#include "engine/git/surface/tips.h"
#include "engine/git/surface/worktree_index.h"
#include "engine/model/manifest.h"
#include "engine/model/report.h"
#include "engine/scan/examiner.h"
#include "engine/scan/known_audit.h"
#include "engine/scan/metadata_examiner.h"
#include "engine/scan/occurrence.h"
#include "engine/source/source.h"

namespace trawl {

/// What a blob is examined as: a version of a file, with what the report says of it.
struct HistoryTarget {
  Target target;
  std::string commit_id;   ///< that brought this version there; of a note the commit it is about
  std::uint64_t rank = 0;  ///< greater is shown rather than smaller, of versions at one path
  bool metadata = false;   ///< no file: the path is words
};

/// How many objects of a container and kind could not be read, and no copy of them could.
using LostObjects = std::map<std::pair<std::string, std::string_view>, std::uint64_t>;

/// All that a scan of one repository's blobs does not see: names, texts, and where each blob was. Used in
/// this order: `read_objects` by one thread (others may scan blobs meanwhile), `seek` with the blobs that may
/// hold secrets, `targets_of` by many threads, `hold` for what was found (one thread at a time), `tell` when
/// the report is finished.
class HistoryContext {
 public:
  using Report = std::function<void(Examined)>;

  /// `prefix` stands before all paths and names of this repository; empty but for submodules. `authors`:
  /// personal data may be shown.
  HistoryContext(const Repository& repository, const ObjectDatabase& database, std::string prefix,
                 bool authors);

  /// Goes through all trees, commits and tags once, and through all names and texts; examines them. Says
  /// which objects are named and absent.
  void read_objects(const ObjectInventory& inventory, Examiner& examiner, const Report& report,
                    const std::function<bool()>& stop);
  /// Before `read_objects`: what an earlier audit knew of packs that are not in the inventory. False where it
  /// is of no use: then they have to be.
  bool recall(std::shared_ptr<const KnownAudit> known);
  void forget();
  /// After `read_objects`: whether all trees, commits and tags were had.
  [[nodiscard]] bool sound() const { return sound_; }
  /// After `seek`: what the next audit need not read again. This must not change until it is written.
  void tell_next(KnownAudit& next, SectionWriter& more) const;

  void seek(std::vector<ObjectId> blobs);
  /// What to examine `blob`, one of the blobs sought, as: once for each path at which it is shown.
  [[nodiscard]] std::vector<HistoryTarget> targets_of(const ObjectId& blob) const;
  /// Writes into the occurrences of a target what its history target says.
  static void place(const HistoryTarget& as, Examined& examined);
  /// The files of the LFS store, each at the paths of its pointer.
  void examine_lfs(Examiner& examiner, const Report& report);

  /// Adds to a manifest what this repository holds, container by container; `lost`: of its blobs.
  void count(const ObjectInventory& inventory, const LostObjects& lost, Manifest& manifest) const;

  /// After `read_objects`: where HEAD is, hexadecimal; empty where it is nowhere.
  [[nodiscard]] std::string head_id() const;

  void hold(const Occurrence& occurrence);
  /// Names of members of archives that are secrets: no path of the report may show them.
  void withhold(const std::vector<std::string>& names) {
    secret_members_.insert(secret_members_.end(), names.begin(), names.end());
  }
  [[nodiscard]] const std::vector<std::string>& secret_members() const { return secret_members_; }
  /// Adds to the findings what the history of this repository says of them.
  void tell(trawl::Report& report) const;

 private:
  void read_pack(const InventoriedPack& pack, const std::function<bool()>& stop, GraphBuilder& builder,
                 std::vector<Notification>& notifications);
  void report_missing(const ObjectInventory& inventory, std::vector<Notification>& notifications);
  [[nodiscard]] std::string redacted(std::string_view text) const;
  void add_authors(Provenance& provenance) const;

  const Repository& repository_;
  const ObjectDatabase& database_;
  std::string prefix_;
  bool authors_;
  Tips tips_;
  std::vector<WorktreeIndex> indexes_;
  std::vector<LfsObject> lfs_;
  void make_graphs();

  Examined said_;                               ///< of the repository as a whole
  MetadataExaminer* metadata_ = nullptr;        ///< while objects are read
  std::shared_ptr<const KnownAudit> known_;     ///< the graphs stand in it
  std::optional<SectionReader> known_history_;  ///< as above
  bool sound_ = false;
  KnownAudit learnt_;  ///< what `read_objects` has for the next audit
  std::unique_ptr<GraphBuilder> graphs_;
  std::vector<ObjectId> missing_;            ///< named, and nowhere
  LostObjects lost_;                         ///< no blobs
  std::vector<std::string> secret_members_;  ///< secrets that are names of members of archives
  std::set<std::string> secret_names_;
  std::map<ObjectId, std::string> staged_;
  std::optional<BlobHistory> history_;
  std::uint32_t head_tree_ = TreeGraph::kNone;

  struct Held {
    std::set<std::uint32_t> blobs;
    std::set<ObjectId> objects;
  };
  std::map<std::string, Held> held_;  ///< by fingerprint
};

}  // namespace trawl
