#include "engine/sast/origin.h"

#include <algorithm>
#include <set>

#include "engine/sast/flow_finding.h"

namespace trawl::sast {
namespace {

constexpr unsigned kDeepest = 24;        // steps from one function or global to the next
constexpr std::size_t kMostWork = 4000;  // of one question
constexpr std::size_t kMostSituations = 64;
constexpr unsigned kMostCallers = 8;  // of a chain
constexpr std::size_t kMostHops = 40;

std::uint8_t phrase(Phrase value) {
  return static_cast<std::uint8_t>(value);
}

}  // namespace

OriginQuery::OriginQuery(const Program& program) : program_(program) {
  to_.resize(program.functions().size());
  for (FunctionId f = 0; f < program.functions().size(); ++f) {
    const ProgramFunction& function = program.functions()[f];
    for (std::uint32_t i = 0; i < function.edges.size(); ++i) {
      const Node& to = function.edges[i].to;
      to_[f][to].push_back(i);
      if (to.kind == SlotKind::kGlobal) {
        std::vector<FunctionId>& writers = writers_[to.id];
        if (writers.empty() || writers.back() != f) writers.push_back(f);
      }
    }
  }
  for (const LinkUnit& unit : program.units()) {
    for (const GlobalVariable& global : unit.summary.globals) {
      if (global.initial && !global.tentative)
        numbers_.emplace(unit.summary.texts[global.usr], *global.initial);
    }
  }
}

const SourceSite& OriginQuery::source_of(const Origin& origin) const {
  return program_.functions()[origin.function].summary->sources[origin.id];
}

std::string_view OriginQuery::label_of(const Origin& origin) const {
  if (origin.kind != Origin::Kind::kSource) return {};
  return program_.unit_of(origin.function).summary.texts[source_of(origin).label];
}

const Literal* OriginQuery::literal_of(const Origin& origin) const {
  if (origin.kind != Origin::Kind::kConstant || origin.folded) return nullptr;
  return &program_.unit_of(origin.function).summary.literals[origin.id];
}

std::vector<Origin::Hop> OriginQuery::hops_of(const Origin& origin) const {
  std::vector<Origin::Hop> hops;
  for (WayId way = origin.way; way != 0; way = ways_[way].behind) hops.push_back(ways_[way].hop);
  return hops;
}

OriginQuery::WayId OriginQuery::way_from(const Origin::Hop& hop, WayId behind) {
  ways_.push_back({hop, behind, ways_[behind].length + 1});
  return static_cast<WayId>(ways_.size() - 1);
}

void OriginQuery::collect(FunctionId f, const Node& to, const std::string& path, unsigned depth, WayId way,
                          Partial& out) {
  if (depth > kDeepest || work_ > kMostWork) {
    limited_ = true;
    out.origins.emplace_back();
    return;
  }
  const auto key = std::make_tuple(f, to, path);
  if (std::find(under_way_.begin(), under_way_.end(), key) != under_way_.end())
    return;  // a loop brings nothing new
  under_way_.push_back(key);
  // From call to call within the function: what an object holds behind each.
  std::vector<Wanted> work{{to, path, way}};
  std::set<std::pair<Node, std::string>> seen{{to, path}};
  while (!work.empty()) {
    const Wanted wanted = std::move(work.back());
    work.pop_back();
    if (++work_ > kMostWork) {
      limited_ = true;
      out.origins.emplace_back();
      break;
    }
    std::vector<Wanted> before;
    collect_edges(f, wanted, depth, before, out);
    for (Wanted& one : before) {
      if (seen.emplace(one.node, one.path).second) work.push_back(std::move(one));
    }
  }
  under_way_.pop_back();
}

// The edges that end at one place. What lies before a call in the same function is left to `before`.
void OriginQuery::collect_edges(FunctionId f, const Wanted& wanted, unsigned depth,
                                std::vector<Wanted>& before, Partial& out) {
  const auto found = to_[f].find(wanted.node);
  if (found == to_[f].end()) return;
  const std::string& path = wanted.path;
  const ProgramFunction& function = program_.functions()[f];
  for (const std::uint32_t i : found->second) {
    const ProgramEdge& edge = function.edges[i];
    const std::string to_path(program_.text_of(edge.to_path));
    std::string from_path(program_.text_of(edge.from_path));
    if (path.starts_with(to_path)) {
      const std::string rest = path.substr(to_path.size());
      if (!rest.empty() && rest[0] != '.') continue;
      bool overwritten = false;
      for (const SymbolId except : edge.except) {
        const std::string_view part = program_.text_of(except);
        overwritten = overwritten || (!part.empty() && std::string_view(rest).starts_with(part));
      }
      if (overwritten) continue;
      from_path = bounded_path(from_path + rest);
    } else if (!to_path.starts_with(path) || (!path.empty() && to_path[path.size()] != '.')) {
      continue;  // another part of the object
    }
    WayId way = wanted.way;
    if (edge.origin != nullptr && ways_[way].length < kMostHops) {
      const UnitSummary& unit = program_.unit_of(f).summary;
      const std::vector<Step>& steps = edge.origin->steps;
      for (auto step = steps.rbegin(); step != steps.rend(); ++step)
        way = way_from({f, step->place, unit.texts[step->name], phrase(Phrase::kCopy)}, way);
    }
    Origin origin;
    origin.function = f;
    switch (edge.from.kind) {
      case SlotKind::kLiteral:
        origin.kind = Origin::Kind::kConstant;
        origin.id = edge.from.id;
        origin.way = way;
        out.origins.push_back(std::move(origin));
        break;
      case SlotKind::kSource:
        origin.kind = Origin::Kind::kSource;
        origin.id = edge.from.id;
        origin.way = way;
        out.origins.push_back(std::move(origin));
        break;
      case SlotKind::kFunction:
        origin.kind = Origin::Kind::kFunction;
        origin.symbol = edge.from.id;
        origin.way = way;
        out.origins.push_back(std::move(origin));
        break;
      case SlotKind::kParam:
        if (out.open.size() < 64) out.open.push_back({edge.from.index, from_path, way});
        break;
      case SlotKind::kGlobal:
        collect_global(edge.from.id, from_path, depth + 1, way, out);
        break;
      case SlotKind::kCallResult:
      case SlotKind::kCallOut:
        collect_call(f, edge.from, from_path, depth + 1, way, out);
        break;
      case SlotKind::kCallAfter:
        before.push_back({edge.from, std::move(from_path), way});
        break;
      case SlotKind::kCallArg:
        if (edge.passes)
          before.push_back({edge.from, std::move(from_path), way});
        else
          collect_argument(f, edge.from.id, edge.from.index, from_path, depth + 1, way, out);
        break;
      default:
        out.origins.emplace_back();
        break;
    }
  }
}

void OriginQuery::collect_global(SymbolId global, const std::string& path, unsigned depth, WayId behind,
                                 Partial& out) {
  bool any = false;
  const auto writers = writers_.find(global);
  if (writers != writers_.end()) {
    for (const FunctionId writer : writers->second) {
      Partial partial;
      collect(writer, {SlotKind::kGlobal, 0, global}, path, depth, behind, partial);
      // What a caller of the writer passes is asked one level up; beyond that it is unknown.
      for (const Open& open : partial.open) {
        const auto& callers = program_.functions()[writer].callers;
        if (callers.empty()) partial.origins.emplace_back();
        for (const auto& [caller, call] : callers) {
          Partial above;
          collect_argument(caller, call, open.index, open.path, depth + 1, open.way, above);
          partial.origins.insert(partial.origins.end(), above.origins.begin(), above.origins.end());
          if (!above.open.empty()) partial.origins.emplace_back();
        }
      }
      any = any || !partial.origins.empty();
      out.origins.insert(out.origins.end(), partial.origins.begin(), partial.origins.end());
    }
  }
  if (!any && path.empty()) {
    const auto number = numbers_.find(std::string(program_.text_of(global)));
    if (number != numbers_.end()) {
      Origin origin;
      origin.kind = Origin::Kind::kConstant;
      origin.folded = true;
      origin.number = number->second;
      origin.way = behind;
      out.origins.push_back(std::move(origin));
      return;
    }
  }
  if (!any) out.origins.emplace_back();
}

void OriginQuery::collect_call(FunctionId f, const Node& from, const std::string& path, unsigned depth,
                               WayId behind, Partial& out) {
  const ProgramCall& call = program_.functions()[f].calls[from.id];
  if (call.targets.empty()) {
    out.origins.emplace_back();
    return;
  }
  const CallSite& site = *call.site;
  const std::string_view name = program_.unit_of(f).summary.texts[site.name];
  for (const FunctionId target : call.targets) {
    Partial inner;
    const WayId way =
        way_from({f, site.place, name,
                  phrase(from.kind == SlotKind::kCallResult ? Phrase::kReturn : Phrase::kOutParameter)},
                 behind);
    const Node node = from.kind == SlotKind::kCallResult ? Node{SlotKind::kReturn, 0, 0}
                                                         : Node{SlotKind::kParamOut, from.index, 0};
    collect(target, node, path, depth, way, inner);
    if (from.kind == SlotKind::kCallResult && path.empty()) {
      for (const ReturnValue& value : program_.functions()[target].summary->returns) {
        if (value.type != ReturnValue::Type::kNumber) continue;
        Origin origin;
        origin.kind = Origin::Kind::kConstant;
        origin.folded = true;
        origin.function = target;
        origin.number = value.number;
        origin.way = way;
        inner.origins.push_back(std::move(origin));
      }
    }
    out.origins.insert(out.origins.end(), inner.origins.begin(), inner.origins.end());
    for (const Open& open : inner.open)
      collect_argument(f, from.id, open.index, open.path, depth + 1, open.way, out);
  }
}

void OriginQuery::collect_argument(FunctionId f, std::uint32_t call, std::int16_t index,
                                   const std::string& path, unsigned depth, WayId behind, Partial& out) {
  const ProgramFunction& function = program_.functions()[f];
  const CallSite& site = *function.calls[call].site;
  const WayId way = way_from(
      {f, site.place, program_.unit_of(f).summary.texts[site.name], phrase(Phrase::kCallArgument)}, behind);
  const std::size_t before = out.origins.size() + out.open.size();
  collect(f, {SlotKind::kCallArg, index, call}, path, depth, way, out);
  if (out.origins.size() + out.open.size() != before) return;
  if (path.empty() && index >= 0 && static_cast<std::size_t>(index) < site.arguments.size()) {
    const CallArgument& argument = site.arguments[static_cast<std::size_t>(index)];
    if (argument.number) {
      Origin origin;
      origin.kind = Origin::Kind::kConstant;
      origin.folded = true;
      origin.function = f;
      origin.number = *argument.number;
      origin.way = way;
      out.origins.push_back(std::move(origin));
      return;
    }
  }
  // An object of which nothing was said: written by nobody that is known.
}

void OriginQuery::expand(FunctionId f, Partial partial, unsigned level, std::vector<FunctionId>& chain,
                         std::vector<Situation>& out) {
  if (out.size() >= kMostSituations) {
    limited_ = true;
    return;
  }
  const auto close = [&](bool unknown) {
    Situation situation;
    situation.origins = std::move(partial.origins);
    if (unknown) situation.origins.emplace_back();
    situation.outermost = f;
    out.push_back(std::move(situation));
  };
  if (partial.open.empty()) return close(false);
  const auto& callers = program_.functions()[f].callers;
  if (callers.empty() || level >= kMostCallers || std::find(chain.begin(), chain.end(), f) != chain.end())
    return close(true);
  chain.push_back(f);
  for (const auto& [caller, call] : callers) {
    Partial above;
    above.origins = partial.origins;
    for (const Open& open : partial.open)
      collect_argument(caller, call, open.index, open.path, 0, open.way, above);
    expand(caller, std::move(above), level + 1, chain, out);
  }
  chain.pop_back();
}

std::vector<Situation> OriginQuery::situations_of(FunctionId f, std::uint32_t index) {
  work_ = 0;
  under_way_.clear();
  std::vector<Situation> situations;
  Partial partial;
  // Sinks have numbers of their own over the whole program: those of this function are where its edges lead.
  std::uint32_t id = 0;
  bool any = false;
  for (const auto& [node, edges] : to_[f]) {
    if (node.kind != SlotKind::kSink) continue;
    const Program::Owned owned = program_.sink(node.id);
    if (owned.function != f || owned.index != index) continue;
    id = node.id;
    any = true;
  }
  if (any) collect(f, {SlotKind::kSink, 0, id}, "", 0, 0, partial);
  std::vector<FunctionId> chain;
  expand(f, std::move(partial), 0, chain, situations);
  return situations;
}

}  // namespace trawl::sast
