#include "engine/scan/flow_report.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/base/line_index.h"
#include "engine/match/context/inline_allow.h"
#include "engine/report/line_hash.h"
#include "engine/scan/excerpt.h"

namespace trawl {
namespace {

constexpr std::size_t kMostKeptBytes = std::size_t{128} << 20;  // of files that are open for excerpts
constexpr std::size_t kMostFindings = 20'000;

bool is_identifier_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// `{0}` and up replaced by names; one that may not be shown is "it".
std::string filled(std::string_view sentence, const std::vector<std::string>& names) {
  std::string text;
  while (!sentence.empty()) {
    const std::size_t brace = std::min(sentence.find('{'), sentence.size());
    text += sentence.substr(0, brace);
    sentence.remove_prefix(brace);
    if (sentence.size() < 3 || sentence[2] != '}') {
      text += sentence.substr(0, 1);
      sentence.remove_prefix(std::min<std::size_t>(1, sentence.size()));
      continue;
    }
    const auto number = static_cast<std::size_t>(sentence[1] - '0');
    text += number < names.size() && !names[number].empty() ? names[number] : "it";
    sentence.remove_prefix(3);
  }
  return text;
}

}  // namespace

/// A file with all that excerpts need; null text where it could not be read again.
struct FlowReporter::File {
  explicit File(std::string bytes) : text(std::move(bytes)), lines(text) {
    begins.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')))
        begins.push_back(i + 1);
    }
  }

  // Clang counts bytes; a place that the file does not have (it changed) is cut to what there is.
  [[nodiscard]] std::uint64_t offset_of(std::uint32_t line, std::uint32_t column) const {
    if (line > begins.size()) return text.size();
    return std::min<std::uint64_t>(begins[line - 1] + column - 1, text.size());
  }

  std::string text;
  LineIndex lines;
  std::vector<std::uint64_t> begins;  // of lines
  std::optional<ExcerptCutter> cutter;
  std::string shown;  // all of it, without secrets
  InlineAllows allows;
};

FlowReporter::FlowReporter(const Program& program, const MatchEngine& engine,
                           const Fingerprinter& fingerprinter, const ScanOptions& options,
                           std::span<const FlowRule* const> rules)
    : program_(program), engine_(engine), fingerprinter_(fingerprinter), options_(options), rules_(rules) {}

FlowReporter::~FlowReporter() = default;

const FlowRule* FlowReporter::rule_of(const std::string& id) const {
  const auto found = std::lower_bound(
      rules_.begin(), rules_.end(), id,
      [](const FlowRule* rule, const std::string& wanted) { return rule->rule.id < wanted; });
  return found != rules_.end() && (*found)->rule.id == id ? *found : nullptr;
}

FlowReporter::File* FlowReporter::file_of(const std::string& path) {
  if (const auto known = files_.find(path); known != files_.end()) return known->second.get();
  Result<std::string> text = program_.read(path);
  if (!text) return files_.emplace(path, nullptr).first->second.get();
  if (matcher_ == nullptr) {
    Result<std::unique_ptr<Matcher>> matcher = Matcher::create(engine_);
    if (!matcher) return nullptr;
    matcher_ = std::move(*matcher);
  }
  auto file = std::make_unique<File>(std::move(*text));
  MatchRequest request;
  request.bytes = file->text;
  request.path = program_.shown(path);
  std::vector<Match> matches;
  std::vector<Redaction> redactions;
  if (!matcher_->match(request, matches)) {
    redactions.push_back({span_of(0, file->text.size()), 0});  // not known what is secret in it: all is
  }
  for (const Match& match : matches) {
    if (match.rule->role == RuleRole::kCompanion) continue;
    redactions.push_back({match.secret, match.rule->public_prefix});
  }
  file->cutter.emplace(file->text, file->lines, std::move(redactions), options_.show_secrets);
  file->shown = file->cutter->redacted(0, file->text.size());
  if (options_.honour_inline_comments) {
    file->allows = InlineAllows(file->text, [this](std::string_view id) {
      return engine_.rules().find(id).has_value() || rule_of(std::string(id)) != nullptr;
    });
  }
  bytes_ += 2 * file->text.size();
  return files_.emplace(path, std::move(file)).first->second.get();
}

Location FlowReporter::location_of(const sast::Place& place, bool with_context) {
  Location location;
  location.path = program_.shown(place.path);
  File* file = file_of(place.path);
  if (const Target* target = program_.find(place.path)) location.blob_id = target->blob_id;
  if (file == nullptr) {
    location.region = {Line(place.line), Column(place.column), Line(place.end_line),
                       Column(place.end_column)};
    return location;
  }
  const std::uint64_t begin = file->offset_of(place.line, place.column);
  location.span = span_of(begin, std::max(begin, file->offset_of(place.end_line, place.end_column)));
  location.blob_size = file->text.size();
  location.region = file->cutter->region_of(location.span);
  if (!with_context) return location;
  location.snippet = file->cutter->snippet_of(location.span);
  location.context = file->cutter->context_of(location.span);
  LineHasher hasher({location.region.start_line});
  hasher.feed(file->text);
  location.line_hash = hasher.finish().front();
  return location;
}

// A name comes from the worker, which a hostile file may have taken over, and an identifier may hold a token:
// it is shown when all its words stand in the file without any secret, else the last of them, else none.
std::string FlowReporter::shown_name(const std::string& name, const std::string& path) {
  const File* file = file_of(path);
  if (file == nullptr) return "";
  std::string last;
  bool all = true;
  for (std::size_t i = 0; i < name.size();) {
    if (!is_identifier_character(name[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < name.size() && is_identifier_character(name[end])) ++end;
    const std::string word = name.substr(i, end - i);
    if (word == "std" || word == "operator" || file->shown.find(word) != std::string::npos) {
      last = word;
    } else {
      all = false;
    }
    i = end;
  }
  return all ? name : last;
}

Trace FlowReporter::trace_of(const std::vector<sast::FlowStep>& steps) {
  Trace trace;
  for (const sast::FlowStep& step : steps) {
    if (program_.find(step.place.path) == nullptr) continue;
    TraceStep shown;
    shown.location = location_of(step.place, false);
    if (File* file = file_of(step.place.path))
      shown.location.snippet = file->cutter->snippet_of(shown.location.span);
    shown.message = filled(sast::template_of(step.phrase), {shown_name(step.name, step.place.path)}) + ".";
    shown.kind = sast::kind_of(step.phrase);
    shown.essential = sast::essential(step.phrase);
    shown.nesting = step.nesting;
    trace.steps.push_back(std::move(shown));
  }
  return trace;
}

bool FlowReporter::in_scope(const sast::FlowFinding& finding) {
  if (!options_.lines_in_scope) return true;
  const auto touches = [&](const sast::Place& place) {
    const Target* target = program_.find(place.path);
    if (target == nullptr) return false;
    const Result<std::vector<LineRange>> lines = options_.lines_in_scope(*target);
    if (!lines) return true;  // not known which lines are new: rather too much
    return std::any_of(lines->begin(), lines->end(), [&](const LineRange& range) {
      return place.line < range.end.value && range.begin.value <= place.end_line;
    });
  };
  const auto any_step = [&](const std::vector<sast::FlowStep>& steps) {
    return std::any_of(steps.begin(), steps.end(),
                       [&](const sast::FlowStep& step) { return touches(step.place); });
  };
  return touches(finding.place) || any_step(finding.steps) ||
         std::any_of(finding.more_flows.begin(), finding.more_flows.end(), any_step) ||
         std::any_of(finding.related.begin(), finding.related.end(), touches);
}

// A secret that patterns found, and that a flow tells the use of, is one finding with both: it keeps its
// identity, so what was accepted stays so.
bool FlowReporter::joined_with_secret(const sast::FlowFinding& flow, const FlowRule& rule, Report& report) {
  if (rule.rule.id != "hard-coded-credential" && rule.rule.id != "hard-coded-key") return false;
  for (const sast::FlowStep& step : flow.steps) {
    if (step.phrase != sast::Phrase::kConstant) continue;
    const File* file = file_of(step.place.path);
    if (file == nullptr) continue;
    const std::uint64_t begin = file->offset_of(step.place.line, step.place.column);
    const std::uint64_t end = std::max(begin, file->offset_of(step.place.end_line, step.place.end_column));
    const std::string& path = program_.shown(step.place.path);
    for (Finding& finding : report.findings) {
      if (finding.rule->kind != RuleKind::kSecret) continue;
      const bool same =
          std::any_of(finding.locations.begin(), finding.locations.end(), [&](const Location& location) {
            return location.path == path && location.span.begin.value < end &&
                   begin < location.span.end.value;
          });
      if (!same) continue;
      finding.severity = std::max(finding.severity, flow.severity.value_or(rule.rule.severity));
      finding.confidence = std::max(finding.confidence, std::min(flow.confidence, rule.rule.confidence));
      if (std::find(finding.also_matched.begin(), finding.also_matched.end(), &rule.rule) ==
          finding.also_matched.end())
        finding.also_matched.push_back(&rule.rule);
      finding.partners.push_back(location_of(flow.place, false));
      finding.traces.push_back(trace_of(flow.steps));
      return true;
    }
  }
  return false;
}

void FlowReporter::add(std::span<const sast::FlowFinding> findings, Report& report) {
  std::map<std::string, unsigned> seen;
  std::uint64_t dropped = 0;
  for (const sast::FlowFinding& flow : findings) {
    const FlowRule* rule = rule_of(flow.rule);
    if (rule == nullptr || program_.find(flow.place.path) == nullptr) continue;
    if (bytes_ > kMostKeptBytes) {
      files_.clear();
      bytes_ = 0;
    }
    // The second of two like flows in one function is another finding: accepting one must not hide it.
    const std::string identity = flow.identity.empty() ? flow.place.path : flow.identity;
    const unsigned ordinal = seen[flow.rule + '\0' + flow.function + '\0' + identity]++;
    if (!in_scope(flow) || joined_with_secret(flow, *rule, report)) continue;
    if (report.findings.size() >= kMostFindings) {
      ++dropped;
      continue;
    }
    Finding finding;
    finding.rule = &rule->rule;
    finding.severity = flow.severity.value_or(rule->rule.severity);
    finding.confidence = std::min(flow.confidence, rule->rule.confidence);
    std::vector<std::string> names;
    for (const std::string& argument : flow.arguments) {
      // The call that is told of may be far from the library call in it, and where the value came in farther.
      std::string name = shown_name(argument, flow.place.path);
      if (name.empty() && !flow.steps.empty()) name = shown_name(argument, flow.steps.back().place.path);
      if (name.empty() && !flow.steps.empty()) name = shown_name(argument, flow.steps.front().place.path);
      names.push_back(std::move(name));
    }
    finding.message = filled(rule->message, names) + ".";
    finding.fingerprint = fingerprinter_.flow_fingerprint_of(
        flow.rule, flow.function, ordinal == 0 ? identity : fmt::format("{}#{}", identity, ordinal + 1));
    finding.locations.push_back(location_of(flow.place, true));
    finding.locations.back().fingerprint = finding.fingerprint;
    for (const sast::Place& place : flow.related) {
      if (program_.find(place.path) != nullptr) finding.partners.push_back(location_of(place, false));
    }
    if (!flow.steps.empty()) finding.traces.push_back(trace_of(flow.steps));
    for (const auto& steps : flow.more_flows) finding.traces.push_back(trace_of(steps));
    if (File* file = file_of(flow.place.path)) {
      const Region& region = finding.locations.front().region;
      if (const InlineAllow* allow =
              file->allows.covering(region.start_line, region.end_line, rule->rule.id)) {
        std::string justification = fmt::format("comment '{}'", allow->marker);
        if (!allow->justification.empty())
          justification += fmt::format(": {}", printable_text(allow->justification));
        finding.suppression = Suppression{Suppression::Kind::kInSource, std::move(justification)};
      }
    }
    report.findings.push_back(std::move(finding));
  }
  if (dropped > 0) {
    Notification cap = notify(
        Reason::kTooManyMatches, "",
        fmt::format("{} flows are not in the report, which keeps {} findings", dropped, kMostFindings));
    cap.count = dropped;
    report.notifications.push_back(std::move(cap));
    std::sort(report.notifications.begin(), report.notifications.end());
  }
  report.sort_findings();
}

}  // namespace trawl
