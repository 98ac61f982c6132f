#include "engine/sast/explanation.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "engine/base/wire.h"
#include "engine/sast/char_set.h"
#include "engine/sast/findings.h"
#include "engine/sast/messages.h"

namespace trawl::sast {
namespace {

class Explainer {
 public:
  Explainer(const Program& program, const Propagation& propagation, std::string_view path, std::uint32_t line)
      : program_(program), propagation_(propagation), path_(path), line_(line) {}

  std::vector<KnownRow> rows(const std::vector<FlowFinding>& findings) {
    std::optional<FunctionId> around;
    for (FunctionId f = 0; f < program_.functions().size(); ++f) {
      const Place place = place_of(f, program_.functions()[f].summary->place);
      if (place.path != path_ || place.line > line_) continue;
      if (!around || place_of(*around, program_.functions()[*around].summary->place).line < place.line)
        around = f;
    }
    if (around) tell_function(*around);
    for (FunctionId f = 0; f < program_.functions().size(); ++f) tell_line(f);
    for (const FlowFinding& finding : findings) {
      const auto here = [&](const Place& place) {
        return place.path == path_ && place.line <= line_ && line_ <= place.end_line;
      };
      if (!here(finding.place) && std::none_of(finding.steps.begin(), finding.steps.end(),
                                               [&](const FlowStep& step) { return here(step.place); }))
        continue;
      KnownRow row;
      row.what = Known::kPasses;
      row.place = finding.place;
      row.name = finding.rule;
      add(std::move(row));
    }
    return std::move(rows_);
  }

 private:
  void add(KnownRow row) {
    if (rows_.size() < kMostKnownRows && told_.insert(row).second) rows_.push_back(std::move(row));
  }

  [[nodiscard]] Place place_of(FunctionId function, const Spot& spot) const {
    return sast::place_of(program_, function, spot);
  }
  [[nodiscard]] bool on_line(FunctionId function, const Spot& spot) const {
    return spot.line != 0 && spot.line <= line_ && line_ <= spot.end_line &&
           program_.unit_of(function).summary.files[spot.file] == path_;
  }
  std::string text(FunctionId function, TextId id) const {
    return program_.unit_of(function).summary.texts[id];
  }

  std::string parameter_name(FunctionId function, std::int16_t index) const {
    const FunctionSummary& summary = *program_.functions()[function].summary;
    if (index == kThis) return "this";
    const auto at = static_cast<std::size_t>(index);
    return index >= 0 && at < summary.parameter_names.size() ? text(function, summary.parameter_names[at])
                                                             : "";
  }

  // "name" of "c:@name", "c:x.c@F@f#I#@name".
  static std::string last_of_usr(const std::string& usr) {
    const std::size_t at = usr.find_last_of("@#");
    return at == std::string::npos ? usr : usr.substr(at + 1);
  }

  std::pair<KnownEnd, std::string> end_of(FunctionId function, const Slot& slot) const {
    const FunctionSummary& summary = *program_.functions()[function].summary;
    const std::string field = text(function, slot.path);
    switch (slot.kind) {
      case SlotKind::kParam:
      case SlotKind::kParamOut:
        return {KnownEnd::kParameter, parameter_name(function, slot.index) + field};
      case SlotKind::kReturn:
        return {KnownEnd::kResult, field};
      case SlotKind::kGlobal:
        return {KnownEnd::kGlobal, last_of_usr(text(function, slot.id)) + field};
      case SlotKind::kSource: {
        const SourceSite& source = summary.sources[slot.id];
        if (text(function, source.label).starts_with("state:")) return {KnownEnd::kNone, ""};
        return {KnownEnd::kSource, text(function, source.function)};
      }
      case SlotKind::kSink:
        return {KnownEnd::kSink, text(function, summary.sinks[slot.id].function)};
      case SlotKind::kCallArg:
        return {KnownEnd::kArgument, text(function, summary.calls[slot.id].name)};
      case SlotKind::kCallOut:
      case SlotKind::kCallResult:
      case SlotKind::kCallAfter:
        return {KnownEnd::kCallResult, text(function, summary.calls[slot.id].name)};
      case SlotKind::kLiteral:
        return {KnownEnd::kConstant, ""};
      case SlotKind::kFunction:
        return {KnownEnd::kFunction, last_of_usr(text(function, slot.id))};
      default:
        return {KnownEnd::kNone, ""};
    }
  }

  void tell_function(FunctionId f) {
    const FunctionSummary& summary = *program_.functions()[f].summary;
    KnownRow head;
    head.what = Known::kFunction;
    head.place = place_of(f, summary.place);
    head.name = text(f, summary.name);
    head.number = static_cast<std::uint32_t>(program_.functions()[f].callers.size());
    add(std::move(head));
    for (const Edge& edge : summary.edges) {
      const bool out = edge.to.kind == SlotKind::kParamOut || edge.to.kind == SlotKind::kReturn ||
                       edge.to.kind == SlotKind::kGlobal || edge.to.kind == SlotKind::kSink;
      const bool in = edge.from.kind == SlotKind::kParam || edge.from.kind == SlotKind::kGlobal ||
                      edge.from.kind == SlotKind::kSource;
      if (!out || !in) continue;
      KnownRow row;
      row.what = Known::kMoves;
      std::tie(row.from, row.name) = end_of(f, edge.from);
      std::tie(row.to, row.other) = end_of(f, edge.to);
      if (row.from == KnownEnd::kNone) continue;
      row.kinds = edge.cleared | cleared_by_refusing(edge.refused);
      if (edge.to.kind == SlotKind::kSink) {
        const SinkSite& sink = summary.sinks[edge.to.id];
        if (sink.kind != Kind::kRole) row.kinds &= mask_of(sink.kind);
      }
      add(std::move(row));
    }
    static constexpr std::array<std::string_view, 3> kWays = {"whatever it returns", "when it returns true",
                                                              "when it returns false"};
    for (const Clearing& clearing : summary.clearings) {
      for (std::size_t way = 0; way < clearing.cleared.size(); ++way) {
        if (!clearing.conditions[way].empty() || clearing.cleared[way] == kNoKinds ||
            (way > 0 && clearing.cleared[way] == clearing.cleared[0]))
          continue;
        KnownRow row;
        row.what = Known::kCleared;
        row.name = parameter_name(f, clearing.param);
        row.other = kWays[way];
        row.kinds = clearing.cleared[way];
        add(std::move(row));
      }
    }
  }

  void tell_line(FunctionId f) {
    const ProgramFunction& function = program_.functions()[f];
    const FunctionSummary& summary = *function.summary;
    for (const SourceSite& source : summary.sources) {
      if (!on_line(f, source.place) || text(f, source.label).starts_with("state:") ||
          source.level == Level::kNone)
        continue;
      KnownRow row;
      row.what = Known::kSource;
      row.name = text(f, source.function);
      row.other = name_of(source.level);
      add(std::move(row));
    }
    for (std::uint32_t i = 0; i < summary.sinks.size(); ++i) {
      if (on_line(f, summary.sinks[i].place)) tell_sink(f, i);
    }
    for (const ProgramCall& call : function.calls) {
      if (!on_line(f, call.site->place)) continue;
      KnownRow row;
      row.what = Known::kCall;
      row.name = text(f, call.site->name);
      row.number = static_cast<std::uint32_t>(call.targets.size());
      add(std::move(row));
    }
  }

  void tell_sink(FunctionId f, std::uint32_t index) {
    const FunctionSummary& summary = *program_.functions()[f].summary;
    const SinkSite& sink = summary.sinks[index];
    KnownRow head;
    head.what = Known::kSink;
    head.name = text(f, sink.function);
    head.number = static_cast<std::uint32_t>(std::max<int>(0, sink.argument));
    const bool role = sink.kind == Kind::kRole;
    if (role) {
      head.other = text(f, sink.role);
      head.other = head.other.substr(0, head.other.find('\n'));
      if (head.other == "seen" || head.other == "state") return;
    } else {
      head.kinds = mask_of(sink.kind);
    }
    add(head);
    for (const Edge& edge : summary.edges) {
      if (edge.to.kind != SlotKind::kSink || edge.to.id != index) continue;
      KnownRow row;
      row.what = Known::kHolds;
      row.number = head.number;
      std::tie(row.from, row.name) = end_of(f, edge.from);
      if (row.from == KnownEnd::kNone) continue;
      if (edge.from.kind == SlotKind::kLiteral)
        row.place = place_of(f, program_.unit_of(f).summary.literals[edge.from.id].place);
      for (const Condition& condition : edge.conditions) {
        if (condition.subject == Condition::Subject::kClearedBy && !condition.any)
          row.other = text(f, summary.calls[condition.id].name);
      }
      if (!role) row.kinds = (edge.cleared | cleared_by_refusing(edge.refused)) & mask_of(sink.kind);
      add(std::move(row));
    }
    if (role) return;
    bool any = false;
    for (const ItemId id : propagation_.arrivals()) {
      const Propagation::Item& item = propagation_.items()[id];
      const Program::Owned owned = program_.sink(item.at.id);
      if (owned.function != f || owned.index != index) continue;
      const Propagation::Entry& entry = propagation_.entry(item.entry);
      if (entry.open) continue;
      KnownRow row;
      row.what = Known::kArrives;
      row.kinds = (item.cleared | cleared_by_refusing(item.refused)) & mask_of(sink.kind);
      const FunctionSummary& origin = *program_.functions()[entry.function].summary;
      if (entry.node.kind == SlotKind::kSource) {
        row.name = text(entry.function, origin.sources[entry.node.id].function);
        row.place = place_of(entry.function, origin.sources[entry.node.id].place);
      } else {
        row.name = parameter_name(entry.function, entry.node.index);
        row.place = place_of(entry.function, origin.place);
      }
      any = true;
      add(std::move(row));
    }
    if (any) return;
    KnownRow nothing;
    nothing.what = Known::kNothingArrives;
    nothing.name = head.name;
    nothing.kinds = head.kinds;
    add(std::move(nothing));
  }

  const Program& program_;
  const Propagation& propagation_;
  std::string_view path_;
  std::uint32_t line_;
  std::vector<KnownRow> rows_;
  std::set<KnownRow> told_;
};

std::string kinds_of(KindMask kinds) {
  if ((kinds & kAllKinds) == kAllKinds) return "every kind";
  std::string names;
  for (unsigned kind = 0; kind < static_cast<unsigned>(Kind::kRole); ++kind) {
    if ((kinds >> kind & 1U) == 0) continue;
    names += names.empty() ? "" : ", ";
    names += name_of(static_cast<Kind>(kind));
  }
  return names;
}

std::string end_as_words(KnownEnd end, const std::string& name) {
  std::string quoted = name.empty() ? "it" : "'" + name + "'";
  switch (end) {
    case KnownEnd::kParameter:
      return "parameter " + quoted;
    case KnownEnd::kResult:
      return name.empty() ? "the result" : "the result's " + quoted;
    case KnownEnd::kGlobal:
      return "global " + quoted;
    case KnownEnd::kSource:
      return quoted + " (from outside)";
    case KnownEnd::kSink:
      return quoted;
    case KnownEnd::kArgument:
      return "an argument of " + quoted;
    case KnownEnd::kCallResult:
      return "the call of " + quoted;
    case KnownEnd::kConstant:
      return "a constant";
    case KnownEnd::kFunction:
      return "the address of " + quoted;
    default:
      return "elsewhere";
  }
}

std::string safe_of(KindMask kinds) {
  return kinds == kNoKinds ? "" : "; safe as: " + kinds_of(kinds);
}

bool is_row_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) >= ' '; });
}

}  // namespace

std::vector<KnownRow> explanation_of(const Program& program, const Propagation& propagation,
                                     const std::vector<FlowFinding>& findings, std::string_view path,
                                     std::uint32_t line) {
  return Explainer(program, propagation, path, line).rows(findings);
}

std::string encoded(const KnownRow& row) {
  WireWriter writer;
  writer.number(static_cast<std::uint64_t>(row.what));
  writer.text(row.place.path);
  for (const std::uint32_t number :
       {row.place.line, row.place.column, row.place.end_line, row.place.end_column})
    writer.number(number);
  writer.number(static_cast<std::uint64_t>(row.from));
  writer.number(static_cast<std::uint64_t>(row.to));
  writer.text(std::string_view(row.name).substr(0, kMostNameBytes));
  writer.text(std::string_view(row.other).substr(0, kMostNameBytes));
  writer.number(row.kinds);
  writer.number(row.number);
  return writer.take();
}

std::optional<KnownRow> decode_known(std::string_view bytes) {
  WireReader reader(bytes);
  KnownRow row;
  row.what = static_cast<Known>(reader.number(static_cast<std::uint64_t>(Known::kCount) - 1));
  row.place.path = reader.text(kMostPathBytes);
  for (std::uint32_t* number :
       {&row.place.line, &row.place.column, &row.place.end_line, &row.place.end_column})
    *number = static_cast<std::uint32_t>(reader.number(UINT32_MAX));
  row.from = static_cast<KnownEnd>(reader.number(static_cast<std::uint64_t>(KnownEnd::kCount) - 1));
  row.to = static_cast<KnownEnd>(reader.number(static_cast<std::uint64_t>(KnownEnd::kCount) - 1));
  row.name = reader.text(kMostNameBytes);
  row.other = reader.text(kMostNameBytes);
  row.kinds = static_cast<KindMask>(reader.number(UINT32_MAX));
  row.number = static_cast<std::uint32_t>(reader.number(UINT32_MAX));
  if (!reader.finished() || !is_row_name(row.name) || !is_row_name(row.other)) return std::nullopt;
  return row;
}

std::string sentence_of(const KnownRow& row) {
  const std::string name = row.name.empty() ? "it" : "'" + row.name + "'";
  const std::string at = row.place.path.empty() ? "" : fmt::format("{}:{}", row.place.path, row.place.line);
  switch (row.what) {
    case Known::kFunction:
      return fmt::format("in {}, which begins in line {} and has {} known callers", name, row.place.line,
                         row.number);
    case Known::kMoves:
      return fmt::format("summary: {} gets to {}{}", end_as_words(row.from, row.name),
                         end_as_words(row.to, row.other), safe_of(row.kinds));
    case Known::kCleared:
      return fmt::format("summary: {}, parameter {} is safe as: {}", row.other, name, kinds_of(row.kinds));
    case Known::kSource:
      return fmt::format("{} brings a value from outside ({})", name, row.other);
    case Known::kSink:
      return row.kinds != kNoKinds
                 ? fmt::format("argument {} of {} is taken as: {}", row.number, name, kinds_of(row.kinds))
                 : fmt::format("argument {} of {} is looked at as: {}", row.number, name, row.other);
    case Known::kHolds:
      return fmt::format("  argument {} holds what comes from {}{}{}{}", row.number,
                         end_as_words(row.from, row.name), at.empty() ? "" : " in " + at,
                         row.other.empty() ? "" : ", about which '" + row.other + "' is asked",
                         safe_of(row.kinds));
    case Known::kArrives: {
      const std::string what =
          row.name.empty() ? "what comes in at " + at : fmt::format("what {} brings at {}", name, at);
      return row.kinds != kNoKinds ? fmt::format("  {} arrives there, safe as: {}; so it is no finding", what,
                                                 kinds_of(row.kinds))
                                   : fmt::format("  {} arrives there", what);
    }
    case Known::kNothingArrives:
      return fmt::format(
          "  nothing from outside arrives at {} that is not safe as: {}; so there is no finding", name,
          kinds_of(row.kinds));
    case Known::kCall:
      return row.number == 0
                 ? fmt::format("a call of {}, of which neither code nor model is known", name)
                 : fmt::format("a call of {}, which leads to {} functions of the program", name, row.number);
    case Known::kPasses:
      return fmt::format("a finding of {} at {} has a step here", row.name, at);
    default:
      return "";
  }
}

}  // namespace trawl::sast
