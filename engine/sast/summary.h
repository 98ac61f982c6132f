#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/sast/char_set.h"
#include "engine/sast/kind.h"

/// What one translation unit says about its functions, without any AST: what `summarize` writes and `link`
/// reads. Plain data, owned, movable between processes (summary_bytes.h). All indexes are into the tables of
/// the same UnitSummary.
namespace trawl::sast {

using TextId = std::uint32_t;  ///< index into UnitSummary::texts; 0 is the empty text

/// A place in a source file. Lines and columns from 1, columns in bytes; `end_column` is one past the last.
struct Spot {
  std::uint32_t file = 0;  ///< index into UnitSummary::files
  std::uint32_t line = 0;  ///< 0: no place
  std::uint32_t column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;

  friend auto operator<=>(const Spot&, const Spot&) = default;
};

/// Parameter numbers beside 0, 1, 2, ...
constexpr std::int16_t kThis = -1;
constexpr std::int16_t kThrown = -2;  ///< the exception that leaves a function

enum class SlotKind : std::uint8_t {
  kParam,       ///< what parameter `index` holds, or what can be reached from it, at entry
  kParamOut,    ///< the same when the function returns
  kReturn,      ///< the result
  kGlobal,      ///< the variable `id` (a text: its USR)
  kSource,      ///< `id` is an index into FunctionSummary::sources
  kSink,        ///< `id` is an index into FunctionSummary::sinks
  kCallArg,     ///< what argument `index` of call `id` holds when the call begins
  kCallOut,     ///< the same when the call has returned
  kCallResult,  ///< the result of call `id`
  kCallTarget,  ///< the pointer that call `id` goes through
  kFunction,    ///< the address of the function `id` (a text: its USR)
  kLiteral,     ///< `id` is an index into UnitSummary::literals
  kCallAfter,   ///< what argument `index` of call `id` holds when the call has returned: what it held before
                ///< (kCallArg), or what the callee wrote (kCallOut)
};

constexpr std::size_t kMaxFields = 3;

/// A path as all slots have it: at most kMaxFields fields, deeper ones are the whole they are part of; and a
/// field that comes again is the field where it came first, so that `.next.prev.next` of a list is `.next`.
std::string bounded_path(std::string path);

/// One end of a value flow. Pointer levels are not told apart: `p`, `*p` and `p[3]` are one slot. `path` is
/// the text of at most three field names below it, each preceded by a dot: ".conn.name".
struct Slot {
  SlotKind kind = SlotKind::kParam;
  std::int16_t index = 0;
  std::uint32_t id = 0;
  TextId path = 0;

  friend auto operator<=>(const Slot&, const Slot&) = default;
};

enum class Compare : std::uint8_t { kEqual, kNotEqual, kLess, kNotLess };

/// What must be true for an edge to be taken, or what clears its value; decided when all functions are known.
struct Condition {
  enum class Subject : std::uint8_t {
    kGlobal,     ///< the variable `id` (a text) compared with `value`
    kCall,       ///< the result of call `id` compared with `value`
    kLocal,      ///< the variable in cell `id` of the function under analysis; never in a summary
    kField,      ///< for a reader only, never false by itself: a field of the object that the value is in was
                 ///< `value`. `id` is a text: its record and name, a line break, its path in the slot
    kClearedBy,  ///< the value went through argument `index` of call `id`, whose result was: `compare`
                 ///< `value` (0); with `any` the result was not looked at. Clears what the callee clears
                 ///< then, is never false
  };
  Subject subject = Subject::kGlobal;
  Compare compare = Compare::kEqual;
  bool any = false;
  std::int16_t index = 0;
  std::uint32_t id = 0;
  std::int64_t value = 0;

  friend auto operator<=>(const Condition&, const Condition&) = default;
};

/// What is known of the constant text around an inserted value.
struct Shape {
  std::string head;  ///< constant text before it, from the very beginning of the whole; at most 64 bytes
  bool head_known = true;  ///< `head` is all that precedes it
  char before = 0;         ///< the byte directly before it, 0 where unknown
  bool lines = false;      ///< constant parts hold CRLF or the name of a header
  bool markup = false;     ///< constant parts hold a tag

  friend auto operator<=>(const Shape&, const Shape&) = default;
};

struct Step {
  enum class Kind : std::uint8_t { kCopy, kBranch, kCheck };
  Spot place;
  Kind kind = Kind::kCopy;
  TextId name = 0;  ///< the variable, field or function at that place

  friend auto operator<=>(const Step&, const Step&) = default;
};

/// A value flow inside one function. A value at `from.path.X` arrives at `to.path.X`; a value of a whole that
/// contains `from.path` arrives at `to.path`.
struct Edge {
  Slot from;
  Slot to;
  KindMask cleared = kNoKinds;        ///< of these kinds the value is safe when it arrives
  KindMask restored = kNoKinds;       ///< of these it is not any more, whatever cleared it before
  CharSet refused;                    ///< characters it does not hold when it arrives
  std::uint32_t shape = 0;            ///< index into UnitSummary::shapes
  std::vector<TextId> except;         ///< sub-paths X that were overwritten on the way
  std::vector<Condition> conditions;  ///< sorted; at most 4
  std::vector<Step> steps;            ///< on the way, in order
};

/// Where a value from outside comes in.
struct SourceSite {
  Spot place;
  TextId function = 0;  ///< "recv"
  Level level = Level::kNone;
  TextId label = 0;  ///< class of the value ("environment", "weak-random", "time"), of the model
};

/// Where a value matters.
struct SinkSite {
  Spot place;
  TextId function = 0;
  Kind kind = Kind::kRole;
  std::int16_t argument = 0;
  TextId role = 0;                  ///< kRole: "key", "iv"; else the detail of the model ("quoted" ...)
  TextId rule = 0;                  ///< the rule a model names; 0: the rule of the kind
  std::uint32_t call = UINT32_MAX;  ///< the call it belongs to, where there is one
};

/// A constant in the source.
struct Literal {
  enum class Type : std::uint8_t { kText, kNumber, kBytes };
  Spot place;
  Type type = Type::kText;
  std::string text;        ///< at most 256 bytes
  std::uint64_t size = 0;  ///< of the whole
  std::int64_t number = 0;
};

struct CallArgument {
  bool text = false;                   ///< pointer, string or class: can carry text
  bool writable = false;               ///< pointer or reference to something that is not const
  std::optional<std::int64_t> number;  ///< folded
  std::uint32_t literal = UINT32_MAX;  ///< index into UnitSummary::literals when it is one constant text
};

/// A call whose callee no model describes.
struct CallSite {
  Spot place;
  std::vector<TextId> targets;   ///< USRs that the syntax or the local values name; sorted
  TextId name = 0;               ///< qualified name as far as known, for binding without USR
  TextId signature = 0;          ///< of the pointer it is called through, see signature_of
  bool through_pointer = false;  ///< `name` is that of a variable or field
  bool dispatched = false;       ///< virtual and the dynamic type is not known: overriders too
  bool constructor = false;
  bool result_text = false;  ///< the result can carry text
  bool handled = false;      ///< stands in a `try` of this function
  bool has_this = false;
  std::vector<CallArgument> arguments;
  CallArgument object;  ///< `*this`
};

/// What a parameter's text is cleared of when the function has returned.
struct Clearing {
  std::int16_t param = 0;
  std::array<KindMask, 3> cleared{};  ///< whatever it returned; when not zero; when zero
  /// The same through validators that the function itself calls: one of these conditions for each way out.
  std::array<std::vector<std::vector<Condition>>, 3> conditions;
};

struct ReturnValue {
  enum class Type : std::uint8_t { kUnknown, kNumber, kCall, kGlobal };
  Type type = Type::kUnknown;
  std::int64_t number = 0;
  std::uint32_t id = 0;
};

/// What a function puts into a field that other functions look at to know what an object holds.
struct FieldStore {
  TextId field = 0;  ///< "chunk::type"
  bool constant = false;
  std::int64_t number = 0;

  friend auto operator<=>(const FieldStore&, const FieldStore&) = default;
};

struct FunctionSummary {
  TextId usr = 0;
  TextId name = 0;  ///< qualified, for people and for binding by name
  Spot place;
  std::uint16_t parameters = 0;
  TextId signature = 0;    ///< see signature_of
  bool exported = false;   ///< may be called from outside the program
  bool weak_copy = false;  ///< inline or template: the same in every unit, the first by path wins
  bool catches = false;
  std::vector<TextId> parameter_names;
  std::vector<SourceSite> sources;
  std::vector<SinkSite> sinks;
  std::vector<CallSite> calls;
  std::vector<Edge> edges;
  std::vector<Clearing> clearings;
  std::vector<ReturnValue> returns;
  std::vector<TextId> written_globals;   ///< sorted; also those whose address leaves
  std::vector<FieldStore> field_stores;  ///< sorted
};

struct GlobalVariable {
  TextId usr = 0;
  std::optional<std::int64_t> initial;
  bool constant = false;   ///< const-qualified
  bool tentative = false;  ///< declared without an initialiser
  bool no_room = false;    ///< an array of one character: what empty buffers point to
};

struct ClassRecord {
  TextId name = 0;
  std::vector<TextId> bases;
  bool constructed = false;  ///< an object of it is made in this unit
};

struct Override {
  TextId method = 0;      ///< USR
  TextId overridden = 0;  ///< USR
  TextId record = 0;      ///< class of `method`
};

/// What a checker found without looking beyond one function.
struct LocalFinding {
  TextId rule = 0;
  Spot place;
  TextId function = 0;  ///< enclosing, qualified
  TextId subject = 0;   ///< what the message names: the called function, mostly
  TextId detail = 0;    ///< fixed vocabulary of the checker
  Level level = Level::kNone;
};

struct UnitSummary {
  std::vector<std::string> files;
  std::vector<std::string> texts{std::string()};
  std::vector<Shape> shapes{Shape()};
  std::vector<Literal> literals;
  std::vector<FunctionSummary> functions;
  std::vector<GlobalVariable> globals;
  std::vector<ClassRecord> classes;
  std::vector<Override> overrides;
  std::vector<LocalFinding> findings;
  std::vector<std::string> limits;  ///< caps that were met: "function f: more than 4000 edges"
};

}  // namespace trawl::sast
