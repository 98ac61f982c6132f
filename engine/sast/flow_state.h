#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/sast/summary.h"

/// The abstract values of the local analysis: what is known of every object at a point of one function. No
/// Clang here. Everything is interned, so that comparing and joining states compares numbers.
namespace trawl::sast {

using CellId = std::uint32_t;  ///< 0: none
using FactId = std::uint32_t;
using ConditionsId = std::uint32_t;  ///< 0: always
using FactSetId = std::uint32_t;     ///< 0: empty
using CellSetId = std::uint32_t;     ///< 0: empty
using GuardsId = std::uint32_t;      ///< 0: every pointee, always
using KnownTextId = std::uint32_t;   ///< 0: nothing known
using ContentId = std::uint32_t;

constexpr std::size_t kMaxConditions = 4;
constexpr std::size_t kMaxPointees = 8;
constexpr std::size_t kMaxFacts = 64;
constexpr std::size_t kMaxVariants = 6;  ///< of facts with one origin in one object

/// One value flow that has arrived in an object.
struct Fact {
  Slot origin;
  KindMask cleared = kNoKinds;
  KindMask restored = kNoKinds;
  CharSet refused;           ///< no character of these is in it
  CharSet pending;           ///< the character that a loop looks at now is none of these
  bool before_loop = false;  ///< at the head of a loop that looks at characters: the loop has not run yet
  std::uint32_t shape = 0;   ///< index into UnitSummary::shapes
  ConditionsId conditions = 0;

  friend auto operator<=>(const Fact&, const Fact&) = default;
};

/// The constant text an object is known to begin with.
struct KnownText {
  std::string head;       ///< at most 64 bytes
  bool complete = false;  ///< `head` is all there is
  char last = 0;          ///< the last byte written, 0 where unknown
  bool lines = false;     ///< CRLF or a header's name was written
  bool markup = false;
  bool counted = false;  ///< how long a text is stands before it: line breaks in it end nothing

  friend auto operator<=>(const KnownText&, const KnownText&) = default;
};

/// What an object holds, or what an expression yields.
struct Content {
  FactSetId facts = 0;
  CellSetId pointees = 0;
  GuardsId guards = 0;  ///< which of `pointees` are so only under conditions
  KnownTextId text = 0;
  CellId element = 0;          ///< a character of this object
  const void* test = nullptr;  ///< the expression whose truth (or result) this is
  std::int64_t number = 0;
  bool has_number = false;
  bool offset = false;   ///< a pointer into the object, perhaps not to its beginning
  bool leading = false;  ///< `element` is the first one

  friend auto operator<=>(const Content&, const Content&) = default;
};

/// For tables of the values above: each field goes in.
struct Hash {
  static std::size_t mix(std::size_t seed, std::uint64_t value) {
    seed ^= value + 0x9e3779b97f4a7c15U + (seed << 6U) + (seed >> 2U);
    return seed * 0xff51afd7ed558ccdU;
  }
  std::size_t operator()(const Fact& fact) const {
    std::size_t seed =
        mix(static_cast<std::size_t>(fact.origin.kind), static_cast<std::uint64_t>(fact.origin.index));
    for (const std::uint64_t value :
         {std::uint64_t{fact.origin.id}, std::uint64_t{fact.origin.path}, std::uint64_t{fact.cleared},
          std::uint64_t{fact.restored}, fact.refused.low, fact.refused.high, fact.pending.low,
          fact.pending.high, std::uint64_t{fact.before_loop}, std::uint64_t{fact.shape},
          std::uint64_t{fact.conditions}}) {
      seed = mix(seed, value);
    }
    return seed;
  }
  std::size_t operator()(const Condition& condition) const {
    std::size_t seed =
        mix(static_cast<std::size_t>(condition.subject), static_cast<std::uint64_t>(condition.compare));
    seed = mix(seed, static_cast<std::uint64_t>(condition.index) * 2 + (condition.any ? 1 : 0));
    return mix(mix(seed, condition.id), static_cast<std::uint64_t>(condition.value));
  }
  std::size_t operator()(std::uint32_t number) const { return number; }
  std::size_t operator()(const std::pair<CellId, ConditionsId>& pair) const {
    return mix(pair.first, pair.second);
  }
  std::size_t operator()(const std::pair<std::uint64_t, std::uint64_t>& pair) const {
    return mix(mix(0, pair.first), pair.second);
  }
  std::size_t operator()(const KnownText& text) const {
    return mix(std::hash<std::string>()(text.head), static_cast<std::uint64_t>(text.last) * 8 +
                                                        (text.complete ? 4 : 0) + (text.lines ? 2 : 0) +
                                                        (text.markup ? 1 : 0));
  }
  std::size_t operator()(const Content& content) const {
    std::size_t seed = mix(content.facts, content.pointees);
    for (const std::uint64_t value :
         {std::uint64_t{content.guards}, std::uint64_t{content.text}, std::uint64_t{content.element},
          static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(content.test)),
          static_cast<std::uint64_t>(content.number), std::uint64_t{content.has_number},
          std::uint64_t{content.offset}, std::uint64_t{content.leading}}) {
      seed = mix(seed, value);
    }
    return seed;
  }
  template <typename T>
  std::size_t operator()(const std::vector<T>& list) const {
    std::size_t seed = list.size();
    for (const T& element : list) seed = mix(seed, (*this)(element));
    return seed;
  }
};

/// Numbers for values that are equal.
template <typename T>
class Interner {
 public:
  Interner() { number(T()); }
  std::uint32_t number(const T& value) {
    const auto [at, added] = numbers_.try_emplace(value, static_cast<std::uint32_t>(values_.size()));
    if (added) values_.push_back(&at->first);
    return at->second;
  }
  /// Forgets all values; numbers handed out before mean nothing any more.
  void clear() {
    values_.clear();
    if (numbers_.bucket_count() > 4096)
      numbers_ = {};  // emptying a large table costs as much as filling it
    else
      numbers_.clear();
    number(T());
  }
  const T& operator[](std::uint32_t number) const { return *values_[number]; }
  [[nodiscard]] std::size_t size() const { return values_.size(); }

 private:
  std::unordered_map<T, std::uint32_t, Hash> numbers_;
  std::vector<const T*> values_;
};

enum class RootKind : std::uint8_t {
  kNone,
  kVariable,    ///< local variable or parameter; key: its declaration
  kParam,       ///< what parameter `index` points to
  kGlobal,      ///< key: none, id: text of the USR
  kTemporary,   ///< result of an expression; key: the expression
  kHeap,        ///< allocated by an expression
  kCallResult,  ///< what the result of call `id` points to
  kCallOut,     ///< what call `id` wrote through argument `index`
  kLiteral,     ///< id: index into UnitSummary::literals
  kException,   ///< the exception under way
};

struct Cell {
  RootKind root = RootKind::kNone;
  std::int16_t index = 0;
  std::uint32_t id = 0;
  const void* key = nullptr;
  std::string path;  ///< ".a.b"

  friend auto operator<=>(const Cell&, const Cell&) = default;
};

/// The values of one function: tables for everything that is interned, and what objects hold before anything
/// is written.
class FlowTables {
 public:
  explicit FlowTables(UnitSummary& unit) : unit_(unit) {}

  Interner<Fact> facts;
  Interner<std::vector<Condition>> conditions;
  Interner<std::vector<FactId>> fact_sets;
  Interner<std::vector<CellId>> cell_sets;
  Interner<std::vector<std::pair<CellId, ConditionsId>>> guards;  ///< sorted by cell
  Interner<KnownText> texts;
  Interner<Content> contents;

  /// Forgets the values of the function before: what the tables hold is of one function, so that they stay
  /// small. Texts, shapes and literals are of the unit and stay.
  void begin_function();

  CellId cell(const Cell& cell);
  CellId field(CellId base, std::string_view name);  ///< cut to the base where the path is full
  [[nodiscard]] const Cell& cell_of(CellId id) const { return cells_[id]; }
  [[nodiscard]] CellId parent_of(CellId id) const { return parents_[id]; }
  [[nodiscard]] const std::vector<CellId>& children_of(CellId id) const { return children_[id]; }

  /// What a cell holds before anything is written to it or to a whole it is part of.
  Content initial(CellId cell);
  /// The fact at a part of the object that `fact` is a fact of.
  FactId extended(FactId fact, std::string_view suffix);

  TextId text(std::string_view text);
  std::uint32_t shape(const Shape& shape);
  const Shape& shape_of(std::uint32_t id) const { return unit_.shapes[id]; }
  std::uint32_t literal(const Literal& literal);
  std::string_view text_of(TextId id) const { return unit_.texts[id]; }

  FactSetId fact_set(std::vector<FactId> facts);  ///< sorted, subsumed and capped
  FactSetId fact_set_of(const Fact& fact) { return fact_set({facts.number(fact)}); }
  CellSetId cell_set(std::vector<CellId> cells);
  FactSetId united(FactSetId a, FactSetId b);
  CellSetId united_cells(CellSetId a, CellSetId b);
  Content united(const Content& a, const Content& b);
  /// The number of `content` as a fact, for places that keep facts only. Nothing for 0, 1 and the like, which
  /// are counters, truths and errors: what matters are lengths of keys, rounds, and algorithms.
  FactSetId number_facts(const Content& content);
  /// The set with `change` applied to each fact; a fact is dropped where it returns false.
  FactSetId changed(FactSetId set, const std::function<bool(Fact&)>& change);

  /// `conditions` with one more; nothing is added beyond the cap. Returns false when they exclude each other.
  bool add_condition(ConditionsId& conditions, const Condition& condition);
  /// Under which conditions `content` points to `pointee`.
  ConditionsId guard_of(const Content& content, CellId pointee) const;
  /// Both sets of conditions; false when they exclude each other.
  bool add_conditions(ConditionsId& conditions, ConditionsId more);
  /// The conditions without those about a cell.
  ConditionsId without_cell(ConditionsId conditions, CellId cell);
  /// `content` without what holds only under conditions that exclude `path`.
  ContentId without_excluded(ContentId content, ConditionsId path);
  /// `content` with no condition about a cell.
  ContentId without_cell_in(ContentId content, CellId cell);
  /// What both hold, where ways meet on which different conditions held (numbers of lists of them).
  ContentId met(ContentId a, ContentId b, ConditionsId only_a, ConditionsId only_b);
  /// What a cell holds before anything is written to it.
  ContentId initial_content(CellId cell);

  /// The shape of a value of shape `inner` that is written behind `outer`.
  std::uint32_t shape_behind(const KnownText& outer, std::uint32_t inner);
  KnownText with_constant(KnownText text, std::string_view constant);
  KnownText with_unknown(KnownText text);

 private:
  UnitSummary& unit_;
  std::map<std::string, TextId, std::less<>> text_ids_;
  std::map<Shape, std::uint32_t> shape_ids_;
  std::map<std::tuple<std::uint8_t, std::string, std::int64_t, Spot>, std::uint32_t> literal_ids_;
  std::map<Cell, CellId> cell_ids_;
  std::deque<Cell> cells_{Cell()};  // references stay valid
  std::vector<CellId> parents_{0};
  std::deque<std::vector<CellId>> children_{{}};
  /// Whether anything in a content is so only under conditions: most contents are free of them.
  bool is_conditional(ContentId content);
  void merge_variants(const std::vector<FactId>& ids, std::vector<FactId>& left);
  FactSetId annotated(FactSetId set, FactSetId other, ConditionsId extra);
  void guard(Content& content, const Content& other, ConditionsId extra);

  // What was worked out before: a loop asks the same again and again.
  std::unordered_map<std::uint64_t, FactSetId> unions_;
  std::unordered_map<std::uint64_t, ContentId> excluded_;
  std::unordered_map<std::uint64_t, ContentId> without_;
  std::unordered_map<std::pair<std::uint64_t, std::uint64_t>, ContentId, Hash> met_;
  std::vector<ContentId> initial_;            ///< by cell
  std::vector<std::int8_t> conditional_;      ///< by content, -1: not known yet
  std::vector<std::int8_t> conditional_set_;  ///< by set of facts
};

/// Whether two conditions on one subject cannot both hold.
bool exclude(const Condition& a, const Condition& b);
/// The condition that holds when this one does not.
Condition negated(Condition condition);

/// What all objects hold at one point, as far as it is not their initial content.
class FlowState {
 public:
  bool reachable = false;
  ConditionsId path = 0;  ///< what holds on every way here
  ConditionsId tags = 0;  ///< which fields (cells) were found to be which number on every way here

  [[nodiscard]] const ContentId* find(CellId cell) const;
  [[nodiscard]] Content get(FlowTables& tables, CellId cell) const;
  [[nodiscard]] ContentId content_of(FlowTables& tables, CellId cell) const;
  void change_all(const std::function<ContentId(ContentId)>& change);
  void set(FlowTables& tables, CellId cell, const Content& content);
  void set(CellId cell, ContentId content);
  void erase_below(FlowTables& tables, CellId cell);
  void erase(CellId cell);
  [[nodiscard]] const std::vector<std::pair<CellId, ContentId>>& entries() const { return entries_; }

  /// The state where two ways meet. Facts that only one side has remember what told the sides apart: `path`
  /// conditions and different values of the cells in `watched` (sorted).
  static FlowState joined(FlowTables& tables, const FlowState& a, const FlowState& b,
                          const std::vector<CellId>& watched);

  friend bool operator==(const FlowState&, const FlowState&) = default;

 private:
  [[nodiscard]] Content get(FlowTables& tables, CellId cell, unsigned depth) const;

  std::vector<std::pair<CellId, ContentId>> entries_;  ///< sorted by cell
};

}  // namespace trawl::sast
