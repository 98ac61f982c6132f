#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sast/flow_finding.h"

namespace trawl::sast {

/// Messages between trawl and trawl-clang. Both sides are one build; the version only tells a wrong pair
/// apart.
///
/// The program sends `kModels`, `kPaths` and `kReady`, then tasks. A `kParse` is answered by any number of
/// `kNeed` (to each of which the program sends the file in `kFile` pieces), then `kSummary` pieces and one
/// `kParsed`, or one `kLimit` before the worker's end. `kUnit` pieces and `kLink` are answered by `kFinding`,
/// where a line was asked about `kKnown`, and one `kLinked`.
inline constexpr std::uint32_t kProtocolVersion = 2;

enum class Message : std::uint8_t {
  // To the worker.
  kModels = 1,  ///< name, piece of text, whether more follows
  kPaths = 2,   ///< paths of the program
  kReady = 3,   ///< nothing more comes before the first task
  kParse = 4,   ///< path, flags
  kFile = 5,    ///< 0: cannot be had, 1: last piece, 2: more follow; bytes
  kUnit = 6,    ///< path, variant, whether more follows, bytes
  kLink = 7,    ///< options
  // From the worker.
  kHello = 64,    ///< version, engine version, digest of headers, layers
  kTrouble = 65,  ///< a model file is wrong: a sentence
  kNeed = 66,     ///< path
  kSummary = 67,  ///< variant, whether more follows, bytes
  kParsed = 68,
  kLimit = 69,  ///< which
  kFinding = 70,
  kLinked = 71,
  kKnown = 72,  ///< a row about the line that was asked about
};

inline constexpr std::size_t kPieceBytes = 60 << 10;  ///< of a text that is sent in pieces
inline constexpr std::size_t kMostPathBytes = 4096;
inline constexpr std::size_t kMostNameBytes = 200;  ///< identifiers
inline constexpr std::size_t kMostSteps = 60;
inline constexpr std::size_t kMostSourceBytes = std::size_t{16} << 20;  ///< of one file
inline constexpr std::size_t kMostSummaryBytes = std::size_t{64} << 20;

struct Hello {
  std::uint32_t version = 0;
  std::string engine;
  std::string headers;
  std::vector<std::string> layers;
};

/// How a parse went, as the program needs it for coverage and cache.
struct ParsedUnit {
  bool parsed = false;
  std::uint32_t errors = 0;
  std::uint32_t passes = 0;
  std::uint32_t functions = 0;
  std::uint32_t calls = 0;
  std::uint32_t unresolved_calls = 0;
  std::uint32_t recovered = 0;
  std::vector<std::string> missed;         ///< includes, at most 100
  std::uint32_t missed_count = 0;          ///< all of them
  std::vector<std::string> include_names;  ///< base names looked up
  std::vector<std::string> read;           ///< paths of the program
  std::vector<std::string> limits;         ///< caps of the analysis that were met
};

std::string encoded(const Hello& hello);
std::optional<Hello> decode_hello(std::string_view bytes);
/// Cut to what a frame can hold: `include_names` and `read` are complete or the unit is not cached (`read`
/// empty).
std::string encoded(const ParsedUnit& unit);
std::optional<ParsedUnit> decode_parsed(std::string_view bytes);
std::string encoded(const FlowFinding& finding);
/// Nothing when a path is no path, a name no identifier, a number out of range.
std::optional<FlowFinding> decode_finding(std::string_view bytes);

/// The kinds of notification that a limit or cap can be, and nothing else: its sentence, or nothing for one
/// that is not known.
std::optional<std::string_view> limit_sentence(std::string_view limit);

}  // namespace trawl::sast
