#include "engine/sast/propagation.h"

#include <algorithm>

namespace trawl::sast {
namespace {

constexpr std::size_t kMostItems = 1'000'000;
constexpr unsigned kMostRounds = 4;       // of finding what calls lead to
constexpr std::size_t kMostVariants = 4;  // of a value at one place
constexpr std::size_t kMostExits = 512;   // of one entry

bool covers(const Propagation::Item& known, const Propagation::Item& item) {
  return (known.cleared & ~item.cleared) == 0 && (item.restored & ~known.restored) == 0 &&
         (known.refused & item.refused) == known.refused && known.doubt <= item.doubt &&
         known.shape == item.shape;
}

}  // namespace

Propagation::Propagation(Program& program, bool library) : program_(program), library_(library) {}

EntryId Propagation::entry_for(FunctionId function, Node node, SymbolId path, bool open) {
  const auto [at, added] =
      entry_ids_.emplace(std::make_tuple(function, node, path, open), static_cast<EntryId>(entries_.size()));
  if (added) {
    entries_.push_back({function, node, path, open, kAllKinds});
    if (node.kind == SlotKind::kSource) {
      // What findings of these kinds are only made of.
      const SourceSite& source = program_.functions()[function].summary->sources[node.id];
      const std::string_view label = program_.unit_of(function).summary.texts[source.label];
      if (source.level != Level::kRemote) entries_.back().kinds &= ~mask_of(Kind::kLog);
      if (label != "reverse DNS" && label != "cookie") entries_.back().kinds &= ~mask_of(Kind::kDecision);
    } else if (!open) {
      entries_.back().kinds &= ~(mask_of(Kind::kLog) | mask_of(Kind::kDecision));
    }
    incoming_.emplace_back();
    exits_.emplace_back();
  }
  return at->second;
}

std::uint32_t Propagation::hash_of(const Place& place) {
  // Multiplication mixes upwards, the shift brings it down again (Knuth, The Art of Computer Programming
  // 3, 6.4).
  std::uint64_t hash = 0;
  for (const std::uint64_t part :
       {std::uint64_t{place.entry} << 32U | place.function, std::uint64_t{place.at.id} << 32U | place.path,
        std::uint64_t{static_cast<std::uint8_t>(place.at.kind)} << 16U |
            static_cast<std::uint16_t>(place.at.index)}) {
    hash = (hash ^ part) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 29U;
  }
  return static_cast<std::uint32_t>(hash >> 16U);
}

Propagation::Place Propagation::place_of(const Item& item) const {
  // A global is one place, whoever wrote it.
  const bool shared = item.at.kind == SlotKind::kGlobal && !entries_[item.entry].open;
  return {item.entry, shared ? 0 : item.function, item.at, item.path};
}

// Zero: nothing came there yet, and what is put there has come.
ItemId& Propagation::last_at(const Place& place) {
  if (last_.size() < 1024) last_.resize(1024);
  if ((places_ + 1) * 3 > last_.size() * 2) {
    std::vector<Last> old(last_.size() * 2);
    old.swap(last_);
    for (const Last& one : old) {
      if (one.item == 0) continue;
      std::size_t at = one.hash & (last_.size() - 1);
      while (last_[at].item != 0) at = (at + 1) & (last_.size() - 1);
      last_[at] = one;
    }
  }
  const std::uint32_t hash = hash_of(place);
  std::size_t at = hash & (last_.size() - 1);
  while (last_[at].item != 0) {
    if (last_[at].hash == hash && place_of(items_[last_[at].item]) == place) return last_[at].item;
    at = (at + 1) & (last_.size() - 1);
  }
  last_[at].hash = hash;
  return last_[at].item;
}

void Propagation::push(Item item) {
  if (!matters(item, relevance_->from(item.function, item.at))) return;
  push_relevant(item);
}

// Whether a value that can get to sinks of these kinds can be worth a finding there.
bool Propagation::matters(const Item& item, KindMask uses) const {
  if (addresses_) return (uses & Relevance::kTargets) != 0;
  const Entry& entry = entries_[item.entry];
  const KindMask cleared = (uses & Relevance::kRestores) != 0 ? kNoKinds : item.cleared;
  if ((uses & entry.kinds & ~cleared) != 0) return true;
  // The constant text around what a caller passes is known there.
  const Shape& shape = program_.shape(item.shape);
  if ((uses & Relevance::kNeedsLines) != 0 && (entry.open || shape.lines) &&
      (cleared & mask_of(Kind::kCrlf)) == 0)
    return true;
  return (uses & Relevance::kNeedsMarkup) != 0 && (entry.open || shape.markup) &&
         (cleared & mask_of(Kind::kHtml)) == 0;
}

void Propagation::push_relevant(Item item) {
  if (items_.size() >= kMostItems) {
    if (limits_.empty()) limits_.emplace_back("values followed");
    return;
  }
  ItemId& last = last_at(place_of(item));
  std::size_t variants = 0;
  bool better = true;  // safe for fewer kinds than every other, or more certain
  for (ItemId other = last; other != 0; other = before_[other]) {
    if (covers(items_[other], item)) return;
    better = better && (items_[other].cleared & ~item.cleared) != 0;
    ++variants;
  }
  if (variants >= kMostVariants && (!better || variants >= kMostVariants * 3)) return;
  const auto id = static_cast<ItemId>(items_.size());
  before_.push_back(last);
  if (last == 0) ++places_;
  last = id;
  work_.push_back(id);
  items_.push_back(item);
}

void Propagation::seed() {
  const std::vector<ProgramFunction>& functions = program_.functions();
  for (FunctionId f = 0; f < functions.size(); ++f) {
    const ProgramFunction& function = functions[f];
    for (const auto& [node, edges] : function.from) {
      const bool source =
          node.kind == SlotKind::kSource && function.summary->sources[node.id].level != Level::kNone;
      if (addresses_ ? node.kind != SlotKind::kFunction : !source) continue;
      Item item;
      item.entry = entry_for(f, node, 0, false);
      item.function = f;
      item.at = node;
      push(item);
    }
    if (addresses_ || !library_ || !function.summary->exported || !function.callers.empty()) continue;
    for (const auto& [node, edges] : function.from) {
      if (node.kind != SlotKind::kParam || node.index < 0) continue;
      Item item;
      item.entry = entry_for(f, node, 0, false);
      item.function = f;
      item.at = node;
      push(item);
    }
  }
}

void Propagation::run() {
  // First where pointers to functions get to, until no call gains a target: which places matter to values
  // depends on what is called.
  for (unsigned round = 0; round < kMostRounds; ++round) {
    begin(true);
    bound_ = false;
    seed();
    follow();
    if (!bound_) break;
  }
  begin(false);
  seed();
  follow();
}

void Propagation::begin(bool addresses) {
  addresses_ = addresses;
  relevance_ = std::make_unique<Relevance>(program_);
  entries_.assign(1, Entry());
  entry_ids_.clear();
  items_.assign(1, Item());
  last_.clear();
  places_ = 0;
  before_.assign(1, 0);
  work_.clear();
  incoming_.assign(1, {});
  exits_.assign(1, {});
  waiting_.clear();
  outgoing_.clear();
  arrivals_.clear();
}

void Propagation::follow() {
  while (!work_.empty()) {
    const ItemId id = work_.front();
    work_.pop_front();
    process(id);
  }
}

void Propagation::process(ItemId id) {
  const Item item = items_[id];
  switch (item.at.kind) {
    case SlotKind::kSink:
      arrive(id);
      return;
    case SlotKind::kCallTarget:
    case SlotKind::kReturn:
    case SlotKind::kParamOut:
      leave(id);
      return;
    case SlotKind::kGlobal:
      if (entries_[item.entry].open) {
        leave(id);
        return;
      }
      for (const FunctionId reader : program_.readers_of(item.at.id)) follow_edges(id, reader);
      return;
    case SlotKind::kCallArg:
      follow_edges(id, item.function);
      enter_calls(id);
      return;
    default:
      follow_edges(id, item.function);
      return;
  }
}

SymbolId Propagation::joined_path(SymbolId base, std::string_view suffix) {
  if (suffix.empty()) return base;
  std::string path(program_.text_of(base));
  path += suffix;
  return program_.symbol(bounded_path(std::move(path)));
}

void Propagation::follow_edges(ItemId id, FunctionId in) {
  const Item item = items_[id];
  const ProgramFunction& function = program_.functions()[in];
  const auto found = function.from.find(item.at);
  if (found == function.from.end()) return;
  const std::string_view path = program_.text_of(item.path);
  for (const std::uint32_t number : found->second) {
    const ProgramEdge& edge = function.edges[number];
    const KindMask uses = relevance_->behind_edge(in, number);
    if (uses == kNoKinds) continue;
    // What unknown code does with a text is guessed; not so with functions, nor once it is known what is
    // called.
    const bool guessed = edge.origin == nullptr && !edge.passes;
    if (guessed && (addresses_ || !function.calls[edge.from.id].targets.empty())) continue;
    const std::string_view wanted = program_.text_of(edge.from_path);
    Item next = item;
    if (path.starts_with(wanted) && (path.size() == wanted.size() || path[wanted.size()] == '.')) {
      const std::string_view rest = path.substr(wanted.size());
      bool overwritten = false;
      for (const SymbolId except : edge.except) {
        const std::string_view part = program_.text_of(except);
        overwritten = overwritten ||
                      (rest.starts_with(part) && (rest.size() == part.size() || rest[part.size()] == '.'));
      }
      if (overwritten) continue;
      next.path = joined_path(edge.to_path, rest);
      if (edge.doubt != 0) next.path = edge.to_path;  // unknown code: the whole of what it yields
    } else if (wanted.starts_with(path) && wanted[path.size()] == '.') {
      next.path = edge.to_path;
    } else {
      continue;
    }
    next.at = edge.to;
    if (next.at.kind == SlotKind::kSink) next.path = 0;  // whatever part of the object it is
    next.cleared = (item.cleared & ~edge.restored) | edge.cleared;
    next.restored = item.restored | edge.restored;
    next.refused = edge.restored != kNoKinds ? edge.refused : item.refused | edge.refused;
    next.shape = program_.composed(edge.shape, item.shape);
    next.doubt = static_cast<std::uint8_t>(std::min(2, item.doubt + edge.doubt));
    next.way = Item::Way::kEdge;
    next.parent = id;
    next.through = 0;
    next.edge = number;
    next.function = in;
    if (matters(next, uses)) push_relevant(next);
  }
}

void Propagation::enter_calls(ItemId id) {
  const Item item = items_[id];
  const ProgramCall& call = program_.functions()[item.function].calls[item.at.id];
  waiting_[{item.function, item.at.id}].push_back(id);
  const std::vector<FunctionId> targets = call.targets;
  for (const FunctionId target : targets) {
    const ProgramFunction& callee = program_.functions()[target];
    Node parameter{SlotKind::kParam, item.at.index, 0};
    // All arguments behind the named ones are one.
    if (parameter.index > static_cast<std::int16_t>(callee.summary->parameters))
      parameter.index = static_cast<std::int16_t>(callee.summary->parameters);
    const KindMask uses = relevance_->from(target, parameter);
    if (!matters(item, uses)) continue;
    const EntryId entry = entry_for(target, parameter, item.path, true);
    std::vector<std::pair<ItemId, std::uint32_t>>& incoming = incoming_[entry];
    if (std::find(incoming.begin(), incoming.end(), std::make_pair(id, item.at.id)) != incoming.end())
      continue;
    const bool first = incoming.empty();
    incoming.emplace_back(id, item.at.id);
    if (first) {
      Item start;
      start.entry = entry;
      start.function = target;
      start.at = parameter;
      start.path = item.path;
      push(start);
    }
    const std::vector<ItemId> exits = exits_[entry];
    for (const ItemId exit : exits) pass_through(id, exit);
  }
}

void Propagation::pass_through(ItemId incoming, ItemId exit) {
  const Item outer = items_[incoming];
  const Item inner = items_[exit];
  Item next = outer;
  next.path = inner.path;
  next.cleared = (outer.cleared & ~inner.restored) | inner.cleared;
  next.restored = outer.restored | inner.restored;
  next.refused = inner.restored != kNoKinds ? inner.refused : outer.refused | inner.refused;
  next.shape = program_.composed(inner.shape, outer.shape);
  const std::uint8_t guessed = program_.functions()[outer.function].calls[outer.at.id].doubt;
  next.doubt = static_cast<std::uint8_t>(std::min(2, outer.doubt + inner.doubt + guessed));
  next.way = Item::Way::kThrough;
  next.parent = incoming;
  next.through = exit;
  next.call = outer.at.id;
  switch (inner.at.kind) {
    case SlotKind::kReturn:
      next.at = {SlotKind::kCallResult, 0, outer.at.id};
      break;
    case SlotKind::kParamOut: {
      next.at = {SlotKind::kCallOut, inner.at.index, outer.at.id};
      if (inner.at.index == kThrown &&
          !program_.functions()[outer.function].calls[outer.at.id].site->handled) {
        Item up = next;
        up.at = {SlotKind::kParamOut, kThrown, 0};
        push(up);
      }
      break;
    }
    default:
      next.at = inner.at;
      break;  // sinks, globals, call targets: the same for everybody
  }
  push(next);
}

// A value leaves the function it is in.
void Propagation::leave(ItemId id) {
  const Item item = items_[id];
  const EntryId entry = item.entry;
  if (entries_[entry].open) {
    // What comes out as it went in is at the call already (ProgramEdge::passes).
    if (item.at.kind == SlotKind::kParamOut && item.at.index == entries_[entry].node.index &&
        item.path == entries_[entry].path && item.cleared == kNoKinds && item.restored == kNoKinds &&
        item.refused == CharSet())
      return;
    if (exits_[entry].size() >= kMostExits) {
      if (std::find(limits_.begin(), limits_.end(), "ways out of a function") == limits_.end())
        limits_.emplace_back("ways out of a function");
      return;
    }
    exits_[entry].push_back(id);
    const auto incoming = incoming_[entry];
    for (const auto& [argument, call] : incoming) pass_through(argument, id);
    return;
  }
  if (item.at.kind == SlotKind::kCallTarget) {
    if (entries_[entry].node.kind != SlotKind::kFunction) return;
    const Program::Owned call = program_.target(item.at.id);
    bool bound = false;
    // A pointer that went through `void*`, a union or variable arguments may be of another type.
    const CallSite& site = *program_.functions()[call.function].calls[call.index].site;
    for (const FunctionId target :
         program_.defined(entries_[entry].node.id, program_.functions()[call.function].unit)) {
      const FunctionSummary& callee = *program_.functions()[target].summary;
      if (site.name != 0 && !site.has_this && callee.parameters != site.arguments.size()) continue;
      const Program::Fit fit = program_.fits_call(call.function, call.index, target);
      // Through unknown code, or as a part of an object of which only the whole is known: the type must
      // agree.
      if (fit == Program::Fit::kNo || (item.doubt == 1 && fit != Program::Fit::kExact) || item.doubt > 1)
        continue;
      bound = program_.bind(call.function, call.index, target) || bound;
    }
    if (!bound) return;
    bound_ = true;
    // Values that stand at the call already go in, too; results of the new callee come out.
    const std::vector<ItemId> waiting = waiting_[{call.function, call.index}];
    for (const ItemId argument : waiting) {
      waiting_[{call.function, call.index}].clear();
      enter_calls(argument);
    }
    waiting_[{call.function, call.index}] = waiting;
    const std::vector<FunctionId> targets = program_.functions()[call.function].calls[call.index].targets;
    for (const FunctionId target : targets) {
      const std::vector<ItemId> again = outgoing_[target];
      for (const ItemId other : again) go_up(other);
    }
    return;
  }
  // The value of a source goes to every caller.
  outgoing_[item.function].push_back(id);
  go_up(id);
}

void Propagation::go_up(ItemId id) {
  const Item item = items_[id];
  const auto callers = program_.functions()[item.function].callers;
  for (const auto& [caller, call] : callers) {
    Item next = item;
    next.function = caller;
    next.way = Item::Way::kUp;
    next.parent = id;
    next.call = call;
    next.at = item.at.kind == SlotKind::kReturn ? Node{SlotKind::kCallResult, 0, call}
                                                : Node{SlotKind::kCallOut, item.at.index, call};
    push(next);
    if (item.at.kind == SlotKind::kParamOut && item.at.index == kThrown &&
        !program_.functions()[caller].calls[call].site->handled) {
      next.at = {SlotKind::kParamOut, kThrown, 0};
      push(next);
    }
  }
}

void Propagation::arrive(ItemId id) {
  const Entry& entry = entries_[items_[id].entry];
  if (entry.open) {
    leave(id);
    return;
  }
  if (entry.node.kind != SlotKind::kFunction) arrivals_.push_back(id);
}

}  // namespace trawl::sast
