#include "engine/scan/said.h"

#include <algorithm>
#include <utility>

#include "engine/base/wire.h"
#include "engine/git/provenance/intern.h"
#include "engine/scan/ledger.h"
#include "engine/store/hmac_sha256.h"

namespace trawl {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::size_t kMost = UINT32_MAX;

void put(WireWriter& wire, const Region& region) {
  wire.number(region.start_line.value);
  wire.number(region.start_column.value);
  wire.number(region.end_line.value);
  wire.number(region.end_column.value);
}

void put(WireWriter& wire, const Excerpt& excerpt) {
  put(wire, excerpt.region);
  wire.text(excerpt.text);
}

// Commit, rank and place in a range are told anew by each audit.
void put(WireWriter& wire, const Location& location) {
  wire.text(location.path);
  wire.number(location.span.begin.value);
  wire.number(location.span.end.value);
  put(wire, location.region);
  put(wire, location.snippet);
  put(wire, location.context);
  wire.text(location.line_hash);
  wire.text(location.blob_id);
  wire.text(location.decoded_by);
  wire.text(location.fingerprint);
  wire.number((location.metadata ? 1 : 0) + (location.paired ? 2 : 0));
  wire.number(location.blob_size);
}

void put(WireWriter& wire, const Occurrence& occurrence) {
  wire.text(occurrence.rule->id);
  wire.number(static_cast<std::uint64_t>(occurrence.severity));
  wire.number(static_cast<std::uint64_t>(occurrence.confidence));
  wire.number(static_cast<std::uint64_t>(occurrence.verdict));
  wire.text(occurrence.detail);
  wire.text(occurrence.message);
  wire.text(occurrence.fingerprint);
  wire.text(occurrence.location_fingerprint);
  const std::string shown = occurrence.secret.redacted();
  wire.text(std::string_view(shown).substr(0, shown.size() - kEllipsis.size()));
  put(wire, occurrence.location);
  wire.number(occurrence.also_matched.size());
  for (const SecretRule* rule : occurrence.also_matched) wire.text(rule->rule.id);
  wire.number(occurrence.partners.size());
  for (const Location& partner : occurrence.partners) put(wire, partner);
  wire.number(occurrence.suppression ? 1 : 0);
  if (!occurrence.suppression) return;
  wire.number(static_cast<std::uint64_t>(occurrence.suppression->kind));
  wire.text(occurrence.suppression->justification);
}

template <typename Number>
Number take_number(WireReader& wire) {
  return Number(static_cast<decltype(Number{}.value)>(
      wire.number(std::numeric_limits<decltype(Number{}.value)>::max())));
}

Region take_region(WireReader& wire) {
  Region region;
  region.start_line = take_number<Line>(wire);
  region.start_column = take_number<Column>(wire);
  region.end_line = take_number<Line>(wire);
  region.end_column = take_number<Column>(wire);
  return region;
}

Excerpt take_excerpt(WireReader& wire) {
  Excerpt excerpt;
  excerpt.region = take_region(wire);
  excerpt.text = wire.text();
  return excerpt;
}

Location take_location(WireReader& wire) {
  Location location;
  location.path = wire.text();
  location.span.begin = take_number<ByteOffset>(wire);
  location.span.end = take_number<ByteOffset>(wire);
  location.region = take_region(wire);
  location.snippet = take_excerpt(wire);
  location.context = take_excerpt(wire);
  location.line_hash = wire.text();
  location.blob_id = wire.text();
  location.decoded_by = wire.text();
  location.fingerprint = wire.text();
  const std::uint64_t flags = wire.number(3);
  location.metadata = (flags & 1U) != 0;
  location.paired = (flags & 2U) != 0;
  location.blob_size = wire.number();
  return location;
}

}  // namespace

TargetMark mark_of(const ObjectId& blob, std::string_view path) {
  std::string text(bytes_of(blob));
  text += path;
  return sha256_code(std::span(reinterpret_cast<const unsigned char*>(text.data()), text.size()));
}

std::optional<std::string> said_of(const Examined& examined) {
  if (!examined.facts.empty()) return std::nullopt;
  // A name of a member that is a secret is written down nowhere.
  if (!examined.secret_names.empty()) return std::nullopt;
  for (const LedgerInput& input : examined.inputs) {
    if (input.kind == "certificate") return std::nullopt;
  }
  for (const Occurrence& occurrence : examined.occurrences) {
    if (!occurrence.around.first.empty() || !occurrence.around.second.empty()) return std::nullopt;
  }
  WireWriter wire;
  if (examined.occurrences.empty() && examined.notifications.empty() && examined.inputs.empty() &&
      examined.tree_rules.empty() && examined.code_kind.empty()) {
    return wire.take();
  }
  wire.number(examined.occurrences.size());
  for (const Occurrence& occurrence : examined.occurrences) put(wire, occurrence);
  wire.number(examined.notifications.size());
  for (const Notification& notification : examined.notifications) {
    wire.number(static_cast<std::uint64_t>(notification.reason));
    wire.number(static_cast<std::uint64_t>(notification.level));
    wire.number(notification.incomplete ? 1 : 0);
    wire.text(notification.subject);
    wire.text(notification.message);
    wire.number(notification.count);
  }
  wire.number(examined.inputs.size());
  for (const LedgerInput& input : examined.inputs) {
    wire.text(input.kind);
    wire.text(input.path);
    wire.text(input.blob_id);
    wire.number(static_cast<std::uint64_t>(input.whole));
    wire.number(input.rules.size());
    for (const auto& [rule, outcome] : input.rules) {
      wire.text(rule);
      wire.number(static_cast<std::uint64_t>(outcome));
    }
  }
  wire.texts(examined.tree_rules);
  wire.text(examined.code_kind);
  return wire.take();
}

const Rule* SaidReader::rule_named(std::string_view id) {
  if (const std::optional<std::size_t> at = rules_.find(id)) return &rules_[*at].rule;
  if (!std::exchange(asked_, true)) known_config_rules_ = config_rules_();
  for (std::size_t i = 0; known_config_rules_ != nullptr && i < known_config_rules_->size(); ++i) {
    const ConfigRule& rule = (*known_config_rules_)[i];
    if (rule.rule.id == id) return &rule.rule;
  }
  return nullptr;
}

std::optional<Examined> SaidReader::read(std::string_view text) {
  Examined examined;
  if (text.empty()) return examined;
  WireReader wire(text);
  for (std::size_t left = wire.count(kMost); left > 0 && wire.ok(); --left) {
    Occurrence occurrence;
    occurrence.rule = rule_named(wire.text());
    if (occurrence.rule == nullptr) return std::nullopt;
    occurrence.kind = occurrence.rule->id;
    if (const std::optional<std::size_t> at = rules_.find(occurrence.rule->id)) {
      occurrence.secret_rule = &rules_[*at];
    }
    occurrence.severity = static_cast<Severity>(wire.number(UINT8_MAX));
    occurrence.confidence = static_cast<Confidence>(wire.number(UINT8_MAX));
    occurrence.verdict = static_cast<Verdict>(wire.number(UINT8_MAX));
    occurrence.detail = wire.text();
    occurrence.message = wire.text();
    occurrence.fingerprint = wire.text();
    occurrence.location_fingerprint = wire.text();
    const std::string_view shown = wire.text();
    occurrence.secret = Secret(std::string(shown), static_cast<std::uint32_t>(shown.size()));
    occurrence.location = take_location(wire);
    for (std::size_t others = wire.count(kMost); others > 0 && wire.ok(); --others) {
      const std::optional<std::size_t> at = rules_.find(wire.text());
      if (!at) return std::nullopt;
      occurrence.also_matched.push_back(&rules_[*at]);
    }
    for (std::size_t partners = wire.count(kMost); partners > 0 && wire.ok(); --partners) {
      occurrence.partners.push_back(take_location(wire));
    }
    if (wire.number(1) != 0) {
      Suppression suppression;
      suppression.kind = static_cast<Suppression::Kind>(wire.number(1));
      suppression.justification = wire.text();
      occurrence.suppression = std::move(suppression);
    }
    examined.occurrences.push_back(std::move(occurrence));
  }
  for (std::size_t left = wire.count(kMost); left > 0 && wire.ok(); --left) {
    Notification notification;
    notification.reason = static_cast<Reason>(wire.number(static_cast<std::uint64_t>(Reason::kCount) - 1));
    notification.level = static_cast<NotificationLevel>(wire.number(UINT8_MAX));
    notification.incomplete = wire.number(1) != 0;
    notification.subject = wire.text();
    notification.message = wire.text();
    notification.count = wire.number();
    examined.notifications.push_back(std::move(notification));
  }
  for (std::size_t left = wire.count(kMost); left > 0 && wire.ok(); --left) {
    LedgerInput input;
    input.kind = wire.text();
    input.path = wire.text();
    input.blob_id = wire.text();
    input.whole = static_cast<EvidenceOutcome>(wire.number(kEvidenceOutcomes - 1));
    for (std::size_t rules = wire.count(kMost); rules > 0 && wire.ok(); --rules) {
      std::string rule(wire.text());
      input.rules.emplace_back(std::move(rule),
                               static_cast<EvidenceOutcome>(wire.number(kEvidenceOutcomes - 1)));
    }
    examined.inputs.push_back(std::move(input));
  }
  examined.tree_rules = wire.texts(kMost, kMost);
  examined.code_kind = code_kind_known(wire.text());
  if (!wire.finished()) return std::nullopt;
  return examined;
}

bool SaidTable::restore(SectionReader& in) {
  marks_ = in.items<TargetMark>();
  ends_ = in.items<std::uint64_t>();
  texts_ = in.text();
  return in.ok() && marks_.size() == ends_.size() && std::is_sorted(ends_.begin(), ends_.end()) &&
         std::is_sorted(marks_.begin(), marks_.end()) && texts_.size() == (ends_.empty() ? 0 : ends_.back());
}

std::optional<std::string_view> SaidTable::find(const TargetMark& mark) const {
  const auto at = std::lower_bound(marks_.begin(), marks_.end(), mark);
  if (at == marks_.end() || *at != mark) return std::nullopt;
  const auto number = static_cast<std::size_t>(at - marks_.begin());
  const std::uint64_t begin = number == 0 ? 0 : ends_[number - 1];
  return texts_.substr(begin, ends_[number] - begin);
}

void SaidTable::save(std::vector<Entry> entries, SectionWriter& out) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.first < b.first; });
  entries.erase(std::unique(entries.begin(), entries.end(),
                            [](const Entry& a, const Entry& b) { return a.first == b.first; }),
                entries.end());
  std::string marks;
  std::string texts;
  std::string ends;
  marks.reserve(entries.size() * sizeof(TargetMark));
  for (const auto& [mark, text] : entries) {
    marks.append(reinterpret_cast<const char*>(mark.data()), mark.size());
    texts += text;
    const std::uint64_t end = texts.size();
    ends.append(reinterpret_cast<const char*>(&end), sizeof end);
  }
  out.add_owned(std::move(marks));
  out.add_owned(std::move(ends));
  out.add_owned(std::move(texts));
}

}  // namespace trawl
