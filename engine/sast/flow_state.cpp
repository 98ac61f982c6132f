#include "engine/sast/flow_state.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>

namespace trawl::sast {
namespace {

constexpr std::size_t kLongestHead = 64;
constexpr std::size_t kManyFacts = 8000;  // of one function

bool holds(const Condition& condition, std::int64_t value) {
  switch (condition.compare) {
    case Compare::kEqual:
      return value == condition.value;
    case Compare::kNotEqual:
      return value != condition.value;
    case Compare::kLess:
      return value < condition.value;
    case Compare::kNotLess:
      return value >= condition.value;
  }
  return true;
}

bool same_subject(const Condition& a, const Condition& b) {
  return a.subject == b.subject && a.id == b.id && a.index == b.index;
}

bool same_value(Fact a, Fact b) {
  a.conditions = b.conditions = 0;
  return a == b;
}

// Which conditions are worth one of the few places: those about the program at large first.
int worth(const Condition& condition) {
  switch (condition.subject) {
    case Condition::Subject::kClearedBy:
    case Condition::Subject::kField:
      return 0;
    case Condition::Subject::kGlobal:
      return 1;
    case Condition::Subject::kLocal:
      return 2;
    case Condition::Subject::kCall:
      return 3;
  }
  return 4;
}

}  // namespace

bool exclude(const Condition& a, const Condition& b) {
  if (!same_subject(a, b) || a.subject == Condition::Subject::kClearedBy) return false;
  if (a.compare == Compare::kEqual) return !holds(b, a.value);
  if (b.compare == Compare::kEqual) return !holds(a, b.value);
  if (a.compare == Compare::kLess && b.compare == Compare::kNotLess) return b.value >= a.value;
  if (b.compare == Compare::kLess && a.compare == Compare::kNotLess) return a.value >= b.value;
  return false;
}

Condition negated(Condition condition) {
  switch (condition.compare) {
    case Compare::kEqual:
      condition.compare = Compare::kNotEqual;
      break;
    case Compare::kNotEqual:
      condition.compare = Compare::kEqual;
      break;
    case Compare::kLess:
      condition.compare = Compare::kNotLess;
      break;
    case Compare::kNotLess:
      condition.compare = Compare::kLess;
      break;
  }
  return condition;
}

void FlowTables::begin_function() {
  facts.clear();
  conditions.clear();
  fact_sets.clear();
  cell_sets.clear();
  guards.clear();
  texts.clear();
  contents.clear();
  cell_ids_.clear();
  cells_.assign(1, Cell());
  parents_.assign(1, 0);
  children_.assign(1, {});
  unions_ = {};
  excluded_ = {};
  without_ = {};
  met_ = {};
  initial_.clear();
  conditional_.clear();
  conditional_set_.clear();
}

CellId FlowTables::cell(const Cell& cell) {
  const auto found = cell_ids_.find(cell);
  if (found != cell_ids_.end()) return found->second;
  CellId parent = 0;
  if (!cell.path.empty()) {
    Cell whole = cell;
    whole.path.resize(whole.path.rfind('.'));
    parent = this->cell(whole);
  }
  const auto id = static_cast<CellId>(cells_.size());
  cell_ids_.emplace(cell, id);
  cells_.push_back(cell);
  parents_.push_back(parent);
  children_.emplace_back();
  if (parent != 0) children_[parent].push_back(id);
  return id;
}

CellId FlowTables::field(CellId base, std::string_view name) {
  if (name.empty()) return base;
  Cell part = cells_[base];
  part.path += '.';
  part.path += name;
  part.path = bounded_path(std::move(part.path));
  return cell(part);
}

Content FlowTables::initial(CellId id) {
  const Cell& cell = cells_[id];
  Content content;
  Fact fact;
  fact.origin.path = text(cell.path);
  fact.origin.index = cell.index;
  fact.origin.id = cell.id;
  switch (cell.root) {
    case RootKind::kParam:
      fact.origin.kind = SlotKind::kParam;
      break;
    case RootKind::kGlobal:
      fact.origin.kind = SlotKind::kGlobal;
      break;
    case RootKind::kCallResult:
      fact.origin.kind = SlotKind::kCallResult;
      break;
    case RootKind::kCallOut:
      fact.origin.kind = SlotKind::kCallOut;
      break;
    case RootKind::kLiteral: {
      fact.origin.kind = SlotKind::kLiteral;
      fact.origin.path = 0;
      const Literal& literal = unit_.literals[cell.id];
      if (literal.type == Literal::Type::kText)
        content.text = texts.number(with_constant(KnownText{{}, true, 0, false, false}, literal.text));
      break;
    }
    default:
      return content;
  }
  content.facts = fact_set_of(fact);
  return content;
}

FactId FlowTables::extended(FactId id, std::string_view suffix) {
  Fact fact = facts[id];
  switch (fact.origin.kind) {
    case SlotKind::kParam:
    case SlotKind::kGlobal:
    case SlotKind::kCallResult:
    case SlotKind::kCallOut:
    case SlotKind::kCallAfter:
      break;
    default:
      return id;
  }
  fact.origin.path = text(bounded_path(std::string(text_of(fact.origin.path)) + std::string(suffix)));
  return facts.number(fact);
}

TextId FlowTables::text(std::string_view text) {
  if (text.empty()) return 0;
  const auto found = text_ids_.find(text);
  if (found != text_ids_.end()) return found->second;
  const auto id = static_cast<TextId>(unit_.texts.size());
  unit_.texts.emplace_back(text);
  text_ids_.emplace(std::string(text), id);
  return id;
}

std::uint32_t FlowTables::shape(const Shape& shape) {
  if (shape_ids_.empty()) shape_ids_.emplace(Shape(), 0);
  const auto [at, added] = shape_ids_.emplace(shape, static_cast<std::uint32_t>(unit_.shapes.size()));
  if (added) unit_.shapes.push_back(shape);
  return at->second;
}

std::uint32_t FlowTables::literal(const Literal& literal) {
  const auto key =
      std::make_tuple(static_cast<std::uint8_t>(literal.type), literal.text, literal.number, literal.place);
  const auto [at, added] = literal_ids_.emplace(key, static_cast<std::uint32_t>(unit_.literals.size()));
  if (added) unit_.literals.push_back(literal);
  return at->second;
}

// Facts of one origin: those that say no more than another one go.
void FlowTables::merge_variants(const std::vector<FactId>& ids, std::vector<FactId>& left) {
  std::vector<Fact> variants;
  variants.reserve(ids.size());
  for (const FactId id : ids) variants.push_back(facts[id]);
  for (std::size_t i = 0; i < variants.size(); ++i) {
    for (std::size_t j = i + 1; j < variants.size();) {
      if (!same_value(variants[i], variants[j])) {
        ++j;
        continue;
      }
      // The same value on two ways: under what both ways have in common, unless each has more than one of
      // its own.
      const std::vector<Condition>& a = conditions[variants[i].conditions];
      const std::vector<Condition>& b = conditions[variants[j].conditions];
      std::vector<Condition> common;
      std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
      const bool subsumed = common.size() == a.size() || common.size() == b.size();
      const bool opposite = a.size() == common.size() + 1 && b.size() == common.size() + 1;
      if (!subsumed && !opposite) {
        ++j;
        continue;
      }
      variants[i].conditions = conditions.number(common);
      variants.erase(variants.begin() + static_cast<std::ptrdiff_t>(j));
      j = i + 1;
    }
  }
  if (variants.size() > kMaxVariants) {
    Fact merged = variants[0];
    std::vector<Condition> common = conditions[merged.conditions];
    for (const Fact& other : variants) {
      merged.cleared &= other.cleared;
      merged.restored |= other.restored;
      merged.refused = merged.refused & other.refused;
      merged.pending = merged.pending & other.pending;
      merged.before_loop = merged.before_loop && other.before_loop;
      if (merged.shape != other.shape) merged.shape = shape(Shape{{}, false, 0, false, false});
      std::vector<Condition> both;
      const std::vector<Condition>& theirs = conditions[other.conditions];
      std::set_intersection(common.begin(), common.end(), theirs.begin(), theirs.end(),
                            std::back_inserter(both));
      common = std::move(both);
    }
    merged.conditions = conditions.number(common);
    variants = {merged};
  }
  for (const Fact& fact : variants) left.push_back(facts.number(fact));
}

FactSetId FlowTables::fact_set(std::vector<FactId> list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  if (list.size() > 1) {
    // By origin; facts that say no more than another one go.
    std::stable_sort(list.begin(), list.end(),
                     [&](FactId a, FactId b) { return facts[a].origin < facts[b].origin; });
    std::vector<FactId> left;
    left.reserve(list.size());
    for (std::size_t begin = 0, end = 0; begin < list.size(); begin = end) {
      while (end < list.size() && facts[list[end]].origin == facts[list[begin]].origin) ++end;
      if (end == begin + 1)
        left.push_back(list[begin]);
      else
        merge_variants({list.begin() + static_cast<std::ptrdiff_t>(begin),
                        list.begin() + static_cast<std::ptrdiff_t>(end)},
                       left);
    }
    list = std::move(left);
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    if (list.size() > kMaxFacts) {
      // What comes from outside or from a parameter stays before what comes from constants and unknown calls.
      std::stable_sort(list.begin(), list.end(), [&](FactId a, FactId b) {
        const auto weight = [&](FactId id) {
          const SlotKind kind = facts[id].origin.kind;
          return kind == SlotKind::kSource ? 0 : kind == SlotKind::kLiteral ? 2 : 1;
        };
        return weight(a) < weight(b);
      });
      list.resize(kMaxFacts);
      std::sort(list.begin(), list.end());
    }
  }
  return fact_sets.number(list);
}

CellSetId FlowTables::cell_set(std::vector<CellId> cells) {
  std::sort(cells.begin(), cells.end());
  cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
  if (cells.size() > kMaxPointees) cells.resize(kMaxPointees);
  return cell_sets.number(cells);
}

FactSetId FlowTables::united(FactSetId a, FactSetId b) {
  if (a == b || b == 0) return a;
  if (a == 0) return b;
  const std::uint64_t key = std::uint64_t{std::min(a, b)} << 32U | std::max(a, b);
  const auto found = unions_.find(key);
  if (found != unions_.end()) return found->second;
  const std::vector<FactId>& own = fact_sets[a];
  const std::vector<FactId>& more = fact_sets[b];
  std::vector<FactId> all;
  all.reserve(own.size() + more.size());
  std::set_union(own.begin(), own.end(), more.begin(), more.end(), std::back_inserter(all));
  const FactSetId result = all == own ? a : all == more ? b : fact_set(std::move(all));
  unions_.emplace(key, result);
  return result;
}

CellSetId FlowTables::united_cells(CellSetId a, CellSetId b) {
  if (a == b || b == 0) return a;
  if (a == 0) return b;
  std::vector<CellId> all = cell_sets[a];
  const std::vector<CellId>& more = cell_sets[b];
  all.insert(all.end(), more.begin(), more.end());
  return cell_set(std::move(all));
}

ConditionsId FlowTables::guard_of(const Content& content, CellId pointee) const {
  if (content.guards == 0) return 0;
  for (const auto& [cell, conditions] : guards[content.guards]) {
    if (cell == pointee) return conditions;
  }
  return 0;
}

bool FlowTables::add_conditions(ConditionsId& id, ConditionsId more) {
  if (more == 0) return true;
  for (const Condition& condition : std::vector<Condition>(conditions[more])) {
    if (!add_condition(id, condition)) return false;
  }
  return true;
}

Content FlowTables::united(const Content& a, const Content& b) {
  if (a == b) return a;
  Content content;
  content.facts = united(a.facts, b.facts);
  if (a.has_number != b.has_number || a.number != b.number)
    content.facts = united(content.facts, united(number_facts(a), number_facts(b)));
  content.pointees = united_cells(a.pointees, b.pointees);
  if (a.guards != 0 || b.guards != 0) {
    std::vector<std::pair<CellId, ConditionsId>> both;
    for (const CellId cell : std::vector<CellId>(cell_sets[content.pointees])) {
      const std::vector<CellId>& left = cell_sets[a.pointees];
      const std::vector<CellId>& right = cell_sets[b.pointees];
      const bool in_a = std::binary_search(left.begin(), left.end(), cell);
      const bool in_b = std::binary_search(right.begin(), right.end(), cell);
      ConditionsId guard = in_a ? guard_of(a, cell) : guard_of(b, cell);
      if (in_a && in_b && guard != guard_of(b, cell)) {
        const std::vector<Condition>& x = conditions[guard];
        const std::vector<Condition>& y = conditions[guard_of(b, cell)];
        std::vector<Condition> common;
        std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(common));
        guard = conditions.number(common);
      }
      if (guard != 0) both.emplace_back(cell, guard);
    }
    content.guards = guards.number(both);
  }
  if (a.text == b.text) {
    content.text = a.text;
  } else {
    const KnownText& left = texts[a.text];
    const KnownText& right = texts[b.text];
    KnownText both;
    const auto ends = std::mismatch(left.head.begin(), left.head.end(), right.head.begin(), right.head.end());
    both.head.assign(left.head.begin(), ends.first);
    both.lines = left.lines || right.lines;
    both.markup = left.markup || right.markup;
    both.last = left.last == right.last ? left.last : 0;
    content.text = texts.number(both);
  }
  content.element = a.element == b.element ? a.element : 0;
  content.test = a.test == b.test ? a.test : nullptr;
  if (a.has_number && b.has_number && a.number == b.number) {
    content.has_number = true;
    content.number = a.number;
  }
  content.offset = a.offset || b.offset;
  content.leading = a.leading && b.leading;
  return content;
}

FactSetId FlowTables::changed(FactSetId set, const std::function<bool(Fact&)>& change) {
  if (set == 0) return 0;
  std::vector<FactId> result;
  const std::vector<FactId> before = fact_sets[set];
  result.reserve(before.size());
  for (const FactId id : before) {
    Fact fact = facts[id];
    if (change(fact)) result.push_back(fact == facts[id] ? id : facts.number(fact));
  }
  return result == before ? set : fact_set(std::move(result));
}

bool FlowTables::add_condition(ConditionsId& id, const Condition& condition) {
  for (const Condition& other : conditions[id]) {
    if (other == condition) return true;
    if (exclude(other, condition)) return false;
  }
  // Of a function with very many facts, conditions multiply them; what is safe behind a check is kept.
  if (facts.size() > kManyFacts && worth(condition) > 0) return true;
  std::vector<Condition> list = conditions[id];
  if (list.size() >= kMaxConditions) {
    const auto least = std::max_element(
        list.begin(), list.end(), [](const Condition& a, const Condition& b) { return worth(a) < worth(b); });
    if (worth(*least) <= worth(condition)) return true;
    *least = condition;
  } else {
    list.push_back(condition);
  }
  std::sort(list.begin(), list.end());
  id = conditions.number(list);
  return true;
}

ConditionsId FlowTables::without_cell(ConditionsId id, CellId cell) {
  const auto about = [&](const Condition& condition) {
    return (condition.subject == Condition::Subject::kLocal ||
            condition.subject == Condition::Subject::kField) &&
           condition.id == cell;
  };
  if (std::none_of(conditions[id].begin(), conditions[id].end(), about)) return id;
  std::vector<Condition> list = conditions[id];
  std::erase_if(list, about);
  return conditions.number(list);
}

bool FlowTables::is_conditional(ContentId id) {
  if (conditional_.size() <= id) conditional_.resize(contents.size(), -1);
  if (conditional_[id] < 0) {
    const Content& content = contents[id];
    if (conditional_set_.size() <= content.facts) conditional_set_.resize(fact_sets.size(), -1);
    std::int8_t& set = conditional_set_[content.facts];
    if (set < 0) {
      const std::vector<FactId>& list = fact_sets[content.facts];
      set = std::any_of(list.begin(), list.end(), [&](FactId fact) { return facts[fact].conditions != 0; })
                ? 1
                : 0;
    }
    conditional_[id] = set != 0 || content.guards != 0 ? 1 : 0;
  }
  return conditional_[id] != 0;
}

ContentId FlowTables::without_excluded(ContentId id, ConditionsId path) {
  if (path == 0 || !is_conditional(id)) return id;
  const auto [at, added] = excluded_.try_emplace(std::uint64_t{id} << 32U | path, id);
  if (!added) return at->second;
  const std::vector<Condition>& known = conditions[path];
  const auto excluded = [&](ConditionsId list) {
    for (const Condition& own : conditions[list]) {
      for (const Condition& other : known) {
        if (exclude(own, other)) return true;
      }
    }
    return false;
  };
  Content content = contents[id];
  const std::vector<FactId>& before = fact_sets[content.facts];
  std::vector<FactId> left;
  for (const FactId fact : before) {
    if (facts[fact].conditions == 0 || !excluded(facts[fact].conditions)) left.push_back(fact);
  }
  if (left.size() != before.size()) content.facts = fact_set(std::move(left));
  if (content.guards != 0) {
    std::vector<CellId> cells;
    for (const CellId pointee : cell_sets[content.pointees]) {
      if (!excluded(guard_of(content, pointee))) cells.push_back(pointee);
    }
    content.pointees = cell_set(std::move(cells));
  }
  const ContentId result = contents.number(content);
  excluded_[std::uint64_t{id} << 32U | path] = result;
  return result;
}

ContentId FlowTables::without_cell_in(ContentId id, CellId cell) {
  if (!is_conditional(id)) return id;
  const auto [at, added] = without_.try_emplace(std::uint64_t{id} << 32U | cell, id);
  if (!added) return at->second;
  Content content = contents[id];
  content.facts = changed(content.facts, [&](Fact& fact) {
    fact.conditions = without_cell(fact.conditions, cell);
    return true;
  });
  if (content.guards != 0) {
    std::vector<std::pair<CellId, ConditionsId>> list;
    for (const auto& [pointee, guard] :
         std::vector<std::pair<CellId, ConditionsId>>(guards[content.guards])) {
      const ConditionsId left = without_cell(guard, cell);
      if (left != 0) list.emplace_back(pointee, left);
    }
    content.guards = guards.number(list);
  }
  const ContentId result = contents.number(content);
  without_[std::uint64_t{id} << 32U | cell] = result;
  return result;
}

ContentId FlowTables::initial_content(CellId cell) {
  if (initial_.size() <= cell) initial_.resize(cells_.size(), 0);
  if (initial_[cell] == 0) initial_[cell] = contents.number(initial(cell));
  return initial_[cell];
}

FactSetId FlowTables::annotated(FactSetId set, FactSetId other, ConditionsId extra) {
  if (extra == 0 || set == other) return set;
  const std::vector<FactId>& theirs = fact_sets[other];
  std::vector<FactId> list = fact_sets[set];
  for (FactId& id : list) {
    if (std::binary_search(theirs.begin(), theirs.end(), id)) continue;
    Fact fact = facts[id];
    for (const Condition& condition : std::vector<Condition>(conditions[extra])) {
      // A contradiction means that the fact could not have got here; keep it, rather than trust a guess.
      add_condition(fact.conditions, condition);
    }
    id = facts.number(fact);
  }
  return fact_set(std::move(list));
}

void FlowTables::guard(Content& content, const Content& other, ConditionsId extra) {
  if (extra == 0 || content.pointees == 0 || content.pointees == other.pointees) return;
  const std::vector<CellId>& theirs = cell_sets[other.pointees];
  std::vector<std::pair<CellId, ConditionsId>> list;
  for (const CellId cell : std::vector<CellId>(cell_sets[content.pointees])) {
    ConditionsId guard = guard_of(content, cell);
    if (!std::binary_search(theirs.begin(), theirs.end(), cell)) {
      for (const Condition& condition : std::vector<Condition>(conditions[extra]))
        add_condition(guard, condition);
    }
    if (guard != 0) list.emplace_back(cell, guard);
  }
  content.guards = guards.number(list);
}

FactSetId FlowTables::number_facts(const Content& content) {
  if (!content.has_number || content.number < 0 || content.number > INT32_MAX) return 0;
  Literal number;
  number.type = Literal::Type::kNumber;
  number.number = content.number;
  Fact fact;
  fact.origin = {SlotKind::kLiteral, 0, literal(number), 0};
  return fact_set_of(fact);
}

ContentId FlowTables::met(ContentId a, ContentId b, ConditionsId only_a, ConditionsId only_b) {
  if (a == b) return a;
  const auto key = std::make_pair(std::uint64_t{a} << 32U | b, std::uint64_t{only_a} << 32U | only_b);
  const auto found = met_.find(key);
  if (found != met_.end()) return found->second;
  Content x = contents[a];
  Content y = contents[b];
  const Content before_x = x;
  if (x.has_number != y.has_number || x.number != y.number) {
    x.facts = united(x.facts, number_facts(x));
    y.facts = united(y.facts, number_facts(y));
    x.has_number = y.has_number = false;
  }
  guard(x, y, only_a);
  guard(y, before_x, only_b);
  const FactSetId facts_x = x.facts;
  x.facts = annotated(facts_x, y.facts, only_a);
  y.facts = annotated(y.facts, facts_x, only_b);
  const ContentId result = contents.number(united(x, y));
  met_.emplace(key, result);
  return result;
}

std::uint32_t FlowTables::shape_behind(const KnownText& outer, std::uint32_t inner) {
  Shape shape = shape_of(inner);
  shape.lines = shape.lines || outer.lines;
  shape.markup = shape.markup || outer.markup;
  if (shape.before == 0 && shape.head.empty() && shape.head_known) shape.before = outer.last;
  if (outer.complete) {
    shape.head = outer.head + shape.head;
    if (shape.head.size() > kLongestHead) {
      shape.head.resize(kLongestHead);
      shape.head_known = false;
    }
  } else {
    shape.head = outer.head;
    shape.head_known = false;
  }
  return this->shape(shape);
}

KnownText FlowTables::with_constant(KnownText text, std::string_view constant) {
  if (constant.empty()) return text;
  if (text.complete) {
    text.head += constant;
    if (text.head.size() > kLongestHead) {
      text.head.resize(kLongestHead);
      text.complete = false;
    }
  }
  text.last = constant.back();
  // Behind a count of its bytes, as in Redis' protocol, a line break ends nothing.
  const bool counted = constant.find("$%") != std::string_view::npos ||
                       constant.find("\r\n$") != std::string_view::npos || constant == "$";
  text.counted = text.counted || counted;
  if (text.counted) {
    text.lines = false;
    return text;
  }
  if (constant.find("\r\n") != std::string_view::npos || constant.find(": ") != std::string_view::npos) {
    text.lines = text.lines || constant.find("\r\n") != std::string_view::npos;
    for (const std::string_view name :
         {"Content-", "Location:", "Set-Cookie", "Cookie:", "Host:", "Status:", "Subject:"}) {
      text.lines = text.lines || constant.find(name) != std::string_view::npos;
    }
  }
  for (std::size_t i = 0; i + 1 < constant.size(); ++i) {
    const char next = constant[i + 1];
    text.markup =
        text.markup || (constant[i] == '<' && ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') ||
                                               next == '/' || next == '!'));
  }
  return text;
}

KnownText FlowTables::with_unknown(KnownText text) {
  text.complete = false;
  text.last = 0;
  return text;
}

const ContentId* FlowState::find(CellId cell) const {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), cell,
                                   [](const auto& entry, CellId id) { return entry.first < id; });
  return at != entries_.end() && at->first == cell ? &at->second : nullptr;
}

Content FlowState::get(FlowTables& tables, CellId cell) const {
  return get(tables, cell, 0);
}

ContentId FlowState::content_of(FlowTables& tables, CellId cell) const {
  if (const ContentId* own = find(cell)) return *own;
  for (CellId whole = tables.parent_of(cell); whole != 0; whole = tables.parent_of(whole)) {
    if (find(whole) != nullptr) return tables.contents.number(get(tables, cell));
  }
  return tables.initial_content(cell);
}

void FlowState::change_all(const std::function<ContentId(ContentId)>& change) {
  for (auto& [cell, content] : entries_) content = change(content);
}

// `depth`: of lists that are linked with themselves.
Content FlowState::get(FlowTables& tables, CellId cell, unsigned depth) const {
  if (const ContentId* own = find(cell)) return tables.contents[*own];
  // A part holds what the whole holds.
  for (CellId whole = tables.parent_of(cell); whole != 0; whole = tables.parent_of(whole)) {
    const ContentId* found = find(whole);
    if (found == nullptr) continue;
    Content content = tables.contents[*found];
    const std::string suffix = tables.cell_of(cell).path.substr(tables.cell_of(whole).path.size());
    std::vector<FactId> facts = tables.fact_sets[content.facts];
    for (FactId& fact : facts) fact = tables.extended(fact, suffix);
    Content part;
    part.facts = tables.fact_set(std::move(facts));
    // The whole was a copy of other objects that have parts of their own.
    std::vector<CellId> parts;
    for (const CellId pointee : tables.cell_sets[content.pointees]) {
      Cell inner = tables.cell_of(pointee);
      inner.path = bounded_path(inner.path + suffix);
      parts.push_back(tables.cell(inner));
    }
    for (const CellId inner : parts) {
      if (inner != cell && depth < 2) part = tables.united(part, get(tables, inner, depth + 1));
    }
    return part;
  }
  return tables.contents[tables.initial_content(cell)];
}

void FlowState::set(FlowTables& tables, CellId cell, const Content& content) {
  set(cell, tables.contents.number(content));
}

void FlowState::set(CellId cell, ContentId content) {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), cell,
                                   [](const auto& entry, CellId id) { return entry.first < id; });
  if (at != entries_.end() && at->first == cell)
    at->second = content;
  else
    entries_.insert(at, {cell, content});
}

void FlowState::erase(CellId cell) {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), cell,
                                   [](const auto& entry, CellId id) { return entry.first < id; });
  if (at != entries_.end() && at->first == cell) entries_.erase(at);
}

void FlowState::erase_below(FlowTables& tables, CellId cell) {
  for (const CellId child : tables.children_of(cell)) {
    erase(child);
    erase_below(tables, child);
  }
}

FlowState FlowState::joined(FlowTables& tables, const FlowState& a, const FlowState& b,
                            const std::vector<CellId>& watched) {
  if (!a.reachable) return b;
  if (!b.reachable) return a;
  if (a == b) return a;
  FlowState result;
  result.reachable = true;
  result.entries_.reserve(std::max(a.entries_.size(), b.entries_.size()) + 8);

  const std::vector<Condition>& path_a = tables.conditions[a.path];
  const std::vector<Condition>& path_b = tables.conditions[b.path];
  std::vector<Condition> common;
  std::vector<Condition> only_a;
  std::vector<Condition> only_b;
  std::set_intersection(path_a.begin(), path_a.end(), path_b.begin(), path_b.end(),
                        std::back_inserter(common));
  std::set_difference(path_a.begin(), path_a.end(), common.begin(), common.end(), std::back_inserter(only_a));
  std::set_difference(path_b.begin(), path_b.end(), common.begin(), common.end(), std::back_inserter(only_b));
  for (const CellId cell : watched) {
    const ContentId* left = a.find(cell);
    const ContentId* right = b.find(cell);
    if (left == nullptr || right == nullptr || *left == *right) continue;
    const Content& x = tables.contents[*left];
    const Content& y = tables.contents[*right];
    if (x.has_number && y.has_number && x.number == y.number) continue;
    const auto equal = [&](std::int64_t value) {
      return Condition{Condition::Subject::kLocal, Compare::kEqual, false, 0, cell, value};
    };
    if (x.has_number) only_a.push_back(equal(x.number));
    if (y.has_number) only_b.push_back(equal(y.number));
  }
  result.path = tables.conditions.number(common);
  if (a.tags != 0 && b.tags != 0) {
    const std::vector<Condition>& tags_a = tables.conditions[a.tags];
    const std::vector<Condition>& tags_b = tables.conditions[b.tags];
    std::vector<Condition> tags;
    std::set_intersection(tags_a.begin(), tags_a.end(), tags_b.begin(), tags_b.end(),
                          std::back_inserter(tags));
    result.tags = tables.conditions.number(tags);
  }

  const ConditionsId extra_a = tables.conditions.number(only_a);
  const ConditionsId extra_b = tables.conditions.number(only_b);
  const auto meet = [&](CellId cell, ContentId x, ContentId y) {
    result.entries_.emplace_back(cell, tables.met(x, y, extra_a, extra_b));
  };
  auto i = a.entries_.begin();
  auto j = b.entries_.begin();
  while (i != a.entries_.end() || j != b.entries_.end()) {
    if (j == b.entries_.end() || (i != a.entries_.end() && i->first < j->first)) {
      meet(i->first, i->second, b.content_of(tables, i->first));
      ++i;
    } else if (i == a.entries_.end() || j->first < i->first) {
      meet(j->first, a.content_of(tables, j->first), j->second);
      ++j;
    } else {
      if (i->second == j->second)
        result.entries_.push_back(*i);
      else
        meet(i->first, i->second, j->second);
      ++i;
      ++j;
    }
  }
  return result;
}

}  // namespace trawl::sast
