#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string>
#include <string_view>

#include <clang/AST/ParentMapContext.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/AST/StmtCXX.h>
#include <clang/Lex/Lexer.h>

#include "engine/sast/function_analysis.h"
#include "engine/sast/secret_names.h"

namespace trawl::sast {
namespace {

// Keys of a role that name an argument by what it means there.
constexpr std::array<std::string_view, 17> kMeanings = {
    "seen",

    "key",        "iv",       "salt", "password",  "credential", "connection", "header", "seed",
    "iterations", "compared", "sent", "cleartext", "token",      "login",      "stored", "digested"};
// What memory holds that was given away as one of these.
constexpr std::array<std::string_view, 3> kSecrets = {"key", "password", "credential"};
// Keys that say what is wrong with the constant at `constant`.
constexpr std::array<std::string_view, 8> kTests = {"is",    "contains", "begins",  "enables",
                                                    "below", "at_least", "any_bit", "high_word_below"};

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + 1);
  }
  return parts;
}

// "*2", "2", "this": places of roles are arguments or the object.
std::vector<CallPlace> places_of(std::string_view text) {
  std::vector<CallPlace> places;
  for (std::string_view part : parts_of(text, ',')) {
    while (part.starts_with('*')) part.remove_prefix(1);
    CallPlace place;
    if (const std::size_t dot = part.find('.'); dot != std::string_view::npos) {
      place.path = std::string(part.substr(dot));
      part = part.substr(0, dot);
    }
    if (part == "this")
      place.base = CallPlace::Base::kThis;
    else if (part == "ret")
      place.base = CallPlace::Base::kResult;
    else if (std::from_chars(part.data(), part.data() + part.size(), place.index).ec != std::errc())
      continue;
    places.push_back(place);
  }
  return places;
}

// How the results of calls are used: which are thrown away, which are only asked for truth, which are kept in
// a variable that nobody reads.
class ResultUse : public clang::RecursiveASTVisitor<ResultUse> {
 public:
  std::unordered_set<const clang::Expr*> discarded;
  std::unordered_set<const clang::Expr*> as_truth;
  std::unordered_map<const clang::VarDecl*, std::vector<const clang::Expr*>> kept;
  std::unordered_map<const clang::VarDecl*, unsigned> reads;

  bool TraverseLambdaExpr(clang::LambdaExpr*) { return true; }
  bool VisitCompoundStmt(clang::CompoundStmt* statement) {
    for (const clang::Stmt* child : statement->body()) discard(child);
    return true;
  }
  bool VisitIfStmt(clang::IfStmt* statement) {
    discard(statement->getThen());
    discard(statement->getElse());
    return truth(statement->getCond());
  }
  bool VisitWhileStmt(clang::WhileStmt* statement) {
    discard(statement->getBody());
    return truth(statement->getCond());
  }
  bool VisitForStmt(clang::ForStmt* statement) {
    discard(statement->getBody());
    discard(statement->getInc());
    return true;
  }
  bool VisitDoStmt(clang::DoStmt* statement) {
    discard(statement->getBody());
    return truth(statement->getCond());
  }
  bool VisitSwitchCase(clang::SwitchCase* statement) {
    discard(statement->getSubStmt());
    return true;
  }
  bool VisitLabelStmt(clang::LabelStmt* statement) {
    discard(statement->getSubStmt());
    return true;
  }
  bool VisitUnaryOperator(clang::UnaryOperator* expression) {
    if (expression->getOpcode() == clang::UO_LNot) truth(expression->getSubExpr());
    return true;
  }
  bool VisitBinaryOperator(clang::BinaryOperator* expression) {
    if (expression->isLogicalOp()) {
      truth(expression->getLHS());
      truth(expression->getRHS());
    }
    // Compared with 0 for equality: the same question.
    if (expression->isEqualityOp()) {
      if (is_zero(expression->getRHS())) truth(expression->getLHS());
      if (is_zero(expression->getLHS())) truth(expression->getRHS());
    }
    if (expression->getOpcode() == clang::BO_Assign) {
      if (const auto* variable = variable_of(expression->getLHS())) {
        assigned.insert(expression->getLHS()->IgnoreParens());
        kept[variable].push_back(expression->getRHS()->IgnoreParenCasts());
      }
    }
    return true;
  }
  bool VisitVarDecl(clang::VarDecl* variable) {
    if (variable->hasInit()) kept[variable].push_back(variable->getInit()->IgnoreParenCasts());
    return true;
  }
  bool VisitDeclRefExpr(clang::DeclRefExpr* reference) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
    if (variable != nullptr && !assigned.contains(reference)) ++reads[variable];
    return true;
  }

  static const clang::VarDecl* variable_of(const clang::Expr* expression) {
    const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression->IgnoreParens());
    const auto* variable =
        reference != nullptr ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
    return variable != nullptr && variable->isLocalVarDecl() ? variable : nullptr;
  }

 private:
  static bool is_zero(const clang::Expr* expression) {
    const auto* number = llvm::dyn_cast<clang::IntegerLiteral>(expression->IgnoreParenCasts());
    return number != nullptr && number->getValue() == 0;
  }
  void discard(const clang::Stmt* statement) {
    const auto* expression = llvm::dyn_cast_or_null<clang::Expr>(statement);
    if (expression == nullptr) return;
    for (;;) {
      expression = expression->IgnoreParenCasts();
      if (const auto* full = llvm::dyn_cast<clang::FullExpr>(expression))
        expression = full->getSubExpr();
      else
        break;
    }
    discarded.insert(expression);
  }
  bool truth(const clang::Expr* expression) {
    if (expression == nullptr) return true;
    expression = expression->IgnoreParenImpCasts();
    if (const auto* assignment = llvm::dyn_cast<clang::BinaryOperator>(expression);
        assignment != nullptr && assignment->getOpcode() == clang::BO_Assign) {
      expression = assignment->getRHS()->IgnoreParenImpCasts();
    }
    as_truth.insert(expression);
    return true;
  }

  std::unordered_set<const clang::Expr*> assigned;
};

// Local objects that held a secret and are wiped by a call that the compiler may leave out: nothing reads
// them afterwards.
class LastWipes : public clang::RecursiveASTVisitor<LastWipes> {
 public:
  LastWipes(const Models& models, const clang::SourceManager& sources) : models_(models), sources_(sources) {}

  struct Variable {
    bool secret = false;
    unsigned last = 0;                      ///< offset of the last mention
    const clang::CallExpr* wipe = nullptr;  ///< the last call that wipes it
    unsigned wiped = 0;                     ///< offset of its end
    bool own = false;                       ///< an array, or memory that is given back
  };
  std::map<unsigned, Variable> variables;  ///< by where they are declared

  bool TraverseLambdaExpr(clang::LambdaExpr*) { return true; }
  bool TraverseForStmt(clang::ForStmt* loop) { return within(loop, &LastWipes::walk_for); }
  bool TraverseWhileStmt(clang::WhileStmt* loop) { return within(loop, &LastWipes::walk_while); }
  bool VisitDeclRefExpr(clang::DeclRefExpr* reference) {
    Variable* variable = variable_of(reference);
    if (variable != nullptr && !passed_over_.contains(reference))
      variable->last = std::max(variable->last, offset_of(reference));
    return true;
  }
  // A pointer that gets another value says nothing of what it pointed to.
  bool VisitBinaryOperator(clang::BinaryOperator* assignment) {
    if (assignment->getOpcode() == clang::BO_Assign) {
      if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(assignment->getLHS()->IgnoreParens()))
        passed_over_.insert(reference);
    }
    return true;
  }
  bool VisitCallExpr(clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (callee == nullptr || !callee->getDeclName().isIdentifier()) return true;
    const std::string name = normalised(callee->getName());
    if (name == "free" && call->getNumArgs() == 1) {
      if (const clang::DeclRefExpr* reference = named_by(call->getArg(0))) {
        passed_over_.insert(reference);
        if (Variable* variable = variable_of(reference)) variable->own = true;
      }
      return true;
    }
    const bool wipes = name == "memset" || name == "bzero";
    if (wipes && loops_ == 0 && call->getNumArgs() > 0) {
      if (const clang::DeclRefExpr* reference = named_by(call->getArg(0))) {
        if (Variable* variable = variable_of(reference)) {
          variable->wipe = call;
          variable->wiped = sources_.getExpansionRange(call->getEndLoc()).getEnd().getRawEncoding();
        }
      }
      return true;
    }
    for (const Model* model :
         models_.named(models_.named(callee->getName()).empty() ? name : callee->getName().str())) {
      if (model->type != ModelType::kRole) continue;
      for (const char* meaning : {"key", "password", "credential"}) {
        const auto found = model->extra.find(meaning);
        if (found == model->extra.end()) continue;
        for (const CallPlace& place : places_of(found->second)) {
          if (place.base != CallPlace::Base::kArgument || place.index >= call->getNumArgs()) continue;
          const clang::DeclRefExpr* reference = named_by(call->getArg(place.index));
          Variable* variable = reference != nullptr ? variable_of(reference) : nullptr;
          if (variable != nullptr) variable->secret = true;
        }
      }
    }
    return true;
  }

 private:
  static const clang::DeclRefExpr* named_by(const clang::Expr* expression) {
    expression = expression->IgnoreParenCasts();
    if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(expression);
        address != nullptr && address->getOpcode() == clang::UO_AddrOf) {
      expression = address->getSubExpr()->IgnoreParenCasts();
    }
    return llvm::dyn_cast<clang::DeclRefExpr>(expression);
  }
  unsigned offset_of(const clang::DeclRefExpr* reference) const {
    return sources_.getExpansionLoc(reference->getLocation()).getRawEncoding();
  }
  // Objects of the function itself: what a pointer points to may live on.
  Variable* variable_of(const clang::DeclRefExpr* reference) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
    if (variable == nullptr || !variable->hasLocalStorage() || llvm::isa<clang::ParmVarDecl>(variable))
      return nullptr;
    const clang::QualType type = variable->getType();
    if (type.isVolatileQualified()) return nullptr;
    const bool pointer = type->isPointerType() && type->getPointeeType()->isIntegerType() &&
                         !type->getPointeeType().isVolatileQualified();
    if (!type->isArrayType() && !pointer) return nullptr;
    const auto [at, added] = variables.try_emplace(variable->getLocation().getRawEncoding());
    if (added) {
      at->second.own = !pointer;
      // Who clears what the program calls a password knows that it is one.
      const llvm::StringRef name = variable->getDeclName().isIdentifier() ? variable->getName() : "";
      at->second.secret = names_password(name) || names_password_vaguely(name);
    }
    return &at->second;
  }
  template <typename Loop, typename Walk>
  bool within(Loop* loop, Walk walk) {
    ++loops_;
    (this->*walk)(loop);
    --loops_;
    return true;
  }
  bool walk_for(clang::ForStmt* loop) { return clang::RecursiveASTVisitor<LastWipes>::TraverseForStmt(loop); }
  bool walk_while(clang::WhileStmt* loop) {
    return clang::RecursiveASTVisitor<LastWipes>::TraverseWhileStmt(loop);
  }

  const Models& models_;
  const clang::SourceManager& sources_;
  unsigned loops_ = 0;
  std::unordered_set<const clang::DeclRefExpr*> passed_over_;
};

}  // namespace

std::uint32_t FunctionAnalysis::role_site(const CallView& call, std::int16_t argument,
                                          const std::string& role, const std::string& rule) {
  const std::string label = role + "\n" + rule;
  const auto [at, added] = sink_sites_.emplace(
      std::make_tuple(static_cast<const void*>(call.expression), static_cast<unsigned>(argument + 1),
                      static_cast<std::uint8_t>(Kind::kRole), label),
      static_cast<std::uint32_t>(summary_.sinks.size()));
  if (added) {
    SinkSite site;
    site.place = unit_.spot_of(call.expression->getSourceRange());
    site.function = tables_.text(
        call.record.empty() || call.record == call.name ? call.name : call.record + "::" + call.name);
    site.kind = Kind::kRole;
    site.argument = argument;
    site.role = tables_.text(role);
    site.rule = tables_.text(rule);
    summary_.sinks.push_back(site);
  }
  return at->second;
}

// All that is known of a value: what reached it, the number it is, or that it is bytes nobody wrote anything
// else to.
void FunctionAnalysis::emit_role(const CallView& call, const CallPlace& place, const std::string& role,
                                 const std::string& rule) {
  const clang::SourceRange range = call.expression->getSourceRange();
  const bool object = place.base == CallPlace::Base::kThis;
  const std::int16_t argument = object ? kThis : static_cast<std::int16_t>(place.index);
  if (!object && place.index >= call.arguments.size()) return;
  Content value = object ? call.this_value : argument_value(call, place.index);
  if (!place.path.empty()) {
    value.pointees = tables_.cell_set(cells_at(tables_.cell_sets[value.pointees], place.path));
    value.facts = 0;
  }
  const Slot sink{SlotKind::kSink, 0, role_site(call, argument, role, rule), 0};
  emit(value, sink, range, text_of_value(value));
  if (object || !place.path.empty()) return;
  const clang::Expr* expression = call.arguments[place.index];
  if (const auto number = number_of(expression)) {
    emit_number(*number, sink, expression->getSourceRange());
    return;
  }
  for (const CellId cell : tables_.cell_sets[value.pointees]) {
    const ContentId* known = state_.find(cell);
    if (known == nullptr) continue;
    // What a library made of something of which nothing is known.
    const Cell& made = tables_.cell_of(cell);
    if (made.root == RootKind::kHeap && made.key != nullptr &&
        static_cast<const clang::Expr*>(made.key)->getType()->isRecordType())
      continue;
    const Content content = tables_.contents[*known];
    if (content.has_number && content.facts == 0)
      emit_number(content.number, sink, expression->getSourceRange());
    else if (content.facts == 0 && content.pointees == 0 && text_facts(value) == 0)
      emit_bytes(sink, expression->getSourceRange());
  }
}

// Bytes that are the same in every run: zeros, an initialiser of constants.
void FunctionAnalysis::emit_bytes(Slot to, clang::SourceRange where) {
  Fact fact;
  fact.origin = {SlotKind::kLiteral, 0, constant_bytes(where), 0};
  emit_fact(fact, to, 0, {}, 0);
}

std::uint32_t FunctionAnalysis::constant_bytes(clang::SourceRange where) {
  Literal literal;
  literal.type = Literal::Type::kBytes;
  literal.place = unit_.spot_of(where);
  literal.size = 1;
  return tables_.literal(literal);
}

void FunctionAnalysis::apply_role(const CallView& call, const Model& model) {
  if (call.expression == nullptr) return;
  const auto extra = [&](const char* key) -> std::string {
    const auto found = model.extra.find(key);
    return found == model.extra.end() ? std::string() : found->second;
  };
  if (const auto found = model.extra.find("argument_call");
      found != model.extra.end() && !spelled_with(call, found->second))
    return;
  if (model.type == ModelType::kState) {
    if (is_named_as_asked(call, model)) apply_state(call, model);
    return;
  }
  if (const auto named = model.extra.find("secret_name");
      named != model.extra.end() && !written_as_password(call, named->second, true))
    return;
  mark_secrets(call, model);
  if (!emitting_ || !state_.reachable) return;
  bool any = false;
  for (const std::string_view meaning : kMeanings) {
    const auto found = model.extra.find(std::string(meaning));
    if (found == model.extra.end()) continue;
    any = true;
    std::string role(meaning);
    if (const auto named = model.extra.find("secret_name");
        meaning == "login" && named != model.extra.end() && !written_as_password(call, named->second, false))
      role += "\nvague=yes";
    for (const CallPlace& place : places_of(found->second)) emit_role(call, place, role, model.rule);
  }
  if (const std::string constant = extra("constant"); !constant.empty()) {
    any = true;
    std::string role = "constant";
    if (model.extra.contains("only")) role += "\nonly=yes";
    for (const std::string_view test : kTests) {
      if (const auto found = model.extra.find(std::string(test)); found != model.extra.end())
        role += "\n" + std::string(test) + "=" + found->second;
    }
    for (const CallPlace& place : places_of(constant)) emit_role(call, place, role, model.rule);
  }
  if (const std::string callback = extra("callback"); !callback.empty()) {
    any = true;
    for (const CallPlace& place : places_of(callback))
      emit_role(call, place, "callback\nalways=" + extra("always"), model.rule);
  }
  if (model.extra.contains("result")) {
    any = true;
    if (std::find(results_.begin(), results_.end(), std::make_pair(call.expression, &model)) ==
        results_.end())
      results_.emplace_back(call.expression, &model);
  }
  if (any || model.rule.empty()) return;
  std::string use = model.rule == "weak-hash" ? use_of_hash(call.expression) : std::string();
  if (model.rule == "weak-hash" && use.empty() && is_sha1(call)) use = "sha1";
  if (use != "none") add_local_finding(call, model.rule, use);
}

// Whether a call asks for SHA-1, by its own name or that of an argument.
bool FunctionAnalysis::is_sha1(const CallView& call) {
  const clang::SourceManager& sources = ast().getSourceManager();
  const clang::CharSourceRange range = clang::CharSourceRange::getTokenRange(
      sources.getExpansionRange(call.expression->getSourceRange()).getAsRange());
  const std::string text = clang::Lexer::getSourceText(range, sources, ast().getLangOpts()).lower();
  return text.find("sha1") != std::string::npos && text.find("md5") == std::string::npos;
}

// What a hash that a call yields is for, where the function that it is given to says so: "protocol" for names
// of certificates, "none" where nothing is wrong with it, as in an HMAC of SHA-1.
std::string FunctionAnalysis::use_of_hash(const clang::Expr* hash) {
  const clang::Stmt* at = hash;
  for (unsigned depth = 0; depth < 6; ++depth) {
    const clang::DynTypedNodeList parents = ast().getParents(*at);
    if (parents.empty()) return {};
    at = parents[0].get<clang::Stmt>();
    if (at == nullptr) return {};
    const auto* call = llvm::dyn_cast<clang::CallExpr>(at);
    const auto* broken = llvm::dyn_cast<clang::RecoveryExpr>(at);
    if (call == nullptr && broken == nullptr) {
      if (!llvm::isa<clang::Expr>(at)) return {};
      continue;
    }
    const clang::FunctionDecl* callee = call != nullptr ? call->getDirectCallee() : nullptr;
    if (broken != nullptr && broken->child_begin() != broken->child_end()) {
      // A call with an argument of a type that is not known.
      const auto* name = llvm::dyn_cast_or_null<clang::DeclRefExpr>(*broken->child_begin());
      callee = name != nullptr ? llvm::dyn_cast<clang::FunctionDecl>(name->getDecl()) : nullptr;
    }
    if (callee == nullptr || !callee->getDeclName().isIdentifier()) return {};
    static const std::set<std::string> names = {"X509_digest",
                                                "X509_NAME_digest",
                                                "X509_pubkey_digest",
                                                "X509_CRL_digest",
                                                "OCSP_cert_to_id",
                                                "OCSP_cert_id_new",
                                                "PKCS7_ISSUER_AND_SERIAL_digest",
                                                "X509_REQ_digest"};
    if (names.contains(callee->getName().str())) return "protocol";
    const std::string small = callee->getName().lower();
    for (const char* word : {"sign", "hmac", "verif", "pbkdf", "kdf", "mac"}) {
      if (callee->getName() != "HMAC" && small.find(word) != std::string::npos &&
          small.find("hmac") == std::string::npos)
        return "signature";
    }
    static const std::set<std::string> macs = {"HMAC",
                                               "HMAC_Init_ex",
                                               "HMAC_Init",
                                               "PKCS5_PBKDF2_HMAC",
                                               "EVP_PKEY_CTX_set_rsa_oaep_md",
                                               "EVP_PKEY_CTX_set_rsa_mgf1_md"};
    const auto* made = llvm::dyn_cast<clang::CallExpr>(hash);
    const clang::FunctionDecl* maker = made != nullptr ? made->getDirectCallee() : nullptr;
    if (macs.contains(callee->getName().str()) && maker != nullptr && maker->getDeclName().isIdentifier() &&
        maker->getName() == "EVP_sha1")
      return "none";
    return {};
  }
  return {};
}

// Whether one of these arguments is written with the name of a password.
bool FunctionAnalysis::written_as_password(const CallView& call, std::string_view places, bool vaguely) {
  const clang::SourceManager& sources = ast().getSourceManager();
  for (const CallPlace& place : places_of(places)) {
    if (place.base != CallPlace::Base::kArgument || place.index >= call.arguments.size()) continue;
    const clang::SourceRange range = call.arguments[place.index]->getSourceRange();
    for (const clang::CharSourceRange& written :
         {clang::CharSourceRange::getTokenRange(sources.getExpansionRange(range).getAsRange()),
          clang::CharSourceRange::getTokenRange(sources.getSpellingLoc(range.getBegin()),
                                                sources.getSpellingLoc(range.getEnd()))}) {
      const llvm::StringRef text = clang::Lexer::getSourceText(written, sources, ast().getLangOpts());
      if (mentions_password(std::string_view(text.data(), text.size()), vaguely)) return true;
    }
  }
  return false;
}

// Of a state that asks for the name of a password in an argument, or (`!1`) for none.
bool FunctionAnalysis::is_named_as_asked(const CallView& call, const Model& model) {
  const auto named = model.extra.find("secret_name");
  if (named == model.extra.end()) return true;
  const bool wanted = !named->second.starts_with('!');
  return written_as_password(call, std::string_view(named->second).substr(wanted ? 0 : 1), true) == wanted;
}

// What is read from outside into memory that is called a password.
void FunctionAnalysis::mark_read_secret(const CallView& call, const Model& model) {
  if (call.expression == nullptr) return;
  for (const CallPlace& place : model.to) {
    if (place.base != CallPlace::Base::kArgument || place.index >= call.arguments.size()) continue;
    const std::vector<CellId> cells = tables_.cell_sets[argument_value(call, place.index).pointees];
    const bool heap = std::any_of(cells.begin(), cells.end(),
                                  [&](CellId cell) { return tables_.cell_of(cell).root == RootKind::kHeap; });
    if (!heap || !written_as_password(call, std::to_string(place.index), false)) continue;
    for (const CellId cell : cells) {
      if (tables_.cell_of(cell).root != RootKind::kHeap) continue;
      Content known = state_.get(tables_, cell);
      known.facts = tables_.united(known.facts, tables_.fact_set_of(state_fact(call, "secret")));
      state_.set(tables_, cell, known);
    }
  }
}

// Objects of this function that hold keys and passwords: they are wiped before their memory is given up.
void FunctionAnalysis::mark_secrets(const CallView& call, const Model& model) {
  for (const std::string_view meaning : kSecrets) {
    const auto found = model.extra.find(std::string(meaning));
    if (found == model.extra.end()) continue;
    for (const CallPlace& place : places_of(found->second)) {
      if (place.base != CallPlace::Base::kArgument || place.index >= call.arguments.size()) continue;
      const clang::QualType type = call.arguments[place.index]->getType();
      if (!type->isAnyPointerType() && !type->isArrayType()) continue;
      const std::vector<CellId> cells = tables_.cell_sets[argument_value(call, place.index).pointees];
      for (const CellId cell : cells) {
        const RootKind root = tables_.cell_of(cell).root;
        if (root != RootKind::kVariable && root != RootKind::kHeap) continue;
        Content known = state_.get(tables_, cell);
        known.facts = tables_.united(known.facts, tables_.fact_set_of(state_fact(call, "secret")));
        state_.set(tables_, cell, known);
      }
    }
  }
}

Fact FunctionAnalysis::state_fact(const CallView& call, const std::string& state) {
  const auto [at, added] =
      source_sites_.emplace(std::make_pair(static_cast<const void*>(call.expression),
                                           1000U + static_cast<unsigned>(tables_.text(state))),
                            static_cast<std::uint32_t>(summary_.sources.size()));
  if (added) {
    SourceSite site;
    site.place = unit_.spot_of(call.expression->getSourceRange());
    site.function = tables_.text(call.name);
    site.level = Level::kNone;
    site.label = tables_.text("state:" + state);
    summary_.sources.push_back(site);
  }
  Fact fact;
  fact.origin = {SlotKind::kSource, 0, at->second, 0};
  return fact;
}

// At the end of the function: arrays of its own that hold a secret from outside, and were never wiped.
void FunctionAnalysis::report_unwiped() {
  for (const auto& [cell, known] : state_.entries()) {
    const Cell& place = tables_.cell_of(cell);
    if (!place.path.empty() || (place.root != RootKind::kVariable && place.root != RootKind::kHeap)) continue;
    std::string_view name;
    if (place.root == RootKind::kHeap) {
      // Of the heap, what is on the stack after all.
      const auto* call = place.index == 0 && place.key != nullptr
                             ? llvm::dyn_cast<clang::CallExpr>(static_cast<const clang::Expr*>(place.key))
                             : nullptr;
      const clang::FunctionDecl* callee = call != nullptr ? call->getDirectCallee() : nullptr;
      if (callee == nullptr || !callee->getDeclName().isIdentifier() ||
          normalised(callee->getName()) != "alloca")
        continue;
      name = "alloca";
    } else {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(static_cast<const clang::ValueDecl*>(place.key));
      if (variable == nullptr || !variable->hasLocalStorage() || !variable->getType()->isArrayType())
        continue;
      name = variable->getName();
    }
    const SourceSite* secret = nullptr;
    bool from_outside = false;
    bool wiped = false;
    for (const FactId id : tables_.fact_sets[tables_.contents[known].facts]) {
      const Slot& origin = tables_.facts[id].origin;
      const std::string_view label = origin.kind == SlotKind::kSource
                                         ? tables_.text_of(summary_.sources[origin.id].label)
                                         : std::string_view();
      if (label == "state:secret")
        secret = &summary_.sources[origin.id];
      else if (label == "state:wiped" || label == "unknown" || origin.kind == SlotKind::kCallAfter)
        wiped = true;
      else if (origin.kind != SlotKind::kLiteral && !label.starts_with("state:"))
        from_outside = true;
    }
    if (secret == nullptr || !from_outside || wiped) continue;
    LocalFinding finding;
    finding.rule = tables_.text("secret-not-wiped");
    finding.place = secret->place;
    finding.function = summary_.name;
    finding.subject = tables_.text(name);
    if (finding.place.line != 0) unit_.unit.findings.push_back(finding);
  }
}

// `delete[] password` gives memory back like free().
void FunctionAnalysis::visit_delete(const clang::CXXDeleteExpr* expression) {
  // Of objects, the destructor knows what it gives back.
  const clang::QualType type = expression->getDestroyedType();
  if (type.isNull() || !type->isIntegerType()) return;
  CallView view;
  view.expression = expression;
  view.name = expression->isArrayForm() ? "delete[]" : "delete";
  view.arguments = {expression->getArgument()};
  view.result = ast().VoidTy;
  for (const Model* model : unit_.models.named("free")) {
    if (model->type == ModelType::kState) apply_state(view, *model);
  }
}

// "token" of `token`, `&user->token[i]`, `*(token + 2)`.
std::string_view FunctionAnalysis::name_written(const clang::Expr* expression) {
  for (unsigned depth = 0; expression != nullptr && depth < 32; ++depth) {
    expression = expression->IgnoreParenCasts();
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression))
      return reference->getDecl()->getDeclName().isIdentifier() ? reference->getDecl()->getName()
                                                                : llvm::StringRef();
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expression))
      return member->getMemberDecl()->getDeclName().isIdentifier() ? member->getMemberDecl()->getName()
                                                                   : llvm::StringRef();
    if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression))
      expression = subscript->getBase();
    else if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expression))
      expression = unary->getSubExpr();
    else if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expression))
      expression = binary->getLHS();
    else if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expression))
      expression = call->getArg(0);
    else
      break;
  }
  return {};
}

// Random numbers and results of calls that numbers bring along: no text, but it matters where they come from.
FactSetId FunctionAnalysis::origins_of_number(const Content& value) {
  return as_number(tables_.changed(value.facts, [&](Fact& fact) {
    if (fact.origin.kind == SlotKind::kCallResult) return true;
    return fact.origin.kind == SlotKind::kSource &&
           tables_.text_of(summary_.sources[fact.origin.id].label) == "weak-random";
  }));
}

// A value that is kept under a name that says it must not be guessed.
void FunctionAnalysis::keep_unguessable(const Content& value, std::string_view name,
                                        const clang::Expr* where) {
  if (!emitting_ || !state_.reachable || where == nullptr || name.empty()) return;
  if (text_facts(value) == 0 || !names_unguessable(name)) return;
  CallView view;
  view.expression = where;
  view.name = std::string(name);
  emit(value, {SlotKind::kSink, 0, role_site(view, 0, "token", ""), 0}, where->getSourceRange());
}

void FunctionAnalysis::add_local_finding(const CallView& call, const std::string& rule,
                                         const std::string& detail) {
  LocalFinding finding;
  finding.rule = tables_.text(rule);
  finding.place = unit_.spot_of(call.expression->getSourceRange());
  finding.function = summary_.name;
  finding.subject = tables_.text(
      call.record.empty() || call.record == call.name ? call.name : call.record + "::" + call.name);
  finding.detail = tables_.text(detail);
  if (finding.place.line != 0) unit_.unit.findings.push_back(finding);
}

// Whether argument N is written with one of the words: `1=gcm|ccm`.
bool FunctionAnalysis::spelled_with(const CallView& call, const std::string& constraint) {
  const std::size_t equals = constraint.find('=');
  std::size_t index = 0;
  if (equals == std::string::npos ||
      std::from_chars(constraint.data(), constraint.data() + equals, index).ec != std::errc())
    return false;
  if (index >= call.arguments.size()) return false;
  const clang::SourceManager& sources = ast().getSourceManager();
  const std::string written =
      clang::Lexer::getSourceText(sources.getExpansionRange(call.arguments[index]->getSourceRange()), sources,
                                  ast().getLangOpts())
          .lower();
  for (const std::string_view word : parts_of(std::string_view(constraint).substr(equals + 1), '|')) {
    if (written.find(word) != std::string::npos) return true;
  }
  return false;
}

// An event in the life of an object is a fact about it, added to what is known; whoever needs it looks
// whether it arrived. So wrappers, fields and other files are crossed as by any other value, and where ways
// meet an object is in the states of both.
void FunctionAnalysis::apply_state(const CallView& call, const Model& model) {
  const auto extra = [&](const char* key) -> std::string {
    const auto found = model.extra.find(key);
    return found == model.extra.end() ? std::string() : found->second;
  };
  if (const std::string object = extra("object"); !object.empty() && emitting_ && state_.reachable) {
    const std::string role = "state\nafter=" + extra("after") + "\nneeds=" + extra("needs") +
                             "\nunless=" + extra("unless") + "\nwith=" + extra("with");
    for (const CallPlace& place : places_of(object)) emit_role(call, place, role, model.rule);
  }
}

void FunctionAnalysis::enter_state(const CallView& call, const Model& model, CellId result) {
  const auto found = model.extra.find("state");
  if (found == model.extra.end() || call.expression == nullptr) return;
  if (const auto spelled = model.extra.find("argument_call");
      spelled != model.extra.end() && !spelled_with(call, spelled->second))
    return;
  if (!is_named_as_asked(call, model)) return;
  const Fact fact = state_fact(call, found->second);
  Content content;
  content.facts = tables_.fact_set_of(fact);
  if (const auto carries = model.extra.find("carries"); carries != model.extra.end()) {
    for (const CallPlace& place : places_of(carries->second)) {
      if (place.base == CallPlace::Base::kArgument)
        content.facts = tables_.united(content.facts, text_facts(argument_value(call, place.index)));
    }
  }
  for (const CallPlace& place : model.to) {
    if (place.base != CallPlace::Base::kArgument || place.index >= call.arguments.size()) {
      if (place.base == CallPlace::Base::kResult && result != 0) {
        Content value = state_.get(tables_, result);
        value.facts = tables_.united(value.facts, content.facts);
        state_.set(tables_, result, value);
      }
      continue;
    }
    const clang::Expr* argument = call.arguments[place.index]->IgnoreParenCasts();
    std::vector<CellId> cells;
    const bool handle = !argument->getType()->isAnyPointerType() ||
                        argument->getType()->getPointeeType()->isVoidType() ||
                        argument->getType()->getPointeeType()->isIncompleteType();
    if (handle && argument->isGLValue()) {
      cells = objects_of(argument).cells;  // a handle is its variable
    }
    const Content value = argument_value(call, place.index);
    const std::vector<CellId> pointees = tables_.cell_sets[value.pointees];
    cells.insert(cells.end(), pointees.begin(), pointees.end());
    for (const CellId cell : cells) {
      if (tables_.cell_of(cell).root == RootKind::kLiteral) continue;
      Content known = state_.get(tables_, cell);
      known.facts = tables_.united(known.facts, content.facts);
      known.has_number = false;
      state_.set(tables_, cell, known);
      const Cell& written = tables_.cell_of(cell);
      if (written.root == RootKind::kGlobal)
        emit(known, {SlotKind::kGlobal, 0, written.id, tables_.text(written.path)},
             call.expression->getSourceRange());
    }
  }
}

Fact FunctionAnalysis::unknown_fact(const CallView& call) {
  const auto [at, added] =
      source_sites_.emplace(std::make_pair(static_cast<const void*>(call.expression), 999U),
                            static_cast<std::uint32_t>(summary_.sources.size()));
  if (added) {
    SourceSite site;
    site.place = unit_.spot_of(call.expression->getSourceRange());
    site.function = tables_.text(call.name);
    site.label = tables_.text("unknown");
    summary_.sources.push_back(site);
  }
  Fact fact;
  fact.origin = {SlotKind::kSource, 0, at->second, 0};
  return fact;
}

// A library function of which nothing is known may write whatever it can reach: what was there is not all
// there is any more.
void FunctionAnalysis::note_unknown_writes(const CallView& call) {
  if (call.expression == nullptr || call.callee == nullptr) return;
  for (std::size_t i = 0; i < call.arguments.size() && i < call.callee->getNumParams(); ++i) {
    const clang::QualType type = call.callee->getParamDecl(static_cast<unsigned>(i))->getType();
    if (!type->isPointerType() || type->getPointeeType().isConstQualified()) continue;
    // Buffers; what the functions of a library do with its own objects is in the models.
    if (!type->getPointeeType()->isIntegerType() && !type->getPointeeType()->isVoidType()) continue;
    const Content value = argument_value(call, i);
    for (const CellId cell : tables_.cell_sets[value.pointees]) {
      if (tables_.cell_of(cell).root == RootKind::kLiteral) continue;
      Content content = state_.get(tables_, cell);
      content.facts = tables_.united(content.facts, tables_.fact_set_of(unknown_fact(call)));
      content.has_number = false;
      state_.set(tables_, cell, content);
    }
  }
}

// A handle that is a number is passed by value, and yet the callee may do with its object what it likes.
void FunctionAnalysis::note_handles_given(const CallView& call) {
  if (call.expression == nullptr) return;
  for (const clang::Expr* argument : call.arguments) {
    const clang::Expr* plain = argument->IgnoreParenCasts();
    if (plain->getType().isNull() || !plain->getType()->isIntegerType() || !plain->isGLValue()) continue;
    for (const CellId cell : objects_of(plain).cells) {
      Content content = state_.get(tables_, cell);
      bool handle = false;
      for (const FactId id : tables_.fact_sets[content.facts]) {
        const Slot& origin = tables_.facts[id].origin;
        handle = handle || (origin.kind == SlotKind::kSource &&
                            tables_.text_of(summary_.sources[origin.id].label).starts_with("state:"));
      }
      if (!handle) continue;
      content.facts = tables_.united(content.facts, tables_.fact_set_of(unknown_fact(call)));
      state_.set(tables_, cell, content);
    }
  }
}

// Results that say whether it worked, and that nobody asked; or asked in a way that takes an error for
// success.
void FunctionAnalysis::check_results(const clang::Stmt* body) {
  if (body == nullptr) return;
  LastWipes wipes(unit_.models, ast().getSourceManager());
  wipes.TraverseStmt(const_cast<clang::Stmt*>(body));
  for (const auto& [place, variable] : wipes.variables) {
    if (!variable.secret || !variable.own || variable.wipe == nullptr || variable.wiped < variable.last)
      continue;
    CallView view;
    view.expression = variable.wipe;
    view.name = "memset";
    add_local_finding(view, "wipe-optimised-away", "");
  }
  if (results_.empty()) return;
  ResultUse use;
  use.TraverseStmt(const_cast<clang::Stmt*>(body));
  for (const auto& [expression, model] : results_) {
    bool ignored = use.discarded.contains(expression);
    for (const auto& [variable, values] : use.kept) {
      const bool read = use.reads[variable] > 0;
      for (const clang::Expr* value : values) ignored = ignored || (value == expression && !read);
    }
    const auto negative = model->extra.find("negative");
    const bool misread = negative != model->extra.end() && use.as_truth.contains(expression);
    if (!ignored && !misread) continue;
    CallView view;
    view.expression = expression;
    view.name = model->function;
    add_local_finding(view, model->rule, ignored ? "ignored" : "misread");
  }
}

}  // namespace trawl::sast
