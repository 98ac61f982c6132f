#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/Expr.h>
#include <clang/AST/ExprCXX.h>
#include <clang/Analysis/CFG.h>
#include <clang/Lex/Lexer.h>

#include "engine/sast/flow_state.h"
#include "engine/sast/models.h"
#include "engine/sast/summary.h"

namespace trawl::sast {

/// Whether a type is that of an array of one character.
bool has_no_room(const clang::ASTContext& context, clang::QualType type);

/// What all functions of a unit share while it is summarized.
struct UnitContext {
  clang::ASTContext& ast;
  const Models& models;
  UnitSummary& unit;
  FlowTables tables;
  std::unordered_map<const clang::Decl*, TextId> usrs;
  std::unordered_set<const clang::FunctionDecl*> never_return;
  std::set<std::string> constructed_classes;
  std::string main_path;  ///< tells static functions of files with one base name apart
  std::map<std::string, std::uint32_t> files;
  std::function<std::string(const std::string&)> display_name;

  UnitContext(clang::ASTContext& context, const Models& all_models, UnitSummary& summary)
      : ast(context), models(all_models), unit(summary), tables(summary) {}

  TextId usr_of(const clang::Decl* declaration);
  Spot spot_of(clang::SourceRange range);
  /// Where a text is written: of a constant that a macro stands for, in the macro.
  Spot spot_of_text(clang::SourceRange range);
  /// Whether the engine has (or may get) the body of a function: declared outside system headers.
  bool of_program(const clang::Decl* declaration) const;
};

/// The objects an expression names.
struct Objects {
  std::vector<CellId> cells;
  bool exact = true;     ///< all of one object: an assignment replaces what it held
  bool element = false;  ///< a part of an array or what a pointer points to
  bool leading = false;  ///< the first element
};

/// A call as the models see it.
struct CallView {
  const clang::Expr* expression = nullptr;  ///< null for implicit calls
  const clang::FunctionDecl* callee = nullptr;
  const clang::Expr* object = nullptr;  ///< of a member call
  Content this_value;                   ///< pointees: the objects
  bool has_this = false;
  std::vector<const clang::Expr*> arguments;
  std::string name;    ///< of the function, without qualification
  std::string record;  ///< simple name of the class
  clang::QualType result;
  const void* key = nullptr;     ///< what tells implicit calls apart
  bool through_pointer = false;  ///< the name is that of a variable or field, not of a function
};

/// The local analysis of one function: a forward data flow over its control-flow graph. `run` fills the
/// summary. Method: Kildall's worklist in reverse post-order; facts are symbolic origins, so that callees
/// need not be known.
class FunctionAnalysis {
 public:
  FunctionAnalysis(UnitContext& unit, const clang::FunctionDecl* function, FunctionSummary& summary);

  /// Analyses the body.
  void run();
  /// For the initialisers of globals: one pseudo-function whose statements are these.
  void run_initializers(const std::vector<const clang::VarDecl*>& variables);

 private:
  // --- control flow (function_analysis.cpp)
  void iterate(const clang::CFG& graph);
  void find_loops(const clang::CFG& graph);
  void transfer(const clang::CFGBlock& block, FlowState& state);
  void visit(const clang::CFGElement& element);
  void visit_statement(const clang::Stmt* statement);
  void visit_declaration(const clang::VarDecl* variable);
  std::vector<FlowState> successors_of(const clang::CFGBlock& block, FlowState out);
  FlowState across(const clang::CFGBlock& from, const clang::CFGBlock& to, FlowState state);
  void walk_in_order(const clang::Stmt* body);
  void collect_watched(const clang::Stmt* body);
  void prepare_parameters();
  void return_from(const clang::ReturnStmt* statement);
  void leave();
  void emit_calculated_return();

  // --- expressions (expressions.cpp)
  Content value_of(const clang::Expr* expression);
  Content computed_value_of(const clang::Expr* expression);
  void field_input(const clang::FieldDecl* field, const std::vector<CellId>& cells, const clang::Expr* where);
  Objects objects_of(const clang::Expr* expression);
  Content load(const Objects& objects, clang::QualType type);
  void store(const Objects& objects, Content content, clang::QualType type, const clang::Expr* where);
  void initialise(CellId target, clang::QualType type, const clang::Expr* initialiser);
  FactSetId constant_elements(const std::vector<const clang::Expr*>& values, clang::SourceRange where);
  void copy_object(CellId to, const std::vector<CellId>& from, bool weak);
  void assign_object(const Objects& to, const clang::Expr* from);
  void forget_conditions_on(CellId cell);
  void note_field_store(const clang::Expr* target, const clang::Expr* value);
  void note_field_store(const clang::FieldDecl* field, const clang::Expr* value);
  void note_tag(const clang::MemberExpr* member, std::int64_t value);
  static bool is_link(const clang::FieldDecl* field);
  std::optional<std::vector<CellId>> owners_of_link(const clang::Expr* member);
  void store_link(const std::vector<CellId>& owners, const Content& content, const clang::Expr* where);
  /// Arithmetic of which the result is a number and no text any more.
  bool calculates_number(const clang::BinaryOperator* operation);
  FactSetId as_number(FactSetId facts);
  CellId variable_cell(const clang::ValueDecl* variable);
  void standard_input(const clang::ValueDecl* variable, CellId cell, const clang::Expr* where);
  CellId temporary(const clang::Expr* expression);
  std::optional<std::int64_t> number_of(const clang::Expr* expression);
  const clang::FieldDecl* function_field(const clang::Expr* expression) const;
  void store_function(const clang::FieldDecl* field, const std::vector<CellId>& cells, FactSetId facts,
                      clang::SourceRange where);
  FactSetId function_of(const clang::FieldDecl* field, FactSetId facts);
  Slot slot_of(const clang::FieldDecl* field);
  std::string field_key(const clang::FieldDecl* field);
  FactSetId function_fact(const clang::FunctionDecl* function);

  // --- text (calls.cpp)
  FactSetId text_facts(const Content& value);
  KnownTextId text_of_value(const Content& value);
  std::optional<std::string> pattern_of(const clang::Expr* expression);
  std::optional<std::string> constant_text(const clang::Expr* expression);
  std::vector<CellId> text_cells(const Content& value);

  // --- calls (calls.cpp)
  void visit_call(const clang::Expr* call);
  void visit_construction(const clang::CXXConstructExpr* construction);
  void visit_new(const clang::CXXNewExpr* expression);
  void visit_lambda(const clang::LambdaExpr* lambda);
  void visit_destructor(const clang::CXXDestructorDecl* destructor, const Content& object,
                        clang::SourceRange where, const void* key);
  std::vector<const Model*> models_of(const CallView& call);
  Content argument_value(const CallView& call, std::size_t index);
  bool is_seen_as_base(const clang::Expr* argument);
  bool names_function(const clang::Expr* argument);
  void apply_models(const CallView& call, const std::vector<const Model*>& models, CellId result);
  void apply_transfer(const CallView& call, const Model& model, CellId result);
  void apply_source(const CallView& call, const Model& model, CellId result);
  void apply_sink(const CallView& call, const Model& model);
  bool is_constant_element(const clang::Expr* expression);
  bool ends_options(const CallView& call, const CallPlace& place, unsigned argument, const Content& value);
  void apply_callback(const CallView& call, const Model& model);
  void report_misuses(const CallView& call, std::vector<const Model*>& models);
  bool satisfies(const CallView& call, const Model& model);
  static bool is_another_by_format(const CallView& call, const Model& model);
  bool satisfies(const CallView& call, llvm::StringRef constraint);
  void note_page_output(const CallView& call);
  void unknown_library_call(const CallView& call, CellId result);
  void program_call(const CallView& call, CellId result, const std::vector<TextId>& targets,
                    const Content* target_value, bool dispatched);
  std::uint32_t call_site(const void* key, unsigned variant, clang::SourceRange range);
  void havoc(const Content& value, clang::QualType type, std::uint32_t call, std::int16_t index);
  FactSetId after_call(FactSetId before, FactSetId marked, CellId written);
  void havoc_globals();
  void publish(const std::vector<CellId>& cells);
  std::vector<CellId> returned_objects(const CallView& call);
  std::vector<CellId> cells_at(const std::vector<CellId>& objects, std::string_view path);
  void forget_numbers(const CallView& call);
  std::vector<Content> contents_at(const CallView& call, const CallPlace& place, CellId result);
  void write_at(const CallView& call, const CallPlace& place, CellId result, const Content& text,
                bool append);

  // --- roles and states of arguments (roles.cpp)
  void apply_role(const CallView& call, const Model& model);
  void apply_state(const CallView& call, const Model& model);
  bool is_sha1(const CallView& call);
  bool is_named_as_asked(const CallView& call, const Model& model);
  void mark_read_secret(const CallView& call, const Model& model);
  void enter_state(const CallView& call, const Model& model, CellId result);
  void check_results(const clang::Stmt* body);
  std::uint32_t role_site(const CallView& call, std::int16_t argument, const std::string& role,
                          const std::string& rule);
  void emit_role(const CallView& call, const CallPlace& place, const std::string& role,
                 const std::string& rule);
  void emit_bytes(Slot to, clang::SourceRange where);
  std::uint32_t constant_bytes(clang::SourceRange where);
  void add_local_finding(const CallView& call, const std::string& rule, const std::string& detail);
  std::string use_of_hash(const clang::Expr* hash);
  Fact unknown_fact(const CallView& call);
  Fact state_fact(const CallView& call, const std::string& state);
  bool written_as_password(const CallView& call, std::string_view places, bool vaguely);
  void mark_secrets(const CallView& call, const Model& model);
  void report_unwiped();
  void visit_delete(const clang::CXXDeleteExpr* expression);
  void keep_unguessable(const Content& value, std::string_view name, const clang::Expr* where);
  static std::string_view name_written(const clang::Expr* expression);
  FactSetId origins_of_number(const Content& value);
  void note_unknown_writes(const CallView& call);
  void note_handles_given(const CallView& call);
  // --- byte_compare.cpp
  void find_byte_comparisons(const clang::Stmt* body);
  void visit_byte_comparison(const clang::BinaryOperator* comparison);
  bool spelled_with(const CallView& call, const std::string& constraint);

  // --- conditions (conditions.cpp)
  bool refine(const clang::Expr* condition, bool truth);
  bool refine_comparison(const clang::Expr* left, clang::BinaryOperatorKind op, const clang::Expr* right,
                         bool truth);
  bool refine_number(const clang::Expr* expression, Compare compare, std::int64_t value);
  void refine_call(const clang::Expr* call, Compare compare, std::int64_t value);
  void refine_element(const clang::Expr* expression, CharSet refused, KindMask cleared);
  void refine_element_content(const Content& content, CharSet refused, KindMask cleared);
  void clear_object(const clang::Expr* expression, KindMask cleared, CharSet refused);
  void clear_cells(const std::vector<CellId>& cells, KindMask cleared, CharSet refused);
  std::optional<Condition> condition_on(const clang::Expr* expression, Compare compare, std::int64_t value);
  bool is_constant(const clang::Expr* expression);
  std::optional<CharSet> accepted_by(const clang::Expr* test);
  std::optional<CharSet> accepted_by_name(const std::string& name);
  bool assume(const Condition& condition);
  bool drop_excluded();

  // --- emission (emission.cpp): only in the last pass
  struct Reached {
    std::string path;
    FactId fact = 0;
    CellId cell = 0;
    std::vector<TextId> except;
    ConditionsId guard = 0;
  };
  void reach(const Content& value, std::vector<Reached>& out);
  void reach_cell(CellId cell, const std::string& path, ConditionsId guard, unsigned depth,
                  std::set<CellId>& seen, std::vector<Reached>& out);
  void emit(const Content& value, Slot to, clang::SourceRange where, KnownTextId text_behind = 0);
  void emit_fact(const Fact& fact, Slot to, CellId cell, const std::vector<TextId>& except,
                 KnownTextId whole);
  void emit_number(std::int64_t number, Slot to, clang::SourceRange where);
  void emit_out_parameters();
  void emit_clearings(const clang::ReturnStmt* statement);
  void record_copy(CellId target, FactSetId facts, clang::SourceRange where, std::string_view name);

  const clang::Expr* stripped(const clang::Expr* expression) const;
  clang::ASTContext& ast() { return unit_.ast; }

  UnitContext& unit_;
  FlowTables& tables_;
  const clang::FunctionDecl* function_;
  FunctionSummary& summary_;

  FlowState state_;        ///< at the statement under analysis
  bool emitting_ = false;  ///< the last pass, in which edges are made
  std::size_t depth_ = 0;  ///< of nested expressions

  std::vector<FlowState> in_;                   ///< by block
  std::vector<std::vector<FlowState>> edges_;   ///< by block and successor
  std::vector<std::set<unsigned>> loops_;       ///< by head block: the blocks of the loop, empty: no head
  std::vector<std::set<unsigned>> back_edges_;  ///< by head block: from where
  std::vector<std::set<CellId>> tested_;  ///< by head block: objects whose characters are looked at inside
  std::unordered_map<const clang::Stmt*, unsigned> block_of_;
  const clang::CFGBlock* block_ = nullptr;
  bool tested_more_ = false;
  unsigned restarts_ = 0;

  std::vector<CellId> watched_;  ///< cells of variables that conditions look at, sorted
  std::unordered_set<const clang::ValueDecl*> watched_variables_;
  std::unordered_map<const clang::Expr*, const clang::Expr*>
      arms_;  ///< arm of a conditional operator -> the operator
  /// What is assigned to elements of arrays: index and value.
  std::unordered_map<const clang::ValueDecl*, std::vector<std::pair<const clang::Expr*, const clang::Expr*>>>
      elements_;
  std::map<std::pair<const void*, unsigned>, std::uint32_t> call_sites_;  ///< by syntax, and which call of it
  std::map<std::pair<const void*, unsigned>, std::uint32_t> source_sites_;
  std::map<std::tuple<const void*, unsigned, std::uint8_t, std::string>, std::uint32_t> sink_sites_;
  std::unordered_map<CellId, TextId> tag_fields_;  ///< of cells in FlowState::tags: record and name
  std::set<CellId> function_cells_;                ///< fields in which pointers to functions were stored
  std::unordered_map<CellId, clang::QualType> dynamic_types_;
  std::set<const clang::Stmt*> handled_calls_;
  std::unordered_set<const clang::BinaryOperator*> byte_comparisons_;
  const clang::Expr* calculated_return_ = nullptr;  ///< of a number that nothing is known of
  std::vector<std::pair<const clang::Expr*, const Model*>>
      results_;  ///< calls whose result must be looked at

  struct Chain {
    Step step;
    std::uint32_t parent = 0;
  };
  std::vector<Chain> chains_{Chain()};
  std::map<std::pair<CellId, Slot>, std::uint32_t> chain_of_;
  std::vector<CellId> loaded_;  ///< cells read by the statement under analysis

  std::set<
      std::tuple<Slot, Slot, KindMask, CharSet, std::uint32_t, std::vector<Condition>, std::vector<TextId>>>
      emitted_;
  struct Leaving {
    bool seen = false;
    bool always = false;  ///< cannot be told apart
    KindMask mask = kAllKinds;
    std::vector<std::vector<Condition>> ways;
  };
  std::map<std::int16_t, std::array<Leaving, 3>> leaving_;
  bool catches_ = false;
  bool in_initialiser_ = false;  ///< of a field that is a pointer
  bool limited_ = false;         ///< the cap of edges was met and said
};

}  // namespace trawl::sast
