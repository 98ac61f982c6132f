#include "engine/sast/messages.h"

#include <algorithm>

#include "engine/base/wire.h"

namespace trawl::sast {
namespace {

constexpr std::uint32_t kMostLine = 100'000'000;
constexpr std::size_t kMostFlows = 20;
constexpr std::size_t kMostArguments = 8;
constexpr std::size_t kMostIdentityBytes = 16 << 10;
constexpr std::size_t kMostListed = 100;
constexpr std::size_t kMostReadFiles = 5'000;

bool is_path(std::string_view path) {
  if (path.empty() || path.size() > kMostPathBytes || path.front() == '/' ||
      path.find('\0') != std::string_view::npos) {
    return false;
  }
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, slash - at);
    if (part.empty() || part == "." || part == "..") return false;
    at = slash + 1;
  }
  return true;
}

bool is_of_name(char c) {
  return c > 0x20 && c < 0x7F && c != '"' && c != '\'' && c != '\\' && c != '`';
}

// Names of C++ with their templates and operators; no quotes, no control bytes, no line of text.
bool is_name(std::string_view name) {
  return name.size() <= kMostNameBytes && std::all_of(name.begin(), name.end(), is_of_name);
}

void put(WireWriter& writer, const Place& place) {
  writer.text(place.path);
  // What the compiler made itself stands nowhere: at the front of the file.
  for (const std::uint32_t number : {place.line, place.column, place.end_line, place.end_column})
    writer.number(std::clamp(number, 1U, kMostLine));
}

bool get(WireReader& reader, Place& place) {
  place.path = reader.text(kMostPathBytes);
  for (std::uint32_t* number : {&place.line, &place.column, &place.end_line, &place.end_column}) {
    *number = static_cast<std::uint32_t>(reader.number(kMostLine));
    if (*number == 0) return false;
  }
  return reader.ok() && is_path(place.path);
}

void put(WireWriter& writer, const std::vector<FlowStep>& steps) {
  writer.number(steps.size());
  for (const FlowStep& step : steps) {
    put(writer, step.place);
    writer.number(static_cast<std::uint64_t>(step.phrase));
    writer.text(step.name);
    writer.number(step.nesting);
  }
}

bool get(WireReader& reader, std::vector<FlowStep>& steps) {
  steps.resize(reader.count(kMostSteps));
  for (FlowStep& step : steps) {
    if (!get(reader, step.place)) return false;
    step.phrase = static_cast<Phrase>(reader.number(static_cast<std::uint64_t>(Phrase::kCount) - 1));
    step.name = reader.text(kMostNameBytes);
    step.nesting = static_cast<std::uint8_t>(reader.number(255));
    if (!reader.ok() || !is_name(step.name)) return false;
  }
  return reader.ok();
}

std::string cut(std::string_view text, std::size_t most) {
  return std::string(text.substr(0, most));
}

// A name as the protocol takes it: what no name has (the blanks of `operator new` and of templates) is left
// out.
std::string name_of(std::string_view text) {
  std::string name;
  for (const char c : text.substr(0, 4 * kMostNameBytes)) {
    if (is_of_name(c) && name.size() < kMostNameBytes) name += c;
  }
  return name;
}

// A flow that is too long loses its middle: source and sink stay.
std::vector<FlowStep> shortened(std::vector<FlowStep> steps) {
  if (steps.size() > kMostSteps) {
    const auto first = steps.begin() + kMostSteps / 2;
    steps.erase(first, steps.end() - kMostSteps / 2);
  }
  for (FlowStep& step : steps) step.name = name_of(step.name);
  return steps;
}

}  // namespace

std::string encoded(const Hello& hello) {
  WireWriter writer;
  writer.number(hello.version);
  writer.text(hello.engine);
  writer.text(hello.headers);
  writer.texts(hello.layers);
  return writer.take();
}

std::optional<Hello> decode_hello(std::string_view bytes) {
  WireReader reader(bytes);
  Hello hello;
  hello.version = static_cast<std::uint32_t>(reader.number(UINT32_MAX));
  hello.engine = reader.text(kMostNameBytes);
  hello.headers = reader.text(kMostNameBytes);
  hello.layers = reader.texts(16, kMostNameBytes);
  if (!reader.finished()) return std::nullopt;
  return hello;
}

std::string encoded(const ParsedUnit& unit) {
  // Each limit once, however many functions met it.
  std::vector<std::string> limits = unit.limits;
  std::sort(limits.begin(), limits.end());
  limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
  limits.resize(std::min(limits.size(), kMostListed));
  const auto write = [&](bool with_lists) {
    WireWriter writer;
    writer.number(unit.parsed ? 1 : 0);
    for (const std::uint32_t number :
         {unit.errors, unit.passes, unit.functions, unit.calls, unit.unresolved_calls, unit.recovered,
          static_cast<std::uint32_t>(unit.missed.size())}) {
      writer.number(number);
    }
    std::vector<std::string> missed(
        unit.missed.begin(),
        unit.missed.begin() + static_cast<long>(std::min(unit.missed.size(), kMostListed)));
    for (std::string& name : missed) name = cut(name, kMostNameBytes);
    writer.texts(missed);
    writer.texts(with_lists ? unit.include_names : std::vector<std::string>());
    writer.texts(with_lists ? unit.read : std::vector<std::string>());
    writer.texts(limits);
    return writer.take();
  };
  std::string bytes =
      write(unit.read.size() <= kMostReadFiles && unit.include_names.size() <= kMostReadFiles);
  return bytes.size() <= kPieceBytes ? bytes : write(false);
}

std::optional<ParsedUnit> decode_parsed(std::string_view bytes) {
  WireReader reader(bytes);
  ParsedUnit unit;
  unit.parsed = reader.number(1) != 0;
  for (std::uint32_t* number : {&unit.errors, &unit.passes, &unit.functions, &unit.calls,
                                &unit.unresolved_calls, &unit.recovered, &unit.missed_count}) {
    *number = static_cast<std::uint32_t>(reader.number(UINT32_MAX));
  }
  unit.missed = reader.texts(kMostListed, kMostNameBytes);
  unit.include_names = reader.texts(kMostReadFiles, kMostPathBytes);
  unit.read = reader.texts(kMostReadFiles, kMostPathBytes);
  unit.limits = reader.texts(kMostListed, kMostNameBytes);
  if (!reader.finished()) return std::nullopt;
  return unit;
}

std::string encoded(const FlowFinding& finding) {
  const auto write = [&](std::size_t more_flows) {
    WireWriter writer;
    writer.text(finding.rule);
    put(writer, finding.place);
    std::vector<std::string> arguments = finding.arguments;
    arguments.resize(std::min(arguments.size(), kMostArguments));
    for (std::string& argument : arguments) argument = name_of(argument);
    writer.texts(arguments);
    writer.number(finding.severity ? static_cast<std::uint64_t>(*finding.severity) + 1 : 0);
    writer.number(static_cast<std::uint64_t>(finding.confidence));
    writer.text(name_of(finding.function));
    writer.text(cut(finding.identity, kMostIdentityBytes));
    put(writer, shortened(finding.steps));
    const std::size_t flows = std::min({finding.more_flows.size(), kMostFlows, more_flows});
    writer.number(flows);
    for (std::size_t i = 0; i < flows; ++i) put(writer, shortened(finding.more_flows[i]));
    writer.number(std::min(finding.related.size(), kMostFlows));
    for (std::size_t i = 0; i < std::min(finding.related.size(), kMostFlows); ++i)
      put(writer, finding.related[i]);
    return writer.take();
  };
  std::string bytes = write(kMostFlows);
  for (std::size_t flows = kMostFlows; bytes.size() > kPieceBytes && flows > 0;) bytes = write(flows /= 2);
  return bytes;
}

std::optional<FlowFinding> decode_finding(std::string_view bytes) {
  WireReader reader(bytes);
  FlowFinding finding;
  finding.rule = reader.text(kMostNameBytes);
  if (!get(reader, finding.place)) return std::nullopt;
  finding.arguments = reader.texts(kMostArguments, kMostNameBytes);
  const std::uint64_t severity = reader.number(5);
  if (severity > 0) finding.severity = static_cast<Severity>(severity - 1);
  finding.confidence = static_cast<Confidence>(reader.number(3));
  finding.function = reader.text(kMostNameBytes);
  finding.identity = reader.text(kMostIdentityBytes);
  if (!get(reader, finding.steps)) return std::nullopt;
  finding.more_flows.resize(reader.count(kMostFlows));
  for (auto& flow : finding.more_flows) {
    if (!get(reader, flow)) return std::nullopt;
  }
  finding.related.resize(reader.count(kMostFlows));
  for (Place& place : finding.related) {
    if (!get(reader, place)) return std::nullopt;
  }
  const bool names = is_name(finding.rule) && is_name(finding.function) &&
                     std::all_of(finding.arguments.begin(), finding.arguments.end(), is_name);
  if (!reader.finished() || !names) return std::nullopt;
  return finding;
}

std::optional<std::string_view> limit_sentence(std::string_view limit) {
  struct Row {
    std::string_view limit;
    std::string_view sentence;
  };
  constexpr Row kRows[] = {
      {"tokens", "it expands to more than 50 million tokens"},
      {"file-entries", "it enters files more than 50,000 times"},
      {"template-instantiations", "it instantiates more than a million templates"},
      {"file-bytes", "it reads more than 512 MiB of files"},
      {"summary-size", "what is known of it is larger than 64 MiB"},
      {"edges of a function", "a function has more flows than the analysis keeps"},
      {"blocks of a function", "a function is larger than the analysis follows"},
      {"origins", "where some keys, passwords and the like come from was not followed to the end"},
      {"values followed", "there are more flows than the analysis follows"},
      {"ways out of a function", "a function has more flows than the analysis follows to its callers"},
      {"edges", "a function has more flows than the analysis keeps"},
      {"facts", "an object has more facts than the analysis keeps"},
      {"objects", "a function has more objects than the analysis keeps"},
      {"rounds", "functions that call each other were not followed to the end"},
      {"depth", "a chain of calls is longer than the analysis follows"},
      {"sinks", "a function has more findings than the analysis keeps"},
      {"steps", "a function takes more steps than the analysis spends on it"},
      {"nesting", "it is nested deeper than the analysis follows"},
  };
  for (const Row& row : kRows) {
    if (row.limit == limit) return row.sentence;
  }
  return std::nullopt;
}

}  // namespace trawl::sast
