#pragma once

#include "engine/model/manifest.h"
#include "engine/model/report.h"
#include "engine/report/output.h"

namespace trawl {

/// Writes the coverage manifest of a scan of history as JSON, a line for each row, with every notification of
/// the report that says what was not read (docs/reports.md, "The coverage manifest").
Result<void> write_manifest(const Manifest& manifest, const Report& report, Output& output);

}  // namespace trawl
