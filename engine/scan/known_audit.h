#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/git/object.h"
#include "engine/git/object_id.h"
#include "engine/git/object_inventory.h"

namespace trawl {

/// Name and address of somebody, and the object that is shown for it: of all that have it the one with the
/// least id.
struct KnownPerson {
  std::string text;
  ObjectId object;
  ObjectType type = ObjectType::kCommit;
  std::string part;  ///< "author"
};

/// That a blob, examined as the file at a path, gave nothing at all: neither a match nor anything to say.
using CleanMark = std::array<unsigned char, 32>;
CleanMark clean_mark(const ObjectId& blob, std::string_view path);

/// What an audit knew of a repository at its end, for the next one: whatever it says of packs that are still
/// there need not be read again. Verdicts of single blobs are kept elsewhere (engine/scan/verdict_memory.h),
/// so an audit that is killed loses only this.
///
/// Only packs in which nothing was wrong are in it. Holds ids, names of paths and people, and no secret's
/// text but where somebody wrote one into those.
struct KnownAudit {
  std::string key;                  ///< what could change what is said, beside what names the file
  std::vector<PackIdentity> packs;  ///< all that there were
  std::uint64_t blobs = 0;          ///< of these packs, each once
  std::uint64_t bytes = 0;          ///< of these blobs
  std::vector<ObjectId> passed;     ///< blobs of these packs that may hold a secret; sorted
  std::vector<ObjectId> loose;      ///< all loose objects that there were; sorted
  std::vector<CleanMark> clean;     ///< sorted
  bool configuration = false;       ///< files of configuration were judged
  std::uint64_t text_bytes = 0;     ///< of messages and headers
  std::vector<std::pair<ObjectId, ObjectType>> noisy;  ///< objects whose texts gave something
  std::vector<KnownPerson> people;
  std::vector<ObjectId> missing;  ///< named by trees, and nowhere
  std::string graph;              ///< `GraphBuilder::save`

  /// Of the file at `path`; nothing where there is none, where it is of another key, or where a pack or a
  /// loose object of it is gone. An error where it is damaged.
  static Result<std::optional<KnownAudit>> recall(const std::string& path, std::string_view key,
                                                  const ObjectDatabase& database);
  [[nodiscard]] Result<void> save(const std::string& path) const;
};

}  // namespace trawl
