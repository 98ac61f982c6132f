#pragma once

#include "engine/model/report.h"
#include "engine/scan/scan.h"

namespace trawl {

/// Marks what the user has accepted by baseline or ignore file as suppressed, and says which entries are of
/// no use. Nothing is removed from the report.
Report accepted(Report report, const Acceptance& acceptance);

}  // namespace trawl
