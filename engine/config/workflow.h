#pragma once

#include <string_view>

#include "engine/document/document.h"

namespace trawl {

/// The tag of a `uses` that names a workflow which lies in this very tree:
/// `OWNER/REPO/.github/workflows/a.yml@main` beside a file `.github/workflows/a.yml` is the project's own,
/// whoever OWNER is.
inline constexpr std::string_view kOwnWorkflow = "own-workflow";

/// A workflow of GitHub: YAML, with `uses` of the project's own workflows tagged.
DocumentReading read_github_workflow(std::string_view bytes, const DocumentLimits& limits);

}  // namespace trawl
