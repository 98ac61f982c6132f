#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/severity.h"

namespace trawl::sast {

/// A range of a file of the program. Lines and columns from 1, columns in bytes, `end_column` one past the
/// last; the parent turns them into the units of reports. `path` is relative to the root of the program,
/// never a header of ours.
struct Place {
  std::string path;
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::uint32_t end_line = 1;
  std::uint32_t end_column = 1;

  friend auto operator<=>(const Place&, const Place&) = default;
};

/// What a step of a flow says: the whole vocabulary. A worker sends the number, never a sentence, so that no
/// text of a hostile program stands in a message. `{0}` is the step's name, where it has one.
enum class Phrase : std::uint8_t {
  kSource,        ///< where untrusted or secret content comes from
  kCopy,          ///< copied to another object
  kAppend,        ///< appended to an object
  kFormat,        ///< formatted into an object
  kCallArgument,  ///< passed to a function of the program
  kEnter,         ///< arrives in a parameter
  kReturn,        ///< comes back from a call
  kOutParameter,  ///< comes back through a parameter
  kField,         ///< stored in a field
  kGlobal,        ///< stored in a global
  kLibraryCall,   ///< passes through a library function
  kGuard,         ///< checked, but not enough
  kBranch,        ///< this way is taken
  kConstant,      ///< a constant is written here
  kState,         ///< the object changes its state
  kMissing,       ///< something that is needed does not happen
  kSink,          ///< where it does harm
  kCount
};

/// The sentence of a phrase; `{0}` is replaced by a name.
std::string_view template_of(Phrase phrase);
/// SARIF's kinds of a thread flow location: "taint", "call", "return", "value", "branch".
std::string_view kind_of(Phrase phrase);
/// Whether a reader needs the step to follow the flow: sources, calls, sinks.
bool essential(Phrase phrase);

/// One step of a flow. `name` is an identifier (function, parameter, field) or empty. The parent shows it
/// only when it stands on the line of the place, or is a name that rules or models know.
struct FlowStep {
  Place place;
  Phrase phrase = Phrase::kCopy;
  std::string name;
  std::uint8_t nesting = 0;  ///< depth of calls, 0 where the flow begins

  friend auto operator<=>(const FlowStep&, const FlowStep&) = default;
};

/// What the link phase finds. Data only: no text of the program but names.
struct FlowFinding {
  std::string rule;                    ///< id of a rule of checkers/
  Place place;                         ///< the primary location
  std::vector<std::string> arguments;  ///< names for the rule's message, `{0}` and up
  std::optional<Severity> severity;    ///< where the source's level changes the rule's own
  Confidence confidence = Confidence::kHigh;
  std::string function;         ///< the enclosing function, qualified; part of the identity
  std::string identity;         ///< the normalised flow: no line, no column, no path of headers
  std::vector<FlowStep> steps;  ///< source first, sink last; empty for findings without a flow
  std::vector<std::vector<FlowStep>> more_flows;  ///< further sources of the same sink
  std::vector<Place> related;                     ///< the sink within a wrapper, the declaration of a key

  friend auto operator<=>(const FlowFinding&, const FlowFinding&) = default;
};

}  // namespace trawl::sast
