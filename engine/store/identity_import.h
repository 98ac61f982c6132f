#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/finding.h"
#include "engine/model/secret.h"

namespace trawl {

/// A finding that another tool was told to accept.
struct ForeignEntry {
  std::string path;        ///< `/`-separated
  std::uint32_t line = 0;  ///< from 1; 0: not said
  std::string rule;        ///< the other tool's name of the kind
  std::string sha1;        ///< of the secret, 40 lower-case hexadecimal digits; empty: not said
  Secret secret;           ///< empty: not said, or redacted
  std::string shown;       ///< the entry for people, without a secret
};

struct ForeignBaseline {
  std::string tool;  ///< "gitleaks", "detect-secrets"
  std::vector<ForeignEntry> entries;
  std::vector<std::string> notes;  ///< entries that mean nothing, and why
};

/// Reads one of three forms, told by the content: `.gitleaksignore` (a fingerprint a line:
/// `commit:path:rule:line` or `path:rule:line`), a gitleaks report (a JSON array of findings),
/// `.secrets.baseline` of detect-secrets (a JSON object). `file` is what errors name. The file is another's
/// and may be hostile: no secret in it is shown.
Result<ForeignBaseline> read_foreign_baseline(std::string_view file, std::string_view text);

struct ForeignResolution {
  std::vector<std::size_t> findings;    ///< that are accepted, ascending
  std::vector<std::size_t> unresolved;  ///< entries for which there is no finding, ascending
};

/// Which findings the entries are about: by the secret or its hash in that file, where the entry has one,
/// else by path and line. An entry that names only a position is resolved once, now: from here on the secret
/// counts.
ForeignResolution resolve(const ForeignBaseline& baseline, std::span<const Finding> findings);

}  // namespace trawl
