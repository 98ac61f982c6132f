#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/glob.h"
#include "engine/base/result.h"
#include "engine/model/finding.h"

namespace trawl {

/// What the user wants ignored, by place and rule or by fingerprint (`.trawlignore`):
///
///     # Made-up keys of the parser's tests.
///     tests/data/**
///     docs/*.md  aws-access-key-id   # account 111122223333 does not exist
///     fingerprint:0123456789abcdef0123456789abcdef
///
/// A glob (engine/base/glob.h) stands for the files it matches and for all below the directories it matches.
/// Blanks and `#` in it are written behind a backslash. The comment behind an entry is its reason; without
/// one, the lines of comment directly above it and above its neighbours are, up to the next empty line. What
/// is ignored is suppressed: it stays in the report and is counted. Immutable: shared by threads.
class IgnoreFile {
 public:
  static constexpr std::size_t kMostBytes = 1 << 20;
  static constexpr std::size_t kMostGlobs = 4096;

  IgnoreFile() = default;

  /// An error names the line, what is wrong with it and what to do.
  static Result<IgnoreFile> parse(std::string_view text);
  /// From a regular file of at most `kMostBytes`.
  static Result<IgnoreFile> read(const std::string& path);

  /// Why a finding is ignored, if it is: by its fingerprint, or because each of its places is. One place that
  /// is not ignored keeps the finding: the secret is still there to be seen.
  [[nodiscard]] std::optional<Suppression> suppression_of(const Finding& finding) const;

 private:
  struct PlaceEntry {
    GlobSet glob;
    std::string rule;  ///< empty: any
    std::string justification;
  };

  Result<void> add(std::string_view line, const std::string& reason_above, std::size_t number);
  [[nodiscard]] const PlaceEntry* entry_for(const std::string& path, std::string_view rule) const;

  std::vector<PlaceEntry> places_;
  std::unordered_map<std::string, std::string> justifications_;  // by fingerprint
};

}  // namespace trawl
