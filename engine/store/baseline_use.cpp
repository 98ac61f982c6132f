#include "engine/store/baseline_use.h"

#include <fmt/format.h>

#include <cassert>
#include <unordered_set>
#include <utility>

#include "engine/store/baseline_line.h"

namespace trawl {
namespace {

using Fingerprints = std::unordered_set<std::string_view>;

Fingerprints fingerprints_of(std::span<const Finding> findings) {
  Fingerprints fingerprints;
  fingerprints.reserve(findings.size());
  for (const Finding& finding : findings) fingerprints.insert(finding.fingerprint);
  return fingerprints;
}

/// "baseline: test fixture (alice, until 2027-01-01)", with the parts there are.
std::string justification_of(const BaselineEntry& entry) {
  std::string text = "baseline";
  if (!entry.reason.empty()) text += ": " + entry.reason;
  const std::string until = entry.expires.empty() ? "" : "until " + entry.expires;
  if (entry.owner.empty() && until.empty()) return text;
  const char* comma = entry.owner.empty() || until.empty() ? "" : ", ";
  return text + " (" + entry.owner + comma + until + ")";
}

std::string owner_clause(const BaselineEntry& entry) {
  return entry.owner.empty() ? "" : ", owned by " + entry.owner;
}

void renew(BaselineEntry& entry, const EntryTerms& terms) {
  entry.expires = terms.expires;
  if (!terms.reason.empty()) entry.reason = terms.reason;
  if (!terms.owner.empty()) entry.owner = terms.owner;
}

}  // namespace

BaselineUse apply_baseline(const Baseline& baseline, std::span<Finding> findings, std::string_view today) {
  BaselineUse use;
  for (Finding& finding : findings) {
    const BaselineEntry* entry = baseline.find(finding.fingerprint);
    if (entry == nullptr || entry->expired(today) || finding.suppression) continue;
    finding.suppression = Suppression{Suppression::Kind::kExternal, justification_of(*entry)};
    ++use.suppressed;
  }
  const Fingerprints found = fingerprints_of(findings);
  for (const BaselineEntry& entry : baseline.entries()) {
    if (!found.contains(entry.fingerprint)) {
      use.unused.push_back(&entry);
    } else if (entry.expired(today)) {
      use.expired.push_back(&entry);
    }
  }
  return use;
}

std::vector<Notification> notifications_of(const BaselineUse& use, const std::string& path,
                                           bool everything_examined) {
  std::vector<Notification> notifications;
  notifications.reserve(use.expired.size());
  for (const BaselineEntry* entry : use.expired) {
    notifications.push_back(notify(Reason::kExpiredBaselineEntry, path,
                                   fmt::format("entry {} ({}) ended on {}{}", entry->fingerprint, entry->kind,
                                               entry->expires, owner_clause(*entry))));
  }
  if (!everything_examined) return notifications;
  for (const BaselineEntry* entry : use.unused) {
    notifications.push_back(notify(Reason::kUnusedBaselineEntry, path,
                                   fmt::format("entry {} ({}) matches no finding{}", entry->fingerprint,
                                               entry->kind, owner_clause(*entry))));
  }
  return notifications;
}

BaselineChange update_baseline(const Baseline& baseline, std::span<const Finding> findings,
                               const EntryTerms& terms, std::string_view today, ExpiredEntries expired) {
  assert(terms.expires.empty() || is_date(terms.expires));
  BaselineChange change{baseline};
  std::vector<BaselineEntry> entries(baseline.entries().begin(), baseline.entries().end());
  const Fingerprints found = fingerprints_of(findings);
  for (BaselineEntry& entry : entries) {
    if (expired == ExpiredEntries::kAreRenewed && entry.expired(today) && found.contains(entry.fingerprint)) {
      renew(entry, terms);
      ++change.renewed;
    } else {
      ++change.kept;
    }
  }
  Fingerprints added;
  for (const Finding& finding : findings) {
    if (finding.suppression || baseline.find(finding.fingerprint) != nullptr) continue;
    assert(is_fingerprint(finding.fingerprint));
    if (!added.insert(finding.fingerprint).second) continue;
    entries.push_back(
        {finding.fingerprint, std::string(finding.rule->id), terms.reason, terms.owner, terms.expires});
    ++change.added;
  }
  change.baseline = baseline.with_entries(std::move(entries));
  return change;
}

BaselineChange prune_baseline(const Baseline& baseline, std::span<const Finding> findings) {
  BaselineChange change{baseline};
  std::vector<BaselineEntry> entries;
  const Fingerprints found = fingerprints_of(findings);
  for (const BaselineEntry& entry : baseline.entries()) {
    if (found.contains(entry.fingerprint)) entries.push_back(entry);
  }
  change.kept = entries.size();
  change.removed = baseline.entries().size() - entries.size();
  change.baseline = baseline.with_entries(std::move(entries));
  return change;
}

}  // namespace trawl
