#include "engine/sast/summarize.h"

#include <algorithm>

#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Index/USRGeneration.h>

#include "engine/sast/function_analysis.h"
#include "engine/sast/signature.h"

namespace trawl::sast {
namespace {

// All functions with bodies outside system headers, and the variables with static storage.
class UnitVisitor : public clang::RecursiveASTVisitor<UnitVisitor> {
 public:
  explicit UnitVisitor(UnitContext& unit) : unit_(unit) {}

  std::vector<const clang::FunctionDecl*> functions;
  std::vector<const clang::VarDecl*> variables;
  std::vector<const clang::CXXRecordDecl*> records;

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }
  // System headers hold most declarations; they are not even walked.
  bool TraverseDecl(clang::Decl* declaration) {
    if (declaration == nullptr) return true;
    if (!llvm::isa<clang::TranslationUnitDecl>(declaration) && declaration->getLocation().isValid()) {
      const clang::SourceManager& sources = unit_.ast.getSourceManager();
      if (sources.isInSystemHeader(declaration->getLocation())) return true;
    }
    return clang::RecursiveASTVisitor<UnitVisitor>::TraverseDecl(declaration);
  }
  bool VisitFunctionDecl(clang::FunctionDecl* function) {
    if (function->isThisDeclarationADefinition() && !function->isDependentContext() && function->hasBody() &&
        !function->isDefaulted())
      functions.push_back(function);
    else if (function->isThisDeclarationADefinition() && function->hasBody() &&
             !function->isDependentContext() &&
             (llvm::isa<clang::CXXConstructorDecl>(function) ||
              llvm::isa<clang::CXXDestructorDecl>(function)) &&
             function->getBody() != nullptr)
      functions.push_back(function);
    return true;
  }
  bool VisitVarDecl(clang::VarDecl* variable) {
    if (variable->hasGlobalStorage() && !variable->getType()->isDependentType() &&
        variable->getInit() != nullptr && !variable->getInit()->isValueDependent()) {
      variables.push_back(variable);
    }
    return true;
  }
  bool VisitCXXRecordDecl(clang::CXXRecordDecl* record) {
    if (record->isThisDeclarationADefinition() && !record->isDependentContext()) records.push_back(record);
    return true;
  }

 private:
  UnitContext& unit_;
};

std::uint16_t count_of(const clang::FunctionDecl* function) {
  return static_cast<std::uint16_t>(std::min(function->getNumParams(), 1000U));
}

void finish(FunctionSummary& summary) {
  std::sort(summary.written_globals.begin(), summary.written_globals.end());
  summary.written_globals.erase(std::unique(summary.written_globals.begin(), summary.written_globals.end()),
                                summary.written_globals.end());
  std::sort(summary.field_stores.begin(), summary.field_stores.end());
  summary.field_stores.erase(std::unique(summary.field_stores.begin(), summary.field_stores.end()),
                             summary.field_stores.end());
}

}  // namespace

// Programs let empty buffers point to such an array, so that they need no check for null; it is never
// written.
bool has_no_room(const clang::ASTContext& context, clang::QualType type) {
  const clang::ConstantArrayType* array = context.getAsConstantArrayType(type);
  return array != nullptr && array->getElementType()->isAnyCharacterType() && array->getSize() == 1;
}

TextId UnitContext::usr_of(const clang::Decl* declaration) {
  declaration = declaration->getCanonicalDecl();
  const auto found = usrs.find(declaration);
  if (found != usrs.end()) return found->second;
  llvm::SmallString<128> usr;
  if (clang::index::generateUSRForDecl(declaration, usr)) usr = "?";
  // Static functions and anonymous namespaces: the USR holds no more than the base name of the file. Those of
  // a header are the same in every unit.
  const auto* named = llvm::dyn_cast<clang::NamedDecl>(declaration);
  std::string text = usr.str().str();
  if (named != nullptr && !named->isExternallyVisible()) {
    const clang::SourceManager& sources = ast.getSourceManager();
    const clang::FileID file = sources.getFileID(sources.getExpansionLoc(declaration->getLocation()));
    const clang::OptionalFileEntryRef entry = sources.getFileEntryRefForID(file);
    text += "@";
    text += entry && file != sources.getMainFileID() ? entry->getName().str() : main_path;
  }
  // Lambdas beside each other have one USR.
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(declaration);
      method != nullptr && method->getParent()->isLambda()) {
    const clang::SourceManager& sources = ast.getSourceManager();
    text += "@" + std::to_string(sources.getDecomposedExpansionLoc(declaration->getLocation()).second);
  }
  const TextId id = tables.text(text);
  usrs.emplace(declaration, id);
  return id;
}

Spot UnitContext::spot_of_text(clang::SourceRange range) {
  const clang::SourceManager& sources = ast.getSourceManager();
  if (range.getBegin().isMacroID() && range.getBegin() == range.getEnd()) {
    const clang::SourceLocation written = sources.getSpellingLoc(range.getBegin());
    // What the preprocessor pasted together is written nowhere.
    if (written.isFileID() && spot_of({written, written}).line != 0) range = {written, written};
  }
  return spot_of(range);
}

Spot UnitContext::spot_of(clang::SourceRange range) {
  Spot spot;
  if (range.isInvalid()) return spot;
  const clang::SourceManager& sources = ast.getSourceManager();
  const clang::CharSourceRange expansion = sources.getExpansionRange(range);
  const clang::SourceLocation begin = expansion.getBegin();
  const clang::SourceLocation end = expansion.getEnd();
  const clang::FileID file = sources.getFileID(begin);
  const clang::OptionalFileEntryRef entry = sources.getFileEntryRefForID(file);
  std::string name = entry ? display_name(entry->getName().str()) : std::string();
  if (name.empty()) return spot;
  const auto [at, added] = files.emplace(name, static_cast<std::uint32_t>(unit.files.size()));
  if (added) unit.files.push_back(name);
  spot.file = at->second;
  spot.line = sources.getSpellingLineNumber(begin);
  spot.column = sources.getSpellingColumnNumber(begin);
  spot.end_line = spot.line;
  spot.end_column = spot.column + 1;
  if (sources.getFileID(end) == file) {
    const unsigned length =
        expansion.isTokenRange() ? clang::Lexer::MeasureTokenLength(end, sources, ast.getLangOpts()) : 0;
    spot.end_line = sources.getSpellingLineNumber(end);
    spot.end_column = sources.getSpellingColumnNumber(end) + length;
  }
  return spot;
}

bool UnitContext::of_program(const clang::Decl* declaration) const {
  const clang::SourceManager& sources = ast.getSourceManager();
  const clang::SourceLocation location = declaration->getLocation();
  return location.isValid() && !sources.isInSystemHeader(sources.getExpansionLoc(location));
}

UnitSummary summarize_unit(clang::ASTContext& context, const Models& models,
                           const SummarizeOptions& options) {
  UnitSummary unit;
  UnitContext shared(context, models, unit);
  shared.main_path = options.main_path;
  shared.display_name = options.display_name;
  UnitVisitor visitor(shared);
  visitor.TraverseDecl(context.getTranslationUnitDecl());

  // Functions that are defined before their callers are analysed before them: what never returns is known
  // then.
  std::set<TextId> done;
  for (const clang::FunctionDecl* function : visitor.functions) {
    const TextId usr = shared.usr_of(function);
    if (!done.insert(usr).second) continue;
    if (options.known != nullptr &&
        !options.known->emplace(unit.texts[usr], const_cast<clang::FunctionDecl*>(function)->getODRHash())
             .second)
      continue;
    unit.functions.emplace_back();
    FunctionSummary summary;
    summary.usr = usr;
    summary.name = shared.tables.text(function->getQualifiedNameAsString());
    summary.place = shared.spot_of(function->getNameInfo().getSourceRange());
    summary.parameters = count_of(function);
    summary.signature = shared.tables.text(signature_of(function->getType()));
    summary.exported = function->isExternallyVisible() && !function->isInlined();
    summary.weak_copy =
        function->isInlined() || function->isTemplateInstantiation() || !function->isExternallyVisible();
    for (const clang::ParmVarDecl* parameter : function->parameters())
      summary.parameter_names.push_back(shared.tables.text(parameter->getName()));
    FunctionAnalysis(shared, function, summary).run();
    finish(summary);
    unit.functions.back() = std::move(summary);
  }

  // What variables hold before the program runs.
  FunctionSummary globals;
  globals.name = shared.tables.text("(initialisers)");
  globals.usr = shared.tables.text("(initialisers)@" + options.main_path);
  globals.weak_copy = true;
  {
    std::vector<const clang::VarDecl*> with_flow;
    for (const clang::VarDecl* variable : visitor.variables) {
      GlobalVariable global;
      global.usr = shared.usr_of(variable);
      global.constant = variable->getType().isConstQualified();
      global.no_room = has_no_room(context, variable->getType());
      const clang::Expr* init = variable->getInit();
      clang::Expr::EvalResult result;
      if (variable->getType()->isIntegralOrEnumerationType() && init->EvaluateAsInt(result, context) &&
          result.Val.isInt() && result.Val.getInt().isRepresentableByInt64()) {
        global.initial = result.Val.getInt().getExtValue();
      } else if (!variable->isStaticLocal()) {
        with_flow.push_back(variable);
      }
      unit.globals.push_back(global);
    }
    if (!with_flow.empty()) {
      FunctionAnalysis(shared, nullptr, globals).run_initializers(with_flow);
      globals.written_globals.clear();
      finish(globals);
      unit.functions.push_back(std::move(globals));
    }
  }
  // Without an initialiser a variable is zero, if no other unit has one for it.
  for (const clang::Decl* declaration : context.getTranslationUnitDecl()->decls()) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(declaration);
    if (variable == nullptr || variable->getInit() != nullptr || !shared.of_program(variable)) continue;
    const bool no_room = has_no_room(context, variable->getType());
    if (!no_room && !variable->getType()->isIntegralOrEnumerationType()) continue;
    if (variable->isThisDeclarationADefinition() == clang::VarDecl::DeclarationOnly) continue;
    GlobalVariable global;
    global.usr = shared.usr_of(variable);
    if (!no_room) global.initial = 0;
    global.tentative = true;
    global.no_room = no_room;
    unit.globals.push_back(global);
  }

  for (const clang::CXXRecordDecl* record : visitor.records) {
    ClassRecord entry;
    entry.name = shared.tables.text(record->getQualifiedNameAsString());
    for (const clang::CXXBaseSpecifier& base : record->bases()) {
      if (const clang::CXXRecordDecl* type = base.getType()->getAsCXXRecordDecl())
        entry.bases.push_back(shared.tables.text(type->getQualifiedNameAsString()));
    }
    entry.constructed = shared.constructed_classes.contains(record->getQualifiedNameAsString());
    unit.classes.push_back(entry);
    for (const clang::CXXMethodDecl* method : record->methods()) {
      for (const clang::CXXMethodDecl* overridden : method->overridden_methods()) {
        unit.overrides.push_back({shared.usr_of(method), shared.usr_of(overridden), entry.name});
      }
    }
  }
  return unit;
}

}  // namespace trawl::sast
