#pragma once

#include <span>
#include <string>

#include "engine/deps/audit.h"

namespace trawl {

/// What `npm audit --json` prints (report version 2), of the vulnerabilities of all npm locks: for scripts
/// that read that. https://docs.npmjs.com/cli/v10/commands/npm-audit
std::string npm_audit_report(std::span<const DependencyFile> files, const DependencyAudit& audit);

}  // namespace trawl
