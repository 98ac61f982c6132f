#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/strong.h"
#include "engine/model/provenance.h"
#include "engine/model/rule.h"
#include "engine/model/secret.h"
#include "engine/model/severity.h"

namespace trawl {

/// Where something is, for people and for SARIF: lines and columns from 1, columns in UTF-16 code units,
/// `end_column` one past the last. CRLF, LF and a lone CR each end a line.
struct Region {
  Line start_line{1};
  Column start_column{1};
  Line end_line{1};
  Column end_column{1};

  friend auto operator<=>(const Region&, const Region&) = default;
};

/// A piece of a file, redacted: no byte of any match of the blob is in `text`, unless secrets are shown.
/// `text` is valid UTF-8 (bad bytes replaced); control characters are kept, each writer escapes for its
/// format.
struct Excerpt {
  Region region;
  std::string text;
};

/// Where a place stands in a range of commits.
struct RangePosition {
  /// It stands in the last tree of the range, on a line that the range as a whole adds. Else it is gone
  /// again, or never was in a file, and only the commit has it.
  bool in_final_diff = false;
  std::uint32_t commit_number = 0;  ///< of the commit, the oldest of the range first

  friend auto operator<=>(const RangePosition&, const RangePosition&) = default;
};

/// A place in a blob, or in a text of a repository that is no file: a commit's message, a tag's name, the
/// names of refs. Of such a text `path` says what it is ("commit 1a2b... message"). `path` is bytes as the
/// file system or git gave them, separated by `/`, relative to the root of the report; it may hold anything
/// but NUL. An archive member is `outer.zip!inner`.
struct Location {
  std::string path;
  ByteSpan span;  ///< bytes in the original blob
  Region region;
  Excerpt snippet;  ///< the lines of `region`
  Excerpt context;  ///< the same with neighbouring lines; strictly contains `region` where the file has more
  std::string
      line_hash;        ///< `primaryLocationLineHash` of the first line (docs/architecture.md); may be empty
  std::string blob_id;  ///< git's id of the bytes, hexadecimal; empty where none was computed
  std::string commit_id;               ///< commit that introduced it, hexadecimal; empty outside history
  std::optional<RangePosition> range;  ///< of a range of commits only
  std::string decoded_by;              ///< chain of decoders, "base64 > gzip"; empty for plain text
  std::string fingerprint;      ///< keyed identity of the place without its position: survives moved lines
  std::uint64_t rank = 0;       ///< in history: of several versions at one path the greatest is shown
  bool metadata = false;        ///< no file: `path` is words
  bool paired = false;          ///< a partner of its secret is near it, or in a file beside it
  std::uint64_t blob_size = 0;  ///< bytes of the original blob; 0 where unknown
};

/// Why a finding is shown as suppressed. It stays in the report and is counted.
struct Suppression {
  enum class Kind : std::uint8_t { kInSource, kExternal };
  Kind kind = Kind::kExternal;
  std::string justification;  ///< "baseline: test fixture (alice, until 2027-01-01)"
};

/// One step on the way from a source to a sink. Owns its text.
struct TraceStep {
  Location location;
  std::string message;     ///< one sentence, ends with a period
  std::string_view kind;   ///< SARIF's: "taint", "call", "return", "value", "branch"; static text
  bool essential = false;  ///< a reader who is in a hurry needs it
  unsigned nesting = 0;    ///< depth of calls
};

/// A way through the program: the first step is the source, the last the sink.
struct Trace {
  std::vector<TraceStep> steps;  ///< at most 60
};

/// What was found: one secret with all its places, or one flow. Owns its text. Built by the scan part, read
/// by writers.
struct Finding {
  const Rule* rule = nullptr;  ///< owned by the RuleSet of the report; never null in a finished report
  Severity severity = Severity::kHigh;
  Confidence confidence = Confidence::kHigh;
  Verdict verdict = Verdict::kNone;  ///< checksum or structure, whichever spoke
  std::string message;               ///< one sentence, ends with a period, holds no secret
  std::string detail;       ///< what validators read out of it, public: "account 123456789012"; may be empty
  std::string fingerprint;  ///< keyed identity, 32 lower-case hexadecimal digits
  Secret secret;
  std::vector<Location> locations;  ///< at least one; sorted by path, then span; the first is the primary one
  std::vector<Location>
      partners;               ///< places of matched partners that raised the grade; sorted, without excerpts
  std::vector<Trace> traces;  ///< of a flow: the ways that lead to it, the shortest first; empty for secrets
  std::vector<const Rule*> also_matched;  ///< rules whose match of the same bytes was merged into this one
  std::optional<Suppression> suppression;
  std::optional<Provenance> provenance;  ///< only where history was read
};

}  // namespace trawl
