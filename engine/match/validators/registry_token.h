#pragma once

#include <string_view>

#include "engine/match/validators/validator.h"

namespace trawl {

// Tokens that carry a checksum of themselves as text, by issuer. Each takes the whole token with its prefix.

/// `ghp_ gho_ ghu_ ghr_`; for `ghs_` a mismatch says nothing, because newer ones have another form.
Validation judge_github(std::string_view token);
Validation judge_github_fine_grained(std::string_view token);
Validation judge_gitlab_routable(std::string_view token);
Validation judge_npm(std::string_view token);
Validation judge_netbird(std::string_view token);
Validation judge_vercel(std::string_view token);
Validation judge_cloudflare(std::string_view token);
Validation judge_zuplo(std::string_view token);
Validation judge_grafana_service_account(std::string_view token);
Validation judge_atlassian(std::string_view token);
Validation judge_confluent(std::string_view token);
/// Known from one example: a mismatch says nothing.
Validation judge_apify(std::string_view token);
/// Cloudsmith, Deno, Prefect: tails that look like a CRC-32 in base 62; a mismatch says nothing.
Validation judge_suspected_crc32(std::string_view token);

}  // namespace trawl
