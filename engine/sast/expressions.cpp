#include <algorithm>

#include <clang/AST/StmtCXX.h>

#include "engine/sast/function_analysis.h"

namespace trawl::sast {
namespace {

// `extern char none[];`: what a header says of the array that empty buffers point to.
bool of_unknown_room(const clang::ASTContext& context, clang::QualType type) {
  const clang::ArrayType* array = context.getAsArrayType(type);
  return array != nullptr && type->isIncompleteArrayType() && array->getElementType()->isAnyCharacterType();
}

constexpr std::size_t kDeepestExpression = 400;

bool is_character(clang::QualType type) {
  return type->isAnyCharacterType() || type->isCharType() || type->isWideCharType();
}

// Whether a value of this type is a number only, not a character on its way: text is decoded in `int`,
// `unsigned` and `char`, wider types hold sizes, times and hashes.
/// Whether an index is made of a character out of a text.
bool reads_character(const clang::Stmt* index, int depth = 0) {
  if (index == nullptr || depth > 12) return false;
  if (const auto* expression = llvm::dyn_cast<clang::Expr>(index)) {
    const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expression);
    const bool element = llvm::isa<clang::ArraySubscriptExpr>(expression) ||
                         (unary != nullptr && unary->getOpcode() == clang::UO_Deref);
    if (element && is_character(expression->getType())) return true;
  }
  return std::any_of(index->child_begin(), index->child_end(),
                     [depth](const clang::Stmt* child) { return reads_character(child, depth + 1); });
}

bool is_only_number(const clang::ASTContext& ast, clang::QualType type) {
  if (type.isNull() || type->isDependentType()) return false;
  if (type->isRealFloatingType()) return true;
  if (!type->isIntegerType() || type->isEnumeralType() || is_character(type)) return false;
  return ast.getTypeSize(type) > 32;
}

// Integers that programs keep pointers in.
bool may_hold_pointer(clang::QualType type) {
  const auto* alias = type->getAs<clang::TypedefType>();
  if (alias == nullptr) return false;
  const std::string name = alias->getDecl()->getName().lower();
  return name.find("ptr") != std::string::npos || name.find("param") != std::string::npos;
}

}  // namespace

bool FunctionAnalysis::calculates_number(const clang::BinaryOperator* operation) {
  const clang::QualType type =
      operation->isCompoundAssignmentOp()
          ? llvm::cast<clang::CompoundAssignOperator>(operation)->getComputationResultType()
          : operation->getType();
  return is_only_number(ast(), type);
}

FactSetId FunctionAnalysis::as_number(FactSetId facts) {
  return tables_.changed(facts, [](Fact& fact) {
    fact.cleared |= kAllKinds;
    return true;
  });
}

const clang::Expr* FunctionAnalysis::stripped(const clang::Expr* expression) const {
  for (std::size_t i = 0; expression != nullptr && i < kDeepestExpression; ++i) {
    const clang::Expr* inner = expression;
    if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(expression)) {
      if (cast->getCastKind() == clang::CK_UserDefinedConversion ||
          cast->getCastKind() == clang::CK_ConstructorConversion) {
        inner = cast->getSubExpr();
      } else {
        inner = cast->getSubExpr();
      }
    } else if (const auto* paren = llvm::dyn_cast<clang::ParenExpr>(expression)) {
      inner = paren->getSubExpr();
    } else if (const auto* full = llvm::dyn_cast<clang::FullExpr>(expression)) {
      inner = full->getSubExpr();
    } else if (const auto* temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expression)) {
      inner = temporary->getSubExpr();
    } else if (const auto* bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(expression)) {
      inner = bound->getSubExpr();
    } else if (const auto* substituted = llvm::dyn_cast<clang::SubstNonTypeTemplateParmExpr>(expression)) {
      inner = substituted->getReplacement();
    } else if (const auto* argument = llvm::dyn_cast<clang::CXXDefaultArgExpr>(expression)) {
      inner = argument->getExpr();
    } else if (const auto* member = llvm::dyn_cast<clang::CXXDefaultInitExpr>(expression)) {
      inner = member->getExpr();
    } else if (const auto* list = llvm::dyn_cast<clang::CXXStdInitializerListExpr>(expression)) {
      inner = list->getSubExpr();
    } else if (const auto* generic = llvm::dyn_cast<clang::GenericSelectionExpr>(expression)) {
      inner = generic->isResultDependent() ? expression : generic->getResultExpr();
    } else if (const auto* choose = llvm::dyn_cast<clang::ChooseExpr>(expression)) {
      inner = choose->isConditionDependent() ? expression : choose->getChosenSubExpr();
    } else if (const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(expression)) {
      inner = await->getOperand();
    } else if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expression);
               unary != nullptr && unary->getOpcode() == clang::UO_Extension) {
      inner = unary->getSubExpr();
    } else if (const auto* opaque = llvm::dyn_cast<clang::OpaqueValueExpr>(expression);
               opaque != nullptr && opaque->getSourceExpr() != nullptr) {
      inner = opaque->getSourceExpr();
    }
    if (inner == expression) break;
    expression = inner;
  }
  return expression;
}

CellId FunctionAnalysis::variable_cell(const clang::ValueDecl* variable) {
  if (const auto* var = llvm::dyn_cast<clang::VarDecl>(variable)) {
    var = var->getCanonicalDecl();
    if (var->hasGlobalStorage()) return tables_.cell({RootKind::kGlobal, 0, unit_.usr_of(var), nullptr, {}});
    variable = var;
    // A variable of the function around a lambda is a field of the closure.
    if (function_ != nullptr && var->getDeclContext() != nullptr &&
        !var->getDeclContext()->isTranslationUnit()) {
      const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function_);
      if (method != nullptr && method->getParent()->isLambda() && !var->getDeclContext()->Equals(function_) &&
          var->getDeclContext()->Encloses(function_)) {
        const CellId closure = tables_.cell({RootKind::kParam, kThis, 0, nullptr, {}});
        return tables_.field(closure, var->getName());
      }
    }
  }
  const CellId cell = tables_.cell({RootKind::kVariable, 0, 0, variable, {}});
  if (watched_variables_.contains(variable)) {
    const auto at = std::lower_bound(watched_.begin(), watched_.end(), cell);
    if (at == watched_.end() || *at != cell) watched_.insert(at, cell);
  }
  return cell;
}

CellId FunctionAnalysis::temporary(const clang::Expr* expression) {
  return tables_.cell({RootKind::kTemporary, 0, 0, expression, {}});
}

FactSetId FunctionAnalysis::function_fact(const clang::FunctionDecl* function) {
  Fact fact;
  fact.origin = {SlotKind::kFunction, 0, unit_.usr_of(function), 0};
  return tables_.fact_set_of(fact);
}

// What std::cin brings comes from outside.
void FunctionAnalysis::standard_input(const clang::ValueDecl* variable, CellId cell,
                                      const clang::Expr* where) {
  if (!variable->getDeclName().isIdentifier() ||
      (variable->getName() != "cin" && variable->getName() != "wcin"))
    return;
  const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(variable->getDeclContext());
  if (space == nullptr || space->getName() != "std") return;
  const auto [at, added] = source_sites_.emplace(std::make_pair(static_cast<const void*>(where), 1000U),
                                                 static_cast<std::uint32_t>(summary_.sources.size()));
  if (added) {
    SourceSite site;
    site.place = unit_.spot_of(where->getSourceRange());
    site.function = tables_.text("std::cin");
    site.level = Level::kLocal;
    site.label = tables_.text("stdin");
    summary_.sources.push_back(site);
  }
  Fact fact;
  fact.origin = {SlotKind::kSource, 0, at->second, 0};
  Content content;
  content.facts = tables_.fact_set_of(fact);
  state_.set(tables_, cell, content);
}

// Fields of objects of a library that hold what came from outside: `request.body`.
void FunctionAnalysis::field_input(const clang::FieldDecl* field, const std::vector<CellId>& cells,
                                   const clang::Expr* where) {
  if (!llvm::isa<clang::CXXRecordDecl>(field->getParent()) || !field->getDeclName().isIdentifier() ||
      unit_.of_program(field))
    return;
  for (const Model* model : unit_.models.named("." + field->getName().str())) {
    if (model->type != ModelType::kSource || field->getParent()->getName() != model->record) continue;
    const auto [at, added] = source_sites_.emplace(std::make_pair(static_cast<const void*>(where), 1002U),
                                                   static_cast<std::uint32_t>(summary_.sources.size()));
    if (added) {
      SourceSite site;
      site.place = unit_.spot_of(where->getSourceRange());
      site.function = tables_.text(model->record + "::" + field->getName().str());
      site.level = model->level;
      site.label = tables_.text(model->label);
      summary_.sources.push_back(site);
    }
    Fact fact;
    fact.origin = {SlotKind::kSource, 0, at->second, 0};
    for (const CellId cell : cells) {
      if (state_.find(cell) != nullptr) continue;
      Content content;
      content.facts = tables_.fact_set_of(fact);
      state_.set(tables_, cell, content);
    }
  }
}

Objects FunctionAnalysis::objects_of(const clang::Expr* expression) {
  Objects objects;
  if (expression == nullptr || depth_ > kDeepestExpression) return objects;
  const clang::Expr* plain = stripped(expression);
  // Broken code has expressions without a type.
  if (plain->getType().isNull()) return objects;
  ++depth_;
  const auto pointed = [&](const clang::Expr* pointer) {
    const Content value = value_of(pointer);
    objects.cells = tables_.cell_sets[value.pointees];
    objects.exact = !value.offset && objects.cells.size() == 1;
  };
  if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(plain)) {
    const clang::ValueDecl* declaration = reference->getDecl();
    if (const auto* binding = llvm::dyn_cast<clang::BindingDecl>(declaration)) {
      if (binding->getBinding() != nullptr)
        objects = objects_of(binding->getBinding());
      else if (binding->getDecomposedDecl() != nullptr)
        objects.cells = {variable_cell(llvm::cast<clang::ValueDecl>(binding->getDecomposedDecl()))};
    } else if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(declaration);
               variable != nullptr && variable->hasGlobalStorage() &&
               (has_no_room(ast(), variable->getType()) ||
                (in_initialiser_ && of_unknown_room(ast(), variable->getType())))) {
      // What empty buffers point to: nothing is kept there, so each of them has one of its own.
      objects.cells = {tables_.cell({RootKind::kHeap, 2, 0, plain, {}})};
      objects.exact = false;
    } else if (variable != nullptr) {
      const CellId cell = variable_cell(declaration);
      if (tables_.cell_of(cell).root == RootKind::kGlobal && state_.find(cell) == nullptr)
        standard_input(declaration, cell, plain);
      const bool captured = tables_.cell_of(cell).root == RootKind::kParam;
      if (declaration->getType()->isReferenceType() || captured) {
        const Content content = state_.get(tables_, cell);
        objects.cells = tables_.cell_sets[content.pointees];
      }
      if (objects.cells.empty()) objects.cells = {cell};
      objects.exact = objects.cells.size() == 1;
    }
  } else if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(plain)) {
    const clang::ValueDecl* declaration = member->getMemberDecl();
    if (const auto* field = llvm::dyn_cast<clang::FieldDecl>(declaration)) {
      if (member->isArrow()) {
        pointed(member->getBase());
      } else {
        objects = objects_of(member->getBase());
        objects.element = objects.leading = false;
      }
      if (is_link(field)) {
        std::vector<CellId> linked = objects.cells;
        for (const CellId cell : objects.cells) {
          const std::vector<CellId>& pointees = tables_.cell_sets[state_.get(tables_, cell).pointees];
          linked.insert(linked.end(), pointees.begin(), pointees.end());
        }
        objects.cells = tables_.cell_sets[tables_.cell_set(std::move(linked))];
        objects.exact = false;
      } else if (!field->getParent()->isUnion() && !field->isAnonymousStructOrUnion()) {
        for (CellId& cell : objects.cells) cell = tables_.field(cell, field->getNameAsString());
      }
      field_input(field, objects.cells, plain);
      if (field->getType()->isReferenceType()) {
        std::vector<CellId> targets;
        for (const CellId cell : objects.cells) {
          const std::vector<CellId>& pointees = tables_.cell_sets[state_.get(tables_, cell).pointees];
          if (pointees.empty()) targets.push_back(cell);
          targets.insert(targets.end(), pointees.begin(), pointees.end());
        }
        objects.cells = std::move(targets);
      }
    } else if (llvm::isa<clang::VarDecl>(declaration)) {
      objects.cells = {variable_cell(declaration)};
    }
  } else if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(plain)) {
    pointed(subscript->getBase());
    const bool offset = !objects.exact && objects.cells.size() == 1;
    objects.exact = false;
    objects.element = true;
    objects.leading = !offset && number_of(subscript->getIdx()) == 0;
  } else if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(plain)) {
    if (unary->getOpcode() == clang::UO_Deref) {
      pointed(unary->getSubExpr());
      objects.element = true;
      objects.leading = objects.exact;
      const clang::QualType type = unary->getType();
      if (is_character(type)) objects.exact = false;
    } else if (unary->isIncrementDecrementOp() || unary->getOpcode() == clang::UO_Real ||
               unary->getOpcode() == clang::UO_Imag) {
      objects = objects_of(unary->getSubExpr());
    } else {
      objects.cells = {temporary(plain)};
    }
  } else if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(plain)) {
    if (binary->getOpcode() == clang::BO_Comma)
      objects = objects_of(binary->getRHS());
    else if (binary->isAssignmentOp())
      objects = objects_of(binary->getLHS());
    else if (binary->isPtrMemOp()) {
      if (binary->getOpcode() == clang::BO_PtrMemI)
        pointed(binary->getLHS());
      else
        objects = objects_of(binary->getLHS());
      objects.exact = false;
    }
  } else if (llvm::isa<clang::CXXThisExpr>(plain)) {
    objects.cells = {tables_.cell({RootKind::kParam, kThis, 0, nullptr, {}})};
  } else if (llvm::isa<clang::StringLiteral, clang::PredefinedExpr, clang::ObjCStringLiteral>(plain)) {
    Literal literal;
    literal.place = unit_.spot_of_text(plain->getSourceRange());
    const clang::StringLiteral* text = llvm::dyn_cast<clang::StringLiteral>(plain);
    if (const auto* predefined = llvm::dyn_cast<clang::PredefinedExpr>(plain))
      text = predefined->getFunctionName();
    if (text != nullptr) {
      literal.size = text->getLength();
      if (text->getCharByteWidth() == 1) {
        literal.text = text->getString().substr(0, 256).str();
      } else {
        for (unsigned i = 0; i < text->getLength() && i < 256; ++i) {
          const std::uint32_t unit = text->getCodeUnit(i);
          literal.text += unit < 128 ? static_cast<char>(unit) : '?';
        }
      }
    }
    objects.cells = {tables_.cell({RootKind::kLiteral, 0, tables_.literal(literal), nullptr, {}})};
    objects.exact = false;
  } else if (const auto* compound = llvm::dyn_cast<clang::CompoundLiteralExpr>(plain)) {
    const CellId cell = temporary(compound);
    if (state_.find(cell) == nullptr) initialise(cell, compound->getType(), compound->getInitializer());
    objects.cells = {cell};
  } else if (llvm::isa<clang::InitListExpr, clang::CXXParenListInitExpr>(plain)) {
    const CellId cell = temporary(plain);
    initialise(cell, plain->getType(), plain);
    objects.cells = {cell};
  } else if (const auto* expression_statement = llvm::dyn_cast<clang::StmtExpr>(plain)) {
    const clang::CompoundStmt* body = expression_statement->getSubStmt();
    const auto* last = body->body_empty() ? nullptr : llvm::dyn_cast<clang::Expr>(body->body_back());
    if (last != nullptr) objects = objects_of(last);
  } else if (plain->isGLValue() || plain->getType()->isRecordType()) {
    // What a call or a conditional operator yielded.
    const Content content = value_of(plain);
    objects.cells = tables_.cell_sets[content.pointees];
    objects.exact = objects.cells.size() == 1;
    if (objects.cells.empty()) objects.cells = {temporary(plain)};
    if (plain->isGLValue() && llvm::isa<clang::CXXOperatorCallExpr>(plain)) {
      const auto* call = llvm::cast<clang::CXXOperatorCallExpr>(plain);
      if (call->getOperator() == clang::OO_Subscript || call->getOperator() == clang::OO_Star) {
        objects.exact = false;
        objects.element = true;
        objects.leading = call->getNumArgs() > 1 && number_of(call->getArg(1)) == 0;
      }
    } else if (plain->isGLValue() && llvm::isa<clang::CallExpr>(plain) && is_character(plain->getType())) {
      objects.exact = false;
      objects.element = true;
    }
  } else {
    objects.cells = {temporary(plain)};
    if (state_.find(objects.cells[0]) == nullptr)
      state_.set(tables_, objects.cells[0], computed_value_of(plain));
  }
  --depth_;
  return objects;
}

Content FunctionAnalysis::load(const Objects& objects, clang::QualType type) {
  Content result;
  bool first = true;
  for (const CellId cell : objects.cells) {
    Content content = state_.get(tables_, cell);
    loaded_.push_back(cell);
    if (type->isAnyPointerType() || type->isReferenceType()) {
      // What is known of a pointer: where it points to. Where nothing is known, the object and what it points
      // to are one.
      const bool null = content.has_number && content.number == 0;
      const bool function = type->isFunctionPointerType();
      if (content.pointees == 0 && !null && !function) content.pointees = tables_.cell_set({cell});
    } else if (content.pointees != 0 && !type->isRecordType() && !type->isArrayType()) {
      // A character out of an array of pointers.
      content.facts = text_facts(content);
      content.pointees = 0;
    }
    if (objects.element && is_character(type)) {
      content.facts = tables_.changed(content.facts, [](Fact& fact) {
        fact.refused = fact.refused | (fact.before_loop ? CharSet() : fact.pending);
        fact.pending = {};
        fact.before_loop = false;
        return true;
      });
      content.element = cell;
      content.leading = objects.leading;
      content.has_number = false;
      content.text = 0;
    } else if (objects.element) {
      content.facts = tables_.united(content.facts, tables_.number_facts(content));
      content.has_number = false;
      content.test = nullptr;
    }
    result = first ? content : tables_.united(result, content);
    first = false;
  }
  return result;
}

// Fields that say what an object holds: `type`, `kind`, `state`.
static bool can_be_tag(const clang::FieldDecl* field) {
  return field->getType()->isIntegralOrEnumerationType() && !field->getType()->isAnyCharacterType();
}

void FunctionAnalysis::note_field_store(const clang::Expr* target, const clang::Expr* value) {
  const auto* member = llvm::dyn_cast<clang::MemberExpr>(stripped(target));
  const auto* field = member != nullptr ? llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl()) : nullptr;
  if (field != nullptr) note_field_store(field, value);
}

void FunctionAnalysis::note_field_store(const clang::FieldDecl* field, const clang::Expr* value) {
  if (!emitting_ || !state_.reachable || !can_be_tag(field)) return;
  if (const auto* choice =
          value != nullptr ? llvm::dyn_cast<clang::ConditionalOperator>(stripped(value)) : nullptr) {
    note_field_store(field, choice->getTrueExpr());
    note_field_store(field, choice->getFalseExpr());
    return;
  }
  // From one object to another: what the field says goes with it.
  const auto* from = value != nullptr ? llvm::dyn_cast<clang::MemberExpr>(stripped(value)) : nullptr;
  if (from != nullptr && from->getMemberDecl()->getCanonicalDecl() == field->getCanonicalDecl()) return;
  FieldStore store;
  store.field = tables_.text(field_key(field));
  const auto number = value != nullptr ? number_of(value) : std::nullopt;
  store.constant = number.has_value();
  store.number = number.value_or(0);
  if (summary_.field_stores.size() < 4096) summary_.field_stores.push_back(store);
}

// On this way the field was found to be this number.
void FunctionAnalysis::note_tag(const clang::MemberExpr* member, std::int64_t value) {
  const auto* field = llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl());
  if (field == nullptr || value == 0 || !can_be_tag(field)) return;
  const Objects objects = objects_of(member);
  if (objects.cells.size() != 1) return;
  const CellId cell = objects.cells[0];
  std::vector<Condition> tags = tables_.conditions[state_.tags];
  std::erase_if(tags, [&](const Condition& tag) { return tag.id == cell; });
  if (tags.size() >= kMaxConditions) return;
  tags.push_back({Condition::Subject::kField, Compare::kEqual, false, 0, cell, value});
  std::sort(tags.begin(), tags.end());
  state_.tags = tables_.conditions.number(tags);
  tag_fields_[cell] = tables_.text(field_key(field));
}

void FunctionAnalysis::forget_conditions_on(CellId cell) {
  if (state_.tags != 0) state_.tags = tables_.without_cell(state_.tags, cell);
  if (!std::binary_search(watched_.begin(), watched_.end(), cell)) return;
  state_.path = tables_.without_cell(state_.path, cell);
  state_.change_all([&](ContentId content) { return tables_.without_cell_in(content, cell); });
}

// Whether a field leads from one element of a list or tree to the next: all elements are one object, so that
// `next->prev->next` has no end of names.
bool FunctionAnalysis::is_link(const clang::FieldDecl* field) {
  if (!field->getType()->isPointerType()) return false;
  const clang::RecordDecl* record = field->getType()->getPointeeType()->getAsRecordDecl();
  return record != nullptr && !record->isUnion() &&
         record->getCanonicalDecl() == field->getParent()->getCanonicalDecl();
}

std::optional<std::vector<CellId>> FunctionAnalysis::owners_of_link(const clang::Expr* expression) {
  const auto* member = llvm::dyn_cast<clang::MemberExpr>(stripped(expression));
  const auto* field = member != nullptr ? llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl()) : nullptr;
  if (field == nullptr || !is_link(field)) return std::nullopt;
  if (member->isArrow()) return tables_.cell_sets[value_of(member->getBase()).pointees];
  return objects_of(member->getBase()).cells;
}

// The element that is linked becomes a part of what the owner stands for, and can still be reached itself.
void FunctionAnalysis::store_link(const std::vector<CellId>& owners, const Content& content,
                                  const clang::Expr* where) {
  const std::vector<CellId> linked = tables_.cell_sets[content.pointees];
  for (const CellId owner : owners) {
    if (tables_.cell_of(owner).root == RootKind::kLiteral) continue;
    // The parts of both are one from now on. What the other holds as a whole is not said of this one, of
    // which more may be known: it is reached through the pointer.
    const FactSetId facts = state_.get(tables_, owner).facts;
    copy_object(owner, linked, true);
    Content whole = state_.get(tables_, owner);
    whole.facts = facts;
    std::vector<CellId> others = tables_.cell_sets[whole.pointees];
    for (const CellId cell : linked) {
      if (cell != owner) others.push_back(cell);
    }
    whole.pointees = tables_.cell_set(std::move(others));
    whole.facts = tables_.united(whole.facts, content.facts);
    state_.set(tables_, owner, whole);
    record_copy(owner, text_facts(content), where->getSourceRange(), "");
    const Cell written = tables_.cell_of(owner);
    if (written.root == RootKind::kGlobal) {
      summary_.written_globals.push_back(written.id);
      emit(content, {SlotKind::kGlobal, 0, written.id, tables_.text(written.path)}, where->getSourceRange());
    }
  }
}

void FunctionAnalysis::store(const Objects& objects, Content content, clang::QualType type,
                             const clang::Expr* where) {
  const bool strong = objects.exact && objects.cells.size() == 1;
  const bool character = is_character(type);
  for (const CellId cell : objects.cells) {
    forget_conditions_on(cell);
    if (tables_.cell_of(cell).root == RootKind::kLiteral) continue;
    if (strong) {
      state_.erase_below(tables_, cell);
      state_.set(tables_, cell, content);
    } else {
      Content before = state_.get(tables_, cell);
      Content added = content;
      if (character && objects.element) {
        if (content.facts == 0) {
          // A constant takes the place of the character that is looked at.
          CharSet written;
          if (content.has_number && content.number >= 0 && content.number < 128) {
            if (content.number != 0) written.add(static_cast<unsigned char>(content.number));
            const CharSet refused = refused_by_allowing(written);
            before.facts = tables_.changed(before.facts, [&](Fact& fact) {
              fact.pending = refused;
              fact.before_loop = false;
              return true;
            });
            if (block_ != nullptr) {
              for (std::size_t head = 0; head < loops_.size(); ++head) {
                if (loops_[head].contains(block_->getBlockID()) && tested_[head].insert(cell).second)
                  tested_more_ = true;
              }
            }
          }
        }
        added.has_number = false;
        added.element = 0;
        // Text that is put together character by character: nothing is known of what stands before.
        KnownText text = tables_.texts[before.text];
        if (content.facts != 0) {
          added.facts = tables_.changed(content.facts, [&](Fact& fact) {
            fact.shape = tables_.shape_behind(text, fact.shape);
            return true;
          });
          text = tables_.with_unknown(text);
          added.text = before.text = tables_.texts.number(text);
        } else {
          added.text = before.text;
        }
      } else if (objects.element) {
        added.text = before.text;
      }
      Content both = tables_.united(before, added);
      both.has_number = false;
      state_.set(tables_, cell, both);
      for (const CellId child : tables_.children_of(cell)) {
        if (state_.find(child) == nullptr) continue;
        Content part = tables_.united(state_.get(tables_, child), added);
        state_.set(tables_, child, part);
      }
    }
    const Cell& written = tables_.cell_of(cell);
    if (where != nullptr) {
      std::string_view name;
      if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(stripped(where)))
        name = reference->getDecl()->getName();
      record_copy(cell, text_facts(content), where->getSourceRange(), name);
    }
    if (written.root == RootKind::kGlobal) {
      summary_.written_globals.push_back(written.id);
      Content stored = content;
      stored.facts = tables_.united(stored.facts, tables_.number_facts(content));
      emit(stored, {SlotKind::kGlobal, 0, written.id, tables_.text(written.path)},
           where != nullptr ? where->getSourceRange() : clang::SourceRange());
    }
  }
}

// Puts what an initialiser yields into a new object.
void FunctionAnalysis::initialise(CellId target, clang::QualType type, const clang::Expr* initialiser) {
  if (initialiser == nullptr || type.isNull() || depth_ > kDeepestExpression) return;
  ++depth_;
  const clang::Expr* plain = stripped(initialiser);
  state_.erase_below(tables_, target);
  if (type->isReferenceType()) {
    Content content;
    content.pointees = tables_.cell_set(objects_of(initialiser).cells);
    state_.set(tables_, target, content);
  } else if (llvm::isa<clang::InitListExpr, clang::CXXParenListInitExpr>(plain)) {
    forget_conditions_on(target);
    state_.set(tables_, target, Content());
    const auto* list = llvm::dyn_cast<clang::InitListExpr>(plain);
    if (list != nullptr && list->getSemanticForm() != nullptr) list = list->getSemanticForm();
    std::vector<const clang::Expr*> values;
    if (list != nullptr)
      values.assign(list->inits().begin(), list->inits().end());
    else
      for (const clang::Expr* value : llvm::cast<clang::CXXParenListInitExpr>(plain)->getInitExprs())
        values.push_back(value);
    const clang::RecordDecl* record = type->getAsRecordDecl();
    if (record != nullptr && record->isUnion()) {
      const clang::FieldDecl* field = list != nullptr ? list->getInitializedFieldInUnion() : nullptr;
      for (const clang::Expr* value : values) {
        if (value == nullptr) continue;
        if (field != nullptr && field->getType()->isFunctionPointerType())
          store_function(field, {}, value_of(value).facts, value->getSourceRange());
        initialise(target, value->getType(), value);
      }
    } else if (record != nullptr) {
      std::size_t i = 0;
      if (const auto* derived = llvm::dyn_cast<clang::CXXRecordDecl>(record);
          derived != nullptr && derived->hasDefinition()) {
        i = std::min<std::size_t>(derived->getNumBases(), values.size());
        for (std::size_t base = 0; base < i; ++base) {
          if (values[base] != nullptr) initialise(target, values[base]->getType(), values[base]);
        }
      }
      for (const clang::FieldDecl* field : record->fields()) {
        if (field->isUnnamedBitField()) continue;
        if (i >= values.size()) break;
        const clang::Expr* value = values[i++];
        if (value == nullptr || llvm::isa<clang::ImplicitValueInitExpr>(value)) continue;
        if (field->getType()->isFunctionPointerType())
          store_function(field, {tables_.field(target, field->getNameAsString())}, value_of(value).facts,
                         value->getSourceRange());
        note_field_store(field, value);
        if (is_link(field)) {
          store_link({target}, value_of(value), value);
        } else {
          const bool before = std::exchange(in_initialiser_, field->getType()->isPointerType());
          initialise(tables_.field(target, field->getNameAsString()), field->getType(), value);
          in_initialiser_ = before;
        }
      }
    } else {
      // All elements of an array are one cell; of records, the parts.
      const clang::ArrayType* array = ast().getAsArrayType(type);
      const clang::QualType element = array != nullptr ? array->getElementType() : type;
      const CellId scratch = tables_.cell({RootKind::kTemporary, 1, 0, plain, {}});
      Content all;
      bool first = true;
      std::size_t count = 0;
      for (const clang::Expr* value : values) {
        if (++count > 4096) break;
        if (value == nullptr) continue;  // a hole between designators
        if (element->isRecordType() || element->isArrayType()) {
          initialise(scratch, element, value);
          copy_object(target, {scratch}, true);
          continue;
        }
        Content content = value_of(value);
        content.has_number = content.has_number && !array;
        content.test = nullptr;
        all = first ? content : tables_.united(all, content);
        first = false;
      }
      if (!element->isRecordType() && !element->isArrayType()) {
        if (element->isPointerType() || all.facts != 0) all.text = 0;
        // Numbers that make up a key or a vector are one constant.
        if (all.facts == 0 && all.pointees == 0 && array != nullptr && element->isIntegerType() &&
            !values.empty())
          all.facts = constant_elements(values, plain->getSourceRange());
        state_.set(tables_, target, all);
      }
    }
  } else if (type->isRecordType() || (type->isArrayType() && initialiser->getType()->isArrayType())) {
    forget_conditions_on(target);
    const Objects from = objects_of(initialiser);
    state_.set(tables_, target, Content());
    copy_object(target, from.cells, false);
  } else {
    forget_conditions_on(target);
    state_.set(tables_, target, value_of(initialiser));
  }
  --depth_;
}

// The elements of an array that are the same in every run, as one constant; nothing when one is not.
FactSetId FunctionAnalysis::constant_elements(const std::vector<const clang::Expr*>& values,
                                              clang::SourceRange where) {
  for (const clang::Expr* value : values) {
    // Null stands for an element between designators, which is zero.
    if (value != nullptr && !llvm::isa<clang::ImplicitValueInitExpr>(value) && !number_of(value)) return 0;
  }
  Fact fact;
  fact.origin = {SlotKind::kLiteral, 0, constant_bytes(where), 0};
  return tables_.fact_set_of(fact);
}

// Copies what objects hold, with all their parts.
void FunctionAnalysis::copy_object(CellId to, const std::vector<CellId>& from, bool weak) {
  const std::string base = tables_.cell_of(to).path;
  Content content;
  bool first = true;
  std::map<CellId, Content> parts;
  for (const CellId cell : from) {
    if (cell == to) continue;
    loaded_.push_back(cell);
    const Content whole = state_.get(tables_, cell);
    content = first ? whole : tables_.united(content, whole);
    first = false;
    std::vector<CellId> work(tables_.children_of(cell));
    const std::size_t prefix = tables_.cell_of(cell).path.size();
    while (!work.empty()) {
      const CellId child = work.back();
      work.pop_back();
      work.insert(work.end(), tables_.children_of(child).begin(), tables_.children_of(child).end());
      if (state_.find(child) == nullptr) continue;
      Cell part = tables_.cell_of(to);
      part.path = base + tables_.cell_of(child).path.substr(prefix);
      if (const std::string bounded = bounded_path(part.path); bounded != part.path) {
        content = tables_.united(content, state_.get(tables_, child));
        continue;
      }
      const CellId target = tables_.cell(part);
      const Content value = state_.get(tables_, child);
      if (function_cells_.contains(child)) function_cells_.insert(target);
      const auto [at, added] = parts.emplace(target, value);
      if (!added) at->second = tables_.united(at->second, value);
    }
  }
  if (first) return;
  content.element = 0;
  if (weak) {
    content = tables_.united(state_.get(tables_, to), content);
    for (auto& [part, value] : parts) value = tables_.united(state_.get(tables_, part), value);
  } else {
    state_.erase_below(tables_, to);
  }
  state_.set(tables_, to, content);
  for (const auto& [part, value] : parts) state_.set(tables_, part, value);
}

void FunctionAnalysis::assign_object(const Objects& to, const clang::Expr* from) {
  const Objects source = objects_of(from);
  for (const CellId cell : to.cells) {
    copy_object(cell, source.cells, !to.exact || to.cells.size() != 1);
    const Content content = state_.get(tables_, cell);
    record_copy(cell, text_facts(content), from->getSourceRange(), "");
    const Cell& written = tables_.cell_of(cell);
    if (written.root == RootKind::kGlobal) {
      Content whole;
      whole.pointees = tables_.cell_set({cell});
      emit(whole, {SlotKind::kGlobal, 0, written.id, tables_.text(written.path)}, from->getSourceRange());
    }
  }
}

Content FunctionAnalysis::value_of(const clang::Expr* expression) {
  if (expression == nullptr || expression->getType().isNull() || depth_ > kDeepestExpression) return {};
  ++depth_;
  Content content = computed_value_of(expression);
  --depth_;
  return content;
}

Content FunctionAnalysis::computed_value_of(const clang::Expr* expression) {
  Content content;
  if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(expression)) {
    const clang::Expr* inner = cast->getSubExpr();
    switch (cast->getCastKind()) {
      case clang::CK_LValueToRValue: {
        content = load(objects_of(inner), cast->getType());
        if (is_only_number(ast(), cast->getType()) && !may_hold_pointer(cast->getType()))
          content.facts = as_number(content.facts);
        // A character picked by a random number.
        if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(stripped(inner));
            subscript != nullptr && is_character(subscript->getType()))
          content.facts = tables_.united(content.facts, origins_of_number(value_of(subscript->getIdx())));
        // What is looked up in a constant table is not constant: which part it is, the index says.
        if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(stripped(inner));
            subscript != nullptr && subscript->getType().isConstQualified() &&
            subscript->getType()->isIntegerType() && !number_of(subscript->getIdx())) {
          // A digit or a letter that is translated: nothing of the table is in what a text is decoded to. A
          // mere counter as index is a copy of the table.
          if (reads_character(subscript->getIdx())) content.facts = 0;
          content.facts = tables_.united(content.facts, as_number(value_of(subscript->getIdx()).facts));
        }
        if (const clang::FieldDecl* field = function_field(inner))
          content.facts = function_of(field, content.facts);
        if (!content.has_number) {
          if (const auto number = number_of(inner)) {
            content.has_number = true;
            content.number = *number;
          }
        }
        return content;
      }
      case clang::CK_ArrayToPointerDecay: {
        const Objects objects = objects_of(inner);
        content.pointees = tables_.cell_set(objects.cells);
        const clang::Expr* plain = stripped(inner);
        content.offset = !objects.exact && !llvm::isa<clang::StringLiteral, clang::PredefinedExpr>(plain);
        loaded_.insert(loaded_.end(), objects.cells.begin(), objects.cells.end());
        return content;
      }
      case clang::CK_FunctionToPointerDecay:
      case clang::CK_BuiltinFnToFnPtr:
        return value_of(inner);
      case clang::CK_NullToPointer:
        content.has_number = true;
        return content;
      case clang::CK_FloatingToIntegral:
      case clang::CK_IntegralToFloating:
        return content;
      case clang::CK_PointerToBoolean:
      case clang::CK_IntegralToBoolean: {
        content.test = stripped(inner);
        if (const auto number = number_of(inner)) {
          content.has_number = true;
          content.number = *number != 0;
        }
        return content;
      }
      default:
        content = value_of(inner);
        if (cast->getType()->isIntegralOrEnumerationType() && !is_character(cast->getType()) &&
            is_character(inner->getType())) {
          // A character as an int is still that character.
          return content;
        }
        return content;
    }
  }
  const clang::Expr* plain = stripped(expression);
  if (plain != expression) {
    // Parentheses, temporaries and the like; of casts only the ones above change the value.
    const clang::Expr* inner = expression;
    if (const auto* paren = llvm::dyn_cast<clang::ParenExpr>(expression))
      inner = paren->getSubExpr();
    else if (const auto* full = llvm::dyn_cast<clang::FullExpr>(expression))
      inner = full->getSubExpr();
    else if (const auto* temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expression))
      inner = temporary->getSubExpr();
    else if (const auto* bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(expression))
      inner = bound->getSubExpr();
    else if (const auto* argument = llvm::dyn_cast<clang::CXXDefaultArgExpr>(expression))
      inner = argument->getExpr();
    else if (const auto* member = llvm::dyn_cast<clang::CXXDefaultInitExpr>(expression))
      inner = member->getExpr();
    else
      inner = plain;
    return value_of(inner);
  }
  switch (plain->getStmtClass()) {
    case clang::Stmt::IntegerLiteralClass:
    case clang::Stmt::CharacterLiteralClass:
    case clang::Stmt::CXXBoolLiteralExprClass:
    case clang::Stmt::UnaryExprOrTypeTraitExprClass:
    case clang::Stmt::CXXNullPtrLiteralExprClass:
    case clang::Stmt::GNUNullExprClass: {
      const auto number = number_of(plain);
      content.has_number =
          number.has_value() || plain->isNullPointerConstant(ast(), clang::Expr::NPC_ValueDependentIsNotNull);
      content.number = number.value_or(0);
      return content;
    }
    case clang::Stmt::DeclRefExprClass: {
      const clang::ValueDecl* declaration = llvm::cast<clang::DeclRefExpr>(plain)->getDecl();
      if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(declaration)) {
        content.facts = function_fact(function);
        return content;
      }
      if (const auto number = number_of(plain)) {
        content.has_number = true;
        content.number = *number;
      }
      if (!llvm::isa<clang::VarDecl, clang::BindingDecl>(declaration)) return content;
      break;  // an object
    }
    case clang::Stmt::CXXThisExprClass:
      content.pointees = tables_.cell_set({tables_.cell({RootKind::kParam, kThis, 0, nullptr, {}})});
      return content;
    case clang::Stmt::UnaryOperatorClass: {
      const auto* unary = llvm::cast<clang::UnaryOperator>(plain);
      switch (unary->getOpcode()) {
        case clang::UO_AddrOf: {
          if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(stripped(unary->getSubExpr()))) {
            if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(reference->getDecl())) {
              content.facts = function_fact(function);
              return content;
            }
          }
          const Objects objects = objects_of(unary->getSubExpr());
          content.pointees = tables_.cell_set(objects.cells);
          content.offset = !objects.exact && !objects.leading;
          loaded_.insert(loaded_.end(), objects.cells.begin(), objects.cells.end());
          return content;
        }
        case clang::UO_LNot:
          content.test = plain;
          if (const auto number = number_of(plain)) {
            content.has_number = true;
            content.number = *number;
          }
          return content;
        case clang::UO_PostInc:
        case clang::UO_PostDec: {
          if (state_.find(temporary(plain)) != nullptr) return state_.get(tables_, temporary(plain));
          return load(objects_of(unary->getSubExpr()), unary->getType());
        }
        case clang::UO_PreInc:
        case clang::UO_PreDec:
          return load(objects_of(unary->getSubExpr()), unary->getType());
        case clang::UO_Deref: {
          const clang::QualType type = plain->getType();
          if (type->isFunctionType()) return value_of(unary->getSubExpr());
          break;
        }
        default:
          content = value_of(unary->getSubExpr());
          content.has_number = false;
          content.test = nullptr;
          if (const auto number = number_of(plain)) {
            content.has_number = true;
            content.number = *number;
          }
          return content;
      }
      break;
    }
    case clang::Stmt::CompoundAssignOperatorClass:
    case clang::Stmt::BinaryOperatorClass: {
      const auto* binary = llvm::cast<clang::BinaryOperator>(plain);
      if (binary->getOpcode() == clang::BO_Comma) return value_of(binary->getRHS());
      if (binary->isAssignmentOp()) {
        if (binary->getType()->isRecordType()) break;
        return load(objects_of(binary->getLHS()), binary->getLHS()->getType());
      }
      if (binary->isPtrMemOp()) {
        // Which member is not followed; of functions, the pointer is what matters.
        return value_of(binary->getRHS());
      }
      if (const auto number = number_of(plain)) {
        content.has_number = true;
        content.number = *number;
      }
      if (binary->isComparisonOp() || binary->isLogicalOp()) {
        content.test = plain;
        return content;
      }
      const Content left = value_of(binary->getLHS());
      const Content right = value_of(binary->getRHS());
      content.facts = tables_.united(left.facts, right.facts);
      if (calculates_number(binary)) content.facts = as_number(content.facts);
      if (plain->getType()->isPointerType()) {
        content.pointees = tables_.united_cells(left.pointees, right.pointees);
        content.offset = true;
      }
      return content;
    }
    case clang::Stmt::ConditionalOperatorClass:
    case clang::Stmt::BinaryConditionalOperatorClass: {
      const auto* choice = llvm::cast<clang::AbstractConditionalOperator>(plain);
      if (state_.find(temporary(plain)) != nullptr)
        content = state_.get(tables_, temporary(plain));
      else
        content = tables_.united(value_of(choice->getTrueExpr()), value_of(choice->getFalseExpr()));
      loaded_.push_back(temporary(plain));
      return content;
    }
    case clang::Stmt::CallExprClass:
    case clang::Stmt::CXXMemberCallExprClass:
    case clang::Stmt::CXXOperatorCallExprClass:
    case clang::Stmt::UserDefinedLiteralClass:
    case clang::Stmt::RecoveryExprClass:
    case clang::Stmt::CXXConstructExprClass:
    case clang::Stmt::CXXTemporaryObjectExprClass:
    case clang::Stmt::CXXNewExprClass:
    case clang::Stmt::LambdaExprClass: {
      const CellId cell = temporary(plain);
      if (state_.find(cell) == nullptr) visit_statement(plain);
      loaded_.push_back(cell);
      if (llvm::isa<clang::CXXConstructExpr, clang::LambdaExpr>(plain)) {
        content.pointees = tables_.cell_set({cell});
        return content;
      }
      return state_.get(tables_, cell);
    }
    case clang::Stmt::InitListExprClass: {
      const auto* list = llvm::cast<clang::InitListExpr>(plain);
      if (list->getNumInits() == 1 && list->getInit(0) != nullptr && list->getType()->isScalarType())
        return value_of(list->getInit(0));
      content.pointees = tables_.cell_set(objects_of(plain).cells);
      return content;
    }
    case clang::Stmt::StmtExprClass: {
      const clang::CompoundStmt* body = llvm::cast<clang::StmtExpr>(plain)->getSubStmt();
      const auto* last = body->body_empty() ? nullptr : llvm::dyn_cast<clang::Expr>(body->body_back());
      return last != nullptr ? value_of(last) : content;
    }
    case clang::Stmt::VAArgExprClass: {
      content = value_of(llvm::cast<clang::VAArgExpr>(plain)->getSubExpr());
      Content list = load(objects_of(llvm::cast<clang::VAArgExpr>(plain)->getSubExpr()), ast().IntTy);
      content.facts = tables_.united(text_facts(content), list.facts);
      return content;
    }
    case clang::Stmt::SourceLocExprClass:
    case clang::Stmt::FloatingLiteralClass:
    case clang::Stmt::CXXScalarValueInitExprClass:
    case clang::Stmt::ImplicitValueInitExprClass:
      content.has_number = !llvm::isa<clang::FloatingLiteral>(plain);
      return content;
    default:
      break;
  }
  if (plain->isGLValue() || plain->getType()->isRecordType()) {
    if (plain->getType()->isRecordType() || plain->getType()->isArrayType()) {
      content.pointees = tables_.cell_set(objects_of(plain).cells);
      return content;
    }
    return load(objects_of(plain), plain->getType());
  }
  // Constructs that are not modelled pass on what goes in.
  for (const clang::Stmt* child : plain->children()) {
    const auto* inner = llvm::dyn_cast_or_null<clang::Expr>(child);
    if (inner != nullptr) content.facts = tables_.united(content.facts, value_of(inner).facts);
  }
  return content;
}

std::optional<std::int64_t> FunctionAnalysis::number_of(const clang::Expr* expression) {
  if (expression == nullptr || expression->isValueDependent() || expression->containsErrors())
    return std::nullopt;
  if (depth_ > kDeepestExpression) return std::nullopt;
  const clang::Expr* plain = expression->IgnoreParenCasts();
  const clang::QualType type = plain->getType();
  if (type.isNull() || (!type->isIntegralOrEnumerationType() && !type->isPointerType())) return std::nullopt;
  if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(plain)) {
    if (const auto* constant = llvm::dyn_cast<clang::EnumConstantDecl>(reference->getDecl())) {
      return constant->getInitVal().isRepresentableByInt64()
                 ? std::optional(constant->getInitVal().getExtValue())
                 : std::nullopt;
    }
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
    if (variable == nullptr || type->isPointerType()) return std::nullopt;
    if (variable->getType().isConstQualified() && variable->getAnyInitializer() != nullptr &&
        variable->hasGlobalStorage()) {
      const clang::Expr* initialiser = variable->getAnyInitializer();
      if (initialiser->isValueDependent()) return std::nullopt;
      ++depth_;
      const auto number = number_of(initialiser);
      --depth_;
      return number;
    }
    const Objects objects = objects_of(plain);
    if (objects.cells.size() != 1) return std::nullopt;
    const ContentId* content = state_.find(objects.cells[0]);
    if (content == nullptr || !tables_.contents[*content].has_number) return std::nullopt;
    return tables_.contents[*content].number;
  }
  ++depth_;
  struct Deeper {
    std::size_t& depth;
    ~Deeper() { --depth; }
  } const deeper{depth_};
  if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(plain)) {
    const Objects objects = objects_of(member);
    if (objects.cells.size() != 1 || objects.element) return std::nullopt;
    const ContentId* content = state_.find(objects.cells[0]);
    if (content == nullptr || !tables_.contents[*content].has_number) return std::nullopt;
    return tables_.contents[*content].number;
  }
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(plain)) {
    const auto value = number_of(unary->getSubExpr());
    if (!value) return std::nullopt;
    switch (unary->getOpcode()) {
      case clang::UO_LNot:
        return *value == 0;
      case clang::UO_Minus:
        return *value == INT64_MIN ? std::nullopt : std::optional(-*value);
      case clang::UO_Plus:
        return value;
      case clang::UO_Not:
        return ~*value;
      default:
        return std::nullopt;
    }
  }
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(plain)) {
    const auto left = number_of(binary->getLHS());
    const auto right = number_of(binary->getRHS());
    if (binary->getOpcode() == clang::BO_LAnd) {
      if ((left && *left == 0) || (right && *right == 0)) return 0;
      return left && right ? std::optional<std::int64_t>(1) : std::nullopt;
    }
    if (binary->getOpcode() == clang::BO_LOr) {
      if ((left && *left != 0) || (right && *right != 0)) return 1;
      return left && right ? std::optional<std::int64_t>(0) : std::nullopt;
    }
    if (!left || !right) return std::nullopt;
    std::int64_t result = 0;
    switch (binary->getOpcode()) {
      case clang::BO_EQ:
        return *left == *right;
      case clang::BO_NE:
        return *left != *right;
      case clang::BO_LT:
        return *left < *right;
      case clang::BO_GT:
        return *left > *right;
      case clang::BO_LE:
        return *left <= *right;
      case clang::BO_GE:
        return *left >= *right;
      case clang::BO_Add:
      case clang::BO_AddAssign:
        return __builtin_add_overflow(*left, *right, &result) ? std::nullopt : std::optional(result);
      case clang::BO_Sub:
      case clang::BO_SubAssign:
        return __builtin_sub_overflow(*left, *right, &result) ? std::nullopt : std::optional(result);
      case clang::BO_Mul:
        return __builtin_mul_overflow(*left, *right, &result) ? std::nullopt : std::optional(result);
      case clang::BO_Div:
        return *right == 0 || *right == -1 ? std::nullopt : std::optional(*left / *right);
      case clang::BO_Rem:
        return *right == 0 || *right == -1 ? std::nullopt : std::optional(*left % *right);
      case clang::BO_And:
        return *left & *right;
      case clang::BO_Or:
        return *left | *right;
      case clang::BO_Xor:
        return *left ^ *right;
      case clang::BO_Shl:
        return *right < 0 || *right > 62 || *left < 0 || *left > (INT64_MAX >> *right)
                   ? std::nullopt
                   : std::optional(*left << *right);
      case clang::BO_Shr:
        return *right < 0 || *right > 63 ? std::nullopt : std::optional(*left >> *right);
      default:
        return std::nullopt;
    }
  }
  if (llvm::isa<clang::CallExpr, clang::StmtExpr, clang::ArraySubscriptExpr, clang::ConditionalOperator>(
          plain)) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(plain);
    const bool constant =
        call != nullptr && call->getDirectCallee() != nullptr && call->getDirectCallee()->isConstexpr();
    if (const auto* builtin = call != nullptr ? call->getDirectCallee() : nullptr;
        builtin != nullptr && builtin->getDeclName().isIdentifier() &&
        builtin->getName() == "__builtin_expect" && call->getNumArgs() == 2) {
      return number_of(call->getArg(0));
    }
    if (!constant) return std::nullopt;
  }
  clang::Expr::EvalResult result;
  if (type->isIntegralOrEnumerationType() &&
      plain->EvaluateAsInt(result, ast(), clang::Expr::SE_NoSideEffects) && result.Val.isInt() &&
      result.Val.getInt().isRepresentableByInt64()) {
    return result.Val.getInt().getExtValue();
  }
  return std::nullopt;
}

std::string FunctionAnalysis::field_key(const clang::FieldDecl* field) {
  std::string record = field->getParent()->getQualifiedNameAsString();
  if (field->getParent()->getDeclName().isEmpty()) {
    const clang::TypedefNameDecl* alias = field->getParent()->getTypedefNameForAnonDecl();
    record = alias != nullptr ? alias->getNameAsString() : std::string("?") + unit_.main_path;
  }
  return record + "::" + field->getNameAsString();
}

// Pointers to functions in fields are followed by field, not by object: a field of a record is one place in
// the whole program, like a global. Objects with tables of functions go everywhere, and would take them
// along.
const clang::FieldDecl* FunctionAnalysis::function_field(const clang::Expr* expression) const {
  const auto* member = llvm::dyn_cast<clang::MemberExpr>(stripped(expression));
  const auto* field = member != nullptr ? llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl()) : nullptr;
  return field != nullptr && field->getType()->isFunctionPointerType() ? field : nullptr;
}

Slot FunctionAnalysis::slot_of(const clang::FieldDecl* field) {
  return {SlotKind::kGlobal, 0, tables_.text("field " + field_key(field)), 0};
}

void FunctionAnalysis::store_function(const clang::FieldDecl* field, const std::vector<CellId>& cells,
                                      FactSetId facts, clang::SourceRange where) {
  function_cells_.insert(cells.begin(), cells.end());
  Content content;
  content.facts = facts;
  emit(content, slot_of(field), where);
}

// What was stored here, or else whatever the field holds anywhere.
FactSetId FunctionAnalysis::function_of(const clang::FieldDecl* field, FactSetId facts) {
  const std::string end = "." + field->getNameAsString();
  bool stored_here = facts != 0;
  const FactSetId known = tables_.changed(facts, [&](Fact& fact) {
    const bool stored =
        fact.origin.kind == SlotKind::kFunction || !tables_.text_of(fact.origin.path).ends_with(end);
    stored_here = stored_here && stored;
    return stored;
  });
  if (stored_here) return known;
  Fact fact;
  fact.origin = slot_of(field);
  return tables_.united(known, tables_.fact_set_of(fact));
}

}  // namespace trawl::sast
