#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/finding.h"

namespace trawl {

/// A finding with what baselines and ignore files look at.
inline Finding finding_of(const Rule& rule, std::string fingerprint,
                          const std::vector<std::string>& paths = {"a"}) {
  Finding finding;
  finding.rule = &rule;
  finding.fingerprint = std::move(fingerprint);
  for (const std::string& path : paths) {
    Location location;
    location.path = path;
    finding.locations.push_back(std::move(location));
  }
  return finding;
}

inline Rule rule_of(std::string_view id) {
  Rule rule;
  rule.id = id;
  return rule;
}

}  // namespace trawl
