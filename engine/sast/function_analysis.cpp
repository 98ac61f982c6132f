#include "engine/sast/function_analysis.h"

#include <algorithm>
#include <array>
#include <functional>

#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/AST/StmtCXX.h>
#include <clang/Basic/SourceManager.h>

namespace trawl::sast {
namespace {

constexpr unsigned kMostVisits = 24;        // of one block, before its states only grow
constexpr unsigned kMostVisitsAtAll = 60;   // of one block
constexpr unsigned kMostRestarts = 8;       // because another object is looked at character by character
constexpr std::size_t kMostBlocks = 20000;  // of one function

// Variables that conditions look at, arms of conditional operators, calls inside `try`.
class BodyScan : public clang::RecursiveASTVisitor<BodyScan> {
 public:
  std::unordered_set<const clang::ValueDecl*> watched;
  std::unordered_map<const clang::Expr*, const clang::Expr*> arms;
  std::set<const clang::Stmt*> handled;
  std::unordered_map<const clang::ValueDecl*, std::vector<std::pair<const clang::Expr*, const clang::Expr*>>>
      elements;
  bool tries = false;

  bool shouldVisitImplicitCode() const { return true; }
  bool TraverseLambdaExpr(clang::LambdaExpr*) { return true; }  // a function of its own
  bool TraverseDecl(clang::Decl* declaration) {
    if (llvm::isa_and_nonnull<clang::CXXRecordDecl>(declaration)) return true;
    return clang::RecursiveASTVisitor<BodyScan>::TraverseDecl(declaration);
  }
  bool VisitIfStmt(clang::IfStmt* statement) { return watch(statement->getCond()); }
  bool VisitWhileStmt(clang::WhileStmt* statement) { return watch(statement->getCond()); }
  bool VisitDoStmt(clang::DoStmt* statement) { return watch(statement->getCond()); }
  bool VisitForStmt(clang::ForStmt* statement) { return watch(statement->getCond()); }
  bool VisitSwitchStmt(clang::SwitchStmt* statement) { return watch(statement->getCond()); }
  bool VisitReturnStmt(clang::ReturnStmt* statement) { return watch(statement->getRetValue()); }
  bool VisitBinaryOperator(clang::BinaryOperator* assignment) {
    const auto* element =
        assignment->isAssignmentOp()
            ? llvm::dyn_cast<clang::ArraySubscriptExpr>(assignment->getLHS()->IgnoreParens())
            : nullptr;
    const auto* array = element != nullptr
                            ? llvm::dyn_cast<clang::DeclRefExpr>(element->getBase()->IgnoreParenImpCasts())
                            : nullptr;
    if (array != nullptr) elements[array->getDecl()].emplace_back(element->getIdx(), assignment->getRHS());
    return true;
  }
  bool VisitAbstractConditionalOperator(clang::AbstractConditionalOperator* expression) {
    arms[expression->getTrueExpr()] = expression;
    arms[expression->getFalseExpr()] = expression;
    return watch(expression->getCond());
  }
  bool TraverseCXXTryStmt(clang::CXXTryStmt* statement) {
    tries = true;
    ++inside_;
    TraverseStmt(statement->getTryBlock());
    --inside_;
    for (unsigned i = 0; i < statement->getNumHandlers(); ++i) TraverseStmt(statement->getHandler(i));
    return true;
  }
  bool VisitExpr(clang::Expr* expression) {
    if (inside_ > 0 && llvm::isa<clang::CallExpr, clang::CXXConstructExpr>(expression))
      handled.insert(expression);
    return true;
  }

 private:
  bool watch(const clang::Stmt* condition) {
    std::vector<const clang::Stmt*> work{condition};
    while (!work.empty()) {
      const clang::Stmt* statement = work.back();
      work.pop_back();
      if (statement == nullptr) continue;
      if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(statement)) {
        const clang::QualType type = reference->getDecl()->getType();
        if (type->isIntegralOrEnumerationType() || type->isPointerType())
          watched.insert(reference->getDecl());
      }
      for (const clang::Stmt* child : statement->children()) work.push_back(child);
    }
    return true;
  }

  int inside_ = 0;
};

bool is_back(const std::set<unsigned>& edges, unsigned from) {
  return edges.contains(from);
}

}  // namespace

FunctionAnalysis::FunctionAnalysis(UnitContext& unit, const clang::FunctionDecl* function,
                                   FunctionSummary& summary)
    : unit_(unit), tables_(unit.tables), function_(function), summary_(summary) {}

void FunctionAnalysis::collect_watched(const clang::Stmt* body) {
  BodyScan scan;
  scan.TraverseStmt(const_cast<clang::Stmt*>(body));
  watched_variables_ = std::move(scan.watched);
  arms_ = std::move(scan.arms);
  elements_ = std::move(scan.elements);
  handled_calls_ = std::move(scan.handled);
  catches_ = scan.tries;
  find_byte_comparisons(body);
}

void FunctionAnalysis::prepare_parameters() {
  state_.reachable = true;
  for (unsigned i = 0; i < function_->getNumParams(); ++i) {
    const clang::ParmVarDecl* parameter = function_->getParamDecl(i);
    const clang::QualType type = parameter->getType();
    const auto index = static_cast<std::int16_t>(i);
    Content content;
    if (type->isAnyPointerType() || type->isReferenceType() || type->isArrayType()) {
      content.pointees = tables_.cell_set({tables_.cell({RootKind::kParam, index, 0, nullptr, {}})});
    } else {
      Fact fact;
      fact.origin = {SlotKind::kParam, index, 0, 0};
      content.facts = tables_.fact_set_of(fact);
    }
    state_.set(tables_, variable_cell(parameter), content);
  }
  if (!function_->isMain() && function_->getDeclName().isIdentifier()) {
    const llvm::StringRef name = function_->getName();
    if (name != "wmain" && name != "_tmain" && name != "WinMain" && name != "wWinMain") return;
  } else if (!function_->isMain()) {
    return;
  }
  const bool windows = function_->getName().contains("WinMain");
  for (unsigned i = windows ? 2 : 1; i < function_->getNumParams() && i < 3; ++i) {
    SourceSite site;
    site.place = unit_.spot_of(function_->getParamDecl(i)->getSourceRange());
    site.function = tables_.text(windows || i == 1 ? "argv" : "envp");
    site.level = Level::kLocal;
    site.label = tables_.text(windows || i == 1 ? "argument" : "environment");
    const auto id = static_cast<std::uint32_t>(summary_.sources.size());
    summary_.sources.push_back(site);
    Fact fact;
    fact.origin = {SlotKind::kSource, 0, id, 0};
    Content content;
    content.facts = tables_.fact_set_of(fact);
    state_.set(tables_, tables_.cell({RootKind::kParam, static_cast<std::int16_t>(i), 0, nullptr, {}}),
               content);
  }
}

void FunctionAnalysis::run() {
  const clang::Stmt* body = function_->getBody();
  if (body == nullptr) return;
  tables_.begin_function();
  collect_watched(body);
  clang::CFG::BuildOptions options;
  options.setAllAlwaysAdd();
  options.AddInitializers = true;
  options.AddImplicitDtors = true;
  options.AddTemporaryDtors = true;
  options.PruneTriviallyFalseEdges = true;
  options.AddEHEdges = catches_;
  options.AddCXXDefaultInitExprInCtors = true;
  const std::unique_ptr<clang::CFG> graph =
      clang::CFG::buildCFG(function_, const_cast<clang::Stmt*>(body), &ast(), options);
  prepare_parameters();
  summary_.catches = catches_;
  if (graph == nullptr || graph->size() > kMostBlocks) {
    if (graph != nullptr) unit_.unit.limits.push_back("blocks of a function");
    emitting_ = true;
    walk_in_order(body);
    leave();
    check_results(body);
    return;
  }
  iterate(*graph);
  check_results(body);
}

void FunctionAnalysis::run_initializers(const std::vector<const clang::VarDecl*>& variables) {
  tables_.begin_function();
  state_.reachable = true;
  emitting_ = true;
  for (const clang::VarDecl* variable : variables) {
    collect_watched(variable->getInit());
    visit_declaration(variable);
  }
}

// A body without a graph: every statement once, in source order.
void FunctionAnalysis::walk_in_order(const clang::Stmt* body) {
  std::vector<std::pair<const clang::Stmt*, bool>> work{{body, false}};
  while (!work.empty()) {
    const auto [statement, children_done] = work.back();
    work.pop_back();
    if (statement == nullptr) continue;
    if (children_done) {
      loaded_.clear();
      visit_statement(statement);
      continue;
    }
    work.emplace_back(statement, true);
    if (llvm::isa<clang::LambdaExpr>(statement)) continue;
    std::vector<const clang::Stmt*> children(statement->child_begin(), statement->child_end());
    for (auto child = children.rbegin(); child != children.rend(); ++child) work.emplace_back(*child, false);
  }
}

void FunctionAnalysis::find_loops(const clang::CFG& graph) {
  const unsigned size = graph.getNumBlockIDs();
  loops_.assign(size, {});
  back_edges_.assign(size, {});
  tested_.assign(size, {});
  std::vector<std::vector<unsigned>> predecessors(size);
  std::vector<char> mark(size, 0);
  struct Frame {
    const clang::CFGBlock* block;
    clang::CFGBlock::const_succ_iterator next;
  };
  std::vector<Frame> stack{{&graph.getEntry(), graph.getEntry().succ_begin()}};
  mark[graph.getEntry().getBlockID()] = 1;
  while (!stack.empty()) {
    Frame& frame = stack.back();
    if (frame.next == frame.block->succ_end()) {
      mark[frame.block->getBlockID()] = 2;
      stack.pop_back();
      continue;
    }
    const clang::CFGBlock* next = *frame.next++;
    if (next == nullptr) continue;
    const unsigned from = frame.block->getBlockID();
    const unsigned to = next->getBlockID();
    predecessors[to].push_back(from);
    if (mark[to] == 1) back_edges_[to].insert(from);
    if (mark[to] == 0) {
      mark[to] = 1;
      stack.push_back({next, next->succ_begin()});
    }
  }
  for (unsigned head = 0; head < size; ++head) {
    if (back_edges_[head].empty()) continue;
    std::set<unsigned>& loop = loops_[head];
    loop.insert(head);
    std::vector<unsigned> work(back_edges_[head].begin(), back_edges_[head].end());
    while (!work.empty()) {
      const unsigned block = work.back();
      work.pop_back();
      if (!loop.insert(block).second) continue;
      work.insert(work.end(), predecessors[block].begin(), predecessors[block].end());
    }
  }
}

void FunctionAnalysis::iterate(const clang::CFG& graph) {
  find_loops(graph);
  const unsigned size = graph.getNumBlockIDs();
  std::vector<const clang::CFGBlock*> order;  // reverse post-order
  {
    std::vector<char> seen(size, 0);
    std::vector<std::pair<const clang::CFGBlock*, clang::CFGBlock::const_succ_iterator>> stack;
    stack.emplace_back(&graph.getEntry(), graph.getEntry().succ_begin());
    seen[graph.getEntry().getBlockID()] = 1;
    while (!stack.empty()) {
      auto& [block, next] = stack.back();
      if (next == block->succ_end()) {
        order.push_back(block);
        stack.pop_back();
        continue;
      }
      const clang::CFGBlock* successor = *next++;
      if (successor == nullptr || seen[successor->getBlockID()] != 0) continue;
      seen[successor->getBlockID()] = 1;
      stack.emplace_back(successor, successor->succ_begin());
    }
    std::reverse(order.begin(), order.end());
  }
  std::vector<unsigned> position(size, 0);
  for (unsigned i = 0; i < order.size(); ++i) position[order[i]->getBlockID()] = i;

  in_.assign(size, {});
  edges_.assign(size, {});
  std::vector<unsigned> visits(size, 0);
  const FlowState entry = state_;
  const auto enter = [&](const clang::CFGBlock& block) {
    FlowState in = &block == &graph.getEntry() ? entry : FlowState();
    for (auto p = block.pred_begin(); p != block.pred_end(); ++p) {
      const clang::CFGBlock* from = *p;
      if (from == nullptr) continue;
      const std::vector<FlowState>& out = edges_[from->getBlockID()];
      std::size_t i = 0;
      for (auto s = from->succ_begin(); s != from->succ_end(); ++s, ++i) {
        if (static_cast<const clang::CFGBlock*>(*s) == &block && i < out.size()) {
          in = FlowState::joined(tables_, in, out[i], watched_);
        }
      }
    }
    return in;
  };

  std::set<unsigned> work{0};
  while (!work.empty()) {
    const unsigned at = *work.begin();
    work.erase(work.begin());
    const clang::CFGBlock& block = *order[at];
    const unsigned id = block.getBlockID();
    FlowState in = enter(block);
    if (visits[id] > kMostVisits) in = FlowState::joined(tables_, in_[id], in, {});
    if (++visits[id] > kMostVisitsAtAll) continue;
    if (visits[id] > 1 && in == in_[id]) continue;
    in_[id] = in;
    transfer(block, in);
    std::vector<FlowState> out = successors_of(block, state_);
    if (tested_more_ && ++restarts_ > kMostRestarts) tested_more_ = false;
    if (tested_more_) {
      // An object turned out to be looked at character by character: the states of its loops are wrong so
      // far.
      for (unsigned i = 0; i < order.size(); ++i) work.insert(i);
      for (FlowState& state : in_) state = FlowState();  // nothing counts as unchanged
      std::fill(visits.begin(), visits.end(), 0U);
      tested_more_ = false;
    }
    bool changed = edges_[id].size() != out.size();
    for (std::size_t i = 0; !changed && i < out.size(); ++i) changed = !(out[i] == edges_[id][i]);
    edges_[id] = std::move(out);
    if (!changed) continue;
    for (auto s = block.succ_begin(); s != block.succ_end(); ++s) {
      if (const clang::CFGBlock* next = *s) work.insert(position[next->getBlockID()]);
    }
  }

  // Now that the states do not change any more: what flows where.
  emitting_ = true;
  for (const clang::CFGBlock* block : order) {
    FlowState in = enter(*block);
    transfer(*block, in);
    if (block == &graph.getExit()) {
      state_ = in;
      if (in.reachable)
        leave();
      else if (!llvm::isa<clang::CXXDestructorDecl>(function_))
        unit_.never_return.insert(function_->getCanonicalDecl());
    } else {
      successors_of(*block, state_);  // conditions are sinks, too
    }
  }
}

void FunctionAnalysis::transfer(const clang::CFGBlock& block, FlowState& state) {
  state_ = state;
  block_ = &block;
  if (!state_.reachable) return;
  if (const auto* handler = llvm::dyn_cast_or_null<clang::CXXCatchStmt>(block.getLabel())) {
    if (const clang::VarDecl* variable = handler->getExceptionDecl()) {
      const CellId thrown = tables_.cell({RootKind::kException, 0, 0, nullptr, {}});
      Content content = state_.get(tables_, thrown);
      content.pointees = tables_.united_cells(content.pointees, tables_.cell_set({thrown}));
      state_.set(tables_, variable_cell(variable), content);
    }
  }
  for (const clang::CFGElement& element : block) {
    loaded_.clear();
    visit(element);
    if (!state_.reachable) return;
  }
}

void FunctionAnalysis::visit(const clang::CFGElement& element) {
  switch (element.getKind()) {
    case clang::CFGElement::Statement:
    case clang::CFGElement::Constructor:
    case clang::CFGElement::CXXRecordTypedCall:
      visit_statement(element.castAs<clang::CFGStmt>().getStmt());
      return;
    case clang::CFGElement::Initializer: {
      const clang::CXXCtorInitializer* initializer = element.castAs<clang::CFGInitializer>().getInitializer();
      const CellId self = tables_.cell({RootKind::kParam, kThis, 0, nullptr, {}});
      if (const clang::FieldDecl* field = initializer->getAnyMember(); field != nullptr && is_link(field)) {
        store_link({self}, value_of(initializer->getInit()), initializer->getInit());
      } else if (field != nullptr) {
        const CellId target =
            field->getParent()->isUnion() ? self : tables_.field(self, field->getNameAsString());
        if (field->getType()->isFunctionPointerType())
          store_function(field, {target}, value_of(initializer->getInit()).facts,
                         initializer->getInit()->getSourceRange());
        note_field_store(field, initializer->getInit());
        initialise(target, field->getType(), initializer->getInit());
        record_copy(target, state_.get(tables_, target).facts, initializer->getInit()->getSourceRange(),
                    field->getName());
      } else if (const auto* construction =
                     llvm::dyn_cast<clang::CXXConstructExpr>(stripped(initializer->getInit()))) {
        // A base or a delegate: its constructor worked on a temporary, which becomes this object.
        copy_object(self, {temporary(construction)}, true);
      }
      return;
    }
    case clang::CFGElement::AutomaticObjectDtor: {
      const clang::CFGAutomaticObjDtor dtor = element.castAs<clang::CFGAutomaticObjDtor>();
      Content object;
      object.pointees = tables_.cell_set({variable_cell(dtor.getVarDecl())});
      visit_destructor(dtor.getDestructorDecl(ast()), object, dtor.getVarDecl()->getSourceRange(),
                       dtor.getVarDecl());
      return;
    }
    case clang::CFGElement::DeleteDtor: {
      const clang::CFGDeleteDtor dtor = element.castAs<clang::CFGDeleteDtor>();
      const clang::CXXDeleteExpr* expression = dtor.getDeleteExpr();
      visit_destructor(dtor.getDestructorDecl(ast()), value_of(expression->getArgument()),
                       expression->getSourceRange(), expression);
      return;
    }
    case clang::CFGElement::TemporaryDtor: {
      const clang::CFGTemporaryDtor dtor = element.castAs<clang::CFGTemporaryDtor>();
      const clang::CXXBindTemporaryExpr* expression = dtor.getBindTemporaryExpr();
      Content object;
      object.pointees = tables_.cell_set(objects_of(expression->getSubExpr()).cells);
      visit_destructor(dtor.getDestructorDecl(ast()), object, expression->getSourceRange(), expression);
      return;
    }
    default:
      return;
  }
}

void FunctionAnalysis::visit_statement(const clang::Stmt* statement) {
  if (const auto* expression = llvm::dyn_cast<clang::Expr>(statement)) {
    switch (statement->getStmtClass()) {
      case clang::Stmt::CallExprClass:
      case clang::Stmt::CXXMemberCallExprClass:
      case clang::Stmt::CXXOperatorCallExprClass:
      case clang::Stmt::UserDefinedLiteralClass:
      case clang::Stmt::RecoveryExprClass:
        visit_call(expression);
        break;
      case clang::Stmt::CXXConstructExprClass:
      case clang::Stmt::CXXTemporaryObjectExprClass:
        visit_construction(llvm::cast<clang::CXXConstructExpr>(expression));
        break;
      case clang::Stmt::CXXNewExprClass:
        visit_new(llvm::cast<clang::CXXNewExpr>(expression));
        break;
      case clang::Stmt::CXXDeleteExprClass:
        visit_delete(llvm::cast<clang::CXXDeleteExpr>(expression));
        break;
      case clang::Stmt::LambdaExprClass:
        visit_lambda(llvm::cast<clang::LambdaExpr>(expression));
        break;
      case clang::Stmt::CompoundAssignOperatorClass:
      case clang::Stmt::BinaryOperatorClass: {
        const auto* binary = llvm::cast<clang::BinaryOperator>(expression);
        if (binary->isEqualityOp()) visit_byte_comparison(binary);
        if (!binary->isAssignmentOp()) break;
        const clang::QualType type = binary->getLHS()->getType();
        const Objects target = objects_of(binary->getLHS());
        if (const clang::FieldDecl* field = function_field(binary->getLHS()))
          store_function(field, target.cells, value_of(binary->getRHS()).facts, expression->getSourceRange());
        if (type->isRecordType()) {
          assign_object(target, binary->getRHS());
          break;
        }
        note_field_store(binary->getLHS(), binary->isCompoundAssignmentOp() ? nullptr : binary->getRHS());
        Content content = value_of(binary->getRHS());
        if (const std::optional<std::vector<CellId>> owners = owners_of_link(binary->getLHS())) {
          store_link(*owners, content, expression);
          break;
        }
        if (binary->isCompoundAssignmentOp()) {
          const Content before = load(target, type);
          const auto number = number_of(expression);
          content.facts = tables_.united(before.facts, content.facts);
          if (calculates_number(binary)) content.facts = as_number(content.facts);
          content.pointees = type->isPointerType() ? before.pointees : 0;
          content.offset = true;
          content.test = nullptr;
          content.has_number = number.has_value();
          content.number = number.value_or(0);
          content.text = 0;
          content.element = before.element;
        }
        store(target, content, type, expression);
        keep_unguessable(content, name_written(binary->getLHS()), expression);
        break;
      }
      case clang::Stmt::UnaryOperatorClass: {
        const auto* unary = llvm::cast<clang::UnaryOperator>(expression);
        if (unary->getOpcode() == clang::UO_AddrOf) {
          // A global whose address leaves may be written anywhere, and so may a field.
          note_field_store(unary->getSubExpr(), nullptr);
          const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(stripped(unary->getSubExpr()));
          const auto* variable = reference ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
          if (variable != nullptr && variable->hasGlobalStorage() &&
              variable->getType()->isIntegralOrEnumerationType()) {
            summary_.written_globals.push_back(unit_.usr_of(variable));
          }
          break;
        }
        if (!unary->isIncrementDecrementOp()) break;
        note_field_store(unary->getSubExpr(), nullptr);
        const Objects target = objects_of(unary->getSubExpr());
        Content content = load(target, unary->getType());
        if (content.has_number) content.number += unary->isIncrementOp() ? 1 : -1;
        content.offset = true;
        content.test = nullptr;
        content.element = 0;
        if (unary->isPostfix()) state_.set(tables_, temporary(expression), load(target, unary->getType()));
        store(target, content, unary->getType(), nullptr);
        break;
      }
      case clang::Stmt::CXXThrowExprClass: {
        const clang::Expr* thrown = llvm::cast<clang::CXXThrowExpr>(expression)->getSubExpr();
        if (thrown == nullptr) break;
        const Content content = thrown->getType()->isRecordType() ? [&] {
          Content object;
          object.pointees = tables_.cell_set(objects_of(thrown).cells);
          return object;
        }()
                                                                  : value_of(thrown);
        const CellId cell = tables_.cell({RootKind::kException, 0, 0, nullptr, {}});
        if (thrown->getType()->isRecordType())
          copy_object(cell, tables_.cell_sets[content.pointees], true);
        else
          state_.set(tables_, cell, tables_.united(state_.get(tables_, cell), content));
        record_copy(cell, text_facts(content), expression->getSourceRange(), "");
        emit(content, {SlotKind::kParamOut, kThrown, 0, 0}, expression->getSourceRange());
        break;
      }
      default:
        break;
    }
    const auto arm = arms_.find(expression);
    if (arm != arms_.end()) {
      Content content;
      if (expression->isGLValue() || expression->getType()->isRecordType()) {
        content.pointees = tables_.cell_set(objects_of(expression).cells);
      } else {
        content = value_of(expression);
      }
      state_.set(tables_, temporary(arm->second), content);
    }
    return;
  }
  if (const auto* declaration = llvm::dyn_cast<clang::DeclStmt>(statement)) {
    for (const clang::Decl* one : declaration->decls()) {
      if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(one)) visit_declaration(variable);
    }
  } else if (const auto* result = llvm::dyn_cast<clang::ReturnStmt>(statement)) {
    return_from(result);
  } else if (const auto* result = llvm::dyn_cast<clang::CoreturnStmt>(statement)) {
    if (result->getOperand() != nullptr && emitting_) {
      emit(value_of(result->getOperand()), {SlotKind::kReturn, 0, 0, 0}, result->getSourceRange());
    }
  }
}

void FunctionAnalysis::visit_declaration(const clang::VarDecl* variable) {
  const CellId cell = variable_cell(variable);
  const clang::Expr* initialiser = variable->getInit();
  const bool global = variable->hasGlobalStorage();
  if (initialiser == nullptr) {
    if (global) return;
    state_.erase_below(tables_, cell);
    state_.set(tables_, cell, Content());
    return;
  }
  const clang::QualType type = variable->getType();
  if (global && variable->isStaticLocal()) {
    // Runs once; what it stores is what the variable holds at the first call.
    Content content;
    content = type->isRecordType() || type->isArrayType() ? Content() : value_of(initialiser);
    if (content.has_number) return;  // a GlobalVariable of the summary
  }
  if (type->isRecordType()) dynamic_types_[cell] = type;
  initialise(cell, type, initialiser);
  const Content content = state_.get(tables_, cell);
  record_copy(cell, text_facts(content), variable->getSourceRange(), variable->getName());
  keep_unguessable(content, variable->getName(), initialiser);
  if (global && emitting_) {
    Content whole;
    whole.pointees = tables_.cell_set({cell});
    Slot slot{SlotKind::kGlobal, 0, unit_.usr_of(variable), 0};
    emit(whole, slot, variable->getSourceRange());
  }
  if (global) {
    state_.erase_below(tables_, cell);
    state_.erase(cell);
  }
}

// A copy: it is `state_`, which changes on the way. NOLINTNEXTLINE(performance-unnecessary-value-param)
std::vector<FlowState> FunctionAnalysis::successors_of(const clang::CFGBlock& block, FlowState out) {
  std::vector<FlowState> states(block.succ_size(), FlowState());
  if (!out.reachable || block.hasNoReturnElement()) return states;
  const clang::Stmt* terminator = block.getTerminatorStmt();
  std::size_t i = 0;
  if (const auto* choice = llvm::dyn_cast_or_null<clang::SwitchStmt>(terminator)) {
    const auto number = number_of(choice->getCond());
    bool taken = false;
    for (auto s = block.succ_begin(); s != block.succ_end(); ++s, ++i) {
      const clang::CFGBlock* next = *s;
      if (next == nullptr) continue;
      state_ = out;
      block_ = &block;
      const auto* label = llvm::dyn_cast_or_null<clang::CaseStmt>(next->getLabel());
      if (label != nullptr && label->getRHS() == nullptr) {
        const auto value = number_of(label->getLHS());
        if (number && value) {
          if (*number != *value) continue;
          taken = true;
        } else if (value && !refine_number(choice->getCond(), Compare::kEqual, *value)) {
          continue;
        }
      } else if (label == nullptr) {
        bool possible = !taken;
        for (const clang::SwitchCase* one = choice->getSwitchCaseList(); one != nullptr && possible;
             one = one->getNextSwitchCase()) {
          const auto* with_value = llvm::dyn_cast<clang::CaseStmt>(one);
          const auto value = with_value != nullptr && with_value->getRHS() == nullptr
                                 ? number_of(with_value->getLHS())
                                 : std::nullopt;
          if (value) possible = refine_number(choice->getCond(), Compare::kNotEqual, *value);
        }
        if (!possible) continue;
      }
      states[i] = across(block, *next, std::move(state_));
    }
    return states;
  }
  const clang::Expr* condition = nullptr;
  if (block.succ_size() == 2 && terminator != nullptr && !llvm::isa<clang::CXXTryStmt>(terminator)) {
    condition = block.getLastCondition();
    if (condition == nullptr) {
      if (const auto* loop = llvm::dyn_cast<clang::ForStmt>(terminator)) condition = loop->getCond();
    }
  }
  for (auto s = block.succ_begin(); s != block.succ_end(); ++s, ++i) {
    const clang::CFGBlock* next = *s;
    if (next == nullptr) continue;
    state_ = out;
    block_ = &block;
    if (condition != nullptr && !refine(condition, i == 0)) continue;
    states[i] = across(block, *next, std::move(state_));
  }
  return states;
}

// What an edge does to the facts of objects that a loop looks at character by character.
FlowState FunctionAnalysis::across(const clang::CFGBlock& from, const clang::CFGBlock& to, FlowState state) {
  state_ = std::move(state);
  const unsigned source = from.getBlockID();
  const unsigned target = to.getBlockID();
  const auto change = [&](CellId cell, const std::function<bool(Fact&)>& how) {
    const ContentId* own = state_.find(cell);
    Content content = own != nullptr ? tables_.contents[*own] : state_.get(tables_, cell);
    const FactSetId before = content.facts;
    content.facts = tables_.changed(content.facts, how);
    if (content.facts != before) state_.set(tables_, cell, content);
  };
  for (unsigned head = 0; head < loops_.size(); ++head) {
    if (tested_[head].empty()) continue;
    const bool from_inside = loops_[head].contains(source);
    const bool to_inside = loops_[head].contains(target);
    if (!from_inside && !to_inside) continue;
    const bool natural = llvm::isa_and_nonnull<clang::ForStmt, clang::WhileStmt, clang::CXXForRangeStmt>(
                             from.getTerminatorStmt()) &&
                         source == head;
    for (const CellId cell : tested_[head]) {
      if (!from_inside) {
        change(cell, [](Fact& fact) {
          fact.pending = {~std::uint64_t{0}, ~std::uint64_t{0}};
          fact.before_loop = true;
          return true;
        });
      } else if (!to_inside) {
        change(cell, [&](Fact& fact) {
          if (natural && fact.before_loop) return false;
          if (natural) fact.refused = fact.refused | fact.pending;
          fact.pending = {};
          fact.before_loop = false;
          return true;
        });
      } else if (source == head && target != head) {
        change(cell, [](Fact& fact) {
          fact.pending = {};
          fact.before_loop = false;
          return true;
        });
      } else if (target == head && !is_back(back_edges_[head], source)) {
        change(cell, [](Fact& fact) {
          fact.pending = {};
          return true;
        });
      }
    }
  }
  return std::move(state_);
}

void FunctionAnalysis::return_from(const clang::ReturnStmt* statement) {
  if (!emitting_) return;
  const clang::Expr* value = statement->getRetValue();
  if (value != nullptr) {
    Content content;
    if (value->isGLValue() || value->getType()->isRecordType()) {
      content.pointees = tables_.cell_set(objects_of(value).cells);
      content.facts = value->getType()->isRecordType() ? 0 : content.facts;
    } else {
      content = value_of(value);
    }
    emit(content, {SlotKind::kReturn, 0, 0, 0}, value->getSourceRange());
    if (function_->getDeclName().isIdentifier()) keep_unguessable(content, function_->getName(), value);
    ReturnValue result;
    if (const auto number = number_of(value)) {
      result.type = ReturnValue::Type::kNumber;
      result.number = *number;
    } else {
      const clang::Expr* plain = stripped(value);
      const auto call = call_sites_.find(std::make_pair(static_cast<const void*>(plain), 0U));
      if (call != call_sites_.end()) {
        result.type = ReturnValue::Type::kCall;
        result.id = call->second;
      } else if (const auto condition = condition_on(plain, Compare::kEqual, 0);
                 condition && condition->subject == Condition::Subject::kGlobal) {
        result.type = ReturnValue::Type::kGlobal;
        result.id = condition->id;
      } else if (value->getType()->isArithmeticType() && content.facts == 0 && content.pointees == 0) {
        calculated_return_ = value;
      }
    }
    summary_.returns.push_back(result);
  }
  emit_clearings(statement);
}

// Where a number is calculated on one way and a constant on another, the result is not always the constant.
void FunctionAnalysis::emit_calculated_return() {
  if (!emitting_ || calculated_return_ == nullptr) return;
  if (std::none_of(summary_.returns.begin(), summary_.returns.end(),
                   [](const ReturnValue& value) { return value.type == ReturnValue::Type::kNumber; }))
    return;
  CallView view;
  view.expression = calculated_return_;
  emit_fact(unknown_fact(view), {SlotKind::kReturn, 0, 0, 0}, 0, {}, 0);
}

void FunctionAnalysis::leave() {
  emit_out_parameters();
  emit_calculated_return();
  report_unwiped();
  // Falling off the end is a way out, too.
  if (function_->getReturnType()->isVoidType()) emit_clearings(nullptr);
  for (const auto& [param, ways] : leaving_) {
    Clearing clearing;
    clearing.param = param;
    bool useful = false;
    for (std::size_t i = 0; i < ways.size(); ++i) {
      clearing.cleared[i] = ways[i].seen ? ways[i].mask : kNoKinds;
      clearing.conditions[i] = ways[i].ways;
      useful = useful || clearing.cleared[i] != kNoKinds || !clearing.conditions[i].empty();
    }
    if (useful) summary_.clearings.push_back(std::move(clearing));
  }
}

}  // namespace trawl::sast
