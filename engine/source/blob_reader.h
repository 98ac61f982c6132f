#pragma once

#include <memory>

#include "engine/base/result.h"
#include "engine/git/object_database.h"
#include "engine/source/source.h"

namespace trawl {

/// Opens a blob of a repository for reading: whole from memory, or in pieces if it is large. After its end
/// `changed` says when the bytes do not make the id under which they are stored: such a store is damaged or
/// forged, and the bytes were read all the same. The database must outlive the reader.
Result<std::unique_ptr<TargetReader>> open_blob(const ObjectDatabase& database, const ObjectId& id);

}  // namespace trawl
