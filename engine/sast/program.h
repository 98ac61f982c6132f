#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/sast/summary.h"

namespace trawl::sast {

/// A summary with the unit it came from.
struct LinkUnit {
  std::string path;
  unsigned variant = 0;
  UnitSummary summary;
};

using FunctionId = std::uint32_t;
using SymbolId = std::uint32_t;  ///< a text of the whole program; 0 is the empty one

/// A place in the program at large: what edges connect, with symbols in place of texts.
struct Node {
  SlotKind kind = SlotKind::kParam;
  std::int16_t index = 0;
  std::uint32_t id =
      0;  ///< as in Slot; symbols for globals and functions, numbers of the program for sinks and targets

  friend auto operator<=>(const Node&, const Node&) = default;
};

struct ProgramEdge {
  Node from;
  Node to;
  SymbolId from_path = 0;
  SymbolId to_path = 0;
  KindMask cleared = kNoKinds;
  KindMask restored = kNoKinds;
  CharSet refused;
  std::uint32_t shape = 0;  ///< index into Program::shapes
  std::vector<SymbolId> except;
  std::uint8_t doubt = 0;        ///< how many grades of confidence it costs
  bool passes = false;           ///< across a call: nothing that a reader has to see
  const Edge* origin = nullptr;  ///< null for edges that stand for unknown functions
  struct Tag {
    SymbolId field = 0;
    SymbolId path = 0;  ///< where the field is in `from`
    std::int64_t value = 0;
  };
  std::vector<Tag> tags;  ///< what fields of the object said that the value is in
};

struct ProgramCall {
  const CallSite* site = nullptr;
  std::vector<FunctionId> targets;  ///< sorted
  std::uint8_t doubt = 0;           ///< the targets are a guess
};

struct ProgramFunction {
  const FunctionSummary* summary = nullptr;
  std::uint32_t unit = 0;
  SymbolId usr = 0;
  SymbolId name = 0;
  std::vector<ProgramCall> calls;
  std::vector<ProgramEdge> edges;                             ///< those whose conditions can be met
  std::map<Node, std::vector<std::uint32_t>> from;            ///< edges by where they begin
  std::vector<std::pair<FunctionId, std::uint32_t>> callers;  ///< function and call, sorted
};

/// All functions of one program with their calls bound, before any value is followed. Built from summaries in
/// any order: what it holds depends on the set of them only.
class Program {
 public:
  explicit Program(std::vector<LinkUnit> units);

  [[nodiscard]] const std::vector<ProgramFunction>& functions() const { return functions_; }
  [[nodiscard]] const LinkUnit& unit_of(FunctionId function) const {
    return units_[functions_[function].unit];
  }
  [[nodiscard]] const std::vector<LinkUnit>& units() const { return units_; }
  [[nodiscard]] std::string_view text_of(SymbolId symbol) const { return *texts_[symbol]; }
  SymbolId symbol(std::string_view text);

  /// The functions that read a global.
  [[nodiscard]] const std::vector<FunctionId>& readers_of(SymbolId global) const;
  /// Binds one more target; false if it was bound before.
  bool bind(FunctionId caller, std::uint32_t call, FunctionId target);
  /// Whether a pointer of the type that a call goes through can hold the function: as it is, after a
  /// conversion of `void*` or what is not known, or not at all.
  enum class Fit : std::uint8_t { kNo, kConverted, kExact };
  [[nodiscard]] Fit fits_call(FunctionId caller, std::uint32_t call, FunctionId target) const;
  [[nodiscard]] std::vector<FunctionId> defined(SymbolId usr, std::uint32_t near_unit) const;

  /// Sinks and call targets have numbers of their own over the whole program.
  struct Owned {
    FunctionId function = 0;
    std::uint32_t index = 0;
  };
  [[nodiscard]] Owned sink(std::uint32_t id) const { return sinks_[id]; }
  [[nodiscard]] Owned target(std::uint32_t id) const { return targets_[id]; }

  [[nodiscard]] const Shape& shape(std::uint32_t id) const { return *shapes_[id]; }
  std::uint32_t shape(const Shape& shape);
  /// The shape of a value of shape `inner` inserted where `outer` says.
  std::uint32_t composed(std::uint32_t outer, std::uint32_t inner);

  /// The functions that store this number in a field; nothing when it can hold any number.
  [[nodiscard]] std::optional<std::vector<FunctionId>> setters_of(SymbolId field, std::int64_t value) const;
  /// Whether a web server starts the program for each request: it asks for the request in its environment and
  /// writes a page to its standard output.
  [[nodiscard]] bool is_cgi() const { return cgi_; }
  /// Whether it at least writes the headers of an answer.
  [[nodiscard]] bool prints_headers() const { return prints_headers_; }

  std::uint64_t resolved = 0;
  std::uint64_t unresolved = 0;

 private:
  void add_functions();
  void find_pages();
  void bind_calls();
  void find_constants();
  void find_clearings();
  void add_edges();
  void add_passing_edges(ProgramFunction& function);
  void add_guessed_edges(ProgramFunction& function, std::uint32_t call);
  std::optional<std::int64_t> constant_result(const ProgramCall& call) const;
  bool possible(const ProgramFunction& function, const Condition& condition) const;
  KindMask cleared_by(const ProgramFunction& function, const Condition& condition) const;
  SymbolId mapped(std::uint32_t unit, TextId text) const { return symbols_[unit][text]; }

  std::vector<LinkUnit> units_;
  bool cgi_ = false;
  bool prints_headers_ = false;
  struct FieldValues {
    bool any = false;
    std::map<std::int64_t, std::vector<FunctionId>> setters;
  };
  std::unordered_map<SymbolId, FieldValues> field_values_;
  std::unordered_set<SymbolId> without_room_;  ///< globals that hold nothing (GlobalVariable::no_room)
  std::vector<ProgramFunction> functions_;
  std::map<std::string, SymbolId, std::less<>> symbol_ids_;
  std::vector<const std::string*> texts_;
  std::vector<std::vector<SymbolId>> symbols_;  ///< by unit and text
  std::unordered_map<SymbolId, std::vector<FunctionId>> by_usr_;
  std::unordered_map<SymbolId, std::vector<FunctionId>> by_name_;
  std::unordered_map<SymbolId, std::vector<SymbolId>> overriders_;
  std::unordered_map<SymbolId, std::vector<FunctionId>> readers_;
  std::unordered_map<SymbolId, std::int64_t> constants_;  ///< globals that never change
  std::vector<std::optional<std::int64_t>> results_;      ///< of functions that always return the same
  std::vector<std::map<std::int16_t, std::array<KindMask, 3>>> clearings_;  ///< by function and parameter
  std::map<Shape, std::uint32_t> shape_ids_;
  std::vector<const Shape*> shapes_;
  std::vector<Owned> sinks_;
  std::vector<Owned> targets_;
  std::set<std::pair<FunctionId, std::uint32_t>> no_body_;
};

}  // namespace trawl::sast
