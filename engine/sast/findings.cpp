#include "engine/sast/findings.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/sast/library_code.h"
#include "engine/sast/secret_names.h"
#include "engine/sast/test_code.h"
#include "engine/sast/tls_roles.h"

namespace trawl::sast {
namespace {

constexpr std::size_t kLongestTrace = 60;
constexpr std::size_t kMostFlows = 20;  // of one finding; also: places of one sink that stand for themselves
constexpr std::size_t kDoubtfulFlow = 30;   // steps
constexpr std::ptrdiff_t kManyObjects = 4;  // results that come back in what an argument points to
constexpr std::size_t kSettingsFlow = 12;   // steps from a file of one's own to a name
constexpr std::size_t kWindingFlow = 8;     // steps
constexpr std::size_t kMostWays =
    3;  // of a winding flow from one source to one sink that stand for themselves
constexpr std::size_t kLongFlow = 20;   // steps: longer ones are one finding for each source and sink
constexpr std::size_t kPlainFlow = 12;  // steps that a reader follows without much doubt

// What a reader should see first: the worse, the surer, the shorter.
bool is_told_before(const FlowFinding& a, const FlowFinding& b) {
  const auto weight = [](const FlowFinding& finding) {
    return finding.severity ? *finding.severity : Severity::kCritical;
  };
  if (weight(a) != weight(b)) return weight(a) > weight(b);
  if (a.confidence != b.confidence) return a.confidence > b.confidence;
  if (a.steps.size() != b.steps.size()) return a.steps.size() < b.steps.size();
  return a < b;
}

// One finding for all of them.
FlowFinding joined(std::vector<FlowFinding> findings) {
  std::sort(findings.begin(), findings.end(), is_told_before);
  FlowFinding first = std::move(findings.front());
  for (std::size_t i = 1; i < findings.size() && first.more_flows.size() < kMostFlows - 1; ++i)
    first.more_flows.push_back(std::move(findings[i].steps));
  return first;
}

// A program that reads a line or a variable of its user in one place uses it in many. The plainest flow of
// such a source is told as what it is, and so are other plain ones; the long ones beside it are notes.
void settle_local_flows(std::vector<FlowFinding>& findings) {
  const auto is_local = [](const FlowFinding& finding) {
    return finding.severity == Severity::kMedium && !finding.steps.empty() &&
           finding.steps.front().phrase == Phrase::kSource;
  };
  std::map<std::pair<std::string, Place>, const FlowFinding*> plainest;
  for (const FlowFinding& finding : findings) {
    if (!is_local(finding)) continue;
    const FlowFinding*& first = plainest[{finding.rule, finding.steps.front().place}];
    if (first == nullptr || is_told_before(finding, *first)) first = &finding;
  }
  for (FlowFinding& finding : findings) {
    if (!is_local(finding) || finding.steps.size() <= kPlainFlow) continue;
    if (finding.steps.size() > kLongFlow ||
        plainest.at({finding.rule, finding.steps.front().place}) != &finding)
      finding.severity = Severity::kLow;
  }
}

class TraceBuilder {
 public:
  TraceBuilder(const Program& program, const Propagation& propagation)
      : program_(program), propagation_(propagation) {}

  // From where the value came in to where it is, in order.
  std::vector<FlowStep> steps_to(ItemId id) {
    steps_.clear();
    visited_.clear();
    tags_.clear();
    walk(id, 0, 0);
    int least = 0;
    for (const auto& [step, level] : steps_) least = std::min(least, level);
    std::vector<FlowStep> result;
    for (auto& [step, level] : steps_) {
      step.nesting = static_cast<std::uint8_t>(std::min(255, level - least));
      if (step.place.path.empty()) continue;
      if (!result.empty() && result.back().place == step.place && result.back().phrase == step.phrase)
        continue;
      // A copy at the place of a step that says more.
      if (!result.empty() && result.back().place == step.place && step.phrase == Phrase::kCopy) continue;
      result.push_back(step);
    }
    if (result.size() > kLongestTrace) {
      const std::size_t half = kLongestTrace / 2;
      result.erase(result.begin() + static_cast<std::ptrdiff_t>(half),
                   result.end() - static_cast<std::ptrdiff_t>(half));
    }
    return result;
  }

  // Of the last flow: whether it leads through an object that a field must have said something of that nobody
  // on the way, nor who calls for it, ever stores there.
  bool contradicts_a_field() const {
    return std::any_of(tags_.begin(), tags_.end(), [&](const ProgramEdge::Tag& tag) {
      const auto setters = program_.setters_of(tag.field, tag.value);
      if (!setters) return false;
      return std::none_of(setters->begin(), setters->end(), [&](FunctionId setter) {
        if (visited_.contains(setter)) return true;
        const auto& callers = program_.functions()[setter].callers;
        return std::any_of(callers.begin(), callers.end(),
                           [&](const auto& caller) { return visited_.contains(caller.first); });
      });
    });
  }

  [[nodiscard]] Place place_of(FunctionId function, const Spot& spot) const {
    return sast::place_of(program_, function, spot);
  }

  std::string text_of(FunctionId function, TextId text) const {
    return program_.unit_of(function).summary.texts[text];
  }

  std::string name_of_call(FunctionId function, std::uint32_t call) const {
    return text_of(function, program_.functions()[function].calls[call].site->name);
  }

 private:
  void add(FunctionId function, const Spot& spot, Phrase phrase, std::string name, int level) {
    FlowStep step;
    step.place = place_of(function, spot);
    step.phrase = phrase;
    step.name = std::move(name);
    steps_.emplace_back(std::move(step), level);
  }

  // Not deeper than calls are: the parents within a function are a loop.
  int walk(ItemId id, int level, unsigned depth) {
    if (depth > 200 || steps_.size() > 2000) return level;
    std::vector<ItemId> chain;
    for (ItemId at = id; at != 0 && chain.size() < 4000; at = propagation_.items()[at].parent)
      chain.push_back(at);
    std::reverse(chain.begin(), chain.end());
    for (const ItemId at : chain) {
      const Propagation::Item& item = propagation_.items()[at];
      const ProgramFunction& function = program_.functions()[item.function];
      visited_.insert(item.function);
      switch (item.way) {
        case Propagation::Item::Way::kBegin: {
          const Propagation::Entry& entry = propagation_.entry(item.entry);
          if (entry.node.kind == SlotKind::kSource) {
            const SourceSite& source = function.summary->sources[entry.node.id];
            add(item.function, source.place, Phrase::kSource, text_of(item.function, source.function), level);
          } else if (entry.node.kind == SlotKind::kParam) {
            const auto index = static_cast<std::size_t>(entry.node.index);
            std::string name;
            if (entry.node.index >= 0 && index < function.summary->parameter_names.size())
              name = text_of(item.function, function.summary->parameter_names[index]);
            else if (entry.node.index == kThis)
              name = "this";
            add(item.function, function.summary->place, entry.open ? Phrase::kEnter : Phrase::kSource, name,
                level);
          }
          break;
        }
        case Propagation::Item::Way::kEdge: {
          const ProgramEdge& edge = function.edges[item.edge];
          if (edge.passes) break;
          const std::string_view held = program_.text_of(propagation_.items()[item.parent].path);
          for (const ProgramEdge::Tag& tag : edge.tags) {
            // Where all of the object came from outside, so did the field.
            if (!program_.text_of(tag.path).starts_with(held)) tags_.push_back(tag);
          }
          if (edge.origin == nullptr) {
            if (edge.from.kind == SlotKind::kCallArg) {
              add(item.function, function.calls[edge.from.id].site->place, Phrase::kLibraryCall,
                  name_of_call(item.function, edge.from.id), level);
            }
            break;
          }
          for (const Step& step : edge.origin->steps) {
            add(item.function, step.place, step.kind == Step::Kind::kCheck ? Phrase::kGuard : Phrase::kCopy,
                text_of(item.function, step.name), level);
          }
          if (edge.to.kind == SlotKind::kGlobal && !edge.origin->steps.empty()) {
            add(item.function, edge.origin->steps.back().place, Phrase::kGlobal, "", level);
          }
          break;
        }
        case Propagation::Item::Way::kThrough: {
          add(item.function, function.calls[item.call].site->place, Phrase::kCallArgument,
              name_of_call(item.function, item.call), level);
          walk(item.through, level + 1, depth + 1);
          if (item.at.kind == SlotKind::kCallResult)
            add(item.function, function.calls[item.call].site->place, Phrase::kReturn,
                name_of_call(item.function, item.call), level);
          if (item.at.kind == SlotKind::kCallOut)
            add(item.function, function.calls[item.call].site->place, Phrase::kOutParameter,
                name_of_call(item.function, item.call), level);
          break;
        }
        case Propagation::Item::Way::kUp:
          --level;
          add(item.function, function.calls[item.call].site->place,
              item.at.kind == SlotKind::kCallResult ? Phrase::kReturn : Phrase::kOutParameter,
              name_of_call(item.function, item.call), level);
          break;
      }
    }
    return level;
  }

  const Program& program_;
  const Propagation& propagation_;
  std::vector<std::pair<FlowStep, int>> steps_;
  std::set<FunctionId> visited_;
  std::vector<ProgramEdge::Tag> tags_;
};

// What constant text around a value says about it.
KindMask cleared_by_shape(const Shape& shape, Kind kind) {
  KindMask cleared = kNoKinds;
  if (!shape.head.empty()) cleared |= mask_of(Kind::kArgv);
  const std::size_t scheme = shape.head.find("://");
  if (scheme != std::string::npos) {
    const std::size_t end = shape.head.find_first_of("/?#", scheme + 3);
    if (end != std::string::npos) cleared |= mask_of(Kind::kUrl) | mask_of(Kind::kRedirect);
  }
  if (kind == Kind::kRedirect || kind == Kind::kUrl) {
    std::string_view head = shape.head;
    for (const std::string_view prefix : {"Location: ", "Location:", "location: "}) {
      if (head.starts_with(prefix)) head.remove_prefix(prefix.size());
    }
    if (head.size() > 1 && head[0] == '/' && head[1] != '/' && head[1] != '\\')
      cleared |= mask_of(Kind::kRedirect);
  }
  return cleared;
}

const Model* rule_for(const Models& models, const SinkSite& sink, std::string_view rule) {
  for (const Model& model : models.all()) {
    if (model.type != ModelType::kRule) continue;
    if (rule.empty() ? model.kind == sink.kind && model.value != "named" : model.function == rule)
      return &model;
  }
  return nullptr;
}

// Whether text in front of a value is of HTTP: what a web server or client would read as a header.
bool begins_header(const Shape& shape) {
  std::string head;
  for (const char c : shape.head) head += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (head.empty() && !shape.head_known) return true;
  if (head.find("http/") != std::string::npos) return true;
  for (const std::string_view name : {"location:", "set-cookie:", "content-", "host:", "cookie:", "referer:",
                                      "user-agent:", "authorization:", "refresh:", "status:", "x-", "accept",
                                      "access-control-", "www-authenticate:", "etag:", "link:"}) {
    const std::size_t at = head.find(name);
    if (at != std::string::npos && (at == 0 || head[at - 1] == '\n')) return true;
  }
  return false;
}

// setenv, putenv, _wputenv_s, SetEnvironmentVariableW, qputenv and their kin.
bool sets_environment(std::string_view sink) {
  return sink.find("env") != std::string_view::npos || sink.find("Environment") != std::string_view::npos;
}

// `detail`: "relative" where a path begins with what the program says, "absolute" where the value is its
// front.
std::optional<Severity> severity_of(Kind kind, const SourceSite* source, std::string_view label,
                                    std::string_view sink, std::string_view detail) {
  if (source == nullptr) return Severity::kLow;
  if (kind == Kind::kLog) return Severity::kLow;
  switch (source->level) {
    case Level::kRemote:
      return std::nullopt;
    case Level::kStored:
      return Severity::kMedium;
    case Level::kLocal:
      // Who starts a program may choose what it works on, and could start the other program as well.
      if (label == "window" || label == "clipboard") return Severity::kLow;
      if ((label == "argument" || label == "setting") &&
          (kind == Kind::kPath || kind == Kind::kUrl || kind == Kind::kConfig || kind == Kind::kArgv ||
           kind == Kind::kProgram || kind == Kind::kLibrary))
        return Severity::kLow;
      // A link is followed by who opens it anyway, and interpreters run what is in files.
      if (label == "link" && (kind == Kind::kPath || kind == Kind::kConfig)) return Severity::kLow;
      if (label == "file" && (kind == Kind::kCode || (kind == Kind::kPath && detail == "absolute")))
        return Severity::kLow;
      // So they do with what somebody types, or names when starting them.
      if ((label == "stdin" || label == "argument") && kind == Kind::kCode) return Severity::kLow;
      // No shell is asked, and who gives the arguments could start the other program as well.
      if (label == "argument" && kind == Kind::kShell && sink.starts_with("CreateProcess"))
        return Severity::kLow;
      // Who chooses PATH or HOME of a program chooses what its children find.
      if (label == "setting" && kind == Kind::kSearchPath) return Severity::kLow;
      // A variable for its own children, whose name the program knows.
      if (kind == Kind::kConfig && sets_environment(sink)) return Severity::kLow;
      // Files and proxies that the environment names, and from the environment into the environment: as
      // above.
      if ((label == "environment" || label == "setting") &&
          ((kind == Kind::kPath && detail != "relative") || kind == Kind::kUrl))
        return Severity::kLow;
      // From one place of the registry to another.
      if (label == "registry" && kind == Kind::kConfig && sink.starts_with("Reg")) return Severity::kLow;
      return Severity::kMedium;
    default:
      return Severity::kLow;
  }
}

}  // namespace

Place place_of(const Program& program, FunctionId function, const Spot& spot) {
  Place place;
  if (spot.line == 0) return place;
  place.path = program.unit_of(function).summary.files[spot.file];
  place.line = spot.line;
  place.column = spot.column;
  place.end_line = spot.end_line;
  place.end_column = spot.end_column;
  return place;
}

std::vector<FlowFinding> findings_of(const Program& program, const Propagation& propagation,
                                     const Models& models, const std::vector<std::string>& rules) {
  TraceBuilder traces(program, propagation);
  // By rule, primary place and function of the source: the flow that is told.
  std::map<std::tuple<std::string, Place, std::string>, FlowFinding> found;
  for (const ItemId id : propagation.arrivals()) {
    const Propagation::Item& item = propagation.items()[id];
    const Program::Owned owned = program.sink(item.at.id);
    const ProgramFunction& owner = program.functions()[owned.function];
    const SinkSite& sink = owner.summary->sinks[owned.index];
    if (sink.kind == Kind::kRole) continue;
    const std::string wanted = traces.text_of(owned.function, sink.rule);
    const Model* rule = rule_for(models, sink, wanted);
    if (rule != nullptr && wanted.empty() && traces.text_of(owned.function, sink.role) == "lines" &&
        !begins_header(program.shape(item.shape)))
      rule = rule_for(models, sink, "line-injection");
    if (rule == nullptr) continue;
    if (!rules.empty() && std::find(rules.begin(), rules.end(), rule->function) == rules.end()) continue;
    const Shape& shape = program.shape(item.shape);
    KindMask cleared = item.cleared | cleared_by_refusing(item.refused) | cleared_by_shape(shape, sink.kind);
    // Behind a constant folder no name is absolute.
    if (item.refused.has(CharSet::kDotDot) && !shape.head.empty()) cleared |= mask_of(Kind::kPath);
    // Escaped quotes help where the text stands between quotes; where nothing is known, it is believed.
    const bool quoted = shape.before == '\'' || shape.before == '"' || shape.before == '`';
    const bool bare = shape.before != 0 ? !quoted : shape.head_known && shape.head.empty();
    if (item.refused.has(CharSet::kEscaped) && !bare) cleared |= mask_of(Kind::kSql);
    const std::string role = traces.text_of(owned.function, sink.role);
    if ((cleared & mask_of(sink.kind)) != 0) continue;
    if (role == "lines" && !shape.lines) continue;
    if (role == "markup" && !shape.markup) continue;

    const Propagation::Entry& entry = propagation.entry(item.entry);
    const ProgramFunction& origin = program.functions()[entry.function];
    const SourceSite* source =
        entry.node.kind == SlotKind::kSource ? &origin.summary->sources[entry.node.id] : nullptr;
    const std::string label =
        source != nullptr ? traces.text_of(entry.function, source->label) : std::string();
    // The body of a request arrives there.
    const bool request = program.is_cgi() && label == "stdin";
    if ((role == "page" || role == "page-header") &&
        (source == nullptr || (source->level != Level::kRemote && !request)))
      continue;
    if (sink.kind == Kind::kDecision && label != "reverse DNS" && label != "cookie") continue;
    if (sink.kind == Kind::kLog && (source == nullptr || source->level != Level::kRemote)) continue;

    // The sink itself, or where its only user outside has the value when many use the function that holds the
    // sink.
    Place primary = traces.place_of(owned.function, sink.place);
    FunctionId primary_function = owned.function;
    if (owner.callers.size() > 1 && item.function != owned.function &&
        item.way == Propagation::Item::Way::kThrough) {
      const Place call =
          traces.place_of(item.function, program.functions()[item.function].calls[item.call].site->place);
      if (!call.path.empty()) {
        primary = call;
        primary_function = item.function;
      }
    }
    if (primary.path.empty()) continue;
    FlowFinding finding;
    finding.rule = rule->function;
    finding.place = primary;
    const Place sink_place = traces.place_of(owned.function, sink.place);
    finding.function = std::string(program.text_of(program.functions()[primary_function].name));
    const std::string sink_name = traces.text_of(owned.function, sink.function);
    const std::string source_name =
        source != nullptr ? traces.text_of(entry.function, source->function) : std::string("a parameter");
    std::string detail;
    if (sink.kind == Kind::kPath)
      detail = shape.head_known && shape.head.empty() ? "absolute" : shape.head.empty() ? "" : "relative";
    finding.arguments = {sink_name, source_name};
    if (!detail.empty()) finding.arguments.push_back(detail);
    if (!request) finding.severity = severity_of(sink.kind, source, label, sink_name, detail);
    // "NAME=" in front says which variable it is.
    if (sink.kind == Kind::kSearchPath && source != nullptr && source->level == Level::kLocal) {
      const std::size_t equals = shape.head.find('=');
      const std::string_view variable = std::string_view(shape.head).substr(0, equals);
      const bool search = variable.find("PATH") != std::string_view::npos || variable.starts_with("LD_") ||
                          variable.starts_with("DYLD_") || variable == "PERL5LIB" || variable == "IFS";
      if (equals != std::string::npos ? !search : !shape.head_known) finding.severity = Severity::kLow;
    }
    finding.confidence = item.doubt == 0   ? Confidence::kHigh
                         : item.doubt == 1 ? Confidence::kMedium
                                           : Confidence::kLow;
    if (source != nullptr && source->level == Level::kStored && finding.confidence == Confidence::kHigh)
      finding.confidence = Confidence::kMedium;
    finding.steps = traces.steps_to(id);
    // Of a way that long, or that so often leaves a function in an object, hardly one in ten is one that a
    // value can take.
    const auto objects = std::count_if(finding.steps.begin(), finding.steps.end(), [](const FlowStep& step) {
      return step.phrase == Phrase::kOutParameter;
    });
    if (finding.steps.size() > kDoubtfulFlow || objects > kManyObjects) finding.confidence = Confidence::kLow;
    // Names in a file of one's own: settings, mostly, and less and less likely with each object they are kept
    // in.
    const bool shared = std::any_of(finding.steps.begin(), finding.steps.end(),
                                    [](const FlowStep& step) { return step.phrase == Phrase::kGlobal; });
    if ((sink.kind == Kind::kPath || sink.kind == Kind::kUrl) && source != nullptr &&
        (source->level == Level::kLocal || label == "document") &&
        (objects >= 2 || shared || finding.steps.size() >= kSettingsFlow))
      finding.confidence = Confidence::kLow;
    if (traces.contradicts_a_field()) finding.confidence = Confidence::kLow;
    // A guess on a long way; and a line that many hands have made again.
    if (finding.confidence == Confidence::kMedium && finding.steps.size() > kLongFlow)
      finding.confidence = Confidence::kLow;
    if (role == "lines" && !request && finding.steps.size() > kPlainFlow) finding.severity = Severity::kLow;
    // Much must be guessed right for it to be true.
    if (finding.confidence == Confidence::kLow) finding.severity = Severity::kLow;
    FlowStep last;
    last.place = sink_place;
    last.phrase = Phrase::kSink;
    last.name = sink_name;
    last.nesting = finding.steps.empty() ? 0 : finding.steps.back().nesting;
    finding.steps.push_back(last);
    if (sink_place != primary && !sink_place.path.empty()) finding.related.push_back(sink_place);
    const std::string source_function(program.text_of(origin.name));
    finding.identity = source_name;
    finding.identity.append(" in ").append(source_function).append(" > ").append(sink_name).append(" in ");
    finding.identity += program.text_of(owner.name);
    const auto [at, added] = found.try_emplace({finding.rule, primary, source_function}, finding);
    if (!added && is_told_before(finding, at->second)) at->second = std::move(finding);
  }

  std::map<std::pair<std::string, Place>, std::vector<FlowFinding>> by_place;
  for (auto& [key, finding] : found)
    by_place[{std::get<0>(key), std::get<1>(key)}].push_back(std::move(finding));
  std::vector<FlowFinding> findings;
  std::map<std::pair<std::string, Place>, std::size_t> at_sink;
  std::map<std::tuple<std::string, Place, Place>, std::size_t> from_source;
  // Long ways branch often: what differs in the middle only is one finding. So is what a much used function
  // does for its many callers, but for the first places.
  std::map<std::tuple<std::string, Place, std::string>, std::vector<FlowFinding>> folded;
  for (auto& [key, list] : by_place) {
    FlowFinding first = joined(std::move(list));
    const Place& sink = first.related.empty() ? first.place : first.related.front();
    const bool many = !first.related.empty() && ++at_sink[{first.rule, sink}] > kMostFlows;
    const bool again = !first.related.empty() && first.steps.size() > kWindingFlow &&
                       ++from_source[{first.rule, sink, first.steps.front().place}] > kMostWays;
    if (many || again || first.steps.size() > kLongFlow)
      folded[{first.rule, sink, first.identity}].push_back(std::move(first));
    else
      findings.push_back(std::move(first));
  }
  for (auto& [key, list] : folded) findings.push_back(joined(std::move(list)));
  settle_local_flows(findings);
  const LibraryCode library(program);
  const TestCode tests(program);
  const std::set<std::string> serving = files_that_serve(program);
  for (const LinkUnit& unit : program.units()) {
    const UnitSummary& summary = unit.summary;
    for (const LocalFinding& local : summary.findings) {
      FlowFinding finding;
      finding.rule = summary.texts[local.rule];
      if (!rules.empty() && std::find(rules.begin(), rules.end(), finding.rule) == rules.end()) continue;
      if (local.place.line == 0) continue;
      finding.place = {summary.files[local.place.file], local.place.line, local.place.column,
                       local.place.end_line, local.place.end_column};
      finding.function = summary.texts[local.function];
      finding.arguments = {summary.texts[local.subject], summary.texts[local.detail]};
      if (finding.rule == "certificate-not-verified" && finding.arguments[0].ends_with("VerifyMode") &&
          serving.contains(finding.place.path))
        continue;
      if (finding.rule == "weak-hash" &&
          (finding.arguments[1] == "protocol" || named_by_protocol(finding.function, finding.place.path)))
        finding.severity = Severity::kLow;
      // Names of things and caches: SHA-1 holds against chance, and nothing says that somebody is to be kept
      // out.
      if (finding.rule == "weak-hash" && finding.arguments[1] == "sha1" &&
          !named_by_trust(finding.function, finding.place.path))
        finding.severity = Severity::kLow;
      if (LibraryCode::is_about_use(finding.rule) &&
          library.defines(finding.place.path, finding.arguments[0]))
        finding.severity = Severity::kLow;
      if (tests.has(finding.place.path)) finding.severity = Severity::kLow;
      // Other modes are made of single blocks, and have their own tags.
      if ((finding.rule == "ecb-mode" || finding.rule == "missing-crypto-step") &&
          named_by_mode(finding.function, finding.place.path))
        finding.severity = Severity::kLow;
      finding.identity = finding.arguments[0] + " in " + finding.function;
      findings.push_back(std::move(finding));
    }
  }
  std::sort(findings.begin(), findings.end());
  // Headers and variants of a unit say the same more than once.
  findings.erase(std::unique(findings.begin(), findings.end(),
                             [](const FlowFinding& a, const FlowFinding& b) {
                               return a.rule == b.rule && a.place == b.place;
                             }),
                 findings.end());
  return findings;
}

}  // namespace trawl::sast
