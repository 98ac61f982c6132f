#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/deps/audit.h"

namespace trawl {

/// What a bill of materials says of itself.
struct SbomOptions {
  std::string project;       ///< name of what it is about
  std::string tool_version;  ///< of trawl
  std::int64_t created = 0;  ///< seconds since 1970, for SPDX, which demands a time
  bool complete = true;      ///< every file about dependencies was read to its end
};

/// Packages of all lock files, each once, as CycloneDX 1.6 (JSON). With what is known of vulnerabilities, and
/// what VEX says of them. The same bytes for the same files: the serial number is made of the content, and
/// there is no time. https://cyclonedx.org/docs/1.6/json/
std::string cyclonedx_of(std::span<const DependencyFile> files, const DependencyAudit& audit,
                         const SbomOptions& options);

/// The same as SPDX 2.3 (JSON). https://spdx.github.io/spdx-spec/v2.3/
std::string spdx_of(std::span<const DependencyFile> files, const SbomOptions& options);

}  // namespace trawl
