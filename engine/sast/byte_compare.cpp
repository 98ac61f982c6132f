// Comparisons of memory byte by byte that a function writes itself: a loop that is left at the first
// difference tells how much was right, as memcmp does.

#include <unordered_set>

#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/AST/StmtCXX.h>

#include "engine/sast/function_analysis.h"

namespace trawl::sast {
namespace {

// Whether a statement leaves the loop it stands in.
class Leaves : public clang::RecursiveASTVisitor<Leaves> {
 public:
  bool found = false;
  bool TraverseLambdaExpr(clang::LambdaExpr*) { return true; }
  bool VisitReturnStmt(clang::ReturnStmt*) { return !(found = true); }
  bool VisitBreakStmt(clang::BreakStmt*) { return !(found = true); }
  bool VisitGotoStmt(clang::GotoStmt*) { return !(found = true); }
  bool VisitCXXThrowExpr(clang::CXXThrowExpr*) { return !(found = true); }
};

bool leaves(const clang::Stmt* statement) {
  Leaves visitor;
  visitor.TraverseStmt(const_cast<clang::Stmt*>(statement));
  return visitor.found;
}

// `a[i]`, `*a++`, `text[i]`: the memory that one byte is taken from.
const clang::Expr* memory_of_byte(const clang::Expr* expression) {
  const clang::Expr* plain = expression->IgnoreParenCasts();
  if (!plain->getType()->isCharType()) return nullptr;
  if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(plain))
    return llvm::isa<clang::IntegerLiteral>(subscript->getIdx()->IgnoreParenCasts()) ? nullptr
                                                                                     : subscript->getBase();
  if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(plain)) {
    const bool byte = call->getOperator() == clang::OO_Subscript && call->getNumArgs() == 2 &&
                      !llvm::isa<clang::IntegerLiteral>(call->getArg(1)->IgnoreParenCasts());
    return byte ? call->getArg(0) : nullptr;
  }
  const auto* access = llvm::dyn_cast<clang::UnaryOperator>(plain);
  if (access == nullptr || access->getOpcode() != clang::UO_Deref) return nullptr;
  const clang::Expr* pointer = access->getSubExpr()->IgnoreParenCasts();
  if (const auto* step = llvm::dyn_cast<clang::UnaryOperator>(pointer);
      step != nullptr && step->isIncrementDecrementOp())
    return step->getSubExpr();
  if (const auto* sum = llvm::dyn_cast<clang::BinaryOperator>(pointer);
      sum != nullptr && sum->getOpcode() == clang::BO_Add)
    return sum->getLHS()->getType()->isPointerType() ? sum->getLHS() : sum->getRHS();
  return llvm::isa<clang::DeclRefExpr>(pointer) ? pointer : nullptr;
}

// Comparisons that decide whether a loop goes on.
class LoopExits : public clang::RecursiveASTVisitor<LoopExits> {
 public:
  std::unordered_set<const clang::BinaryOperator*> comparisons;

  bool TraverseLambdaExpr(clang::LambdaExpr*) { return true; }
  bool TraverseForStmt(clang::ForStmt* loop) {
    note(loop->getCond());
    return within(loop, &clang::RecursiveASTVisitor<LoopExits>::TraverseForStmt);
  }
  bool TraverseWhileStmt(clang::WhileStmt* loop) {
    note(loop->getCond());
    return within(loop, &clang::RecursiveASTVisitor<LoopExits>::TraverseWhileStmt);
  }
  bool TraverseDoStmt(clang::DoStmt* loop) {
    note(loop->getCond());
    return within(loop, &clang::RecursiveASTVisitor<LoopExits>::TraverseDoStmt);
  }
  bool VisitIfStmt(clang::IfStmt* choice) {
    if (loops_ > 0 &&
        (leaves(choice->getThen()) || (choice->getElse() != nullptr && leaves(choice->getElse()))))
      note(choice->getCond());
    return true;
  }

 private:
  template <typename Loop, typename Traverse>
  bool within(Loop* loop, Traverse traverse) {
    ++loops_;
    (static_cast<clang::RecursiveASTVisitor<LoopExits>*>(this)->*traverse)(loop, nullptr);
    --loops_;
    return true;
  }
  void note(const clang::Expr* condition) {
    if (condition == nullptr) return;
    const clang::Expr* plain = condition->IgnoreParenImpCasts();
    if (const auto* negation = llvm::dyn_cast<clang::UnaryOperator>(plain);
        negation != nullptr && negation->getOpcode() == clang::UO_LNot)
      return note(negation->getSubExpr());
    const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(plain);
    if (binary == nullptr) return;
    if (binary->isLogicalOp()) {
      note(binary->getLHS());
      note(binary->getRHS());
    } else if (binary->isEqualityOp() && memory_of_byte(binary->getLHS()) != nullptr &&
               memory_of_byte(binary->getRHS()) != nullptr) {
      comparisons.insert(binary);
    }
  }

  unsigned loops_ = 0;
};

}  // namespace

void FunctionAnalysis::find_byte_comparisons(const clang::Stmt* body) {
  LoopExits exits;
  exits.TraverseStmt(const_cast<clang::Stmt*>(body));
  byte_comparisons_ = std::move(exits.comparisons);
}

// Asked like a call of `operator==` with both memories.
void FunctionAnalysis::visit_byte_comparison(const clang::BinaryOperator* comparison) {
  if (!byte_comparisons_.contains(comparison)) return;
  CallView view;
  view.expression = comparison;
  view.name = comparison->getOpcode() == clang::BO_EQ ? "==" : "!=";
  view.arguments = {memory_of_byte(comparison->getLHS()), memory_of_byte(comparison->getRHS())};
  view.result = ast().BoolTy;
  for (const Model* model : unit_.models.named("memcmp")) {
    if (model->type == ModelType::kRole && model->rule == "timing-compare") apply_role(view, *model);
  }
}

}  // namespace trawl::sast
