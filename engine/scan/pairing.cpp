#include "engine/scan/pairing.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/scan/requirements.h"

namespace trawl {
namespace {

// A directory with hundreds of keys says nothing more with more of them, and would cost their square.
constexpr std::size_t kMostAcrossFiles = 8;

std::string_view directory_of(std::string_view path) {
  const std::size_t end = path.find_last_of("/!");
  return end == std::string_view::npos ? std::string_view() : path.substr(0, end + 1);
}

Location as_partner(const Location& location) {
  Location place;
  place.path = location.path;
  place.span = location.span;
  place.region = location.region;
  place.blob_id = location.blob_id;
  place.commit_id = location.commit_id;
  place.range = location.range;
  return place;
}

struct Place {
  std::size_t candidate;
  Location* location;
};

using DirectoryAndRule = std::pair<std::string_view, std::string_view>;

class AcrossFiles {
 public:
  explicit AcrossFiles(std::vector<PairCandidate>& candidates) : candidates_(candidates) {}

  void run() {
    std::set<std::string_view> wanted;
    for (const PairCandidate& candidate : candidates_) {
      for (const Requirement& requirement : candidate.rule->requirements) {
        if (requirement.same_directory) wanted.insert(requirement.rule);
      }
    }
    if (wanted.empty()) return;
    collect(wanted);
    // Found first and written down later: what is paired here must not decide what else is.
    for (std::size_t i = 0; i < candidates_.size(); ++i) pair(i);
    for (const auto& [secret, partner] : pairs_) join(secret, partner);
    for (const std::size_t paired : paired_) {
      Finding& finding = *candidates_[paired].finding;
      finding.severity =
          std::max(finding.severity, grade_beside(*candidates_[paired].rule, candidates_[paired].alone));
    }
  }

 private:
  void collect(const std::set<std::string_view>& wanted) {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const std::string_view rule = candidates_[i].rule->rule.id;
      if (!wanted.contains(rule)) continue;
      for (Location& location : candidates_[i].finding->locations) {
        if (!location.metadata) places_[{directory_of(location.path), rule}].push_back({i, &location});
      }
    }
    for (auto& [key, places] : places_) {
      std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
        return std::tie(a.location->path, a.location->span, a.candidate) <
               std::tie(b.location->path, b.location->span, b.candidate);
      });
    }
  }

  void pair(std::size_t secret) {
    const PairCandidate& candidate = candidates_[secret];
    for (const Requirement& requirement : candidate.rule->requirements) {
      if (!requirement.same_directory) continue;
      for (Location& location : candidate.finding->locations) {
        if (location.metadata || location.paired) continue;
        const auto found = places_.find({directory_of(location.path), requirement.rule});
        if (found == places_.end()) continue;
        std::size_t count = 0;
        for (const Place& partner : found->second) {
          // Within its own file distance counts, and was looked at where the bytes were.
          if (partner.location->path == location.path) continue;
          pairs_.push_back({{secret, &location}, partner});
          if (++count == kMostAcrossFiles) break;
        }
      }
    }
  }

  void join(const Place& secret, const Place& partner) {
    candidates_[secret.candidate].finding->partners.push_back(as_partner(*partner.location));
    candidates_[partner.candidate].finding->partners.push_back(as_partner(*secret.location));
    secret.location->paired = true;
    partner.location->paired = true;
    paired_.insert(secret.candidate);
    paired_.insert(partner.candidate);
  }

  std::vector<PairCandidate>& candidates_;
  std::map<DirectoryAndRule, std::vector<Place>> places_;
  std::vector<std::pair<Place, Place>> pairs_;
  std::set<std::size_t> paired_;
};

using PlaceKey = std::tuple<std::string_view, std::uint64_t, std::uint64_t, std::string_view>;

PlaceKey key_of(const Location& location) {
  return {location.path, location.span.begin.value, location.span.end.value, location.blob_id};
}

void add_detail(std::string& detail, const std::string& more) {
  if (more.empty() || detail.find(more) != std::string::npos || detail.size() > 200) return;
  detail += (detail.empty() ? "" : "; ") + more;
}

}  // namespace

void settle_pairs(std::vector<PairCandidate>& candidates) {
  std::sort(candidates.begin(), candidates.end(), [](const PairCandidate& a, const PairCandidate& b) {
    return a.finding->fingerprint < b.finding->fingerprint;
  });
  AcrossFiles(candidates).run();

  std::vector<std::vector<Location>> shown;  // the keys point into them
  std::map<PlaceKey, std::vector<std::size_t>> shown_by;
  shown.reserve(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    shown.push_back(candidates[i].rule->role == RuleRole::kSecret ? candidates[i].finding->partners
                                                                  : std::vector<Location>());
    for (const Location& partner : shown.back()) {
      std::vector<std::size_t>& by = shown_by[key_of(partner)];
      if (by.empty() || by.back() != i) by.push_back(i);
    }
  }
  for (PairCandidate& candidate : candidates) {
    Finding& finding = *candidate.finding;
    const bool companion = candidate.rule->role == RuleRole::kCompanion;
    std::erase_if(finding.locations, [&](const Location& location) {
      const auto by = shown_by.find(key_of(location));
      if (by == shown_by.end()) return companion;
      bool in_force = false;
      for (const std::size_t secret : by->second) {
        PairCandidate& other = candidates[secret];
        other.partner_names.emplace(candidate.rule->rule.name);
        if (candidate.rule->role == RuleRole::kIdentifier) add_detail(other.finding->detail, finding.detail);
        in_force = in_force || !other.finding->suppression;
      }
      return companion || (candidate.rule->role == RuleRole::kIdentifier && in_force && !finding.suppression);
    });
    candidate.shown_as_partner = finding.locations.empty();
    const bool paired = std::any_of(finding.locations.begin(), finding.locations.end(),
                                    [](const Location& location) { return location.paired; });
    if (!candidate.shown_as_partner && candidate.rule->role == RuleRole::kIdentifier && !paired) {
      finding.severity = candidate.alone;
      finding.partners.clear();
    }
  }
}

}  // namespace trawl
