#include "engine/scan/report_builder.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "engine/scan/ledger.h"
#include "engine/scan/pairing.h"

namespace trawl {
namespace {

// Places of one secret, best first: plain before suppressed would need two lists, so by position only.
// Of a range first what its last tree still has, then what its commits have, the oldest first.
bool by_place(const Location& a, const Location& b) {
  const auto rank = [](const Location& place) {
    if (!place.range || place.range->in_final_diff) return std::uint64_t{0};
    return std::uint64_t{1} + place.range->commit_number;
  };
  const std::uint64_t left = rank(a);
  const std::uint64_t right = rank(b);
  return std::tie(left, a.path, a.span, a.commit_id, a.decoded_by) <
         std::tie(right, b.path, b.span, b.commit_id, b.decoded_by);
}

bool same_place(const Location& a, const Location& b) {
  return !by_place(a, b) && !by_place(b, a);
}

// Of the versions of a file only the best is kept, with all its places; in front of other paths if it is
// better.
void keep_best_versions(std::vector<Location>& locations) {
  std::map<std::string, std::uint64_t> best;
  for (const Location& location : locations) {
    std::uint64_t& rank = best[location.path];
    rank = std::max(rank, location.rank);
  }
  std::erase_if(locations, [&](const Location& location) { return location.rank != best.at(location.path); });
  std::stable_sort(locations.begin(), locations.end(),
                   [](const Location& a, const Location& b) { return a.rank > b.rank; });
}

// Of versions of a file that are not shown the partners are not either, unless no other version has any.
void keep_partners_of_shown_versions(Finding& finding) {
  auto& partners = finding.partners;
  std::set<std::pair<std::string_view, std::string_view>> shown;  // path, blob
  for (const Location& location : finding.locations) shown.emplace(location.path, location.blob_id);
  const auto of_shown = [&](const Location& partner) {
    return shown.contains({partner.path, partner.blob_id});
  };
  std::sort(partners.begin(), partners.end(), by_place);
  if (std::any_of(partners.begin(), partners.end(), of_shown)) {
    std::erase_if(partners, [&](const Location& partner) { return !of_shown(partner); });
  } else if (!partners.empty()) {
    partners.resize(1);
  }
}

// Of a secret in a range: a place in the last tree is told with the commit that brought the secret there,
// which may be older than the one that brought the blob; and the places on the way to it say nothing more.
void settle_range(std::vector<Location>& places) {
  const auto is_final = [](const Location& place) { return place.range && place.range->in_final_diff; };
  if (std::none_of(places.begin(), places.end(), is_final)) return;
  const auto older = [](const Location* a, const Location* b) {
    return b == nullptr || a->range->commit_number < b->range->commit_number;
  };
  std::vector<std::pair<std::string, RangePosition>> first;
  for (const Location& place : places) {
    if (!is_final(place)) continue;
    const Location* same_path = nullptr;
    const Location* any = nullptr;
    for (const Location& other : places) {
      if (!other.range) continue;
      if (older(&other, any)) any = &other;
      if (other.path == place.path && older(&other, same_path)) same_path = &other;
    }
    const Location& brought_by = same_path != nullptr ? *same_path : *any;
    first.emplace_back(brought_by.commit_id, *brought_by.range);
  }
  std::set<std::string_view> in_last_tree;
  std::size_t next = 0;
  for (Location& place : places) {
    if (!is_final(place)) continue;
    in_last_tree.insert(place.path);
    place.commit_id = first[next].first;
    place.range->commit_number = first[next++].second.commit_number;
  }
  places.erase(std::remove_if(places.begin(), places.end(),
                              [&](const Location& place) {
                                return !is_final(place) && in_last_tree.contains(place.path);
                              }),
               places.end());
}

std::string message_of(const Finding& finding, const std::set<std::string>& partner_names) {
  std::string message = fmt::format("{} in '{}'", finding.rule->name, finding.locations.front().path);
  if (finding.verdict == Verdict::kValid) message += ", with a valid checksum or structure";
  if (finding.verdict == Verdict::kInvalid)
    message += ", malformed or synthetic: its checksum or structure is wrong";
  if (!finding.detail.empty()) message += fmt::format(" ({})", finding.detail);
  if (!partner_names.empty()) message += fmt::format(", together with: {}", fmt::join(partner_names, ", "));
  if (finding.locations.size() > 1)
    message += fmt::format("; {} more places hold it", finding.locations.size() - 1);
  return message + ".";
}

}  // namespace

ReportBuilder::ReportBuilder(Report head, ReportLimits limits) : report_(std::move(head)), limits_(limits) {}

void ReportBuilder::add(Examined examined) {
  add(examined.coverage);
  add_to_ledger(examined, report_.ledger);
  for (Notification& notification : examined.notifications) add(std::move(notification));
  for (Occurrence& occurrence : examined.occurrences) add(std::move(occurrence));
  if (findings_.size() > 2 * limits_.findings) drop_least();
}

void ReportBuilder::add(Notification notification) {
  report_.notifications.push_back(std::move(notification));
  // Twice the limit is kept before the surplus goes, so that which ones stay does not depend on the order.
  std::size_t& count = notification_counts_[report_.notifications.back().reason];
  if (++count <= 2 * limits_.notifications_of_a_reason) return;
  const Reason reason = report_.notifications.back().reason;
  auto& all = report_.notifications;
  std::sort(all.begin(), all.end());
  std::size_t kept = 0;
  const auto surplus = std::remove_if(all.begin(), all.end(), [&](const Notification& candidate) {
    return candidate.reason == reason && ++kept > limits_.notifications_of_a_reason;
  });
  dropped_notifications_[reason] += static_cast<std::uint64_t>(all.end() - surplus);
  all.erase(surplus, all.end());
  count = limits_.notifications_of_a_reason;
}

void ReportBuilder::add(const Coverage& coverage) {
  Coverage& sum = report_.coverage;
  sum.files_met += coverage.files_met;
  sum.files_scanned += coverage.files_scanned;
  sum.bytes_scanned += coverage.bytes_scanned;
  sum.files_unchanged += coverage.files_unchanged;
  for (const auto& [reason, count] : coverage.skipped_files) sum.skipped_files[reason] += count;
}

void ReportBuilder::add(Occurrence occurrence) {
  Finding& finding = findings_[occurrence.fingerprint];
  // A secret found by several rules, or graded differently in several places, is as bad as its worst place;
  // the rule shown is the one of the better grade, then of the smaller id.
  const auto grade = [](const Rule* rule, Severity severity, Confidence confidence) {
    return std::tuple(-static_cast<int>(severity), -static_cast<int>(confidence), rule->id);
  };
  const Rule* rule = occurrence.rule;
  if (finding.rule == nullptr || grade(rule, occurrence.severity, occurrence.confidence) <
                                     grade(finding.rule, finding.severity, finding.confidence)) {
    if (finding.rule != nullptr && finding.rule != rule) finding.also_matched.push_back(finding.rule);
    finding.rule = rule;
    finding.severity = occurrence.severity;
    finding.confidence = occurrence.confidence;
    finding.verdict = occurrence.verdict;
    finding.detail = occurrence.detail;
    finding.message = occurrence.message;
    finding.secret = occurrence.secret;
  } else if (finding.rule != rule) {
    finding.also_matched.push_back(rule);
  }
  const bool first = finding.locations.empty();
  bool companion = false;
  if (occurrence.secret_rule != nullptr) {
    Evidence& evidence = evidence_[occurrence.fingerprint];
    if (&occurrence.secret_rule->rule == finding.rule) evidence.rule = occurrence.secret_rule;
    if (!occurrence.location.paired) evidence.alone = std::max(evidence.alone, occurrence.severity);
    companion = occurrence.secret_rule->role == RuleRole::kCompanion;
  }
  for (const SecretRule* other : occurrence.also_matched) finding.also_matched.push_back(&other->rule);
  // Suppressed only when every place is: a comment beside one copy says nothing of the others.
  if (first) {
    finding.suppression = occurrence.suppression;
    finding.fingerprint = occurrence.fingerprint;
  } else if (!occurrence.suppression) {
    finding.suppression.reset();
  }
  finding.locations.push_back(std::move(occurrence.location));
  finding.locations.back().fingerprint = std::move(occurrence.location_fingerprint);
  for (Location& partner : occurrence.partners) finding.partners.push_back(std::move(partner));
  constexpr std::size_t kVersions = 256;
  if (finding.locations.back().rank > 0 && finding.locations.size() % kVersions == 0) {
    keep_best_versions(finding.locations);
  }
  if (finding.locations.size() > 2 * limits_.locations_of_a_finding) {
    std::sort(finding.locations.begin(), finding.locations.end(), by_place);
    if (!companion) dropped_locations_ += finding.locations.size() - limits_.locations_of_a_finding;
    finding.locations.resize(limits_.locations_of_a_finding);
  }
}

void ReportBuilder::drop_least() {
  std::vector<Finding> all;
  all.reserve(findings_.size());
  for (auto& [fingerprint, finding] : findings_) all.push_back(std::move(finding));
  findings_.clear();
  std::sort(all.begin(), all.end(), [](const Finding& a, const Finding& b) {
    const auto key = [](const Finding& f) {
      const Location& place = *std::min_element(f.locations.begin(), f.locations.end(), by_place);
      return std::tuple(f.suppression.has_value(), -static_cast<int>(f.severity),
                        -static_cast<int>(f.confidence), std::string_view(place.path), place.span,
                        std::string_view(f.fingerprint));
    };
    return key(a) < key(b);
  });
  dropped_findings_ += all.size() - limits_.findings;
  all.resize(limits_.findings);
  for (Finding& finding : all) {
    std::string fingerprint = finding.fingerprint;
    findings_.emplace(std::move(fingerprint), std::move(finding));
  }
  std::erase_if(evidence_, [this](const auto& entry) { return !findings_.contains(entry.first); });
}

// Puts the places of a finding in order.
void ReportBuilder::settle(Finding& finding) {
  auto& locations = finding.locations;
  settle_range(locations);
  std::sort(locations.begin(), locations.end(), by_place);
  locations.erase(std::unique(locations.begin(), locations.end(), same_place), locations.end());
  keep_best_versions(locations);
}

Report ReportBuilder::finish() {
  if (findings_.size() > limits_.findings) drop_least();
  std::vector<PairCandidate> candidates;
  for (auto& [fingerprint, finding] : findings_) {
    settle(finding);
    const auto evidence = evidence_.find(fingerprint);
    if (evidence == evidence_.end() || evidence->second.rule == nullptr) continue;
    keep_partners_of_shown_versions(finding);
    candidates.push_back({&finding, evidence->second.rule, evidence->second.alone, {}, false});
  }
  settle_pairs(candidates);
  std::map<std::string_view, const PairCandidate*> pairs;  // by fingerprint
  for (const PairCandidate& candidate : candidates) pairs.emplace(candidate.finding->fingerprint, &candidate);

  for (auto& [fingerprint, finding] : findings_) {
    const auto found = pairs.find(fingerprint);
    const PairCandidate* const pair = found == pairs.end() ? nullptr : found->second;
    if (pair != nullptr && pair->shown_as_partner) continue;
    auto& locations = finding.locations;
    auto& partners = finding.partners;
    std::sort(partners.begin(), partners.end(), by_place);
    partners.erase(std::unique(partners.begin(), partners.end(), same_place), partners.end());
    if (locations.size() > limits_.locations_of_a_finding) {
      dropped_locations_ += locations.size() - limits_.locations_of_a_finding;
      locations.resize(limits_.locations_of_a_finding);
    }
    auto& also = finding.also_matched;
    std::sort(also.begin(), also.end(), [](const Rule* a, const Rule* b) { return a->id < b->id; });
    also.erase(std::unique(also.begin(), also.end()), also.end());
    also.erase(std::remove(also.begin(), also.end(), finding.rule), also.end());
    if (finding.message.empty()) {
      finding.message = message_of(finding, pair == nullptr ? std::set<std::string>() : pair->partner_names);
    }
    report_.findings.push_back(std::move(finding));
  }
  findings_.clear();
  evidence_.clear();
  report_.sort_findings();

  if (dropped_findings_ > 0) {
    Notification cap = notify(Reason::kTooManyMatches, "",
                              fmt::format("{} findings of lower grade are not in the report, which keeps {}",
                                          dropped_findings_, limits_.findings));
    cap.count = dropped_findings_;
    report_.notifications.push_back(std::move(cap));
  }
  if (dropped_locations_ > 0) {
    Notification cap =
        notify(Reason::kTooManyMatches, "",
               fmt::format("{} further places are not in the report, which keeps {} for each secret",
                           dropped_locations_, limits_.locations_of_a_finding));
    cap.count = dropped_locations_;
    report_.notifications.push_back(std::move(cap));
  }
  for (const auto& [reason, count] : dropped_notifications_) {
    Notification rest = notify(reason, "", fmt::format("{} more of this kind are not listed", count));
    rest.count = count;
    report_.notifications.push_back(std::move(rest));
  }
  std::sort(report_.notifications.begin(), report_.notifications.end());
  return std::move(report_);
}

}  // namespace trawl
