#include <algorithm>

#include <clang/AST/StmtCXX.h>

#include "engine/sast/function_analysis.h"

namespace trawl::sast {
namespace {

constexpr std::size_t kMostEdges = 4000;
constexpr std::size_t kMostSteps = 24;  // of one edge

}  // namespace

void FunctionAnalysis::record_copy(CellId target, FactSetId facts, clang::SourceRange where,
                                   std::string_view name) {
  if (!emitting_ || facts == 0 || where.isInvalid()) return;
  const std::vector<FactId> list = tables_.fact_sets[facts];
  for (const FactId id : list) {
    const Slot origin = tables_.facts[id].origin;
    if (chain_of_.contains({target, origin})) continue;
    std::uint32_t parent = 0;
    for (const CellId from : loaded_) {
      const auto found = chain_of_.find({from, origin});
      if (found != chain_of_.end() && from != target) {
        parent = found->second;
        break;
      }
    }
    if (chains_.size() > 20000) return;
    chains_.push_back({{unit_.spot_of(where), Step::Kind::kCopy, tables_.text(name)}, parent});
    chain_of_.emplace(std::make_pair(target, origin), static_cast<std::uint32_t>(chains_.size() - 1));
  }
}

void FunctionAnalysis::reach(const Content& value, std::vector<Reached>& out) {
  for (const FactId fact : tables_.fact_sets[value.facts]) out.push_back({"", fact, 0, {}, 0});
  std::set<CellId> seen;
  const std::vector<CellId> cells = tables_.cell_sets[value.pointees];
  for (const CellId cell : cells) reach_cell(cell, "", tables_.guard_of(value, cell), 0, seen, out);
}

void FunctionAnalysis::reach_cell(CellId cell, const std::string& path, ConditionsId guard, unsigned depth,
                                  std::set<CellId>& seen, std::vector<Reached>& out) {
  if (depth > 6 || seen.size() > 96 || !seen.insert(cell).second) return;
  const Content content = state_.get(tables_, cell);
  std::vector<TextId> except;
  const std::vector<CellId> children = tables_.children_of(cell);
  const std::size_t prefix = tables_.cell_of(cell).path.size();
  for (const CellId child : children) {
    if (state_.find(child) != nullptr)
      except.push_back(tables_.text(tables_.cell_of(child).path.substr(prefix)));
  }
  std::sort(except.begin(), except.end());
  if (function_cells_.contains(cell)) return;  // followed by field (store_function)
  // A number that a callee finds by reference: 0 and 1 mostly stand there to be overwritten.
  const Cell& place = tables_.cell_of(cell);
  const auto* variable =
      place.root == RootKind::kVariable && place.path.empty() && depth == 0
          ? llvm::dyn_cast_or_null<clang::VarDecl>(static_cast<const clang::ValueDecl*>(place.key))
          : nullptr;
  const bool to_be_written = variable != nullptr && variable->getType()->isIntegralOrEnumerationType() &&
                             content.has_number && content.number < 2;
  const FactSetId facts =
      to_be_written ? content.facts : tables_.united(content.facts, tables_.number_facts(content));
  for (const FactId fact : tables_.fact_sets[facts]) out.push_back({path, fact, cell, except, guard});
  for (const CellId child : children) {
    const std::string suffix = tables_.cell_of(child).path.substr(prefix);
    if (state_.find(child) != nullptr) {
      reach_cell(child, path + suffix, guard, depth + 1, seen, out);
      continue;
    }
    // Nothing is known of the field itself, but perhaps of its fields.
    std::vector<CellId> work(tables_.children_of(child));
    while (!work.empty()) {
      const CellId inner = work.back();
      work.pop_back();
      if (state_.find(inner) != nullptr)
        reach_cell(inner, path + tables_.cell_of(inner).path.substr(prefix), guard, depth + 1, seen, out);
      else
        work.insert(work.end(), tables_.children_of(inner).begin(), tables_.children_of(inner).end());
    }
  }
  const std::vector<CellId> pointees = tables_.cell_sets[content.pointees];
  for (const CellId pointee : pointees) {
    ConditionsId both = guard;
    if (tables_.add_conditions(both, tables_.guard_of(content, pointee)))
      reach_cell(pointee, path, both, depth + 1, seen, out);
  }
}

void FunctionAnalysis::emit(const Content& value, Slot to, clang::SourceRange, KnownTextId whole) {
  if (!emitting_ || !state_.reachable) return;
  std::vector<Reached> reached;
  reach(value, reached);
  const std::string base(tables_.text_of(to.path));
  for (const Reached& one : reached) {
    Slot target = to;
    target.path = tables_.text(bounded_path(base + one.path));
    CellId cell = one.cell;
    if (cell == 0) {
      for (const CellId loaded : loaded_) {
        if (chain_of_.contains({loaded, tables_.facts[one.fact].origin})) {
          cell = loaded;
          break;
        }
      }
    }
    Fact fact = tables_.facts[one.fact];
    if (!tables_.add_conditions(fact.conditions, one.guard)) continue;
    emit_fact(fact, target, cell, one.except, whole);
  }
}

void FunctionAnalysis::emit_fact(const Fact& fact, Slot to, CellId cell, const std::vector<TextId>& except,
                                 KnownTextId whole) {
  if (fact.before_loop && fact.pending != CharSet() && to.kind == SlotKind::kParamOut) return;
  Edge edge;
  edge.from = fact.origin;
  edge.to = to;
  if (edge.from == edge.to) return;
  edge.cleared = fact.cleared | cleared_by_refusing(fact.refused);
  edge.restored = fact.restored;
  edge.refused = fact.refused;
  edge.shape = fact.shape;
  if (whole != 0) {
    const KnownText& text = tables_.texts[whole];
    Shape shape = tables_.shape_of(edge.shape);
    if ((text.lines && !shape.lines) || (text.markup && !shape.markup)) {
      shape.lines = shape.lines || text.lines;
      shape.markup = shape.markup || text.markup;
      edge.shape = tables_.shape(shape);
    }
  }
  ConditionsId conditions = fact.conditions;
  for (const Condition& condition : std::vector<Condition>(tables_.conditions[state_.path])) {
    if (condition.subject == Condition::Subject::kLocal) continue;
    if (!tables_.add_condition(conditions, condition)) return;
  }
  for (const Condition& condition : tables_.conditions[conditions]) {
    if (condition.subject != Condition::Subject::kLocal) edge.conditions.push_back(condition);
  }
  // What fields beside the value said of the object it is in.
  for (const Condition& tag : std::vector<Condition>(tables_.conditions[state_.tags])) {
    for (const FactId id : tables_.fact_sets[state_.get(tables_, tag.id).facts]) {
      const Slot& field = tables_.facts[id].origin;
      if (field.kind != edge.from.kind || field.index != edge.from.index || field.id != edge.from.id)
        continue;
      const std::string path(tables_.text_of(field.path));
      const std::string parent = path.substr(0, path.rfind('.') == std::string::npos ? 0 : path.rfind('.'));
      if (path.empty() || !tables_.text_of(edge.from.path).starts_with(parent)) continue;
      Condition condition = tag;
      condition.id = tables_.text(std::string(tables_.text_of(tag_fields_[tag.id])) + "\n" + path);
      edge.conditions.push_back(condition);
    }
  }
  if (!emitted_.emplace(edge.from, edge.to, edge.cleared, edge.refused, edge.shape, edge.conditions, except)
           .second)
    return;
  if (summary_.edges.size() >= kMostEdges) {
    if (!limited_) unit_.unit.limits.push_back("edges of a function");
    limited_ = true;
    return;
  }
  edge.except = except;
  const auto chain = chain_of_.find({cell, fact.origin});
  std::uint32_t at = chain != chain_of_.end() ? chain->second : 0;
  while (at != 0 && edge.steps.size() < kMostSteps) {
    if (edge.steps.empty() || edge.steps.back().place != chains_[at].step.place)
      edge.steps.push_back(chains_[at].step);
    at = chains_[at].parent;
  }
  std::reverse(edge.steps.begin(), edge.steps.end());
  summary_.edges.push_back(std::move(edge));
}

void FunctionAnalysis::emit_number(std::int64_t number, Slot to, clang::SourceRange where) {
  if (!emitting_) return;
  Literal literal;
  literal.type = Literal::Type::kNumber;
  literal.number = number;
  literal.place = unit_.spot_of(where);
  Fact fact;
  fact.origin = {SlotKind::kLiteral, 0, tables_.literal(literal), 0};
  emit_fact(fact, to, 0, {}, 0);
}

// What callers find in the objects they passed.
void FunctionAnalysis::emit_out_parameters() {
  std::vector<CellId> cells;
  for (const auto& [cell, content] : state_.entries()) {
    const Cell& written = tables_.cell_of(cell);
    if (written.root == RootKind::kParam && !function_cells_.contains(cell)) cells.push_back(cell);
  }
  for (const CellId cell : cells) {
    const Cell written = tables_.cell_of(cell);
    const Content content = state_.get(tables_, cell);
    const Slot out{SlotKind::kParamOut, written.index, 0, tables_.text(written.path)};
    const Slot same{SlotKind::kParam, written.index, 0, tables_.text(written.path)};
    std::vector<Reached> reached;
    const FactSetId facts = tables_.united(content.facts, tables_.number_facts(content));
    for (const FactId fact : tables_.fact_sets[facts]) reached.push_back({"", fact, cell, {}, 0});
    std::set<CellId> seen{cell};
    const std::vector<CellId> pointees = tables_.cell_sets[content.pointees];
    for (const CellId pointee : pointees)
      reach_cell(pointee, "", tables_.guard_of(content, pointee), 0, seen, reached);
    for (const Reached& one : reached) {
      Fact fact = tables_.facts[one.fact];
      if (!tables_.add_conditions(fact.conditions, one.guard)) continue;
      if (fact.origin == same && one.path.empty()) continue;
      Slot target = out;
      if (!one.path.empty()) target.path = tables_.text(bounded_path(written.path + one.path));
      emit_fact(fact, target, one.cell, one.except, 0);
    }
  }
}

// Of which kinds the text of each parameter is safe here, by what is returned.
void FunctionAnalysis::emit_clearings(const clang::ReturnStmt* statement) {
  const clang::Expr* value = statement != nullptr ? statement->getRetValue() : nullptr;
  const bool testable = value != nullptr && (value->getType()->isIntegralOrEnumerationType() ||
                                             value->getType()->isPointerType());
  const auto number = testable ? number_of(value) : std::nullopt;
  const FlowState before = state_;
  for (std::size_t way = 0; way < 3; ++way) {
    state_ = before;
    if (way > 0) {
      if (!testable) continue;
      const bool truth = way == 1;
      if (number ? (*number != 0) != truth : !refine(value, truth)) continue;
    }
    for (unsigned i = 0; i < function_->getNumParams(); ++i) {
      const clang::ParmVarDecl* parameter = function_->getParamDecl(i);
      const auto index = static_cast<std::int16_t>(i);
      const bool pointed =
          parameter->getType()->isAnyPointerType() || parameter->getType()->isReferenceType();
      const CellId cell =
          pointed ? tables_.cell({RootKind::kParam, index, 0, nullptr, {}}) : variable_cell(parameter);
      Leaving& leaving = leaving_[index][way];
      leaving.seen = true;
      const Content content = state_.get(tables_, cell);
      for (const FactId id : tables_.fact_sets[content.facts]) {
        const Fact& fact = tables_.facts[id];
        // After a call that may have written to it, it is still the parameter's text.
        if (fact.origin != Slot{SlotKind::kParam, index, 0, 0} &&
            (fact.origin.kind != SlotKind::kCallAfter || fact.origin.path != 0)) {
          // Written here, and as unsafe as it is now whatever was there before.
          if (fact.origin.kind != SlotKind::kLiteral)
            leaving.mask &= fact.cleared | cleared_by_refusing(fact.refused);
          continue;
        }
        KindMask cleared = fact.cleared | cleared_by_refusing(fact.refused);
        std::vector<Condition> through;
        for (const Condition& condition : tables_.conditions[fact.conditions]) {
          if (condition.subject == Condition::Subject::kClearedBy) through.push_back(condition);
        }
        if (through.empty()) {
          leaving.mask &= cleared;
        } else if (leaving.ways.size() < 8) {
          // Through other functions: decided later. What is cleared here counts for nothing then.
          leaving.ways.push_back(std::move(through));
        } else {
          leaving.mask = kNoKinds;
        }
      }
      if (leaving.mask == kNoKinds || !pointed) continue;
      // So are its parts.
      std::vector<Reached> parts;
      std::set<CellId> seen;
      reach_cell(cell, "", 0, 0, seen, parts);
      for (const Reached& part : parts) {
        const Fact& fact = tables_.facts[part.fact];
        if (part.cell != cell && fact.origin.kind != SlotKind::kLiteral)
          leaving.mask &= fact.cleared | cleared_by_refusing(fact.refused);
      }
    }
  }
  state_ = before;
}

}  // namespace trawl::sast
