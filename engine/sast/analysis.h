#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/sast/explanation.h"
#include "engine/sast/flow_finding.h"

namespace clang {
class ASTContext;
class Preprocessor;
class SourceLocation;
class SourceRange;
}  // namespace clang

namespace trawl::sast {

/// The models of a run: sources, sinks, propagators, sanitizers, roles, states. Immutable, shared.
class Models;

/// Reads model files (checkers/models/*.toml, then those of the user, which add or override). An error names
/// the file, the line and the unknown key.
struct ModelText {
  std::string name;
  std::string text;
};
Result<std::shared_ptr<const Models>> load_models(std::span<const ModelText> texts);

/// What a parse knows of its unit besides the AST. Alive while `summarize` runs; borrowed.
struct Unit {
  std::string path;             ///< of the main file, relative to the root of the program
  unsigned variant;             ///< 0: as written; 1: parsed again with optional features (`HAVE_X`) on
  clang::ASTContext& context;   ///< may hold RecoveryExpr and invalid declarations
  clang::Preprocessor& macros;  ///< for constants that are macros
  /// Functions that variants before this one have, see SummarizeOptions::known.
  std::set<std::pair<std::string, unsigned>>* known;
};

/// The place of a range in the program: at the expansion for macros. Nothing for what lies in the resource or
/// stub headers or in no file. (Files of the program lie below kProgramRoot in the parser's view.)
std::optional<Place> place_of(const clang::ASTContext& context, clang::SourceRange range);
/// Whether a location lies in a file of the program (and not in a header of ours).
bool in_program(const clang::ASTContext& context, clang::SourceLocation location);
inline constexpr std::string_view kProgramRoot = "/program/";

/// What phase 1 counts for the coverage of a file.
struct UnitCounts {
  std::uint32_t functions = 0;         ///< bodies that were analysed
  std::uint32_t calls = 0;             ///< call expressions in them
  std::uint32_t unresolved_calls = 0;  ///< whose callee is not known by declaration, or only by name
  std::uint32_t recovered = 0;         ///< statements the parser had to give up parts of
  std::vector<std::string> limits;     ///< caps that were met, from the fixed vocabulary of `limit_sentence`
};

/// Phase 1: what one translation unit contributes, serialized. Depends on the unit and the models only. Never
/// fails: an empty summary says that the unit contributes nothing.
struct Summary {
  std::string bytes;
  UnitCounts counts;
};
Summary summarize(const Unit& unit, const Models& models);

/// How phase 2 runs.
struct LinkOptions {
  bool library = false;            ///< parameters of exported functions are sources
  std::vector<std::string> rules;  ///< ids of the rules that are asked for; empty: all
  std::string explain_path;        ///< where not empty: what is known of a line of it is told as well
  std::uint32_t explain_line = 0;
};

/// A serialized summary with the path of its unit. The bytes come from a worker or a cache: they are not
/// trusted, and what cannot be read is left out and named in `Linked::unreadable`. Two variants of one unit
/// mostly hold the same functions: a finding at the same place is one finding.
struct SummaryBytes {
  std::string path;
  unsigned variant = 0;
  std::string_view bytes;
};

struct Linked {
  std::vector<FlowFinding> findings;    ///< sorted; the same for any order of the summaries
  std::vector<std::string> unreadable;  ///< paths of units whose summary was damaged
  std::vector<std::string> limits;      ///< caps that were met
  std::vector<KnownRow> known;          ///< of the line that was asked about
};

/// Phase 2: binds calls across all units and follows flows to a fixpoint.
Linked link(std::span<const SummaryBytes> summaries, const Models& models, const LinkOptions& options);

/// Changes whenever summaries or findings of the same input can change: part of every cache key.
std::string_view engine_version();

}  // namespace trawl::sast
