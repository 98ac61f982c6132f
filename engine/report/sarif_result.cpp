#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <span>

#include "engine/base/escape.h"
#include "engine/report/history_words.h"
#include "engine/report/sarif_parts.h"

namespace trawl {
namespace {

constexpr std::size_t kMostFlowSteps = 1000;  // of one result: code scanning rejects more than 10,000

constexpr std::size_t kMostShownPath = 256;  // bytes of a path within a message

/// The region with the order that SARIF demands, whatever the caller measured.
Region well_ordered(Region region) {
  region.start_line = std::max(region.start_line, Line(1));
  region.start_column = std::max(region.start_column, Column(1));
  region.end_line = std::max(region.end_line, region.start_line);
  region.end_column = std::max(region.end_column, Column(1));
  if (region.end_line == region.start_line)
    region.end_column = std::max(region.end_column, region.start_column);
  return region;
}

bool strictly_contains(const Region& outer, const Region& inner) {
  const auto begin = [](const Region& region) { return std::pair(region.start_line, region.start_column); };
  const auto end = [](const Region& region) { return std::pair(region.end_line, region.end_column); };
  return begin(outer) <= begin(inner) && end(inner) <= end(outer) && outer != inner;
}

void write_region(JsonStream& json, std::string_view name, const Region& region, std::string_view text) {
  json.open_object(name);
  json.member("startLine", region.start_line.value);
  json.member("startColumn", region.start_column.value);
  json.member("endLine", region.end_line.value);
  json.member("endColumn", region.end_column.value);
  if (!text.empty()) write_sarif_text(json, "snippet", printable_text(text));
  json.close();
}

/// The members that say where something is. A path that has no URI is named as a logical location: SARIF
/// allows that where a false URI would mislead.
void write_place(JsonStream& json, const Location& location, const SarifContext& context) {
  const bool has_uri = relative_uri(location.path).has_value();
  // A text that is no file has words for a path: consumers that insist on a URI show these.
  if (!has_uri || location.metadata) {
    json.open_array("logicalLocations");
    json.open_object();
    json.member("fullyQualifiedName", printable_text(location.path));
    json.member("kind", "resource");
    json.close();
    json.close();
  }
  if (!has_uri) return;
  json.open_object("physicalLocation");
  write_artifact_location(json, "artifactLocation", location.path, context.artifacts.index_of(location));
  const Region region = well_ordered(location.region);
  // With --show-secrets excerpts hold secrets, and SARIF files are uploaded and kept: they get none then.
  const bool with_text = !context.options.show_secrets;
  write_region(json, "region", region,
               with_text ? std::string_view(location.snippet.text) : std::string_view());
  if (with_text && !location.context.text.empty() && strictly_contains(location.context.region, region)) {
    write_region(json, "contextRegion", location.context.region, location.context.text);
  }
  json.close();
}

/// The name of an identity says what it is made of; another way to make it is another version.
std::string identity_of(const Finding& finding) {
  return fmt::format("trawl/{}/v1", name_of(finding.rule->kind));
}

std::string place_text(const Location& location) {
  return fmt::format("{}:{}",
                     escape_sarif_message(shortened(escape_for_terminal(location.path), kMostShownPath)),
                     location.region.start_line.value);
}

struct RelatedLocation {
  const Location* location;
  std::string message;
};

std::vector<RelatedLocation> related_locations_of(const Finding& finding, const SarifContext& context) {
  std::vector<RelatedLocation> related;
  const auto add = [&](const Location& location, const char* message) {
    const bool shown_at_all =
        context.options.sarif_profile == SarifProfile::kFull || relative_uri(location.path);
    if (related.size() < kMostRelatedLocations && shown_at_all) related.push_back({&location, message});
  };
  for (const Location& partner : finding.partners) {
    add(partner, finding.rule->kind == RuleKind::kFlow
                     ? "It takes effect here."
                     : "The partner that makes this secret usable is here.");
  }
  for (const Location& location : std::span(finding.locations).subspan(1))
    add(location, finding.rule->kind == RuleKind::kSecret ? "The same secret is here." : "The same is here.");
  return related;
}

/// The message, and behind it the other places as links: code scanning shows only related locations that the
/// text links to.
void write_message(JsonStream& json, const Finding& finding, std::span<const RelatedLocation> related) {
  const std::string sentence = escape_sarif_message(finding.message);
  std::string places;
  for (std::size_t i = 0; i < related.size(); ++i) {
    places +=
        fmt::format("{}[{}]({})", i == 0 ? " See also " : ", ", place_text(*related[i].location), i + 1);
  }
  const std::size_t all = finding.partners.size() + finding.locations.size() - 1;
  if (all > related.size()) places += fmt::format(" and {} more", all - related.size());
  if (!places.empty()) places += '.';
  json.open_object("message");
  // Consumers that build messages from the rule's strings see the sentence without the places.
  json.member("id", "default");
  json.open_array("arguments");
  json.string(std::string_view(sentence).substr(0, sentence.size() - (sentence.ends_with('.') ? 1 : 0)));
  json.close();
  json.member("text", sentence + places);
  json.close();
}

/// The ways to the finding. A step whose path has no URI would reject the whole file in the profiles of
/// consumers.
void write_code_flows(JsonStream& json, const Finding& finding, const SarifContext& context) {
  if (finding.traces.empty()) return;
  const bool full = context.options.sarif_profile == SarifProfile::kFull;
  std::size_t written = 0;
  json.open_array("codeFlows");
  for (const Trace& trace : finding.traces) {
    if (written > 0 && written + trace.steps.size() > kMostFlowSteps) break;
    json.open_object();
    json.open_array("threadFlows");
    json.open_object();
    json.open_array("locations");
    for (const TraceStep& step : trace.steps) {
      if (!full && !relative_uri(step.location.path)) continue;
      ++written;
      json.open_object();
      json.open_object("location");
      write_sarif_text(json, "message", escape_sarif_message(step.message));
      write_place(json, step.location, context);
      json.close();
      json.open_array("kinds");
      json.string(step.kind);
      json.close();
      json.member("nestingLevel", std::uint64_t{step.nesting});
      json.member("importance", step.essential ? "essential" : "important");
      json.close();
    }
    json.close();
    json.close();
    json.close();
    json.close();
  }
  json.close();
}

void write_fingerprints(JsonStream& json, const Finding& finding) {
  json.open_object("fingerprints");
  json.member(identity_of(finding), finding.fingerprint);
  json.close();
  json.open_object("partialFingerprints");
  json.member_if_any("primaryLocationLineHash", finding.locations.front().line_hash);
  json.member(identity_of(finding), finding.fingerprint);
  json.close();
}

void write_suppressions(JsonStream& json, const Finding& finding) {
  json.open_array("suppressions");
  if (finding.suppression) {
    json.open_object();
    json.member("kind", finding.suppression->kind == Suppression::Kind::kInSource ? "inSource" : "external");
    json.member("status", "accepted");
    json.member_if_any("justification", printable_text(finding.suppression->justification));
    json.close();
  }
  json.close();
}

void write_properties(JsonStream& json, const Finding& finding) {
  const Location& primary = finding.locations.front();
  json.open_object("properties");
  json.member("severity", name_of(finding.severity));
  json.member("confidence", name_of(finding.confidence));
  json.member("verdict", name_of(finding.verdict));
  json.member_if_any("detail", printable_text(finding.detail));
  json.member_if_any("blob", primary.blob_id);
  json.member_if_any("commit", primary.commit_id);
  if (finding.provenance) {
    json.open_object("provenance");
    write_provenance_members(json, *finding.provenance);
    json.close();
  }
  if (primary.range) json.member("inFinalDiff", primary.range->in_final_diff);
  json.member_if_any("decodedBy", printable_text(primary.decoded_by));
  if (!finding.also_matched.empty()) {
    json.open_array("alsoMatched");
    for (const Rule* rule : finding.also_matched) json.string(rule->id);
    json.close();
  }
  json.close();
}

}  // namespace

void SarifArtifacts::add(const Location& location) {
  if (!relative_uri(location.path)) return;
  Artifact& artifact = artifacts_[key_of(location)];
  artifact.size = std::max(artifact.size, location.blob_size);
}

void SarifArtifacts::number() {
  std::size_t next = 0;
  for (auto& [key, artifact] : artifacts_) artifact.index = next++;
}

std::size_t SarifArtifacts::index_of(const Location& location) const {
  return artifacts_.at(key_of(location)).index;
}

void SarifArtifacts::write(JsonStream& json) const {
  json.open_array("artifacts");
  for (const auto& [key, artifact] : artifacts_) {
    const auto& [path, blob_id] = key;
    json.open_object();
    write_artifact_location(json, "location", path, artifact.index);
    if (artifact.size > 0) json.member("length", artifact.size);
    if (!blob_id.empty()) {
      json.open_object("hashes");
      json.member(blob_id.size() == 64 ? "gitoid:blob:sha256" : "gitoid:blob:sha1", blob_id);
      json.close();
    }
    json.close();
  }
  json.close();
}

void write_artifact_location(JsonStream& json, std::string_view name, std::string_view path,
                             std::optional<std::size_t> index) {
  const std::optional<std::string> uri = relative_uri(path);
  assert(uri.has_value());
  json.open_object(name);
  json.member("uri", *uri);
  json.member("uriBaseId", "SRCROOT");
  if (index) json.member("index", *index);
  json.close();
}

void write_sarif_result(JsonStream& json, const Finding& finding, const SarifContext& context) {
  const std::vector<RelatedLocation> related = related_locations_of(finding, context);
  json.open_object();
  json.member("ruleId", finding.rule->id);
  json.member("ruleIndex", context.rules.index_of(*finding.rule));
  json.member("level", sarif_level_of(finding.severity));
  write_message(json, finding, related);
  json.open_array("locations");
  json.open_object();
  write_place(json, finding.locations.front(), context);
  json.close();
  json.close();
  if (!related.empty()) {
    json.open_array("relatedLocations");
    for (std::size_t i = 0; i < related.size(); ++i) {
      json.open_object();
      json.member("id", i + 1);
      write_sarif_text(json, "message", related[i].message);
      write_place(json, *related[i].location, context);
      json.close();
    }
    json.close();
  }
  write_code_flows(json, finding, context);
  write_fingerprints(json, finding);
  if (context.any_suppressed) write_suppressions(json, finding);
  write_properties(json, finding);
  json.close();
}

}  // namespace trawl
