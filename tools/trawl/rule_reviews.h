#pragma once

#include <span>
#include <string_view>

namespace trawl {

/// What is known of a built-in rule from trying it out (docs/rules-quality.md).
struct RuleReview {
  std::string_view rule;
  unsigned findings = 0;  ///< on the public repositories that were read
  unsigned accepted = 0;  ///< of these, secrets or what cannot be told from one
  std::string_view cost;  ///< milliseconds of a core for each GB of source text; "< 5": at most; may be empty
};

/// Sorted by rule. Written by tools/dev/make_rules_quality.py.
std::span<const RuleReview> rule_reviews();

}  // namespace trawl
