#pragma once

#include <string_view>

#include "engine/base/result.h"
#include "engine/git/object_id.h"

namespace trawl {

enum class RefStorage : std::uint8_t { kFiles, kReftable };

/// What of a repository's configuration is honoured: how its store is built, nothing that says what to run or
/// where to look.
struct RepositoryFormat {
  ObjectFormat object_format = ObjectFormat::kSha1;
  RefStorage ref_storage = RefStorage::kFiles;
};

/// Reads `core.repositoryFormatVersion` and `extensions.*` of a repository's own `config`, by the grammar of
/// git-config(1) ("Syntax"). Everything else is passed over, includes too. An unknown version or extension is
/// an error: a store that is not understood must not look empty. Empty text is a valid configuration.
Result<RepositoryFormat> read_repository_format(std::string_view config);

}  // namespace trawl
