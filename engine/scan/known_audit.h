#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/sections.h"
#include "engine/git/object.h"
#include "engine/git/object_id.h"
#include "engine/git/object_inventory.h"
#include "engine/scan/said.h"
#include "engine/store/sealed_file.h"

namespace trawl {

/// Name and address of somebody, and the object that is shown for it: of all that have it the one with the
/// least id.
struct KnownPerson {
  std::string text;
  ObjectId object;
  ObjectType type = ObjectType::kCommit;
  std::string part;  ///< "author"
};

/// An object that trees name and that is nowhere, with the least id of those trees.
struct KnownMissing {
  ObjectId id;
  std::optional<ObjectId> tree;
};

/// What an audit knew of a repository at its end, for the next one: whatever it says of packs that are still
/// there need not be read again. Verdicts of single blobs are kept elsewhere (engine/scan/verdict_memory.h),
/// so an audit that is killed loses only this.
///
/// Only packs in which nothing was wrong are in it. Holds ids, names of paths and people, and what was said
/// of targets, without secrets; no secret's text but where somebody wrote one into a name.
struct KnownAudit {
  std::string key;                  ///< what could change what is said, beside what names the file
  std::vector<PackIdentity> packs;  ///< all that there were
  std::uint64_t objects = 0;        ///< in these packs, and loose
  std::uint64_t blobs = 0;          ///< of these packs, each once
  std::uint64_t bytes = 0;          ///< of these blobs
  std::vector<ObjectId> passed;     ///< blobs of these packs that may hold a secret; sorted
  std::vector<ObjectId> loose;      ///< all loose objects that there were; sorted
  bool configuration = false;       ///< files of configuration were judged
  std::uint64_t text_bytes = 0;     ///< of messages and headers
  std::vector<std::pair<ObjectId, ObjectType>> noisy;  ///< objects whose texts gave something
  std::vector<KnownPerson> people;
  std::vector<KnownMissing> missing;
  /// All that something names and that is nowhere: if one of them comes, what was said may be wrong.
  std::vector<ObjectId> absent;
  std::vector<std::uint32_t> treeless;  ///< numbers of commits whose tree is nowhere; sorted

  /// Of an audit that is recalled only: what was said of each target, and, where they stand in the file, the
  /// graphs (`GraphBuilder::save`) and the history of blobs (`BlobHistory::save`).
  SaidTable said;
  std::optional<SectionReader> graphs;

  /// Of the file at `path`; nothing where there is none, where it is of another key, or where a pack of it is
  /// gone. An error where it is damaged.
  static Result<std::shared_ptr<const KnownAudit>> recall(const std::string& path, std::string_view key,
                                                          const ObjectDatabase& database);
  /// `more`: what was said, the graphs and the history.
  [[nodiscard]] Result<void> save(const std::string& path, const SectionWriter& more) const;

 private:
  std::optional<SealedFile> file_;
};

}  // namespace trawl
