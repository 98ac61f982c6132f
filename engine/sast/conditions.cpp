#include <algorithm>

#include <clang/AST/RecursiveASTVisitor.h>

#include "engine/sast/function_analysis.h"

namespace trawl::sast {
namespace {

// What a comparison function says when two texts are equal.
enum class EqualWhen : std::uint8_t { kNever, kZero, kNonzero };

EqualWhen equality_of(llvm::StringRef name) {
  static const std::set<std::string> zero = {"strcmp",
                                             "strcasecmp",
                                             "strncmp",
                                             "strncasecmp",
                                             "memcmp",
                                             "wcscmp",
                                             "wcsncmp",
                                             "wmemcmp",
                                             "stricmp",
                                             "strnicmp",
                                             "_stricmp",
                                             "_strnicmp",
                                             "_wcsicmp",
                                             "wcsicmp",
                                             "lstrcmp",
                                             "lstrcmpi",
                                             "strcmpi",
                                             "g_strcmp0",
                                             "g_ascii_strcasecmp",
                                             "compare",
                                             "strcoll",
                                             "bcmp",
                                             "curl_strcasecompare_",
                                             "sqlite3_stricmp"};
  static const std::set<std::string> nonzero = {"operator==", "equals",  "g_str_equal",
                                                "streq",      "iequals", "equal"};
  if (zero.contains(name.str()) || zero.contains(normalised(std::string_view(name.data(), name.size()))))
    return EqualWhen::kZero;
  if (nonzero.contains(name.str())) return EqualWhen::kNonzero;
  if (name == "operator!=") return EqualWhen::kZero;
  return EqualWhen::kNever;
}

CharSet refused_by_absence_of(std::string_view text) {
  CharSet refused;
  if (text.size() == 1) refused.add(static_cast<unsigned char>(text[0]));
  if (text == ".." || text == "../" || text == "..\\" || text == "/..") refused.add(CharSet::kDotDot);
  return refused;
}

const clang::CallExpr* ctype_table(const clang::Expr* expression) {
  // `(*__ctype_b_loc())[c]`
  const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression->IgnoreParenCasts());
  if (subscript == nullptr) return nullptr;
  const auto* deref = llvm::dyn_cast<clang::UnaryOperator>(subscript->getBase()->IgnoreParenCasts());
  if (deref == nullptr || deref->getOpcode() != clang::UO_Deref) return nullptr;
  const auto* call = llvm::dyn_cast<clang::CallExpr>(deref->getSubExpr()->IgnoreParenCasts());
  const clang::FunctionDecl* callee = call != nullptr ? call->getDirectCallee() : nullptr;
  return callee != nullptr && callee->getDeclName().isIdentifier() && callee->getName() == "__ctype_b_loc"
             ? call
             : nullptr;
}

}  // namespace

bool FunctionAnalysis::drop_excluded() {
  if (state_.path != 0)
    state_.change_all([&](ContentId content) { return tables_.without_excluded(content, state_.path); });
  return true;
}

bool FunctionAnalysis::assume(const Condition& condition) {
  const ConditionsId before = state_.path;
  if (!tables_.add_condition(state_.path, condition)) return false;
  // What the conditions so far exclude has gone already.
  return state_.path == before || drop_excluded();
}

std::optional<Condition> FunctionAnalysis::condition_on(const clang::Expr* expression, Compare compare,
                                                        std::int64_t value) {
  const clang::Expr* plain = stripped(expression);
  Condition condition;
  condition.compare = compare;
  condition.value = value;
  const auto call = call_sites_.find(std::make_pair(static_cast<const void*>(plain), 0U));
  if (call != call_sites_.end()) {
    condition.subject = Condition::Subject::kCall;
    condition.id = call->second;
    return condition;
  }
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(plain);
  const auto* variable =
      reference != nullptr ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
  const auto* member = llvm::dyn_cast<clang::MemberExpr>(plain);
  if (variable == nullptr && member != nullptr)
    variable = llvm::dyn_cast<clang::VarDecl>(member->getMemberDecl());
  if (variable == nullptr ||
      (!variable->getType()->isIntegralOrEnumerationType() && !variable->getType()->isPointerType()))
    return std::nullopt;
  const CellId cell = variable_cell(variable);
  if (variable->hasGlobalStorage()) {
    if (state_.find(cell) != nullptr || !variable->getType()->isIntegralOrEnumerationType())
      return std::nullopt;
    condition.subject = Condition::Subject::kGlobal;
    condition.id = unit_.usr_of(variable);
    return condition;
  }
  condition.subject = Condition::Subject::kLocal;
  condition.id = cell;
  return condition;
}

bool FunctionAnalysis::refine(const clang::Expr* condition, bool truth) {
  if (condition == nullptr || depth_ > 300) return true;
  struct Deeper {
    std::size_t& depth;
    ~Deeper() { --depth; }
  } const deeper{++depth_};
  if (const auto number = number_of(condition)) return (*number != 0) == truth;
  const clang::Expr* plain = stripped(condition);
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(plain);
      unary != nullptr && unary->getOpcode() == clang::UO_LNot) {
    return refine(unary->getSubExpr(), !truth);
  }
  if (const auto* rewritten = llvm::dyn_cast<clang::CXXRewrittenBinaryOperator>(plain))
    return refine(rewritten->getSemanticForm(), truth);
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(plain)) {
    if (binary->getOpcode() == clang::BO_Comma) return refine(binary->getRHS(), truth);
    if (binary->isLogicalOp()) {
      const bool both = (binary->getOpcode() == clang::BO_LAnd) == truth;
      if (both) return refine(binary->getLHS(), truth) && refine(binary->getRHS(), truth);
      const FlowState before = state_;
      const bool left = refine(binary->getLHS(), truth);
      FlowState first = std::move(state_);
      first.reachable = left;
      state_ = before;
      const bool right = refine(binary->getLHS(), !truth) && refine(binary->getRHS(), truth);
      FlowState second = std::move(state_);
      second.reachable = right;
      if (!left && !right) return false;
      state_ = FlowState::joined(tables_, first, second, watched_);
      return true;
    }
    if (binary->isComparisonOp())
      return refine_comparison(binary->getLHS(), binary->getOpcode(), binary->getRHS(), truth);
  }
  return refine_number(plain, truth ? Compare::kNotEqual : Compare::kEqual, 0);
}

bool FunctionAnalysis::refine_comparison(const clang::Expr* left, clang::BinaryOperatorKind op,
                                         const clang::Expr* right, bool truth) {
  auto right_number = number_of(right);
  if (!right_number &&
      stripped(right)->isNullPointerConstant(ast(), clang::Expr::NPC_ValueDependentIsNotNull))
    right_number = 0;
  auto left_number = number_of(left);
  if (!right_number && !left_number) {
    // strspn(s, allowed) == strlen(s), strcspn(s, refused) == strlen(s)
    if (op != clang::BO_EQ && op != clang::BO_NE && op != clang::BO_LT) return true;
    const bool equal = (op == clang::BO_EQ) == truth;
    for (const auto& [one, other] : {std::make_pair(left, right), std::make_pair(right, left)}) {
      const auto* span = llvm::dyn_cast<clang::CallExpr>(stripped(one));
      const clang::FunctionDecl* callee = span != nullptr ? span->getDirectCallee() : nullptr;
      if (callee == nullptr || !callee->getDeclName().isIdentifier() || span->getNumArgs() != 2) continue;
      const llvm::StringRef name = callee->getName();
      const bool allow = name == "strspn" || name == "wcsspn";
      if (!allow && name != "strcspn" && name != "wcscspn") continue;
      const auto characters = constant_text(span->getArg(1));
      if (!characters || !equal) continue;
      clear_object(span->getArg(0), kNoKinds,
                   allow ? refused_by_allowing(characters_in(*characters)) : characters_in(*characters));
      (void)other;
    }
    return true;
  }
  const clang::Expr* subject = right_number ? left : right;
  std::int64_t value = right_number ? *right_number : *left_number;
  if (!right_number) {
    // constant OP x is x OP' constant
    switch (op) {
      case clang::BO_LT:
        op = clang::BO_GT;
        break;
      case clang::BO_GT:
        op = clang::BO_LT;
        break;
      case clang::BO_LE:
        op = clang::BO_GE;
        break;
      case clang::BO_GE:
        op = clang::BO_LE;
        break;
      default:
        break;
    }
  }
  Compare compare = Compare::kEqual;
  switch (op) {
    case clang::BO_EQ:
      compare = Compare::kEqual;
      break;
    case clang::BO_NE:
      compare = Compare::kNotEqual;
      break;
    case clang::BO_LT:
      compare = Compare::kLess;
      break;
    case clang::BO_GE:
      compare = Compare::kNotLess;
      break;
    case clang::BO_GT:
      if (value == INT64_MAX) return !truth;
      compare = Compare::kNotLess;
      ++value;
      break;
    case clang::BO_LE:
      if (value == INT64_MAX) return truth;
      compare = Compare::kLess;
      ++value;
      break;
    default:
      return true;
  }
  if (!truth) {
    Condition condition;
    condition.compare = compare;
    compare = negated(condition).compare;
  }
  return refine_number(subject, compare, value);
}

bool FunctionAnalysis::refine_number(const clang::Expr* expression, Compare compare, std::int64_t value) {
  const clang::Expr* plain = stripped(expression);
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(plain)) {
    if (binary->getOpcode() == clang::BO_Comma) return refine_number(binary->getRHS(), compare, value);
    if (binary->getOpcode() == clang::BO_Assign) return refine_number(binary->getLHS(), compare, value);
    if (binary->isComparisonOp() || binary->isLogicalOp()) {
      if (value == 0 && compare == Compare::kEqual) return refine(plain, false);
      if ((value == 0 && compare == Compare::kNotEqual) || (value == 1 && compare == Compare::kEqual))
        return refine(plain, true);
      return true;
    }
    if (binary->getOpcode() == clang::BO_And && value == 0 &&
        (compare == Compare::kNotEqual || compare == Compare::kEqual)) {
      // isalnum(c) as the C library's headers write it
      if (ctype_table(binary->getLHS()) != nullptr) {
        const auto* subscript = llvm::cast<clang::ArraySubscriptExpr>(binary->getLHS()->IgnoreParenCasts());
        const auto* flag = llvm::dyn_cast<clang::DeclRefExpr>(stripped(binary->getRHS()));
        const std::string name = flag != nullptr ? flag->getDecl()->getNameAsString() : std::string();
        if (name.starts_with("_IS")) {
          for (const Model* model : unit_.models.named("is" + name.substr(3))) {
            if (model->type != ModelType::kValidate || model->allows.empty()) continue;
            const CharSet allowed = characters_of(model->allows);
            refine_element(subscript->getIdx(),
                           compare == Compare::kNotEqual ? refused_by_allowing(allowed) : allowed, kNoKinds);
          }
        }
      }
      return true;
    }
  }
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(plain);
      unary != nullptr && unary->getOpcode() == clang::UO_LNot && value == 0) {
    return refine(unary->getSubExpr(), compare == Compare::kEqual);
  }
  if (llvm::isa<clang::CallExpr>(plain)) {
    const auto* call = llvm::cast<clang::CallExpr>(plain);
    if (const clang::FunctionDecl* callee = call->getDirectCallee();
        callee != nullptr && callee->getDeclName().isIdentifier() &&
        callee->getName() == "__builtin_expect") {
      return refine_number(call->getArg(0), compare, value);
    }
    refine_call(plain, compare, value);
    const Content content = value_of(plain);
    if (content.element != 0 && value > 0 && value < 128) {
      // s.at(i) == ';'
    } else {
      if (const auto condition = condition_on(plain, compare, value)) return assume(*condition);
      return true;
    }
  }
  // s[strcspn(s, refused)] == 0
  if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(plain);
      subscript != nullptr && value == 0 && compare == Compare::kEqual) {
    const auto* span = llvm::dyn_cast<clang::CallExpr>(stripped(subscript->getIdx()));
    const clang::FunctionDecl* callee = span != nullptr ? span->getDirectCallee() : nullptr;
    if (callee != nullptr && callee->getDeclName().isIdentifier() && span->getNumArgs() == 2 &&
        (callee->getName() == "strspn" || callee->getName() == "strcspn")) {
      if (const auto characters = constant_text(span->getArg(1))) {
        clear_object(span->getArg(0), kNoKinds,
                     callee->getName() == "strspn" ? refused_by_allowing(characters_in(*characters))
                                                   : characters_in(*characters));
      }
      return true;
    }
  }

  const Content content =
      value_of(plain->isGLValue() && !plain->getType()->isRecordType() ? expression : plain);
  const Content loaded = plain->isGLValue() && !plain->getType()->isRecordType()
                             ? load(objects_of(plain), plain->getType())
                             : content;
  if (loaded.element != 0 || (plain->getType()->isCharType() && loaded.facts != 0)) {
    CharSet refused;
    if (value >= 0 && value <= 128) {
      const auto limit = static_cast<unsigned>(value);
      switch (compare) {
        case Compare::kNotEqual:
          if (limit >= CharSet::kFirst && limit < 128) refused.add(static_cast<unsigned char>(limit));
          break;
        case Compare::kEqual:
          for (unsigned c = CharSet::kFirst; c < 128; ++c) {
            if (c != limit) refused.add(static_cast<unsigned char>(c));
          }
          break;
        case Compare::kLess:
          for (unsigned c = limit; c < 128; ++c) refused.add(static_cast<unsigned char>(c));
          break;
        case Compare::kNotLess:
          for (unsigned c = CharSet::kFirst; c < limit && c < 128; ++c)
            refused.add(static_cast<unsigned char>(c));
          break;
      }
    }
    // The end of the text says nothing of its characters.
    if (!refused.empty() && !(compare == Compare::kEqual && value == 0))
      refine_element(plain, refused, kNoKinds);
  }
  if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(plain);
      member != nullptr && compare == Compare::kEqual)
    note_tag(member, value);
  if (loaded.test != nullptr && loaded.test != plain) {
    const auto* test = static_cast<const clang::Expr*>(loaded.test);
    if (llvm::isa<clang::CallExpr>(test)) {
      refine_call(test, compare, value);
      if (const auto condition = condition_on(test, compare, value); condition && !assume(*condition))
        return false;
    } else if (value == 0 && compare == Compare::kEqual) {
      if (!refine(test, false)) return false;
    } else if ((value == 0 && compare == Compare::kNotEqual) || (value == 1 && compare == Compare::kEqual)) {
      if (!refine(test, true)) return false;
    }
  }
  if (const auto condition = condition_on(plain, compare, value)) {
    if (!assume(*condition)) return false;
    if (condition->subject == Condition::Subject::kLocal && compare == Compare::kEqual &&
        !plain->getType()->isPointerType()) {
      // From here on it is a constant.
      Content known = state_.get(tables_, condition->id);
      known.has_number = true;
      known.number = value;
      known.facts = 0;
      state_.set(tables_, condition->id, known);
    }
  }
  return true;
}

bool FunctionAnalysis::is_constant(const clang::Expr* expression) {
  if (constant_text(expression)) return true;
  Content value;
  if (expression->isGLValue() || expression->getType()->isRecordType())
    value.pointees = tables_.cell_set(objects_of(expression).cells);
  else
    value = value_of(expression);
  const std::vector<FactId> facts = tables_.fact_sets[text_facts(value)];
  for (const FactId fact : facts) {
    const SlotKind kind = tables_.facts[fact].origin.kind;
    if (kind != SlotKind::kLiteral && kind != SlotKind::kGlobal) return false;
  }
  return !facts.empty();
}

std::optional<CharSet> FunctionAnalysis::accepted_by_name(const std::string& name) {
  for (const Model* model : unit_.models.named(name)) {
    if (model->type == ModelType::kValidate && !model->allows.empty()) return characters_of(model->allows);
  }
  return std::nullopt;
}

// The text of a regular expression: of a std::regex made of a constant, or of a regex_t that a regcomp() of
// this function compiles.
std::optional<std::string> FunctionAnalysis::pattern_of(const clang::Expr* expression) {
  const clang::Expr* plain = stripped(expression);
  if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(plain);
      address != nullptr && address->getOpcode() == clang::UO_AddrOf)
    plain = stripped(address->getSubExpr());
  const clang::VarDecl* variable = nullptr;
  if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(plain)) {
    variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
    if (variable == nullptr) return std::nullopt;
    if (variable->getInit() != nullptr) plain = stripped(variable->getInit());
  }
  if (const auto* construction = llvm::dyn_cast<clang::CXXConstructExpr>(plain);
      construction != nullptr && construction->getNumArgs() > 0) {
    const clang::CXXRecordDecl* record = construction->getConstructor()->getParent();
    if (record->getName().find("regex") == llvm::StringRef::npos) return std::nullopt;
    return construction->getNumArgs() == 1 && construction->getConstructor()->isCopyOrMoveConstructor()
               ? pattern_of(construction->getArg(0))
               : constant_text(construction->getArg(0));
  }
  if (variable == nullptr) return std::nullopt;
  // The only call that compiles into it.
  class Compilations : public clang::RecursiveASTVisitor<Compilations> {
   public:
    explicit Compilations(const clang::VarDecl* into) : into_(into) {}
    bool VisitCallExpr(clang::CallExpr* call) {
      const clang::FunctionDecl* callee = call->getDirectCallee();
      if (callee == nullptr || !callee->getDeclName().isIdentifier() || callee->getName() != "regcomp" ||
          call->getNumArgs() < 2)
        return true;
      const auto* address = llvm::dyn_cast<clang::UnaryOperator>(call->getArg(0)->IgnoreParenCasts());
      const auto* reference =
          llvm::dyn_cast<clang::DeclRefExpr>(address != nullptr ? address->getSubExpr()->IgnoreParenCasts()
                                                                : call->getArg(0)->IgnoreParenCasts());
      if (reference != nullptr && reference->getDecl() == into_) found.push_back(call->getArg(1));
      return true;
    }
    std::vector<const clang::Expr*> found;

   private:
    const clang::VarDecl* into_;
  };
  Compilations compilations(variable);
  compilations.TraverseStmt(function_->getBody());
  return compilations.found.size() == 1 ? constant_text(compilations.found.front()) : std::nullopt;
}

// The characters for which a test of one character is true.
std::optional<CharSet> FunctionAnalysis::accepted_by(const clang::Expr* test) {
  test = stripped(test);
  if (depth_ > 100) return std::nullopt;
  struct Deeper {
    std::size_t& depth;
    ~Deeper() { --depth; }
  } const deeper{++depth_};
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(test)) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    return callee != nullptr && callee->getDeclName().isIdentifier()
               ? accepted_by_name(callee->getName().str())
               : std::nullopt;
  }
  const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(test);
  if (binary == nullptr) return std::nullopt;
  if (binary->isLogicalOp()) {
    const auto left = accepted_by(binary->getLHS());
    const auto right = accepted_by(binary->getRHS());
    if (!left || !right) return std::nullopt;
    return binary->getOpcode() == clang::BO_LOr ? *left | *right : *left & *right;
  }
  const auto limit = number_of(binary->getRHS());
  // isalnum(c) != 0
  if (limit && *limit == 0 && llvm::isa<clang::CallExpr>(stripped(binary->getLHS())) &&
      (binary->getOpcode() == clang::BO_NE || binary->getOpcode() == clang::BO_GT))
    return accepted_by(binary->getLHS());
  if (!limit || *limit < 4 || *limit > 127) return std::nullopt;
  CharSet set;
  for (unsigned c = CharSet::kFirst; c < 128; ++c) {
    const auto value = static_cast<std::int64_t>(c);
    bool in = false;
    switch (binary->getOpcode()) {
      case clang::BO_EQ:
        in = value == *limit;
        break;
      case clang::BO_NE:
        in = value != *limit;
        break;
      case clang::BO_LT:
        in = value < *limit;
        break;
      case clang::BO_LE:
        in = value <= *limit;
        break;
      case clang::BO_GT:
        in = value > *limit;
        break;
      case clang::BO_GE:
        in = value >= *limit;
        break;
      default:
        return std::nullopt;
    }
    if (in) set.add(static_cast<unsigned char>(c));
  }
  return set;
}

void FunctionAnalysis::clear_cells(const std::vector<CellId>& cells, KindMask cleared, CharSet refused) {
  for (const CellId cell : cells) {
    Content content = state_.get(tables_, cell);
    const FactSetId before = content.facts;
    content.facts = tables_.changed(content.facts, [&](Fact& fact) {
      fact.cleared |= cleared;
      fact.refused = fact.refused | refused;
      return true;
    });
    if (content.facts != before) state_.set(tables_, cell, content);
  }
}

void FunctionAnalysis::clear_object(const clang::Expr* expression, KindMask cleared, CharSet refused) {
  Content value;
  const clang::Expr* plain = stripped(expression);
  // One text of an array of texts: what is known of it says nothing of the others, and they are one object
  // here.
  const auto* deref = llvm::dyn_cast<clang::UnaryOperator>(plain);
  if (plain->getType()->isPointerType() && (llvm::isa<clang::ArraySubscriptExpr>(plain) ||
                                            (deref != nullptr && deref->getOpcode() == clang::UO_Deref)))
    return;
  if (expression->isGLValue() || expression->getType()->isRecordType())
    value.pointees = tables_.cell_set(objects_of(expression).cells);
  else
    value = value_of(expression);
  std::vector<CellId> cells = text_cells(value);
  // A number or character is its variable.
  if (value.facts != 0 && plain->isGLValue()) {
    const Objects objects = objects_of(plain);
    cells.insert(cells.end(), objects.cells.begin(), objects.cells.end());
  }
  // What a call yields for a text (c_str) is that text.
  clear_cells(cells, cleared, refused);
}

void FunctionAnalysis::refine_element_content(const Content& content, CharSet refused, KindMask cleared) {
  if (content.element == 0) return;
  if (content.leading) {
    CharSet leading;
    if (refused.has('-')) leading.add(CharSet::kLeadingHyphen);
    if (refused.has('/')) leading.add(CharSet::kLeadingSlash);
    if (!leading.empty()) clear_cells({content.element}, kNoKinds, leading);
  }
  Content object = state_.get(tables_, content.element);
  const FactSetId before = object.facts;
  object.facts = tables_.changed(object.facts, [&](Fact& fact) {
    fact.pending = fact.pending | refused;
    fact.before_loop = false;
    return true;
  });
  (void)cleared;
  if (object.facts != before) state_.set(tables_, content.element, object);
  if (block_ == nullptr) return;
  for (std::size_t head = 0; head < loops_.size(); ++head) {
    if (loops_[head].contains(block_->getBlockID()) && tested_[head].insert(content.element).second)
      tested_more_ = true;
  }
}

void FunctionAnalysis::refine_element(const clang::Expr* expression, CharSet refused, KindMask cleared) {
  const clang::Expr* plain = stripped(expression);
  Content content;
  if (plain->isGLValue()) {
    const Objects objects = objects_of(plain);
    content = load(objects, plain->getType());
    if (llvm::isa<clang::DeclRefExpr>(plain) && objects.cells.size() == 1) {
      // The variable holds the character itself.
      Content variable = state_.get(tables_, objects.cells[0]);
      const FactSetId before = variable.facts;
      variable.facts = tables_.changed(variable.facts, [&](Fact& fact) {
        fact.refused = fact.refused | refused;
        return true;
      });
      if (variable.facts != before) state_.set(tables_, objects.cells[0], variable);
    }
  } else {
    content = value_of(plain);
  }
  refine_element_content(content, refused, cleared);
}

void FunctionAnalysis::refine_call(const clang::Expr* expression, Compare compare, std::int64_t value) {
  const auto* call = llvm::dyn_cast<clang::CallExpr>(expression);
  if (call == nullptr) return;
  const bool zero = (value == 0 && compare == Compare::kEqual) || (value == 1 && compare == Compare::kLess);
  const bool nonzero =
      (value == 0 && compare == Compare::kNotEqual) || (value != 0 && compare == Compare::kEqual) ||
      (value == 1 && compare == Compare::kNotLess) || (value == 0 && compare == Compare::kLess);
  const bool not_found =
      (value == -1 && compare == Compare::kEqual) || (value == 0 && compare == Compare::kLess);

  // A function of the program: what it clears is known when all functions are.
  const auto site = call_sites_.find(std::make_pair(static_cast<const void*>(expression), 0U));
  if (site != call_sites_.end()) {
    const auto mark = [&](const Content& argument, std::int16_t index) {
      for (const CellId cell : text_cells(argument)) {
        Content content = state_.get(tables_, cell);
        const FactSetId before = content.facts;
        content.facts = tables_.changed(content.facts, [&](Fact& fact) {
          Condition condition{Condition::Subject::kClearedBy, compare, false, index, site->second, value};
          // It says more than that the value went through the call.
          std::vector<Condition> conditions = tables_.conditions[fact.conditions];
          std::erase_if(conditions, [&](const Condition& other) {
            return other.subject == Condition::Subject::kClearedBy && other.id == condition.id &&
                   other.index == index && other.any;
          });
          fact.conditions = tables_.conditions.number(conditions);
          tables_.add_condition(fact.conditions, condition);
          return true;
        });
        if (content.facts != before) state_.set(tables_, cell, content);
      }
    };
    const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call->getDirectCallee());
    const unsigned first =
        llvm::isa<clang::CXXOperatorCallExpr>(call) && method != nullptr && method->isInstance() ? 1 : 0;
    for (unsigned i = first; i < call->getNumArgs(); ++i) {
      const clang::Expr* argument = call->getArg(i);
      Content content;
      if (argument->isGLValue() || argument->getType()->isRecordType())
        content.pointees = tables_.cell_set(objects_of(argument).cells);
      else
        content = value_of(argument);
      mark(content, static_cast<std::int16_t>(i - first));
      if (argument->getType()->isIntegralOrEnumerationType() && stripped(argument)->isGLValue()) {
        // A character handed to a test of characters.
        const Content loaded = load(objects_of(stripped(argument)), argument->getType());
        (void)loaded;
      }
    }
    return;
  }

  std::string name;
  std::vector<const clang::Expr*> arguments;
  const clang::Expr* object = nullptr;
  if (const clang::FunctionDecl* callee = call->getDirectCallee())
    name = callee->getNameAsString();
  else if (const auto* unresolved = llvm::dyn_cast<clang::OverloadExpr>(stripped(call->getCallee())))
    name = unresolved->getName().getAsString();
  else
    return;
  if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call))
    object = member->getImplicitObjectArgument();
  for (const clang::Expr* argument : call->arguments()) arguments.push_back(argument);

  const EqualWhen equal = equality_of(name);
  if ((equal == EqualWhen::kZero && zero) || (equal == EqualWhen::kNonzero && nonzero)) {
    std::vector<const clang::Expr*> sides;
    if (object != nullptr) sides.push_back(object);
    for (const clang::Expr* argument : arguments) {
      if (!argument->getType()->isIntegralOrEnumerationType()) sides.push_back(argument);
    }
    for (std::size_t i = 0; i < sides.size() && sides.size() >= 2; ++i) {
      const clang::Expr* other = sides[i == 0 ? 1 : 0];
      const auto text = constant_text(other);
      // Only as many characters as the constant has: a prefix.
      bool prefix = false;
      if (text && arguments.size() == 3 &&
          (name.find("ncmp") != std::string::npos || name.find("ncase") != std::string::npos ||
           name == "memcmp" || name.find("nicmp") != std::string::npos)) {
        const auto length = number_of(arguments[2]);
        prefix = !length || *length <= static_cast<std::int64_t>(text->size());
      } else if (arguments.size() == 3 && name.find('n') != std::string::npos &&
                 name.find("ncmp") != std::string::npos) {
        prefix = true;
      }
      if (prefix || (!text && name.find("ncmp") != std::string::npos)) {
        KindMask cleared = kNoKinds;
        if (text) {
          const std::size_t scheme = text->find("://");
          if (scheme != std::string::npos && text->find('/', scheme + 3) != std::string::npos)
            cleared |= mask_of(Kind::kUrl) | mask_of(Kind::kRedirect);
          if (!text->empty() && text->front() == '/' && text->size() > 1 && (*text)[1] != '/')
            cleared |= mask_of(Kind::kRedirect);
        }
        CharSet leading;
        if (text && !text->empty() && text->front() != '-') leading.add(CharSet::kLeadingHyphen);
        clear_object(sides[i], cleared, leading);
        // A canonical path below a base.
        for (const CellId cell : text_cells(value_of(sides[i]))) {
          Content content = state_.get(tables_, cell);
          const FactSetId before = content.facts;
          content.facts = tables_.changed(content.facts, [&](Fact& fact) {
            if (fact.refused.has(CharSet::kCanonical)) fact.cleared |= mask_of(Kind::kPath);
            return true;
          });
          if (content.facts != before) state_.set(tables_, cell, content);
        }
        continue;
      }
      if ((text || is_constant(other)) && !is_constant(sides[i])) clear_object(sides[i], kAllKinds, {});
    }
    return;
  }

  // Searches: what was looked for is not there.
  const clang::Expr* text = object != nullptr ? object : arguments.empty() ? nullptr : arguments[0];
  const clang::Expr* what = object != nullptr      ? (arguments.empty() ? nullptr : arguments[0])
                            : arguments.size() > 1 ? arguments[1]
                                                   : nullptr;
  const auto searched = [&]() -> bool {
    if (text == nullptr || what == nullptr) return false;
    static const std::set<std::string> for_character = {"strchr",  "strrchr", "memchr", "wcschr",
                                                        "wcsrchr", "index",   "rindex", "strchrnul_"};
    static const std::set<std::string> for_text = {"strstr",  "strcasestr", "wcsstr",    "StrStr",
                                                   "StrStrI", "memmem_",    "g_strrstr", "g_strstr_len"};
    static const std::set<std::string> for_any = {"strpbrk", "wcspbrk", "StrPBrk"};
    static const std::set<std::string> methods = {"find", "rfind", "find_first_of", "indexOf",
                                                  "find_last_of"};
    const auto character = number_of(what);
    const auto characters =
        character ? std::optional(std::string(1, static_cast<char>(*character & 127))) : constant_text(what);
    if (!characters) return false;
    CharSet refused;
    if (object == nullptr && zero && (for_character.contains(name) || for_text.contains(name)))
      refused = refused_by_absence_of(*characters);
    else if (object == nullptr && zero && for_any.contains(name))
      refused = characters_in(*characters);
    else if (object != nullptr && not_found && name == "find_first_of")
      refused = characters_in(*characters);
    else if (object != nullptr && not_found && name == "find_first_not_of") {
      refused = refused_by_allowing(characters_in(*characters));
    } else if (object != nullptr && not_found && methods.contains(name))
      refused = refused_by_absence_of(*characters);
    else if (object != nullptr && zero && (name == "contains" || name == "count"))
      refused = refused_by_absence_of(*characters);
    else if (object != nullptr && zero && (name == "starts_with" || name == "startsWith")) {
      if (*characters == "-") refused.add(CharSet::kLeadingHyphen);
      if (*characters == "/") refused.add(CharSet::kLeadingSlash);
    } else if (object != nullptr && nonzero && (name == "starts_with" || name == "startsWith")) {
      KindMask cleared = kNoKinds;
      const std::size_t scheme = characters->find("://");
      if (scheme != std::string::npos && characters->find('/', scheme + 3) != std::string::npos)
        cleared |= mask_of(Kind::kUrl) | mask_of(Kind::kRedirect);
      if (characters->size() > 1 && characters->front() == '/') cleared |= mask_of(Kind::kRedirect);
      const Content content = value_of(object);
      for (const CellId cell : text_cells(content)) {
        Content inside = state_.get(tables_, cell);
        inside.facts = tables_.changed(inside.facts, [&](Fact& fact) {
          fact.cleared |= cleared;
          if (fact.refused.has(CharSet::kCanonical)) fact.cleared |= mask_of(Kind::kPath);
          return true;
        });
        state_.set(tables_, cell, inside);
      }
      return true;
    }
    if (!refused.empty()) {
      clear_object(text, kNoKinds, refused);
      return true;
    }
    return false;
  };
  if (searched()) return;

  // The whole text matches an expression, as in std::regex_match(s, e) and regexec(&e, s, ...) == 0.
  const bool matches = (name == "regex_match" && nonzero) || (name == "regex_search" && nonzero) ||
                       (name == "g_regex_match_simple" && nonzero) || (name == "regexec" && zero);
  if (matches && object == nullptr && arguments.size() >= 2) {
    const bool of_pattern = name == "regexec" || name == "g_regex_match_simple";
    std::optional<std::string> pattern;
    if (name == "g_regex_match_simple") {
      pattern = constant_text(arguments[0]);
    } else {
      for (std::size_t i = 0; i < arguments.size() && !pattern; ++i) {
        if (i != (of_pattern ? 1U : 0U)) pattern = pattern_of(arguments[i]);
      }
    }
    const auto allowed = pattern ? characters_matching(*pattern, name == "regex_match") : std::nullopt;
    if (allowed) clear_object(arguments[of_pattern ? 1 : 0], kNoKinds, refused_by_allowing(*allowed));
    return;
  }

  // `find(...) != end()`: the value is in a set of constants.
  if ((name == "operator!=" && nonzero) || (name == "operator==" && zero)) {
    for (const clang::Expr* side : call->arguments()) {
      Content iterator;
      if (side->isGLValue() || side->getType()->isRecordType()) {
        for (const CellId cell : objects_of(side).cells) {
          const auto* test = static_cast<const clang::Expr*>(state_.get(tables_, cell).test);
          const auto* find = llvm::dyn_cast_or_null<clang::CXXMemberCallExpr>(test);
          const clang::CXXMethodDecl* method = find != nullptr ? find->getMethodDecl() : nullptr;
          if (method == nullptr || !method->getDeclName().isIdentifier() || method->getName() != "find" ||
              find->getNumArgs() != 1)
            continue;
          if (is_constant(find->getImplicitObjectArgument())) clear_object(find->getArg(0), kAllKinds, {});
        }
      }
    }
  }
  // std::all_of(begin, end, isalnum)
  if (object == nullptr && arguments.size() == 3 &&
      ((name == "all_of" && nonzero) || (name == "none_of" && nonzero) || (name == "any_of" && zero))) {
    const bool all = name == "all_of";
    const clang::Expr* predicate = stripped(arguments[2]);
    if (const auto* construction = llvm::dyn_cast<clang::CXXConstructExpr>(predicate);
        construction != nullptr && construction->getNumArgs() > 0) {
      predicate = stripped(construction->getArg(0));
    }
    std::optional<CharSet> allowed;
    if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(predicate)) {
      const auto* body = llvm::dyn_cast<clang::CompoundStmt>(lambda->getBody());
      const auto* result = body != nullptr && body->size() == 1
                               ? llvm::dyn_cast<clang::ReturnStmt>(body->body_front())
                               : nullptr;
      if (result != nullptr && result->getRetValue() != nullptr) {
        const clang::Expr* test = stripped(result->getRetValue());
        const auto* negation = llvm::dyn_cast<clang::UnaryOperator>(test);
        if (all)
          allowed = accepted_by(test);
        else if (negation != nullptr && negation->getOpcode() == clang::UO_LNot)
          allowed = accepted_by(stripped(negation->getSubExpr()));
      }
    } else if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(predicate); all && unary != nullptr) {
      predicate = stripped(unary->getSubExpr());
    }
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(predicate);
        all && reference != nullptr && reference->getDecl()->getDeclName().isIdentifier()) {
      allowed = accepted_by_name(reference->getDecl()->getName().str());
    }
    if (allowed) clear_object(arguments[0], kNoKinds, refused_by_allowing(*allowed));
    return;
  }

  // A value that is in a set of constants.
  if (object != nullptr && nonzero && arguments.size() == 1 && (name == "count" || name == "contains")) {
    Content container;
    container.pointees = tables_.cell_set(objects_of(object).cells);
    bool constant = true;
    for (const FactId fact : tables_.fact_sets[text_facts(container)]) {
      const SlotKind kind = tables_.facts[fact].origin.kind;
      constant = constant && (kind == SlotKind::kLiteral || kind == SlotKind::kGlobal);
    }
    const auto* record = object->getType()->getAsCXXRecordDecl();
    const std::string type = record != nullptr ? record->getNameAsString() : std::string();
    const bool text_class = type.starts_with("basic_string") || type == "QString";
    if (constant && !text_class) clear_object(arguments[0], kAllKinds, {});
    return;
  }

  // Models.
  CallView view;
  view.expression = expression;
  view.callee = call->getDirectCallee();
  view.name = name;
  view.arguments = arguments;
  view.object = object;
  view.has_this = object != nullptr;
  view.result = expression->getType();
  if (const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(view.callee))
    view.record = method->getParent()->getNameAsString();
  for (const Model* model : models_of(view)) {
    if (model->type != ModelType::kValidate) continue;
    const bool when_zero = model->when == "zero";
    const bool accepts = when_zero ? zero : nonzero;
    const bool refuses = when_zero ? nonzero : zero;
    for (const CallPlace& place : model->in) {
      const clang::Expr* subject = place.base == CallPlace::Base::kThis ? object
                                   : place.index < arguments.size()     ? arguments[place.index]
                                                                        : nullptr;
      if (subject == nullptr) continue;
      const CharSet allowed = model->allows.empty() ? CharSet() : characters_of(model->allows);
      const bool character = subject->getType()->isIntegralOrEnumerationType();
      if (character && !model->allows.empty() && (accepts || refuses)) {
        refine_element(subject, accepts ? refused_by_allowing(allowed) : allowed, kNoKinds);
      } else if (accepts) {
        clear_object(subject, model->clears,
                     model->allows.empty() ? CharSet() : refused_by_allowing(allowed));
      }
    }
  }
}

}  // namespace trawl::sast
