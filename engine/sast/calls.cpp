#include <algorithm>

#include <clang/AST/StmtCXX.h>
#include <clang/Basic/CharInfo.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

#include "engine/sast/function_analysis.h"
#include "engine/sast/signature.h"

namespace trawl::sast {
namespace {

bool carries_text(clang::QualType type) {
  return type->isAnyPointerType() || type->isReferenceType() || type->isRecordType() || type->isArrayType() ||
         type->isCharType() || type->isWideCharType() || type->isDependentType();
}

bool is_number(clang::QualType type) {
  return type->isArithmeticType() && !type->isCharType() && !type->isAnyCharacterType();
}

bool writable_through(clang::QualType type) {
  if (type.isNull()) return false;
  if (type->isReferenceType() || type->isAnyPointerType()) {
    const clang::QualType inner = type->getPointeeType();
    return !inner.isConstQualified() && !inner->isFunctionType();
  }
  return false;
}

std::string name_of(const clang::FunctionDecl* function) {
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function))
    return constructor->getParent()->getNameAsString();
  if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(function))
    return "~" + destructor->getParent()->getNameAsString();
  return function->getNameAsString();
}

bool in_standard(const clang::Decl* declaration) {
  for (const clang::DeclContext* context = declaration->getDeclContext(); context != nullptr;
       context = context->getParent()) {
    const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(context);
    if (space != nullptr && space->getParent()->isTranslationUnit()) {
      const llvm::StringRef name = space->getName();
      return name == "std" || name == "__gnu_cxx" || name == "boost" || name == "fmt" || name == "__cxx11";
    }
  }
  return false;
}

bool is_handle(const clang::CXXRecordDecl* record) {
  if (record == nullptr) return false;
  const std::string name = record->getNameAsString();
  return name.find("iterator") != std::string::npos || name.ends_with("_ptr") ||
         name == "reference_wrapper" || name == "istreambuf_iterator";
}

bool is_text_class(const clang::CXXRecordDecl* record) {
  if (record == nullptr) return false;
  const std::string name = record->getNameAsString();
  return name.starts_with("basic_string") || name.ends_with("stream") || name.starts_with("basic_") ||
         name == "path" || name == "string" || name == "wstring";
}

const clang::CXXRecordDecl* record_of(clang::QualType type) {
  if (type->isPointerType() || type->isReferenceType()) type = type->getPointeeType();
  return type->getAsCXXRecordDecl();
}

bool word_in(llvm::StringRef text, llvm::StringRef word) {
  for (std::size_t at = text.find(word); at != llvm::StringRef::npos; at = text.find(word, at + 1)) {
    const auto letter = [&](std::size_t i) {
      return i < text.size() && (clang::isAlphanumeric(text[i]) || text[i] == '_');
    };
    if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
  }
  return false;
}

// An address of another machine that is talked to in clear: "http://host", "ldap://host".
bool is_plain_url(llvm::StringRef text) {
  const auto [scheme, rest] = text.split("://");
  if (rest.empty()) return false;
  static const std::set<std::string> plain = {"http", "ftp",    "ldap", "smtp", "pop3",
                                              "imap", "telnet", "mqtt", "ws"};
  if (!plain.contains(scheme.lower())) return false;
  for (const char* local : {"localhost", "127.", "[::1]", "::1"}) {
    if (rest.starts_with_insensitive(local)) return false;
  }
  return true;
}

bool builds_text(llvm::StringRef name) {
  const std::string lower = name.lower();
  for (const char* part : {"cat", "cpy", "copy", "append", "add", "put", "printf", "push", "join", "set",
                           "insert", "write", "assign", "dup"}) {
    if (lower.find(part) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

FactSetId FunctionAnalysis::text_facts(const Content& value) {
  FactSetId facts = value.facts;
  std::set<CellId> seen;
  struct Place {
    CellId cell;
    unsigned level;
    ConditionsId guard;
  };
  std::vector<Place> work;
  for (const CellId cell : tables_.cell_sets[value.pointees])
    work.push_back({cell, 0, tables_.guard_of(value, cell)});
  while (!work.empty()) {
    const Place at = work.back();
    work.pop_back();
    if (!seen.insert(at.cell).second || seen.size() > 64) continue;
    const Content content = state_.get(tables_, at.cell);
    FactSetId here = content.facts;
    if (at.guard != 0)
      here = tables_.changed(here,
                             [&](Fact& fact) { return tables_.add_conditions(fact.conditions, at.guard); });
    facts = tables_.united(facts, here);
    if (at.level >= 3) continue;
    for (const CellId next : std::vector<CellId>(tables_.cell_sets[content.pointees])) {
      ConditionsId guard = at.guard;
      if (tables_.add_conditions(guard, tables_.guard_of(content, next)))
        work.push_back({next, at.level + 1, guard});
    }
  }
  return facts;
}

std::vector<CellId> FunctionAnalysis::text_cells(const Content& value) {
  std::set<CellId> seen;
  std::vector<std::pair<CellId, unsigned>> work;
  for (const CellId cell : tables_.cell_sets[value.pointees]) work.emplace_back(cell, 0);
  while (!work.empty()) {
    const auto [cell, level] = work.back();
    work.pop_back();
    if (seen.size() > 64 || !seen.insert(cell).second) continue;
    if (level < 2) {
      for (const CellId next : tables_.cell_sets[state_.get(tables_, cell).pointees])
        work.emplace_back(next, level + 1);
    }
  }
  return {seen.begin(), seen.end()};
}

KnownTextId FunctionAnalysis::text_of_value(const Content& value) {
  const std::vector<CellId> cells = tables_.cell_sets[value.pointees];
  if (cells.empty()) return value.text;
  Content all = state_.get(tables_, cells[0]);
  for (const CellId cell : cells) all = tables_.united(all, state_.get(tables_, cell));
  return all.text;
}

std::optional<std::string> FunctionAnalysis::constant_text(const clang::Expr* expression) {
  Content value;
  if (expression->isGLValue() || expression->getType()->isRecordType())
    value.pointees = tables_.cell_set(objects_of(expression).cells);
  else
    value = value_of(expression);
  const std::vector<CellId> cells = tables_.cell_sets[value.pointees];
  if (cells.size() == 1 && tables_.cell_of(cells[0]).root == RootKind::kLiteral && !value.offset) {
    return unit_.unit.literals[tables_.cell_of(cells[0]).id].text;
  }
  const KnownText& text = tables_.texts[text_of_value(value)];
  if (text.complete && !text.head.empty()) return text.head;
  return std::nullopt;
}

std::uint32_t FunctionAnalysis::call_site(const void* key, unsigned variant, clang::SourceRange range) {
  const auto [at, added] =
      call_sites_.emplace(std::make_pair(key, variant), static_cast<std::uint32_t>(summary_.calls.size()));
  if (added) {
    summary_.calls.emplace_back();
    summary_.calls.back().place = unit_.spot_of(range);
  }
  return at->second;
}

// `run`, `&run`
bool FunctionAnalysis::names_function(const clang::Expr* argument) {
  const clang::Expr* plain = stripped(argument);
  if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(plain);
      address != nullptr && address->getOpcode() == clang::UO_AddrOf)
    plain = stripped(address->getSubExpr());
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(plain);
  return reference != nullptr && llvm::isa<clang::FunctionDecl>(reference->getDecl());
}

bool FunctionAnalysis::is_seen_as_base(const clang::Expr* argument) {
  const auto* cast = llvm::dyn_cast<clang::ImplicitCastExpr>(argument->IgnoreParens());
  if (cast == nullptr || !cast->isGLValue() ||
      (cast->getCastKind() != clang::CK_DerivedToBase &&
       cast->getCastKind() != clang::CK_UncheckedDerivedToBase))
    return false;
  const clang::CXXRecordDecl* record = cast->getSubExpr()->getType()->getAsCXXRecordDecl();
  return record != nullptr && unit_.of_program(record) && !in_standard(record);
}

Content FunctionAnalysis::argument_value(const CallView& call, std::size_t index) {
  if (index >= call.arguments.size()) return {};
  const clang::Expr* argument = call.arguments[index];
  // A library that gets an object as its base class does not know what the class of the program added.
  if (call.callee != nullptr && !unit_.of_program(call.callee) && is_seen_as_base(argument)) return {};
  if (names_function(argument)) return value_of(stripped(argument));
  if (argument->isGLValue() || argument->getType()->isRecordType()) {
    const Objects objects = objects_of(argument);
    Content content;
    content.pointees = tables_.cell_set(objects.cells);
    content.offset = !objects.exact && !llvm::isa<clang::StringLiteral>(stripped(argument));
    loaded_.insert(loaded_.end(), objects.cells.begin(), objects.cells.end());
    // A scalar by reference is used for its value as well.
    return content;
  }
  return value_of(argument);
}

// ".msg_iov.iov_base" of objects: fields, through pointers where a field is one.
std::vector<CellId> FunctionAnalysis::cells_at(const std::vector<CellId>& objects, std::string_view path) {
  std::vector<CellId> cells = objects;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view name = path.substr(0, path.find('.'));
    path.remove_prefix(name.size());
    std::vector<CellId> next;
    for (const CellId cell : cells) {
      const CellId field = tables_.field(cell, name);
      const std::vector<CellId> pointees = tables_.cell_sets[state_.get(tables_, field).pointees];
      if (pointees.empty() || pointees == std::vector<CellId>{field}) next.push_back(field);
      next.insert(next.end(), pointees.begin(), pointees.end());
    }
    cells = std::move(next);
  }
  return cells;
}

std::vector<Content> FunctionAnalysis::contents_at(const CallView& call, const CallPlace& place,
                                                   CellId result) {
  std::vector<Content> contents;
  switch (place.base) {
    case CallPlace::Base::kArgument:
      if (place.index < call.arguments.size()) contents.push_back(argument_value(call, place.index));
      break;
    case CallPlace::Base::kFrom:
      for (std::size_t i = place.index; i < call.arguments.size(); ++i)
        contents.push_back(argument_value(call, i));
      break;
    case CallPlace::Base::kThis:
      contents.push_back(call.this_value);
      break;
    case CallPlace::Base::kResult:
      contents.push_back(state_.get(tables_, result));
      break;
  }
  if (!place.path.empty()) {
    for (Content& content : contents) {
      content.pointees = tables_.cell_set(cells_at(tables_.cell_sets[content.pointees], place.path));
      content.facts = 0;
    }
  }
  return contents;
}

void FunctionAnalysis::write_at(const CallView& call, const CallPlace& place, CellId result,
                                const Content& text, bool append) {
  const auto put = [&](CellId cell, bool weak) {
    if (tables_.cell_of(cell).root == RootKind::kLiteral) return;
    forget_conditions_on(cell);
    Content content = text;
    if (weak) {
      content = tables_.united(state_.get(tables_, cell), text);
      content.text = append ? text.text : content.text;
    } else {
      state_.erase_below(tables_, cell);
    }
    content.has_number = false;
    state_.set(tables_, cell, content);
    record_copy(cell, text.facts,
                call.expression != nullptr ? call.expression->getSourceRange() : clang::SourceRange(),
                call.name);
    const Cell& written = tables_.cell_of(cell);
    if (written.root == RootKind::kGlobal) {
      emit(content, {SlotKind::kGlobal, 0, written.id, tables_.text(written.path)},
           call.expression != nullptr ? call.expression->getSourceRange() : clang::SourceRange());
    }
  };
  if (place.base == CallPlace::Base::kResult) {
    if (result == 0) return;
    Content value;
    if (is_number(call.result) || call.result->isCharType() || call.result->isVoidType()) {
      value.facts = text.facts;
    } else {
      const CellId object = tables_.cell({RootKind::kHeap, 0, 0, call.expression, {}});
      Content before = append ? tables_.united(state_.get(tables_, object), text) : text;
      state_.set(tables_, object, before);
      record_copy(object, text.facts, call.expression->getSourceRange(), call.name);
      value.pointees = tables_.cell_set({object});
    }
    state_.set(tables_, result, value);
    return;
  }
  const auto write_argument = [&](std::size_t index) {
    const Content value = argument_value(call, index);
    const clang::QualType type = call.arguments[index]->getType();
    const bool pointer_to_pointer = type->isPointerType() && type->getPointeeType()->isPointerType();
    const std::vector<CellId> cells = place.path.empty()
                                          ? tables_.cell_sets[value.pointees]
                                          : cells_at(tables_.cell_sets[value.pointees], place.path);
    for (const CellId cell : cells) {
      if (pointer_to_pointer && place.path.empty()) {
        // A new object, to which the caller's pointer points from now on.
        const CellId object =
            tables_.cell({RootKind::kHeap, static_cast<std::int16_t>(index + 1), 0, call.expression, {}});
        state_.set(tables_, object, text);
        record_copy(object, text.facts, call.arguments[index]->getSourceRange(), call.name);
        Content pointer;
        pointer.pointees = tables_.cell_set({object});
        if (cells.size() > 1 || value.offset) pointer = tables_.united(state_.get(tables_, cell), pointer);
        state_.set(tables_, cell, pointer);
        continue;
      }
      put(cell, append || value.offset || cells.size() > 1);
    }
  };
  switch (place.base) {
    case CallPlace::Base::kArgument:
      if (place.index < call.arguments.size()) write_argument(place.index);
      break;
    case CallPlace::Base::kFrom:
      for (std::size_t i = place.index; i < call.arguments.size(); ++i) write_argument(i);
      break;
    case CallPlace::Base::kThis: {
      const std::vector<CellId> cells = tables_.cell_sets[call.this_value.pointees];
      for (CellId cell : cells) {
        if (!place.path.empty()) cell = tables_.field(cell, place.path.substr(1));
        put(cell, append || cells.size() > 1);
      }
      break;
    }
    case CallPlace::Base::kResult:
      break;
  }
}

std::vector<const Model*> FunctionAnalysis::models_of(const CallView& call) {
  std::vector<const Model*> found;
  // A field called `unlink` says nothing about the function it holds.
  if (call.name.empty() || call.through_pointer) return found;
  if (call.callee != nullptr) {
    const clang::FunctionDecl* definition = nullptr;
    if (call.callee->isDefined(definition) && unit_.of_program(definition) && !definition->isImplicit())
      return found;
  }
  const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call.callee);
  const auto is_record = [&](const std::string& name) {
    if (call.record == name) return true;
    if (method == nullptr) return false;
    std::vector<const clang::CXXRecordDecl*> work{method->getParent()};
    if (call.object != nullptr) {
      // A method of a base is called through a conversion of the object.
      if (const clang::CXXRecordDecl* object = record_of(call.object->IgnoreParenImpCasts()->getType()))
        work.push_back(object);
    }
    std::set<const clang::CXXRecordDecl*> seen;
    while (!work.empty()) {
      const clang::CXXRecordDecl* record = work.back();
      work.pop_back();
      if (record == nullptr || !seen.insert(record).second) continue;
      if (record->getName() == name) return true;
      if (name.find("::") != std::string::npos && record->getQualifiedNameAsString() == name) return true;
      if (record->hasDefinition()) {
        for (const clang::CXXBaseSpecifier& base : record->bases())
          work.push_back(base.getType()->getAsCXXRecordDecl());
      }
    }
    return false;
  };
  const auto select = [&](std::string_view name) {
    for (const Model* model : unit_.models.named(name)) {
      if (model->arity >= 0 && static_cast<std::size_t>(model->arity) != call.arguments.size()) continue;
      if (model->record.empty() ? call.has_this : !is_record(model->record)) continue;
      if (is_another_by_format(call, *model)) continue;
      if (satisfies(call, *model)) found.push_back(model);
    }
  };
  const bool free = method == nullptr;
  bool plain_name = true;
  if (call.callee != nullptr && free) {
    const clang::DeclContext* context = call.callee->getDeclContext()->getEnclosingNamespaceContext();
    const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(context);
    if (space != nullptr && !call.callee->isExternC()) {
      plain_name = in_standard(call.callee) || space->isAnonymousNamespace();
      select(call.callee->getQualifiedNameAsString());
    }
  }
  if (plain_name && found.empty()) select(call.name);
  if (plain_name && found.empty() && free) {
    const std::string other = normalised(call.name);
    if (other != call.name) select(other);
  }
  return found;
}

// A program has its own `error(format, ...)` where the library's is `error(status, number, format, ...)`: a
// format is never among the arguments that a prototype leaves open.
bool FunctionAnalysis::is_another_by_format(const CallView& call, const Model& model) {
  if (model.type != ModelType::kSink || model.kind != Kind::kFormat || call.callee == nullptr) return false;
  if (!call.callee->hasPrototype()) return false;
  return std::any_of(model.in.begin(), model.in.end(), [&](const CallPlace& place) {
    return place.base == CallPlace::Base::kArgument && place.index >= call.callee->getNumParams();
  });
}

bool FunctionAnalysis::satisfies(const CallView& call, const Model& model) {
  llvm::SmallVector<llvm::StringRef, 2> constraints;
  llvm::StringRef(model.value).split(constraints, '&', -1, false);
  return std::all_of(constraints.begin(), constraints.end(),
                     [&](llvm::StringRef constraint) { return satisfies(call, constraint); });
}

bool FunctionAnalysis::satisfies(const CallView& call, llvm::StringRef constraint) {
  const auto [left, right] = constraint.split('=');
  const bool negative = left.ends_with("!");
  unsigned index = 0;
  if (left.rtrim('!').getAsInteger(10, index) || index >= call.arguments.size()) return negative;
  const clang::Expr* argument = call.arguments[index];
  const auto number = number_of(argument);
  const clang::SourceManager& sources = ast().getSourceManager();
  const llvm::StringRef spelled = clang::Lexer::getSourceText(
      clang::CharSourceRange::getTokenRange(sources.getSpellingLoc(argument->getBeginLoc()),
                                            sources.getSpellingLoc(argument->getEndLoc())),
      sources, ast().getLangOpts());
  const llvm::StringRef expanded = clang::Lexer::getSourceText(
      sources.getExpansionRange(argument->getSourceRange()), sources, ast().getLangOpts());
  bool met = false;
  llvm::SmallVector<llvm::StringRef, 4> alternatives;
  right.split(alternatives, '|');
  std::optional<std::string> text;
  if (!number) text = constant_text(argument);
  for (const llvm::StringRef alternative : alternatives) {
    std::int64_t value = 0;
    if (!alternative.getAsInteger(0, value))
      met = met || (number && *number == value);
    else if (alternative == "*relative") {
      // A program or library that is searched for: no folder before its name.
      const std::string_view word =
          text ? std::string_view(*text).substr(0, text->find(' ')) : std::string_view();
      met = met || (!word.empty() && word.find('/') == std::string_view::npos &&
                    word.find('\\') == std::string_view::npos);
    } else if (alternative == "*constant")
      met = met || text.has_value() || number.has_value();
    else if (alternative == "*number")
      met = met || argument->getType()->isIntegralOrEnumerationType();
    else if (alternative == "*plain-url")
      met =
          met || is_plain_url(text ? *text : tables_.texts[text_of_value(argument_value(call, index))].head);
    else if (alternative.starts_with("^"))
      met = met || (text && llvm::isa<clang::StringLiteral>(stripped(argument)) &&
                    llvm::StringRef(*text).starts_with_insensitive(alternative.drop_front()));
    else
      met = met || word_in(spelled, alternative) || word_in(expanded, alternative) ||
            (text && *text == alternative.str());
  }
  return met != negative;
}

void FunctionAnalysis::apply_source(const CallView& call, const Model& model, CellId result) {
  unsigned number = 0;
  for (const Model* other : unit_.models.named(model.function)) {
    if (other == &model) break;
    ++number;
  }
  const auto [at, added] =
      source_sites_.emplace(std::make_pair(static_cast<const void*>(call.expression), number),
                            static_cast<std::uint32_t>(summary_.sources.size()));
  if (added) {
    SourceSite site;
    site.place = unit_.spot_of(call.expression->getSourceRange());
    site.function = tables_.text(
        call.record.empty() || call.record == call.name ? call.name : call.record + "::" + call.name);
    site.level = model.level;
    site.label = tables_.text(model.label);
    summary_.sources.push_back(site);
  }
  Fact fact;
  fact.origin = {SlotKind::kSource, 0, at->second, 0};
  if (!model.allows.empty()) fact.refused = refused_by_allowing(characters_of(model.allows));
  fact.cleared = model.clears;
  Content text;
  text.facts = tables_.fact_set_of(fact);
  if (model.format >= 0 && model.scan_format &&
      static_cast<std::size_t>(model.format) < call.arguments.size()) {
    // Only conversions to text bring text.
    const auto format = constant_text(call.arguments[static_cast<std::size_t>(model.format)]);
    if (format) {
      std::size_t argument = 0;
      for (const CallPlace& place : model.to) argument = place.index;
      for (std::size_t i = 0; i < format->size(); ++i) {
        if ((*format)[i] != '%') continue;
        if (++i >= format->size() || (*format)[i] == '%') continue;
        bool skipped = false;
        bool set = false;
        while (i < format->size() && !clang::isLetter(static_cast<unsigned char>((*format)[i])) &&
               (*format)[i] != '[')
          skipped = (*format)[i++] == '*' || skipped;
        while (i < format->size() && llvm::StringRef("hlLqjztmwI").contains((*format)[i])) ++i;
        if (i >= format->size()) break;
        set = (*format)[i] == '[';
        const bool carries = set || llvm::StringRef("sScC").contains((*format)[i]);
        Fact one = fact;
        if (set) {
          std::size_t end = format->find(']', i + 2);
          if (end == std::string::npos) end = format->size();
          std::string_view inside = std::string_view(*format).substr(i + 1, end - i - 1);
          const bool except = inside.starts_with('^');
          if (except) inside.remove_prefix(1);
          one.refused = except ? characters_of(inside) : refused_by_allowing(characters_of(inside));
          i = end;
        }
        if (skipped) continue;
        if (carries && argument < call.arguments.size()) {
          Content part;
          part.facts = tables_.fact_set_of(one);
          write_at(call, {CallPlace::Base::kArgument, static_cast<std::uint16_t>(argument), {}}, result, part,
                   false);
        }
        ++argument;
      }
      return;
    }
  }
  for (const CallPlace& place : model.to) write_at(call, place, result, text, model.append);
}

// `args[0]` of an array of this function in which only constants were put there. All elements of an array are
// one object, which would make the program of what is its argument.
bool FunctionAnalysis::is_constant_element(const clang::Expr* expression) {
  const auto* element = llvm::dyn_cast<clang::ArraySubscriptExpr>(stripped(expression));
  if (element == nullptr) return false;
  const auto index = number_of(element->getIdx());
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(stripped(element->getBase()));
  const auto* array = reference != nullptr ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
  if (!index || array == nullptr || !array->hasLocalStorage() || !array->getType()->isArrayType())
    return false;
  const auto is_text = [&](const clang::Expr* value) {
    return value != nullptr && llvm::isa<clang::StringLiteral>(stripped(value));
  };
  bool constant = false;
  if (const auto* list = array->getInit() != nullptr
                             ? llvm::dyn_cast<clang::InitListExpr>(stripped(array->getInit()))
                             : nullptr;
      list != nullptr && *index >= 0 && *index < list->getNumInits()) {
    constant = is_text(list->getInit(static_cast<unsigned>(*index)));
    if (!constant) return false;
  }
  const auto assigned = elements_.find(array);
  if (assigned == elements_.end()) return constant;
  for (const auto& [at, value] : assigned->second) {
    const auto other = number_of(at);
    if (other && *other != *index) continue;
    if (!other || !is_text(value)) return false;
    constant = true;
  }
  return constant;
}

// Whether "--" stands among the arguments of a program, so that no later one is an option.
bool FunctionAnalysis::ends_options(const CallView& call, const CallPlace& place, unsigned argument,
                                    const Content& value) {
  const auto is_end = [&](CellId cell) {
    return tables_.cell_of(cell).root == RootKind::kLiteral &&
           unit_.unit.literals[tables_.cell_of(cell).id].text == "--";
  };
  if (place.base == CallPlace::Base::kFrom) {
    for (std::size_t i = place.index; i < argument && i < call.arguments.size(); ++i) {
      const std::vector<CellId>& cells = tables_.cell_sets[argument_value(call, i).pointees];
      if (std::any_of(cells.begin(), cells.end(), is_end)) return true;
    }
    return false;
  }
  const std::vector<CellId> arrays = tables_.cell_sets[value.pointees];
  for (const CellId array : arrays) {
    const std::vector<CellId>& cells = tables_.cell_sets[state_.get(tables_, array).pointees];
    if (std::any_of(cells.begin(), cells.end(), is_end)) return true;
  }
  return false;
}

void FunctionAnalysis::apply_sink(const CallView& call, const Model& model) {
  if (!emitting_) return;
  for (const CallPlace& place : model.in) {
    const std::vector<Content> contents = contents_at(call, place, 0);
    for (std::size_t i = 0; i < contents.size(); ++i) {
      const unsigned argument =
          place.base == CallPlace::Base::kThis ? 999U : place.index + static_cast<unsigned>(i);
      if (model.kind == Kind::kProgram && argument < call.arguments.size() &&
          is_constant_element(call.arguments[argument]))
        continue;
      if (model.kind == Kind::kArgv && ends_options(call, place, argument, contents[i])) continue;
      const auto [at, added] =
          sink_sites_.emplace(std::make_tuple(static_cast<const void*>(call.expression), argument,
                                              static_cast<std::uint8_t>(model.kind), model.label),
                              static_cast<std::uint32_t>(summary_.sinks.size()));
      if (added) {
        SinkSite site;
        site.place = unit_.spot_of(call.expression->getSourceRange());
        site.function = tables_.text(
            call.record.empty() || call.record == call.name ? call.name : call.record + "::" + call.name);
        site.kind = model.kind;
        site.argument = place.base == CallPlace::Base::kThis ? kThis : static_cast<std::int16_t>(argument);
        site.role = tables_.text(model.label);
        site.rule = tables_.text(model.rule);
        summary_.sinks.push_back(site);
      }
      Content whole = contents[i];
      KnownTextId text = text_of_value(contents[i]);
      // What the format says around it belongs to the text that is written.
      if (model.format >= 0 && static_cast<std::size_t>(model.format) < call.arguments.size()) {
        if (const auto format = constant_text(call.arguments[static_cast<std::size_t>(model.format)])) {
          KnownText around = tables_.with_constant(tables_.texts[text], *format);
          text = tables_.texts.number(around);
        }
      }
      // All parts of an array of arguments, and of a record that holds text.
      emit(whole, {SlotKind::kSink, 0, at->second, 0}, call.expression->getSourceRange(), text);
    }
  }
}

void FunctionAnalysis::apply_transfer(const CallView& call, const Model& model, CellId result) {
  KnownText text;
  text.complete = true;
  const CallPlace* first = model.to.empty() ? nullptr : &model.to[0];
  if (model.append && first != nullptr) {
    const std::vector<Content> before = contents_at(call, *first, result);
    if (!before.empty()) text = tables_.texts[text_of_value(before[0])];
  }
  FactSetId facts = 0;
  CellSetId pointees = 0;
  const auto take = [&](const Content& value) {
    const FactSetId added = tables_.changed(text_facts(value), [&](Fact& fact) {
      fact.shape = tables_.shape_behind(text, fact.shape);
      fact.cleared |= model.clears;
      if (model.restores != kNoKinds) {
        fact.cleared &= ~model.restores;
        fact.restored |= model.restores;
        fact.refused = {};
      }
      if (model.label == "canonical") fact.refused.add(CharSet::kCanonical);
      if (model.label == "escaped") fact.refused.add(CharSet::kEscaped);
      fact.pending = {};
      fact.before_loop = false;
      return true;
    });
    facts = tables_.united(facts, added);
    const KnownText inserted = tables_.texts[text_of_value(value)];
    if (inserted.complete) {
      text = tables_.with_constant(text, inserted.head);
    } else {
      if (text.complete) text.head += inserted.head;
      if (text.head.size() > 64) text.head.resize(64);
      text.complete = false;
      text.last = inserted.last;
    }
    text.lines = text.lines || inserted.lines;
    text.markup = text.markup || inserted.markup;
  };
  bool formatted = false;
  if (model.format >= 0 && !model.scan_format &&
      static_cast<std::size_t>(model.format) < call.arguments.size()) {
    const clang::Expr* format_argument = call.arguments[static_cast<std::size_t>(model.format)];
    const auto format = constant_text(format_argument);
    if (format) {
      formatted = true;
      const bool list = !model.from.empty() && model.from[0].base == CallPlace::Base::kArgument;
      std::size_t argument = model.from.empty() ? call.arguments.size() : model.from[0].index;
      std::string constant;
      for (std::size_t i = 0; i < format->size(); ++i) {
        if ((*format)[i] != '%') {
          constant += (*format)[i];
          continue;
        }
        if (i + 1 < format->size() && (*format)[i + 1] == '%') {
          constant += '%';
          ++i;
          continue;
        }
        text = tables_.with_constant(text, constant);
        constant.clear();
        ++i;
        while (i < format->size() &&
               (llvm::StringRef("-+ #0123456789.*'hlLqjztwI$").contains((*format)[i]))) {
          if ((*format)[i] == '*' && !list) ++argument;
          ++i;
        }
        const char conversion = i < format->size() ? (*format)[i] : 0;
        const bool carries = llvm::StringRef("sScCqQwZT@").contains(conversion);
        if (carries && argument < call.arguments.size()) {
          const FactSetId before = facts;
          take(argument_value(call, argument));
          // The quoting conversions of SQLite.
          if (conversion == 'q' || conversion == 'Q' || conversion == 'w') {
            const FactSetId quoted = tables_.changed(facts, [&](Fact& fact) {
              if (std::binary_search(tables_.fact_sets[before].begin(), tables_.fact_sets[before].end(),
                                     tables_.facts.number(fact)))
                return true;
              fact.cleared |= mask_of(Kind::kSql);
              return true;
            });
            facts = quoted;
          }
        } else {
          if (!list && argument < call.arguments.size())
            facts = tables_.united(facts, origins_of_number(argument_value(call, argument)));
          text = tables_.with_unknown(text);
        }
        if (!list) ++argument;
      }
      text = tables_.with_constant(text, constant);
      // Text that the conversions do not bring: a tainted format is its own sink.
    } else {
      take(argument_value(call, static_cast<std::size_t>(model.format)));
    }
  }
  if (!formatted) {
    for (const CallPlace& place : model.from) {
      for (const Content& value : contents_at(call, place, result)) {
        take(value);
        pointees = tables_.united_cells(pointees, value.pointees);
      }
    }
  }
  Content content;
  content.facts = facts;
  content.text = tables_.texts.number(text);
  for (const CallPlace& place : model.to) {
    write_at(call, place, result, content, model.append);
    if (place.base == CallPlace::Base::kArgument && place.index < call.arguments.size())
      keep_unguessable(content, name_written(call.arguments[place.index]), call.expression);
  }
}

void FunctionAnalysis::apply_callback(const CallView& call, const Model& model) {
  // The called function gets what the model says: extra keys "param0" = "3" and so on.
  for (const CallPlace& place : model.in) {
    for (const Content& target : contents_at(call, place, 0)) {
      const FactSetId functions = text_facts(target);
      if (functions == 0) continue;
      const std::uint32_t id =
          call_site(call.expression, 100U + place.index, call.expression->getSourceRange());
      CallSite& site = summary_.calls[id];
      site.name = tables_.text(call.name);
      std::vector<TextId> targets;
      for (const FactId fact : tables_.fact_sets[functions]) {
        if (tables_.facts[fact].origin.kind == SlotKind::kFunction)
          targets.push_back(tables_.facts[fact].origin.id);
      }
      std::sort(targets.begin(), targets.end());
      site.targets = targets;
      site.arguments.resize(8);
      for (const auto& [key, value] : model.extra) {
        if (!llvm::StringRef(key).starts_with("param")) continue;
        unsigned parameter = 0;
        unsigned argument = 0;
        if (llvm::StringRef(key).drop_front(5).getAsInteger(10, parameter) || parameter > 7) continue;
        if (llvm::StringRef(value).ltrim('*').getAsInteger(10, argument)) continue;
        const Content passed = argument_value(call, argument);
        site.arguments[parameter].text = true;
        emit(passed, {SlotKind::kCallArg, static_cast<std::int16_t>(parameter), id, 0},
             call.expression->getSourceRange());
      }
      // A closure is its own first object.
      emit(target, {SlotKind::kCallArg, kThis, id, 0}, call.expression->getSourceRange());
      Content target_facts;
      target_facts.facts = functions;
      emit(target_facts, {SlotKind::kCallTarget, 0, id, 0}, call.expression->getSourceRange());
      site.has_this = true;
    }
  }
}

// What is wrong without any flow is found here; what the call does with values is for the other models.
void FunctionAnalysis::report_misuses(const CallView& call, std::vector<const Model*>& models) {
  for (const Model* model : models) {
    if (model->type != ModelType::kMisuse || !emitting_) continue;
    LocalFinding finding;
    finding.rule = tables_.text(model->rule);
    finding.place = unit_.spot_of(call.expression->getSourceRange());
    finding.function = summary_.name;
    finding.subject = tables_.text(call.name);
    if (finding.place.line != 0) unit_.unit.findings.push_back(finding);
  }
  std::erase_if(models, [](const Model* model) { return model->type == ModelType::kMisuse; });
}

// A number whose address is given away is another one afterwards: lengths, counts, handles.
void FunctionAnalysis::forget_numbers(const CallView& call) {
  for (const clang::Expr* argument : call.arguments) {
    const clang::QualType type = argument->getType();
    if (!type->isPointerType() || !type->getPointeeType()->isIntegerType() ||
        type->getPointeeType().isConstQualified() || type->getPointeeType()->isCharType())
      continue;
    const auto* address = llvm::dyn_cast<clang::UnaryOperator>(stripped(argument));
    if (address == nullptr || address->getOpcode() != clang::UO_AddrOf) continue;
    for (const CellId cell : objects_of(address->getSubExpr()).cells) {
      if (tables_.cell_of(cell).root == RootKind::kLiteral) continue;
      forget_conditions_on(cell);
      Content content = state_.get(tables_, cell);
      if (!content.has_number && content.test == nullptr) continue;
      content.has_number = false;
      content.test = nullptr;
      state_.set(tables_, cell, content);
    }
  }
}

void FunctionAnalysis::apply_models(const CallView& call, const std::vector<const Model*>& models,
                                    CellId result) {
  for (const Model* model : models) {
    if (model->type == ModelType::kSink) apply_sink(call, *model);
    if (model->type == ModelType::kRole || model->type == ModelType::kState) apply_role(call, *model);
    if (model->type == ModelType::kCallback && emitting_) apply_callback(call, *model);
  }
  forget_numbers(call);
  // What the result is where no model says so: a number or a pointer of which nothing is known but that it
  // can be tested.
  Content value;
  value.test = call.expression;
  if (result != 0) state_.set(tables_, result, value);
  int alias = -2;
  for (const Model* model : models) {
    switch (model->type) {
      case ModelType::kSource:
        apply_source(call, *model, result);
        mark_read_secret(call, *model);
        break;
      case ModelType::kPropagate:
      case ModelType::kSanitize:
        apply_transfer(call, *model, result);
        break;
      case ModelType::kNoReturn:
        state_.reachable = false;
        return;
      default:
        break;
    }
    if (model->alias != -2) alias = model->alias;
  }
  for (const Model* model : models) {
    if (model->type == ModelType::kState) enter_state(call, *model, result);
  }
  if (result == 0) return;
  if (alias != -2) {
    Content aliased = alias == -1 ? call.this_value : argument_value(call, static_cast<std::size_t>(alias));
    aliased.has_number = false;
    state_.set(tables_, result, aliased);
  }
  Content final_value = state_.get(tables_, result);
  final_value.test = call.expression;
  state_.set(tables_, result, final_value);
}

// What an object holds after a call that may have written to it: one fact that stands for what was there and
// for what was written, so that facts do not pile up with every call. Facts that only hold under conditions
// on local variables, and those of loops that look at characters, cannot be told by the call: they stay.
FactSetId FunctionAnalysis::after_call(FactSetId before, FactSetId marked, CellId written) {
  const Cell& out = tables_.cell_of(written);
  Fact after;
  after.origin = {SlotKind::kCallAfter, out.index, out.id, tables_.text(out.path)};
  std::vector<FactId> others{tables_.facts.number(after)};
  for (const FactId id : tables_.fact_sets[before]) {
    const Fact& fact = tables_.facts[id];
    const auto local = [&](const Condition& condition) {
      return condition.subject == Condition::Subject::kLocal;
    };
    const std::vector<Condition>& conditions = tables_.conditions[fact.conditions];
    if (fact.before_loop || !fact.pending.empty() || std::any_of(conditions.begin(), conditions.end(), local))
      return tables_.united(marked, tables_.initial(written).facts);
    // Two arguments that lead to one object.
    if (fact.origin.kind == SlotKind::kCallAfter && fact.origin.id == out.id &&
        fact.origin.index != out.index)
      others.push_back(id);
  }
  return tables_.fact_set(std::move(others));
}

void FunctionAnalysis::havoc(const Content& value, clang::QualType type, std::uint32_t call,
                             std::int16_t index) {
  const bool holds_pointer = !type.isNull() && (type->isPointerType() || type->isReferenceType()) &&
                             type->getPointeeType()->isPointerType();
  std::vector<std::tuple<CellId, std::string, unsigned>> work;
  for (const CellId cell : tables_.cell_sets[value.pointees]) work.emplace_back(cell, "", 0);
  std::set<CellId> seen;
  while (!work.empty()) {
    const auto [cell, path, level] = work.back();
    work.pop_back();
    if (seen.size() > 32 || !seen.insert(cell).second) continue;
    if (tables_.cell_of(cell).root == RootKind::kLiteral) continue;
    forget_conditions_on(cell);
    Content content = state_.get(tables_, cell);
    const std::vector<CellId> pointees = tables_.cell_sets[content.pointees];
    const FactSetId before = content.facts;
    // Whether what was there is still there, and cleared of what, is known when all functions are.
    content.facts = tables_.changed(content.facts, [&](Fact& fact) {
      const Condition condition{Condition::Subject::kClearedBy, Compare::kEqual, true, index, call, 0};
      tables_.add_condition(fact.conditions, condition);
      return true;
    });
    Cell out{RootKind::kCallOut, index, call, nullptr, path};
    const CellId written = tables_.cell(out);
    if (holds_pointer && level == 0) {
      content.pointees = tables_.united_cells(content.pointees, tables_.cell_set({written}));
    } else {
      content.facts = after_call(before, content.facts, written);
      content.text = 0;
    }
    content.has_number = false;
    content.test = nullptr;
    state_.set(tables_, cell, content);
    if (const Cell global = tables_.cell_of(cell); global.root == RootKind::kGlobal && emitting_) {
      Content left;
      left.facts = tables_.initial(written).facts;
      emit(left, {SlotKind::kGlobal, 0, global.id, tables_.text(global.path)}, {});
    }
    if (level >= 3) continue;
    for (const CellId pointee : pointees) work.emplace_back(pointee, path, level + 1);
    const std::size_t prefix = tables_.cell_of(cell).path.size();
    for (const CellId child : tables_.children_of(cell)) {
      if (state_.find(child) != nullptr)
        work.emplace_back(child, path + tables_.cell_of(child).path.substr(prefix), level + 1);
    }
  }
}

// What was written to a global is seen by other functions.
void FunctionAnalysis::publish(const std::vector<CellId>& cells) {
  if (!emitting_) return;
  for (const CellId cell : cells) {
    const Cell written = tables_.cell_of(cell);
    if (written.root != RootKind::kGlobal) continue;
    Content whole;
    whole.pointees = tables_.cell_set({cell});
    emit(whole, {SlotKind::kGlobal, 0, written.id, tables_.text(written.path)}, {});
  }
}

void FunctionAnalysis::havoc_globals() {
  std::vector<CellId> globals;
  for (const auto& [cell, content] : state_.entries()) {
    if (tables_.cell_of(cell).root == RootKind::kGlobal) globals.push_back(cell);
  }
  for (const CellId cell : globals) {
    forget_conditions_on(cell);
    Content content = tables_.united(state_.get(tables_, cell), tables_.initial(cell));
    content.has_number = false;
    state_.set(tables_, cell, content);
  }
}

// What a function is known to return without looking further: the one object of a class (`instance()`), or
// the object it was called for, so that calls can be chained. Empty: its result is an object of its own.
std::vector<CellId> FunctionAnalysis::returned_objects(const CallView& call) {
  const clang::FunctionDecl* callee = call.callee;
  if (callee == nullptr || !(call.result->isReferenceType() || call.result->isAnyPointerType() ||
                             (call.expression != nullptr && call.expression->isGLValue())))
    return {};
  const clang::QualType type = callee->getReturnType();
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
  const std::uint32_t id =
      call_site(call.key != nullptr ? call.key : call.expression, call.key != nullptr ? 2 : 0, {});
  const CellId object = tables_.cell({RootKind::kCallResult, 0, id, nullptr, {}});
  if (!type->isReferenceType() && !type->isPointerType()) return {};
  const clang::CXXRecordDecl* record = type->getPointeeType()->getAsCXXRecordDecl();
  const bool bound = method != nullptr && method->isInstance();
  if (type->isReferenceType() && record != nullptr && !type->getPointeeType().isConstQualified()) {
    std::vector<CellId> same;
    if (bound && call.has_this && method->getParent()->getCanonicalDecl() == record->getCanonicalDecl())
      same = tables_.cell_sets[call.this_value.pointees];
    else if (!bound && callee->isOverloadedOperator() && callee->getNumParams() == 2 &&
             callee->getParamDecl(0)->getType()->isReferenceType() &&
             callee->getParamDecl(0)->getType()->getPointeeCXXRecordDecl() != nullptr &&
             callee->getParamDecl(0)->getType()->getPointeeCXXRecordDecl()->getCanonicalDecl() ==
                 record->getCanonicalDecl())
      same = tables_.cell_sets[argument_value(call, 0).pointees];
    if (!same.empty()) {
      same.push_back(object);
      return same;
    }
  }
  if (bound || callee->getNumParams() != 0) return {};
  const clang::FunctionDecl* definition = nullptr;
  if (callee->hasBody(definition)) {
    const auto* body = llvm::dyn_cast_or_null<clang::CompoundStmt>(definition->getBody());
    const auto* last = body != nullptr && !body->body_empty()
                           ? llvm::dyn_cast<clang::ReturnStmt>(body->body_back())
                           : nullptr;
    const clang::Expr* value = last != nullptr ? last->getRetValue() : nullptr;
    if (value == nullptr) return {};
    value = value->IgnoreParenImpCasts();
    if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(value)) {
      // `return &it`, and `return *pointer` that is made once.
      if (unary->getOpcode() != clang::UO_AddrOf && unary->getOpcode() != clang::UO_Deref) return {};
      value = unary->getSubExpr()->IgnoreParenImpCasts();
    }
    const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(value);
    const auto* variable =
        reference != nullptr ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
    if (variable == nullptr || !variable->hasGlobalStorage() || variable->getType().isConstQualified())
      return {};
    std::vector<CellId> objects{variable_cell(variable)};
    if (!definition->isInlined() && definition->isExternallyVisible())
      objects.push_back(tables_.cell({RootKind::kGlobal, 0, unit_.usr_of(callee), nullptr, {}}));
    return objects;
  }
  // Defined elsewhere: one object, wherever it is called.
  if (!type->isReferenceType() || record == nullptr) return {};
  return {object, tables_.cell({RootKind::kGlobal, 0, unit_.usr_of(callee), nullptr, {}})};
}

void FunctionAnalysis::program_call(const CallView& call, CellId result, const std::vector<TextId>& targets,
                                    const Content* target_value, bool dispatched) {
  const clang::SourceRange range =
      call.expression != nullptr ? call.expression->getSourceRange() : clang::SourceRange();
  const std::uint32_t id =
      call_site(call.key != nullptr ? call.key : call.expression, call.key != nullptr ? 2 : 0, range);
  if (emitting_) {
    std::vector<CallArgument> arguments;
    for (std::size_t i = 0; i < call.arguments.size(); ++i) {
      const clang::Expr* argument = call.arguments[i];
      const Content value = argument_value(call, i);
      CallArgument info;
      clang::QualType type = argument->getType();
      if (call.callee != nullptr && i < call.callee->getNumParams())
        type = call.callee->getParamDecl(static_cast<unsigned>(i))->getType();
      info.text = carries_text(argument->getType());
      info.writable = writable_through(type);
      info.number = number_of(argument);
      const std::vector<CellId>& cells = tables_.cell_sets[value.pointees];
      if (cells.size() == 1 && tables_.cell_of(cells[0]).root == RootKind::kLiteral)
        info.literal = tables_.cell_of(cells[0]).id;
      arguments.push_back(info);
      KnownTextId text = text_of_value(value);
      // What a function like printf is given stands where its format says.
      if (call.callee != nullptr && call.callee->isVariadic() && call.callee->getNumParams() > 0 &&
          i >= call.callee->getNumParams()) {
        if (const auto format = constant_text(call.arguments[call.callee->getNumParams() - 1]))
          text = tables_.texts.number(tables_.with_constant(tables_.texts[text], *format));
      }
      emit(value, {SlotKind::kCallArg, static_cast<std::int16_t>(i), id, 0}, argument->getSourceRange(),
           text);
      const bool to_be_written = info.writable && type->isReferenceType() && info.number && *info.number < 2;
      if (info.number && !to_be_written)
        emit_number(*info.number, {SlotKind::kCallArg, static_cast<std::int16_t>(i), id, 0},
                    argument->getSourceRange());
    }
    if (call.has_this) emit(call.this_value, {SlotKind::kCallArg, kThis, id, 0}, range);
    if (target_value != nullptr) {
      Content pointer;
      pointer.facts = text_facts(*target_value);
      emit(pointer, {SlotKind::kCallTarget, 0, id, 0}, range);
    }
    CallSite& site = summary_.calls[id];
    site.targets = targets;
    site.name = tables_.text(call.callee != nullptr ? call.callee->getQualifiedNameAsString() : call.name);
    const auto* through =
        call.callee == nullptr ? llvm::dyn_cast_or_null<clang::CallExpr>(call.expression) : nullptr;
    site.signature = through != nullptr ? tables_.text(signature_of(through->getCallee()->getType())) : 0;
    site.through_pointer = call.through_pointer;
    site.dispatched = dispatched;
    site.constructor = llvm::isa_and_nonnull<clang::CXXConstructorDecl>(call.callee);
    site.result_text = carries_text(call.result);
    site.handled = handled_calls_.contains(call.expression);
    site.has_this = call.has_this;
    site.arguments = std::move(arguments);
    site.object.text = call.has_this;
    const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call.callee);
    site.object.writable = call.has_this && (method == nullptr || !method->isConst());
  }
  note_handles_given(call);
  // What the callee may have written.
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    clang::QualType type = call.arguments[i]->getType();
    if (call.callee != nullptr && i < call.callee->getNumParams())
      type = call.callee->getParamDecl(static_cast<unsigned>(i))->getType();
    if (!writable_through(type)) continue;
    havoc(argument_value(call, i), type, id, static_cast<std::int16_t>(i));
  }
  const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call.callee);
  if (call.has_this && (method == nullptr || !method->isConst() || method->getParent()->isLambda())) {
    havoc(call.this_value, {}, id, kThis);
  }
  havoc_globals();
  if (catches_) {
    const CellId thrown = tables_.cell({RootKind::kException, 0, 0, nullptr, {}});
    Content content = state_.get(tables_, thrown);
    content.facts = tables_.united(
        content.facts, tables_.initial(tables_.cell({RootKind::kCallOut, kThrown, id, nullptr, {}})).facts);
    state_.set(tables_, thrown, content);
  }
  if (result == 0) return;
  Content value;
  value.test = call.expression;
  const CellId object = tables_.cell({RootKind::kCallResult, 0, id, nullptr, {}});
  if (call.result->isAnyPointerType() || call.result->isReferenceType() || call.result->isRecordType() ||
      (call.expression != nullptr && call.expression->isGLValue())) {
    std::vector<CellId> objects = returned_objects(call);
    if (objects.empty()) objects = {object};
    value.pointees = tables_.cell_set(std::move(objects));
    if (call.result->isFunctionPointerType()) value.facts = tables_.initial(object).facts;
  } else if (!call.result->isVoidType()) {
    value.facts = tables_.initial(object).facts;
  }
  state_.set(tables_, result, value);
}

// What a program writes to its standard output is the page where a server started it for a request.
void FunctionAnalysis::note_page_output(const CallView& call) {
  if (!emitting_ || call.name != "operator<<") return;
  const Content stream = call.has_this ? call.this_value : argument_value(call, 0);
  const std::vector<CellId>& cells = tables_.cell_sets[stream.pointees];
  const bool standard_output = std::any_of(cells.begin(), cells.end(), [&](CellId id) {
    const Cell& cell = tables_.cell_of(id);
    if (cell.root != RootKind::kGlobal) return false;
    const std::string_view usr = tables_.text_of(cell.id);
    return usr.ends_with("@cout") || usr.ends_with("@wcout");
  });
  if (!standard_output) return;
  static const Model page = [] {
    Model model;
    model.type = ModelType::kSink;
    model.kind = Kind::kHtml;
    model.label = "page";
    return model;
  }();
  Model written = page;
  written.in.push_back({CallPlace::Base::kArgument, static_cast<std::uint16_t>(call.has_this ? 0 : 1), {}});
  CallView view = call;
  view.name = "std::cout";
  view.record.clear();
  apply_sink(view, written);
}

// A function of a library that no model describes.
void FunctionAnalysis::unknown_library_call(const CallView& call, CellId result) {
  note_page_output(call);
  const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call.callee);
  const clang::CXXRecordDecl* record = call.object != nullptr ? record_of(call.object->getType())
                                       : method != nullptr    ? method->getParent()
                                                              : nullptr;
  const bool standard = call.callee != nullptr && in_standard(call.callee);
  const CellId made = tables_.cell({RootKind::kHeap, 0, 0, call.expression, {}});
  const std::vector<CellId> self = tables_.cell_sets[call.this_value.pointees];
  Content value;
  value.test = call.expression;

  // Functions given to algorithms are called with what the other arguments hold.
  Content given;
  FactSetId functions = 0;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const Content argument = argument_value(call, i);
    const FactSetId facts = text_facts(argument);
    bool callable = false;
    for (const FactId fact : tables_.fact_sets[facts])
      callable = callable || tables_.facts[fact].origin.kind == SlotKind::kFunction;
    const clang::CXXRecordDecl* closure = record_of(call.arguments[i]->getType());
    if (callable && (call.arguments[i]->getType()->isFunctionPointerType() ||
                     (closure != nullptr && (closure->isLambda() || closure->getName() == "function")))) {
      functions = tables_.united(functions, facts);
      given.element =
          tables_.cell_sets[argument.pointees].empty() ? 0 : tables_.cell_sets[argument.pointees][0];
    }
  }
  if (functions != 0 && standard && call.name != "function" && call.name != "operator=") {
    const std::uint32_t id = call_site(call.expression, 1, call.expression->getSourceRange());
    FactSetId text = text_facts(call.this_value);
    for (std::size_t i = 0; i < call.arguments.size(); ++i) {
      const Content argument = argument_value(call, i);
      Content inner;
      for (const CellId cell : tables_.cell_sets[argument.pointees]) {
        inner.pointees = tables_.united_cells(inner.pointees, state_.get(tables_, cell).pointees);
      }
      text = tables_.united(text, tables_.united(text_facts(argument), text_facts(inner)));
    }
    text = tables_.changed(text, [](Fact& fact) { return fact.origin.kind != SlotKind::kFunction; });
    Content passed;
    passed.facts = text;
    if (emitting_) {
      CallSite site = summary_.calls[id];
      site.name = tables_.text(call.name);
      site.has_this = true;
      site.arguments.resize(3);
      for (std::int16_t i = 0; i < 3; ++i) {
        site.arguments[static_cast<std::size_t>(i)].text = true;
        emit(passed, {SlotKind::kCallArg, i, id, 0}, call.expression->getSourceRange());
      }
      if (given.element != 0) {
        Content closure;
        closure.pointees = tables_.cell_set({given.element});
        emit(closure, {SlotKind::kCallArg, kThis, id, 0}, call.expression->getSourceRange());
      }
      std::vector<TextId> targets;
      for (const FactId fact : tables_.fact_sets[functions]) {
        if (tables_.facts[fact].origin.kind == SlotKind::kFunction)
          targets.push_back(tables_.facts[fact].origin.id);
      }
      site.targets = targets;
      std::sort(site.targets.begin(), site.targets.end());
      summary_.calls[id] = site;
      Content pointer;
      pointer.facts = functions;
      emit(pointer, {SlotKind::kCallTarget, 0, id, 0}, call.expression->getSourceRange());
    }
    // By reference captured variables are written.
    if (given.element != 0) {
      Content closure;
      closure.pointees = tables_.cell_set({given.element});
      havoc(closure, {}, id, kThis);
    }
  }

  const bool returns_place = call.result->isReferenceType() || call.result->isAnyPointerType() ||
                             (call.expression != nullptr && call.expression->isGLValue());
  if (call.has_this) {
    const bool handle = is_handle(record);
    std::vector<CellId> targets;
    for (const CellId cell : self) {
      const std::vector<CellId>& inner = tables_.cell_sets[state_.get(tables_, cell).pointees];
      if (handle && !inner.empty())
        targets.insert(targets.end(), inner.begin(), inner.end());
      else
        targets.push_back(cell);
    }
    const bool writes = method == nullptr || (!method->isConst() && !method->isStatic());
    if (writes) {
      const bool text_class = is_text_class(record);
      const bool replaces = call.name == "operator=" || call.name == "assign" || call.name == "reset";
      Content added;
      KnownText text;
      text.complete = true;
      if (!self.empty() && !replaces) text = tables_.texts[state_.get(tables_, self[0]).text];
      bool any = false;
      for (std::size_t i = 0; i < call.arguments.size(); ++i) {
        const Content argument = argument_value(call, i);
        const clang::QualType type = call.arguments[i]->getType();
        if (is_number(type)) {
          // Where something is in a container says nothing of what is in it.
          if (call.name == "operator[]" || call.name == "at" || call.name == "resize" ||
              call.name == "reserve" || call.name == "erase")
            continue;
          const Content number = value_of(call.arguments[i]);
          added.facts = tables_.united(added.facts,
                                       text_class ? origins_of_number(number) : tables_.number_facts(number));
          any = any || (!text_class && added.facts != 0);
          continue;
        }
        any = true;
        if (names_function(call.arguments[i])) {
          added.facts = tables_.united(added.facts, argument.facts);
        } else if (text_class) {
          added.facts = tables_.united(added.facts, tables_.changed(text_facts(argument), [&](Fact& fact) {
            fact.shape = tables_.shape_behind(text, fact.shape);
            fact.pending = {};
            fact.before_loop = false;
            return true;
          }));
          const KnownText inserted = tables_.texts[text_of_value(argument)];
          if (inserted.complete) {
            text = tables_.with_constant(text, inserted.head);
          } else {
            if (text.complete) text.head += inserted.head;
            if (text.head.size() > 64) text.head.resize(64);
            text.complete = false;
            text.last = inserted.last;
          }
          text.lines = text.lines || inserted.lines;
          text.markup = text.markup || inserted.markup;
        } else if (type->isPointerType() ||
                   (type->isReferenceType() && type->getPointeeType()->isPointerType())) {
          Content pointer = argument;
          if (call.arguments[i]->isGLValue())
            pointer = load(objects_of(call.arguments[i]), type.getNonReferenceType());
          added = tables_.united(added, pointer);
        } else if (type->isRecordType() || call.arguments[i]->isGLValue()) {
          for (const CellId cell : self)
            copy_object(cell, tables_.cell_sets[argument.pointees], !(replaces && self.size() == 1));
        } else {
          added.facts = tables_.united(added.facts, argument.facts);
        }
      }
      if (any || replaces || call.name == "clear") {
        added.text = text_class ? tables_.texts.number(text) : 0;
        for (const CellId cell : self) {
          Content content = state_.get(tables_, cell);
          if ((text_class && replaces && self.size() == 1) || (call.name == "clear" && self.size() == 1))
            content = added;
          else if (added.facts != 0 || added.pointees != 0 || text_class) {
            content = tables_.united(content, added);
            content.text = added.text;
          }
          content.has_number = false;
          state_.set(tables_, cell, content);
          record_copy(cell, added.facts, call.expression->getSourceRange(), call.name);
        }
        keep_unguessable(added, name_written(call.object), call.expression);
        publish(self);
        if (targets != self) publish(targets);
      }
    }
    if (returns_place) {
      const bool same = record != nullptr && record_of(call.result) == record;
      value.pointees = tables_.cell_set(
          same || call.name == "operator->" ? (call.name == "operator->" ? targets : self) : targets);
    } else if (call.result->isRecordType()) {
      const bool handle_result = is_handle(call.result->getAsCXXRecordDecl());
      Content object;
      if (handle_result) {
        object.test = call.expression;  // `it != end()` says what `find` found
        object.pointees = tables_.cell_set(targets);
      } else {
        copy_object(made, targets, false);
        object = state_.get(tables_, made);
        // What is asked for by name is not the name.
        for (std::size_t i = 0; i < call.arguments.size(); ++i) {
          if (is_number(call.arguments[i]->getType())) continue;
          const FactSetId facts = tables_.changed(text_facts(argument_value(call, i)), [](Fact& fact) {
            return fact.origin.kind != SlotKind::kLiteral;
          });
          object.facts = tables_.united(object.facts, facts);
        }
      }
      state_.set(tables_, made, object);
      value.pointees = tables_.cell_set({made});
    } else if (!is_number(call.result) || method == nullptr) {
      value.facts = text_facts(call.this_value);
      if (call.result->isCharType()) value.element = targets.empty() ? 0 : targets[0];
    }
    state_.set(tables_, result, value);
    return;
  }

  // A free function.
  const auto argument = [&](std::size_t i) { return argument_value(call, i); };
  if (standard && !call.arguments.empty()) {
    static const std::set<std::string> same = {"move",
                                               "forward",
                                               "ref",
                                               "cref",
                                               "addressof",
                                               "as_const",
                                               "move_if_noexcept",
                                               "static_pointer_cast",
                                               "dynamic_pointer_cast",
                                               "get",
                                               "__addressof",
                                               "launder"};
    if (same.contains(call.name) || (returns_place && call.arguments.size() == 1)) {
      Content alias = argument(0);
      alias.test = call.expression;
      state_.set(tables_, result, alias);
      return;
    }
    if ((call.name == "operator<<" || call.name == "operator>>" || call.name == "getline") &&
        call.arguments.size() >= 2) {
      const Content stream = argument(0);
      const Content other = argument(1);
      if (call.name == "operator<<") {
        for (const CellId cell : tables_.cell_sets[stream.pointees]) {
          Content content = state_.get(tables_, cell);
          KnownText text = tables_.texts[content.text];
          if (content.text == 0 && content.facts == 0) text.complete = true;
          content.facts =
              tables_.united(content.facts, is_number(call.arguments[1]->getType())
                                                ? origins_of_number(value_of(call.arguments[1]))
                                                : tables_.changed(text_facts(other), [&](Fact& fact) {
                                                    fact.shape = tables_.shape_behind(text, fact.shape);
                                                    fact.pending = {};
                                                    return true;
                                                  }));
          const KnownText inserted = tables_.texts[text_of_value(other)];
          text = inserted.complete ? tables_.with_constant(text, inserted.head) : tables_.with_unknown(text);
          content.text = tables_.texts.number(text);
          state_.set(tables_, cell, content);
          record_copy(cell, text_facts(other), call.expression->getSourceRange(), "<<");
        }
        publish(tables_.cell_sets[stream.pointees]);
      } else {
        Content content;
        content.facts = text_facts(stream);
        for (const CellId cell : tables_.cell_sets[other.pointees]) {
          if (is_number(call.arguments[1]->getType())) continue;
          state_.erase_below(tables_, cell);
          state_.set(tables_, cell, content);
          record_copy(cell, content.facts, call.expression->getSourceRange(), call.name);
        }
        publish(tables_.cell_sets[other.pointees]);
      }
      Content alias = stream;
      alias.test = call.expression;
      state_.set(tables_, result, alias);
      return;
    }
  }
  Content all;
  KnownText text;
  text.complete = true;
  std::vector<CellId> sources;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const clang::QualType type = call.arguments[i]->getType();
    if (is_number(type)) {
      if (standard) all.facts = tables_.united(all.facts, origins_of_number(value_of(call.arguments[i])));
      continue;
    }
    const Content one = argument(i);
    all.facts = tables_.united(all.facts, tables_.changed(text_facts(one), [&](Fact& fact) {
      fact.shape = tables_.shape_behind(text, fact.shape);
      fact.pending = {};
      fact.before_loop = false;
      return fact.origin.kind != SlotKind::kFunction;
    }));
    const KnownText inserted = tables_.texts[text_of_value(one)];
    if (inserted.complete) {
      text = tables_.with_constant(text, inserted.head);
    } else {
      if (text.complete) text.head += inserted.head;
      if (text.head.size() > 64) text.head.resize(64);
      text.complete = false;
      text.last = inserted.last;
    }
    text.lines = text.lines || inserted.lines;
    text.markup = text.markup || inserted.markup;
    for (const CellId cell : tables_.cell_sets[one.pointees]) {
      // What a pair, an algorithm or a smart pointer is made of.
      const CellSetId inner = state_.get(tables_, cell).pointees;
      all.pointees = tables_.united_cells(all.pointees, inner);
      sources.push_back(cell);
    }
  }
  if (call.name == "operator+") all.text = tables_.texts.number(text);
  // Algorithms write through output iterators; functions named like builders through their first argument.
  if (all.facts != 0 && call.callee != nullptr) {
    for (std::size_t i = 0; i < call.arguments.size(); ++i) {
      const bool output_iterator =
          standard && i + 1 >= 3 && is_handle(record_of(call.arguments[i]->getType()));
      const bool builder = !standard && i == 0 && builds_text(call.name) && i < call.callee->getNumParams() &&
                           writable_through(call.callee->getParamDecl(0)->getType());
      const bool output = standard && i < call.callee->getNumParams() && i > 0 &&
                          writable_through(call.callee->getParamDecl(static_cast<unsigned>(i))->getType()) &&
                          builds_text(call.name);
      if (!output_iterator && !builder && !output) continue;
      Content target = argument(i);
      for (CellId cell : tables_.cell_sets[target.pointees]) {
        const std::vector<CellId> inner = tables_.cell_sets[state_.get(tables_, cell).pointees];
        std::vector<CellId> places = output_iterator && !inner.empty() ? inner : std::vector<CellId>{cell};
        for (const CellId place : places) {
          Content content = state_.get(tables_, place);
          content.facts = tables_.united(content.facts, all.facts);
          state_.set(tables_, place, content);
          record_copy(place, all.facts, call.expression->getSourceRange(), call.name);
        }
        publish(places);
      }
    }
  }
  if (call.result->isRecordType() || returns_place) {
    const bool handle = is_handle(record_of(call.result));
    if (handle && call.name.starts_with("make_")) {
      const CellId object = tables_.cell({RootKind::kHeap, 1, 0, call.expression, {}});
      state_.set(tables_, object, all);
      Content pointer;
      pointer.pointees = tables_.cell_set({object});
      state_.set(tables_, made, pointer);
    } else if (handle) {
      Content pointer;
      pointer.pointees = all.pointees != 0 ? all.pointees : tables_.cell_set(sources);
      state_.set(tables_, made, pointer);
    } else {
      state_.set(tables_, made, Content());
      if (standard && call.result->isRecordType() && call.name != "operator+")
        copy_object(made, sources, true);
      Content content = state_.get(tables_, made);
      content = tables_.united(content, all);
      content.text = all.text;
      state_.set(tables_, made, content);
    }
    record_copy(made, all.facts, call.expression->getSourceRange(), call.name);
    value.pointees = tables_.cell_set({made});
  } else if (carries_text(call.result)) {
    value.facts = all.facts;
  }
  if (!standard) {
    note_unknown_writes(call);
    forget_numbers(call);
  }
  state_.set(tables_, result, value);
}

// Whether Clang understood all of a call: broken code has arguments without a type (a braced list that no
// parameter takes), and nothing can be said of such a call.
static bool is_typed(const clang::Expr* call) {
  if (call->getType().isNull()) return false;
  for (const clang::Stmt* child : call->children()) {
    const auto* argument = llvm::dyn_cast_or_null<clang::Expr>(child);
    if (argument != nullptr && argument->getType().isNull()) return false;
  }
  return true;
}

void FunctionAnalysis::visit_call(const clang::Expr* expression) {
  if (!is_typed(expression)) return;
  const CellId result = temporary(expression);
  if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(expression)) {
    // A lambda that is used as a pointer to a function.
    const auto* conversion = llvm::dyn_cast_or_null<clang::CXXConversionDecl>(member->getMethodDecl());
    const clang::CXXMethodDecl* operation = conversion != nullptr && conversion->getParent()->isLambda()
                                                ? conversion->getParent()->getLambdaCallOperator()
                                                : nullptr;
    if (operation != nullptr) {
      Content pointer;
      pointer.facts = function_fact(operation);
      state_.set(tables_, result, pointer);
      return;
    }
  }
  CallView view;
  view.expression = expression;
  view.result = expression->getType();
  const Content* target_value = nullptr;
  Content pointer;
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expression)) {
    view.callee = call->getDirectCallee();
    view.arguments.assign(call->arg_begin(), call->arg_end());
    const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(view.callee);
    if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call)) {
      view.object = member->getImplicitObjectArgument();
    } else if (llvm::isa<clang::CXXOperatorCallExpr>(call) && method != nullptr && method->isInstance() &&
               !view.arguments.empty()) {
      view.object = view.arguments[0];
      view.arguments.erase(view.arguments.begin());
    }
    if (view.object != nullptr) {
      view.has_this = true;
      if (view.object->getType()->isPointerType())
        view.this_value = value_of(view.object);
      else
        view.this_value.pointees = tables_.cell_set(objects_of(view.object).cells);
    }
    if (view.callee != nullptr) {
      view.name = name_of(view.callee);
      if (method != nullptr) view.record = method->getParent()->getNameAsString();
      view.result = view.callee->getReturnType();
      if (view.result->isDependentType()) view.result = expression->getType();
    } else {
      pointer = value_of(call->getCallee());
      target_value = &pointer;
      const clang::Expr* callee = stripped(call->getCallee());
      if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(callee))
        callee = stripped(unary->getSubExpr());
      if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(callee))
        callee = stripped(subscript->getBase());
      if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(callee)) {
        view.name = member->getMemberNameInfo().getAsString();
        view.through_pointer = true;
      } else if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(callee)) {
        view.name = reference->getDecl()->getNameAsString();
        view.through_pointer = llvm::isa<clang::VarDecl>(reference->getDecl());
      } else if (const auto* unresolved = llvm::dyn_cast<clang::OverloadExpr>(callee)) {
        view.name = unresolved->getName().getAsString();
        target_value = nullptr;
      } else if (const auto* dependent = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(callee)) {
        view.name = dependent->getMember().getAsString();
        target_value = nullptr;
        if (!dependent->isImplicitAccess()) {
          view.has_this = true;
          if (dependent->isArrow())
            view.this_value = value_of(dependent->getBase());
          else
            view.this_value.pointees = tables_.cell_set(objects_of(dependent->getBase()).cells);
        }
      }
      // One function that the pointer is known to hold: as if it were named.
      const std::vector<FactId> facts = tables_.fact_sets[text_facts(pointer)];
      if (facts.size() == 1 && tables_.facts[facts[0]].origin.kind == SlotKind::kFunction &&
          tables_.facts[facts[0]].conditions == 0) {
        const TextId usr = tables_.facts[facts[0]].origin.id;
        for (const auto& [declaration, id] : unit_.usrs) {
          const auto* function = id == usr ? llvm::dyn_cast<clang::FunctionDecl>(declaration) : nullptr;
          if (function == nullptr) continue;
          view.callee = function;
          view.name = name_of(function);
          view.through_pointer = false;
          break;
        }
      }
    }
  } else {
    // A call that the parser could not make sense of: the name and the arguments are still there.
    bool first = true;
    for (const clang::Stmt* child : expression->children()) {
      const auto* part = llvm::dyn_cast_or_null<clang::Expr>(child);
      if (part == nullptr) continue;
      if (first) {
        if (const auto* unresolved = llvm::dyn_cast<clang::OverloadExpr>(part))
          view.name = unresolved->getName().getAsString();
        else if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(part);
                 reference != nullptr && part->getType()->isFunctionType())
          view.name = reference->getDecl()->getNameAsString();
        else
          view.arguments.push_back(part);
      } else {
        view.arguments.push_back(part);
      }
      first = false;
    }
  }

  if (view.callee != nullptr && view.callee->getBuiltinID() != 0) {
    const llvm::StringRef name = view.name;
    if (name == "__builtin_expect" || name == "__builtin_expect_with_probability" ||
        name == "__builtin_launder" || name == "__builtin_addressof" || name == "__builtin_assume_aligned" ||
        name == "move" || name == "forward" || name == "as_const" || name == "addressof") {
      Content content = argument_value(view, 0);
      content.test = view.arguments.empty() ? nullptr : stripped(view.arguments[0]);
      state_.set(tables_, result, content);
      return;
    }
    if (name == "__builtin_va_start" || name == "__va_start" || name == "__builtin_va_copy") {
      const bool copy = name == "__builtin_va_copy";
      Content content;
      if (copy) {
        content.facts = text_facts(argument_value(view, 1));
        for (const CellId cell : objects_of(view.arguments[1]).cells)
          content.facts = tables_.united(content.facts, state_.get(tables_, cell).facts);
      } else {
        Fact fact;
        fact.origin = {SlotKind::kParam, static_cast<std::int16_t>(function_->getNumParams()), 0, 0};
        content.facts = tables_.fact_set_of(fact);
      }
      if (!view.arguments.empty()) {
        for (const CellId cell : objects_of(stripped(view.arguments[0])).cells)
          state_.set(tables_, cell, content);
      }
      return;
    }
  }

  std::vector<const Model*> models = models_of(view);
  report_misuses(view, models);
  if (!models.empty()) {
    apply_models(view, models, result);
    return;
  }
  if (view.callee != nullptr && unit_.never_return.contains(view.callee->getCanonicalDecl())) {
    program_call(view, result, {unit_.usr_of(view.callee)}, nullptr, false);
    state_.reachable = false;
    return;
  }
  if (view.callee == nullptr) {
    std::vector<TextId> targets;
    if (target_value != nullptr) {
      for (const FactId fact : tables_.fact_sets[text_facts(pointer)]) {
        if (tables_.facts[fact].origin.kind == SlotKind::kFunction)
          targets.push_back(tables_.facts[fact].origin.id);
      }
      std::sort(targets.begin(), targets.end());
    }
    program_call(view, result, targets, target_value, false);
    return;
  }
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(view.callee);
  if (!unit_.of_program(view.callee)) {
    if (view.name == "operator()" && method != nullptr && method->getParent()->getName() == "function") {
      Content closure = view.this_value;
      program_call(view, result, {}, &closure, false);
      return;
    }
    unknown_library_call(view, result);
    return;
  }
  if (method != nullptr && method->isCopyAssignmentOperator() &&
      (method->isImplicit() || method->isDefaulted()) && view.arguments.size() == 1) {
    for (const CellId cell : tables_.cell_sets[view.this_value.pointees]) {
      copy_object(cell, objects_of(view.arguments[0]).cells,
                  tables_.cell_sets[view.this_value.pointees].size() != 1);
    }
    state_.set(tables_, result, view.this_value);
    return;
  }
  if (method != nullptr && method->isMoveAssignmentOperator() &&
      (method->isImplicit() || method->isDefaulted()) && view.arguments.size() == 1) {
    for (const CellId cell : tables_.cell_sets[view.this_value.pointees])
      copy_object(cell, objects_of(view.arguments[0]).cells, false);
    state_.set(tables_, result, view.this_value);
    return;
  }
  bool dispatched = false;
  std::vector<TextId> targets{unit_.usr_of(view.callee)};
  if (method != nullptr && method->isVirtual() && view.object != nullptr) {
    dispatched = true;
    const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(expression);
    const auto* member =
        call != nullptr ? llvm::dyn_cast<clang::MemberExpr>(stripped(call->getCallee())) : nullptr;
    if (member != nullptr && member->hasQualifier()) dispatched = false;
    std::vector<TextId> exact;
    for (const CellId cell : tables_.cell_sets[view.this_value.pointees]) {
      const auto known = dynamic_types_.find(cell);
      const clang::CXXRecordDecl* type =
          known != dynamic_types_.end() ? known->second->getAsCXXRecordDecl() : nullptr;
      const clang::CXXMethodDecl* final_method =
          type != nullptr && dispatched ? method->getCorrespondingMethodInClass(type) : nullptr;
      if (final_method == nullptr) {
        exact.clear();
        break;
      }
      exact.push_back(unit_.usr_of(final_method));
    }
    if (!exact.empty()) {
      std::sort(exact.begin(), exact.end());
      exact.erase(std::unique(exact.begin(), exact.end()), exact.end());
      targets = exact;
      dispatched = false;
    }
  }
  program_call(view, result, targets, nullptr, dispatched);
}

void FunctionAnalysis::visit_construction(const clang::CXXConstructExpr* construction) {
  const CellId target = temporary(construction);
  const clang::CXXConstructorDecl* constructor = construction->getConstructor();
  unit_.constructed_classes.insert(constructor->getParent()->getQualifiedNameAsString());
  dynamic_types_[target] = construction->getType();
  const unsigned count = construction->getNumArgs();
  const bool program = unit_.of_program(constructor->getParent());
  if (count >= 1 && constructor->isCopyOrMoveConstructor() &&
      (!program || constructor->isImplicit() || constructor->isDefaulted() || construction->isElidable())) {
    const Objects from = objects_of(construction->getArg(0));
    state_.erase_below(tables_, target);
    state_.set(tables_, target, Content());
    copy_object(target, from.cells, false);
    return;
  }
  state_.erase_below(tables_, target);
  Content empty;
  state_.set(tables_, target, empty);
  CallView view;
  view.expression = construction;
  view.callee = constructor;
  view.has_this = true;
  view.this_value.pointees = tables_.cell_set({target});
  view.arguments.assign(construction->arg_begin(), construction->arg_end());
  while (!view.arguments.empty() && llvm::isa<clang::CXXDefaultArgExpr>(view.arguments.back()) && !program)
    view.arguments.pop_back();
  view.name = constructor->getParent()->getNameAsString();
  view.record = view.name;
  view.result = ast().VoidTy;
  std::vector<const Model*> models = models_of(view);
  report_misuses(view, models);
  if (!models.empty()) {
    apply_models(view, models, 0);
    return;
  }
  if (program) {
    if (constructor->isTrivial() && count == 0) return;
    program_call(view, 0, {unit_.usr_of(constructor)}, nullptr, false);
    return;
  }
  const CellId scratch = tables_.cell({RootKind::kTemporary, 2, 0, construction, {}});
  const clang::CXXRecordDecl* record = constructor->getParent();
  if (is_handle(record) && !view.arguments.empty()) {
    // A smart pointer points to what it was given; an iterator over what its argument iterates.
    Content content;
    for (std::size_t i = 0; i < view.arguments.size(); ++i) {
      const Content argument = argument_value(view, i);
      if (view.arguments[i]->getType()->isPointerType())
        content.pointees = tables_.united_cells(content.pointees, argument.pointees);
      else
        for (const CellId cell : tables_.cell_sets[argument.pointees]) {
          const CellSetId inner = state_.get(tables_, cell).pointees;
          content.pointees = tables_.united_cells(content.pointees, inner != 0 ? inner : argument.pointees);
        }
    }
    state_.set(tables_, target, content);
    return;
  }
  KnownText text;
  text.complete = true;
  empty.text = tables_.texts.number(text);
  if (is_text_class(record)) state_.set(tables_, target, empty);
  view.object = nullptr;
  unknown_library_call(view, scratch);
}

void FunctionAnalysis::visit_new(const clang::CXXNewExpr* expression) {
  const CellId object = tables_.cell({RootKind::kHeap, 0, 0, expression, {}});
  state_.erase_below(tables_, object);
  state_.set(tables_, object, Content());
  dynamic_types_[object] = expression->getAllocatedType();
  if (const clang::Expr* initialiser = expression->getInitializer()) {
    const auto* construction = llvm::dyn_cast<clang::CXXConstructExpr>(stripped(initialiser));
    if (construction != nullptr)
      copy_object(object, {temporary(construction)}, false);
    else if (llvm::isa<clang::ParenListExpr>(initialiser))
      initialise(object, expression->getAllocatedType(),
                 llvm::cast<clang::ParenListExpr>(initialiser)->getNumExprs() == 1
                     ? llvm::cast<clang::ParenListExpr>(initialiser)->getExpr(0)
                     : nullptr);
    else
      initialise(object, expression->getAllocatedType(), initialiser);
  }
  Content value;
  value.pointees = tables_.cell_set({object});
  state_.set(tables_, temporary(expression), value);
}

void FunctionAnalysis::visit_lambda(const clang::LambdaExpr* lambda) {
  const CellId target = temporary(lambda);
  state_.erase_below(tables_, target);
  Content content;
  if (const clang::CXXMethodDecl* operation = lambda->getCallOperator())
    content.facts = function_fact(operation);
  state_.set(tables_, target, content);
  auto initialiser = lambda->capture_init_begin();
  for (const clang::LambdaCapture& capture : lambda->captures()) {
    const clang::Expr* init = initialiser != lambda->capture_init_end() ? *initialiser : nullptr;
    if (initialiser != lambda->capture_init_end()) ++initialiser;
    if (capture.capturesThis()) {
      Content self;
      self.pointees = tables_.cell_set({tables_.cell({RootKind::kParam, kThis, 0, nullptr, {}})});
      state_.set(tables_, tables_.field(target, "this"), self);
      continue;
    }
    if (!capture.capturesVariable()) continue;
    const clang::ValueDecl* variable = capture.getCapturedVar();
    const CellId field = tables_.field(target, variable->getName());
    if (capture.getCaptureKind() == clang::LCK_ByRef) {
      Content reference;
      const CellId captured = variable_cell(variable);
      reference.pointees = tables_.cell_set({captured});
      if (variable->getType()->isReferenceType()) reference = state_.get(tables_, captured);
      state_.set(tables_, field, reference);
    } else if (init != nullptr) {
      initialise(field, variable->getType(), init);
    } else {
      copy_object(field, {variable_cell(variable)}, false);
    }
  }
}

void FunctionAnalysis::visit_destructor(const clang::CXXDestructorDecl* destructor, const Content& object,
                                        clang::SourceRange, const void* key) {
  if (destructor == nullptr || destructor->isTrivial() || !unit_.of_program(destructor->getParent())) return;
  CallView view;
  view.callee = destructor;
  view.has_this = true;
  view.this_value = object;
  view.name = name_of(destructor);
  view.result = ast().VoidTy;
  std::vector<TextId> targets{unit_.usr_of(destructor)};
  bool dispatched = destructor->isVirtual();
  if (dispatched) {
    std::vector<TextId> exact;
    for (const CellId cell : tables_.cell_sets[object.pointees]) {
      const auto known = dynamic_types_.find(cell);
      const clang::CXXRecordDecl* type =
          known != dynamic_types_.end() ? known->second->getAsCXXRecordDecl() : nullptr;
      if (type == nullptr || type->getDestructor() == nullptr) {
        exact.clear();
        break;
      }
      exact.push_back(unit_.usr_of(type->getDestructor()));
    }
    if (!exact.empty()) {
      std::sort(exact.begin(), exact.end());
      targets = exact;
      dispatched = false;
    }
  }
  view.key = key;  // a function may destroy many objects of one class
  program_call(view, 0, targets, nullptr, dispatched);
}

}  // namespace trawl::sast
