#include "engine/sast/program.h"

#include <algorithm>
#include <functional>

namespace trawl::sast {
namespace {

constexpr std::size_t kMostTargets = 16;
constexpr std::size_t kManyTargets = 4;  // of a pointer: the one that is meant is a guess
constexpr int kMostRounds = 8;

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool holds(Compare compare, std::int64_t left, std::int64_t right) {
  switch (compare) {
    case Compare::kEqual:
      return left == right;
    case Compare::kNotEqual:
      return left != right;
    case Compare::kLess:
      return left < right;
    case Compare::kNotLess:
      return left >= right;
  }
  return true;
}

// Which results of a function a comparison lets through: 1 only results that are not zero, 2 only zero, 0
// both.
std::size_t way_of(const Condition& condition, const FunctionSummary& callee) {
  if (condition.any) return 0;
  bool zero = holds(condition.compare, 0, condition.value);
  bool other = false;
  bool known = !callee.returns.empty();
  for (const ReturnValue& value : callee.returns) known = known && value.type == ReturnValue::Type::kNumber;
  if (known) {
    zero = false;
    for (const ReturnValue& value : callee.returns) {
      if (!holds(condition.compare, value.number, condition.value)) continue;
      (value.number == 0 ? zero : other) = true;
    }
  } else {
    other = condition.compare == Compare::kEqual
                ? condition.value != 0
                : !(condition.compare == Compare::kNotEqual && condition.value != 0) || true;
    if (condition.compare == Compare::kEqual && condition.value == 0) other = false;
  }
  return zero && !other ? 2 : other && !zero ? 1 : 0;
}

bool builds_text(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  if (colon != std::string_view::npos) name.remove_prefix(colon + 1);
  std::string lower(name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const std::string_view part : {"cat", "cpy", "copy", "append", "add", "put", "printf", "push", "join",
                                      "set", "dup", "insert", "write", "assign", "format"}) {
    if (lower.find(part) != std::string::npos) return true;
  }
  return false;
}

// How a function of the signature `function` fits a pointer called with the signature `call`. What is not
// known fits everything.
Program::Fit fit_of(std::string_view function, std::string_view call) {
  if (function.empty() || call.empty()) return Program::Fit::kConverted;
  if (function == call) return Program::Fit::kExact;
  while (true) {
    const std::size_t end_own = function.find(',');
    const std::size_t end_given = call.find(',');
    const std::string_view own = function.substr(0, end_own);
    const std::string_view given = call.substr(0, end_given);
    if (own != given && own != "*" && given != "*") return Program::Fit::kNo;
    if (end_own == std::string_view::npos || end_given == std::string_view::npos)
      return end_own == end_given ? Program::Fit::kConverted : Program::Fit::kNo;
    function.remove_prefix(end_own + 1);
    call.remove_prefix(end_given + 1);
  }
}

}  // namespace

Program::Program(std::vector<LinkUnit> units) : units_(std::move(units)) {
  std::sort(units_.begin(), units_.end(), [](const LinkUnit& a, const LinkUnit& b) {
    return std::tie(a.path, a.variant) < std::tie(b.path, b.variant);
  });
  symbol("");
  shape(Shape());
  symbols_.resize(units_.size());
  for (std::size_t i = 0; i < units_.size(); ++i) {
    for (const std::string& text : units_[i].summary.texts) symbols_[i].push_back(symbol(text));
  }
  add_functions();
  find_pages();
  bind_calls();
  find_constants();
  find_clearings();
  add_edges();
}

SymbolId Program::symbol(std::string_view text) {
  const auto found = symbol_ids_.find(text);
  if (found != symbol_ids_.end()) return found->second;
  const auto id = static_cast<SymbolId>(texts_.size());
  const auto at = symbol_ids_.emplace(std::string(text), id).first;
  texts_.push_back(&at->first);
  return id;
}

std::uint32_t Program::shape(const Shape& shape) {
  const auto [at, added] = shape_ids_.emplace(shape, static_cast<std::uint32_t>(shapes_.size()));
  if (added) shapes_.push_back(&at->first);
  return at->second;
}

std::uint32_t Program::composed(std::uint32_t outer_id, std::uint32_t inner_id) {
  if (outer_id == 0) return inner_id;
  if (inner_id == 0) return outer_id;
  const Shape& outer = shape(outer_id);
  Shape result = shape(inner_id);
  result.lines = result.lines || outer.lines;
  result.markup = result.markup || outer.markup;
  if (result.before == 0 && result.head.empty() && result.head_known) {
    result.before = outer.before != 0                         ? outer.before
                    : outer.head_known && !outer.head.empty() ? outer.head.back()
                                                              : 0;
  }
  if (outer.head_known) {
    result.head = outer.head + result.head;
    if (result.head.size() > 64) {
      result.head.resize(64);
      result.head_known = false;
    }
  } else {
    result.head = outer.head;
    result.head_known = false;
  }
  return shape(result);
}

void Program::add_functions() {
  std::map<SymbolId, FunctionId> weak;
  for (std::uint32_t u = 0; u < units_.size(); ++u) {
    const UnitSummary& unit = units_[u].summary;
    for (const FunctionSummary& summary : unit.functions) {
      const SymbolId usr = mapped(u, summary.usr);
      // The same inline function or template of several units is one; so is a static one of several variants.
      if (summary.weak_copy && units_[u].variant == 0) {
        if (!weak.emplace(usr, 0).second) continue;
      }
      const auto id = static_cast<FunctionId>(functions_.size());
      ProgramFunction function;
      function.summary = &summary;
      function.unit = u;
      function.usr = usr;
      function.name = mapped(u, summary.name);
      for (const CallSite& site : summary.calls) {
        ProgramCall call;
        call.site = &site;
        function.calls.push_back(std::move(call));
      }
      for (const FieldStore& store : summary.field_stores) {
        FieldValues& values = field_values_[mapped(u, store.field)];
        values.any = values.any || !store.constant;
        if (store.constant) values.setters[store.number].push_back(id);
      }
      by_usr_[usr].push_back(id);
      by_name_[function.name].push_back(id);
      functions_.push_back(std::move(function));
    }
    std::set<SymbolId> constructed;
    for (const Override& one : unit.overrides)
      overriders_[mapped(u, one.overridden)].push_back(mapped(u, one.method));
  }
  for (auto& [key, list] : overriders_) {
    std::sort(list.begin(), list.end(), [&](SymbolId a, SymbolId b) { return text_of(a) < text_of(b); });
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
}

std::optional<std::vector<FunctionId>> Program::setters_of(SymbolId field, std::int64_t value) const {
  const auto known = field_values_.find(field);
  if (known == field_values_.end()) return std::vector<FunctionId>();
  if (known->second.any) return std::nullopt;
  const auto setters = known->second.setters.find(value);
  return setters == known->second.setters.end() ? std::vector<FunctionId>() : setters->second;
}

// A program of the common gateway asks for the request and answers with a page. One whose header ends in the
// same text is an answer wherever it stands; else the same unit has to ask, as mail has such a header as
// well.
void Program::find_pages() {
  bool asks_anywhere = false;
  bool answers_anywhere = false;
  for (const LinkUnit& unit : units_) {
    const UnitSummary& summary = unit.summary;
    bool asks = false;
    bool answers = false;
    bool heads = false;
    for (const FunctionSummary& function : summary.functions) {
      for (const SourceSite& source : function.sources) {
        const std::string& label = summary.texts[source.label];
        asks = asks || ((label == "request" || label == "cookie") &&
                        summary.texts[source.function].ends_with("getenv"));
      }
    }
    for (const Literal& literal : summary.literals) {
      std::string text = literal.text.substr(0, 64);
      for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      if (text.starts_with("location:") || text.starts_with("status:") || text.starts_with("set-cookie:"))
        heads = true;
      if (!text.starts_with("content-type:") || text.find("html") == std::string::npos) continue;
      answers = true;
      answers_anywhere = answers_anywhere || text.find("\n\n") != std::string::npos ||
                         text.find("\r\n\r\n") != std::string::npos;
    }
    asks_anywhere = asks_anywhere || asks;
    cgi_ = cgi_ || (asks && answers);
    prints_headers_ = prints_headers_ || (asks && heads);
  }
  cgi_ = cgi_ || (asks_anywhere && answers_anywhere);
  prints_headers_ = prints_headers_ || cgi_;
}

std::vector<FunctionId> Program::defined(SymbolId usr, std::uint32_t near_unit) const {
  const auto found = by_usr_.find(usr);
  if (found == by_usr_.end()) return {};
  const std::vector<FunctionId>& all = found->second;
  if (all.size() == 1) return all;
  std::vector<FunctionId> same_file;
  std::vector<FunctionId> same_folder;
  const std::string& path = units_[near_unit].path;
  for (const FunctionId id : all) {
    const std::string& other = units_[functions_[id].unit].path;
    if (other == path) same_file.push_back(id);
    if (folder_of(other) == folder_of(path)) same_folder.push_back(id);
  }
  if (!same_file.empty()) return same_file;
  if (!same_folder.empty()) return same_folder;
  std::vector<FunctionId> few(
      all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(all.size(), 4)));
  return few;
}

void Program::bind_calls() {
  for (FunctionId f = 0; f < functions_.size(); ++f) {
    ProgramFunction& function = functions_[f];
    for (std::uint32_t c = 0; c < function.calls.size(); ++c) {
      ProgramCall& call = function.calls[c];
      const CallSite& site = *call.site;
      std::set<FunctionId> targets;
      std::vector<SymbolId> usrs;
      usrs.reserve(site.targets.size());
      for (const TextId target : site.targets) usrs.push_back(mapped(function.unit, target));
      if (site.dispatched) {
        std::set<SymbolId> seen(usrs.begin(), usrs.end());
        for (std::size_t i = 0; i < usrs.size() && usrs.size() < 256; ++i) {
          const auto found = overriders_.find(usrs[i]);
          if (found == overriders_.end()) continue;
          for (const SymbolId method : found->second) {
            if (seen.insert(method).second) usrs.push_back(method);
          }
        }
      }
      for (const SymbolId usr : usrs) {
        for (const FunctionId id : defined(usr, function.unit)) targets.insert(id);
      }
      if (targets.empty() && site.targets.empty() && site.name != 0 && !site.through_pointer) {
        // The parser knew no declaration: by name and number of arguments.
        const auto found = by_name_.find(mapped(function.unit, site.name));
        if (found != by_name_.end()) {
          for (const FunctionId id : found->second) {
            if (functions_[id].summary->parameters == site.arguments.size()) targets.insert(id);
          }
        }
        call.doubt = targets.empty() ? 0 : 1;
      } else if (targets.empty() && !site.targets.empty() && !site.dispatched) {
        // A type that the parser did not know changes the name that the linker would use.
        const auto found = by_name_.find(mapped(function.unit, site.name));
        const std::string_view name = text_of(mapped(function.unit, site.name));
        if (found != by_name_.end() && name.find("::") != std::string_view::npos) {
          for (const FunctionId id : found->second) {
            if (functions_[id].summary->parameters == site.arguments.size()) targets.insert(id);
          }
        }
        call.doubt = targets.empty() ? 0 : 1;
      }
      if (targets.size() > kMostTargets)
        targets.erase(std::next(targets.begin(), kMostTargets), targets.end());
      call.targets.assign(targets.begin(), targets.end());
      for (const FunctionId target : call.targets) functions_[target].callers.emplace_back(f, c);
      (call.targets.empty() ? unresolved : resolved) += 1;
    }
  }
  for (ProgramFunction& function : functions_) std::sort(function.callers.begin(), function.callers.end());
}

Program::Fit Program::fits_call(FunctionId caller, std::uint32_t call, FunctionId target) const {
  const UnitSummary& outside = unit_of(caller).summary;
  const UnitSummary& inside = unit_of(target).summary;
  return fit_of(inside.texts[functions_[target].summary->signature],
                outside.texts[functions_[caller].calls[call].site->signature]);
}

bool Program::bind(FunctionId caller, std::uint32_t call, FunctionId target) {
  std::vector<FunctionId>& targets = functions_[caller].calls[call].targets;
  const auto at = std::lower_bound(targets.begin(), targets.end(), target);
  if ((at != targets.end() && *at == target) || targets.size() >= kMostTargets) return false;
  targets.insert(at, target);
  // One of many: which of them it is depends on the object, which is not followed.
  if (targets.size() > kManyTargets) functions_[caller].calls[call].doubt = 1;
  auto& callers = functions_[target].callers;
  const auto place = std::make_pair(caller, call);
  callers.insert(std::lower_bound(callers.begin(), callers.end(), place), place);
  return true;
}

void Program::find_constants() {
  std::set<SymbolId> written;
  for (const ProgramFunction& function : functions_) {
    for (const TextId global : function.summary->written_globals)
      written.insert(mapped(function.unit, global));
  }
  std::map<SymbolId, std::optional<std::int64_t>> initial;
  for (const bool tentative : {true, false}) {
    for (std::uint32_t u = 0; u < units_.size(); ++u) {
      for (const GlobalVariable& global : units_[u].summary.globals) {
        if (global.tentative != tentative) continue;
        const SymbolId usr = mapped(u, global.usr);
        if (global.no_room) {
          without_room_.insert(usr);
          continue;
        }
        if (!tentative || !initial.contains(usr)) initial[usr] = global.initial;
        if (global.constant) written.erase(usr);
      }
    }
  }
  for (const auto& [usr, value] : initial) {
    if (value && !written.contains(usr)) constants_[usr] = *value;
  }

  results_.assign(functions_.size(), std::nullopt);
  for (int round = 0; round < kMostRounds; ++round) {
    bool changed = false;
    for (FunctionId f = 0; f < functions_.size(); ++f) {
      if (results_[f]) continue;
      const ProgramFunction& function = functions_[f];
      std::optional<std::int64_t> result;
      bool known = !function.summary->returns.empty();
      for (const ReturnValue& value : function.summary->returns) {
        std::optional<std::int64_t> one;
        switch (value.type) {
          case ReturnValue::Type::kNumber:
            one = value.number;
            break;
          case ReturnValue::Type::kCall:
            if (value.id < function.calls.size()) one = constant_result(function.calls[value.id]);
            break;
          case ReturnValue::Type::kGlobal: {
            const auto found = constants_.find(mapped(function.unit, value.id));
            if (found != constants_.end()) one = found->second;
            break;
          }
          case ReturnValue::Type::kUnknown:
            break;
        }
        known = known && one && (!result || *result == *one);
        result = one;
      }
      if (known && result) {
        results_[f] = result;
        changed = true;
      }
    }
    if (!changed) break;
  }
}

std::optional<std::int64_t> Program::constant_result(const ProgramCall& call) const {
  std::optional<std::int64_t> result;
  if (call.targets.empty() || call.doubt != 0) return std::nullopt;
  for (const FunctionId target : call.targets) {
    if (!results_[target] || (result && *result != *results_[target])) return std::nullopt;
    result = results_[target];
  }
  return result;
}

bool Program::possible(const ProgramFunction& function, const Condition& condition) const {
  std::optional<std::int64_t> value;
  if (condition.subject == Condition::Subject::kGlobal) {
    const auto found = constants_.find(mapped(function.unit, condition.id));
    if (found != constants_.end()) value = found->second;
  } else if (condition.subject == Condition::Subject::kCall && condition.id < function.calls.size()) {
    value = constant_result(function.calls[condition.id]);
  }
  return !value || holds(condition.compare, *value, condition.value);
}

KindMask Program::cleared_by(const ProgramFunction& function, const Condition& condition) const {
  if (condition.id >= function.calls.size()) return kNoKinds;
  const ProgramCall& call = function.calls[condition.id];
  if (call.targets.empty()) return kNoKinds;
  KindMask cleared = kAllKinds;
  for (const FunctionId target : call.targets) {
    const auto found = clearings_[target].find(condition.index);
    if (found == clearings_[target].end()) return kNoKinds;
    const std::size_t way = way_of(condition, *functions_[target].summary);
    cleared &= found->second[way] | found->second[0];
  }
  return cleared;
}

void Program::find_clearings() {
  clearings_.assign(functions_.size(), {});
  for (int round = 0; round < kMostRounds; ++round) {
    bool changed = false;
    for (FunctionId f = 0; f < functions_.size(); ++f) {
      const ProgramFunction& function = functions_[f];
      for (const Clearing& clearing : function.summary->clearings) {
        std::array<KindMask, 3> masks{};
        for (std::size_t way = 0; way < 3; ++way) {
          KindMask mask = clearing.cleared[way];
          for (const std::vector<Condition>& through : clearing.conditions[way]) {
            KindMask one = kNoKinds;
            for (const Condition& condition : through) one |= cleared_by(function, condition);
            mask &= one;
          }
          masks[way] = mask;
        }
        if (masks == std::array<KindMask, 3>{}) continue;
        auto [at, added] = clearings_[f].emplace(clearing.param, masks);
        if (!added && at->second != masks) {
          at->second = masks;
          added = true;
        }
        changed = changed || added;
      }
    }
    if (!changed) break;
  }
}

// What a call does of which there is no body: the result has what the arguments had.
void Program::add_guessed_edges(ProgramFunction& function, std::uint32_t c) {
  const CallSite& site = *function.calls[c].site;
  const std::string_view name = text_of(mapped(function.unit, site.name));
  const auto guess = [&](Node from, Node to) {
    ProgramEdge edge;
    edge.from = from;
    edge.to = to;
    edge.doubt = 1;
    edge.shape = shape(Shape{{}, false, 0, false, false});
    function.edges.push_back(edge);
  };
  std::vector<std::pair<std::int16_t, const CallArgument*>> arguments;
  if (site.has_this) arguments.emplace_back(kThis, &site.object);
  for (std::size_t i = 0; i < site.arguments.size(); ++i)
    arguments.emplace_back(static_cast<std::int16_t>(i), &site.arguments[i]);
  const bool builder = builds_text(name);
  for (const auto& [index, argument] : arguments) {
    if (!argument->text) continue;
    const Node from{SlotKind::kCallArg, index, c};
    if (site.result_text) guess(from, {SlotKind::kCallResult, 0, c});
    if ((site.constructor || (builder && site.object.writable)) && index != kThis)
      guess(from, {SlotKind::kCallOut, kThis, c});
    if (builder && !site.has_this && index > 0 && !site.arguments.empty() && site.arguments[0].writable)
      guess(from, {SlotKind::kCallOut, 0, c});
  }
}

// What a call leaves of what an argument led to.
void Program::add_passing_edges(ProgramFunction& function) {
  std::set<std::pair<std::uint32_t, std::int16_t>> after;
  for (const ProgramEdge& edge : function.edges) {
    if (edge.from.kind == SlotKind::kCallAfter) after.emplace(edge.from.id, edge.from.index);
  }
  for (const auto& [call, index] : after) {
    ProgramEdge edge;
    edge.to = {SlotKind::kCallAfter, index, call};
    edge.passes = true;
    edge.from = {SlotKind::kCallOut, index, call};
    function.edges.push_back(edge);
    edge.from.kind = SlotKind::kCallArg;
    edge.cleared =
        cleared_by(function, {Condition::Subject::kClearedBy, Compare::kEqual, true, index, call, 0});
    function.edges.push_back(std::move(edge));
  }
}

void Program::add_edges() {
  for (FunctionId f = 0; f < functions_.size(); ++f) {
    ProgramFunction& function = functions_[f];
    const UnitSummary& unit = units_[function.unit].summary;
    const auto first_sink = static_cast<std::uint32_t>(sinks_.size());
    const auto first_target = static_cast<std::uint32_t>(targets_.size());
    for (std::uint32_t i = 0; i < function.summary->sinks.size(); ++i) sinks_.push_back({f, i});
    for (std::uint32_t i = 0; i < function.calls.size(); ++i) targets_.push_back({f, i});
    const auto node_of = [&](const Slot& slot) {
      Node node{slot.kind, slot.index, slot.id};
      if (slot.kind == SlotKind::kGlobal || slot.kind == SlotKind::kFunction)
        node.id = mapped(function.unit, slot.id);
      if (slot.kind == SlotKind::kSink) node.id += first_sink;
      if (slot.kind == SlotKind::kCallTarget) node.id += first_target;
      return node;
    };
    for (const Edge& edge : function.summary->edges) {
      ProgramEdge one;
      one.cleared = edge.cleared;
      bool can_be = true;
      for (const Condition& condition : edge.conditions) {
        if (condition.subject == Condition::Subject::kClearedBy)
          one.cleared |= cleared_by(function, condition);
        else if (condition.subject == Condition::Subject::kField) {
          const std::string& text = unit.texts[condition.id];
          const std::size_t end = text.find('\n');
          if (end != std::string::npos)
            one.tags.push_back({symbol(text.substr(0, end)), symbol(text.substr(end + 1)), condition.value});
        } else
          can_be = can_be && possible(function, condition);
      }
      if (!can_be) continue;
      one.from = node_of(edge.from);
      one.to = node_of(edge.to);
      if (one.to.kind == SlotKind::kGlobal && without_room_.contains(one.to.id)) continue;
      one.from_path = mapped(function.unit, edge.from.path);
      one.to_path = mapped(function.unit, edge.to.path);
      one.restored = edge.restored;
      one.refused = edge.refused;
      one.shape = shape(unit.shapes[edge.shape]);
      for (const TextId path : edge.except) one.except.push_back(mapped(function.unit, path));
      one.origin = &edge;
      function.edges.push_back(std::move(one));
    }
    for (std::uint32_t c = 0; c < function.calls.size(); ++c) {
      if (function.calls[c].targets.empty()) add_guessed_edges(function, c);
    }
    add_passing_edges(function);
    for (std::uint32_t i = 0; i < function.edges.size(); ++i) {
      const Node& from = function.edges[i].from;
      function.from[from].push_back(i);
      if (from.kind == SlotKind::kGlobal) {
        std::vector<FunctionId>& readers = readers_[from.id];
        if (readers.empty() || readers.back() != f) readers.push_back(f);
      }
    }
  }
}

const std::vector<FunctionId>& Program::readers_of(SymbolId global) const {
  static const std::vector<FunctionId> none;
  const auto found = readers_.find(global);
  return found == readers_.end() ? none : found->second;
}

}  // namespace trawl::sast
