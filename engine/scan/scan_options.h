#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/config/config_engine.h"
#include "engine/git/line_diff.h"
#include "engine/model/severity.h"
#include "engine/source/scoped_place.h"
#include "engine/source/source.h"

namespace trawl {

/// What a running scan tells and asks its caller. Called from several threads at once.
class ScanObserver {
 public:
  virtual ~ScanObserver() = default;
  /// How many targets there will be, where it is known.
  virtual void expect(std::uint64_t /*targets*/) {}
  /// A target was examined.
  virtual void examined(std::uint64_t bytes, std::size_t occurrences) = 0;
  /// Whether to stop soon: the report then is partial, and says so.
  [[nodiscard]] virtual bool stop() const = 0;
};

/// How a scan runs. Everything that changes a verdict is here or in the rules.
struct ScanOptions {
  unsigned threads = 1;
  bool patterns = true;  ///< false: files are counted and not searched; others look at them
  bool secrets = true;   ///< false: patterns are searched only in what a finding of another kind quotes
  bool strict_checksums = false;       ///< drop what has a wrong checksum
  bool honour_inline_comments = true;  ///< false in --untrusted runs
  std::uint64_t largest_archive = std::uint64_t{128}
                                  << 20;  ///< bytes; greater ones are not opened; 0: none is
  bool greater_archives_are_lost = true;  ///< one that is greater makes the run incomplete, else it is a note
  bool show_secrets = false;
  /// Where set: only findings on these lines of a target count. Asked for targets with matches only.
  std::function<Result<std::vector<LineRange>>(const Target&)> lines_in_scope;
  /// Where set: where a target stands, and the lines that count there. A match that is on none of them does
  /// not count; one that is on those of several places has them all. Asked for targets with matches only.
  std::function<ScopedPlaces(const Target&)> places_in_scope;
  /// Gives what judges files of configuration of a kind, made when the first one is met. Called by several
  /// threads. Unset: none are judged.
  std::function<Result<const ConfigEngine*>(std::string_view kind)> config_engine;
  bool config_absence = true;  ///< ask the rules about what a file does not say as well
  /// Where the targets are a whole tree: what all of them begin with. Then rules about the tree are asked,
  /// too.
  std::optional<std::string> tree_root;
  std::string today;  ///< a date (ISO 8601) for rules that compare with it; empty: they say nothing
  ScanObserver* observer = nullptr;  ///< may be null; outlives the scan
};

}  // namespace trawl
