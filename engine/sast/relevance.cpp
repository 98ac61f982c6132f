#include "engine/sast/relevance.h"

#include <algorithm>
#include <iterator>

namespace trawl::sast {

Relevance::Relevance(const Program& program) : program_(program), places_(program.functions().size()) {
  Work work;
  for (FunctionId f = 0; f < places_.size(); ++f) {
    const ProgramFunction& function = program.functions()[f];
    Places& places = places_[f];
    for (const ProgramEdge& edge : function.edges) {
      places.nodes.push_back(edge.from);
      places.nodes.push_back(edge.to);
    }
    std::sort(places.nodes.begin(), places.nodes.end());
    places.nodes.erase(std::unique(places.nodes.begin(), places.nodes.end()), places.nodes.end());
    places.uses.assign(places.nodes.size(), 0);
    places.waiting.assign(places.nodes.size(), 0);
    const auto place_of = [&](const Node& node) {
      return static_cast<std::uint32_t>(std::distance(
          places.nodes.begin(), std::lower_bound(places.nodes.begin(), places.nodes.end(), node)));
    };
    places.ends.reserve(function.edges.size());
    for (std::uint32_t i = 0; i < function.edges.size(); ++i) {
      places.ends.push_back(place_of(function.edges[i].to));
    }
    places.first.assign(places.nodes.size() + 1, 0);
    for (const std::uint32_t end : places.ends) ++places.first[end + 1];
    for (std::size_t i = 1; i < places.first.size(); ++i) places.first[i] += places.first[i - 1];
    places.before.resize(function.edges.size());
    std::vector<std::uint32_t> next(places.first.begin(), places.first.end());
    for (std::uint32_t i = 0; i < function.edges.size(); ++i) {
      const ProgramEdge& edge = function.edges[i];
      const Shape& shape = program.shape(edge.shape);
      places.before[next[places.ends[i]]++] = {place_of(edge.from), edge.cleared, edge.restored, shape.lines,
                                               shape.markup};
    }
    for (std::uint32_t i = 0; i < places.nodes.size(); ++i) {
      const Node& node = places.nodes[i];
      if (node.kind == SlotKind::kCallArg) places.arguments[node.id].push_back(i);
      if (node.kind == SlotKind::kGlobal) globals_[node.id].emplace_back(f, i);
      if (node.kind == SlotKind::kCallTarget) mark_at(f, i, kTargets, work);
      if (node.kind == SlotKind::kSink) mark_at(f, i, of_sink(node.id), work);
    }
  }
  while (!work.empty()) {
    const auto [function, place] = work.front();
    work.pop_front();
    places_[function].waiting[place] = 0;
    go_back(function, place, work);
  }
}

KindMask Relevance::of_sink(std::uint32_t id) const {
  const Program::Owned owned = program_.sink(id);
  const SinkSite& sink = program_.functions()[owned.function].summary->sinks[owned.index];
  if (sink.kind == Kind::kRole) return kNoKinds;
  const std::string& role = program_.unit_of(owned.function).summary.texts[sink.role];
  if (role == "page" && !program_.is_cgi()) return kNoKinds;
  if (role == "page-header" && !program_.prints_headers()) return kNoKinds;
  if (role == "lines") return kNeedsLines;
  if (role == "markup") return kNeedsMarkup;
  return mask_of(sink.kind);
}

KindMask Relevance::from(FunctionId function, const Node& node) const {
  // What all functions share.
  if (node.kind == SlotKind::kSink) return of_sink(node.id);
  if (node.kind == SlotKind::kCallTarget) return kTargets;
  if (node.kind == SlotKind::kGlobal) {
    const auto places = globals_.find(node.id);
    return places == globals_.end()
               ? kNoKinds
               : places_[places->second.front().first].uses[places->second.front().second];
  }
  const Places& places = places_[function];
  const auto at = std::lower_bound(places.nodes.begin(), places.nodes.end(), node);
  if (at == places.nodes.end() || *at != node) return kNoKinds;
  return places.uses[static_cast<std::size_t>(std::distance(places.nodes.begin(), at))];
}

void Relevance::mark_at(FunctionId function, std::uint32_t place, KindMask use, Work& work) {
  KindMask& known = places_[function].uses[place];
  if ((known | use) == known) return;
  known |= use;
  char& waiting = places_[function].waiting[place];
  if (waiting == 0) work.emplace_back(function, place);
  waiting = 1;
}

void Relevance::mark(FunctionId function, const Node& node, KindMask use, Work& work) {
  const std::vector<Node>& nodes = places_[function].nodes;
  const auto at = std::lower_bound(nodes.begin(), nodes.end(), node);
  if (at != nodes.end() && *at == node)
    mark_at(function, static_cast<std::uint32_t>(std::distance(nodes.begin(), at)), use, work);
}

void Relevance::go_back(FunctionId f, std::uint32_t place, Work& work) {
  const Places& places = places_[f];
  const Node node = places.nodes[place];
  const KindMask use = places.uses[place];
  const ProgramFunction& function = program_.functions()[f];
  for (std::uint32_t i = places.first[place]; i < places.first[place + 1]; ++i) {
    const Before& edge = places.before[i];
    KindMask through = use;
    if (edge.lines && (use & kNeedsLines) != 0) through |= mask_of(Kind::kCrlf);
    if (edge.markup && (use & kNeedsMarkup) != 0) through |= mask_of(Kind::kHtml);
    if ((use & kRestores) == 0) through &= ~edge.cleared;
    if ((use & edge.restored) != 0) through |= kRestores;
    mark_at(f, edge.place, through, work);
  }
  switch (node.kind) {
    case SlotKind::kParam: {
      // All arguments behind the named ones are one.
      const auto last = static_cast<std::int16_t>(function.summary->parameters);
      for (const auto& [caller, call] : function.callers) {
        const auto arguments = places_[caller].arguments.find(call);
        if (arguments == places_[caller].arguments.end()) continue;
        for (const std::uint32_t argument : arguments->second) {
          if (std::min(places_[caller].nodes[argument].index, last) == node.index)
            mark_at(caller, argument, use, work);
        }
      }
      return;
    }
    case SlotKind::kCallResult:
      for (const FunctionId target : function.calls[node.id].targets)
        mark(target, {SlotKind::kReturn, 0, 0}, use, work);
      return;
    case SlotKind::kCallOut:
      for (const FunctionId target : function.calls[node.id].targets)
        mark(target, {SlotKind::kParamOut, node.index, 0}, use, work);
      return;
    case SlotKind::kParamOut:
      if (node.index != kThrown) return;
      for (const ProgramCall& call : function.calls) {
        if (call.site->handled) continue;
        for (const FunctionId target : call.targets) mark(target, node, use, work);
      }
      return;
    case SlotKind::kGlobal: {
      KindMask& told = told_[node.id];
      if ((told | use) == told) return;
      told |= use;
      for (const auto& [other, at] : globals_[node.id]) mark_at(other, at, use, work);
      return;
    }
    default:
      return;
  }
}

}  // namespace trawl::sast
