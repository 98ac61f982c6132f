#pragma once

#include <string_view>

#include "engine/match/validators/validator.h"

namespace trawl {

// Tokens that are JSON, tagged text, protobuf or macaroons in base64. Each takes the whole token with its
// prefix.

Validation judge_grafana_legacy(std::string_view token);  ///< `eyJrIjoi...`: {k, n, id}
Validation judge_grafana_cloud(std::string_view token);   ///< `glc_...`: {o, n, k, m}
Validation judge_onepassword(std::string_view token);     ///< `ops_...`
Validation judge_sentry_org(std::string_view token);      ///< `sntrys_<json>_<43>`
Validation judge_mapbox(std::string_view token);          ///< `sk.<json>.<22>`: {u, a}
Validation judge_vault_service(std::string_view token);   ///< `hvs.`: SignedToken; short ones give no verdict
Validation judge_jfrog_reference(std::string_view token);  ///< "reftkn:01:<time>:<random>"
Validation judge_intercom(std::string_view token);         ///< "tok:..."
Validation judge_basic_auth(std::string_view text);        ///< "user:password", perhaps after `Basic `
Validation judge_atlassian_data_center(
    std::string_view token);                           ///< "<digits>:<bytes>", perhaps after `BBDC-`
Validation judge_aws_session(std::string_view token);  ///< a tagged "origin" or "er/aws" at the front
Validation judge_aws_bedrock(std::string_view token);  ///< `ABSK`, and `bedrock-api-key-` (a presigned URL)
Validation judge_salesforce(std::string_view token);   ///< organisation id, `!`, session

Validation judge_pypi_macaroon(std::string_view token);  ///< `pypi-`: libmacaroons' binary version 2
Validation judge_fly_macaroon(std::string_view token);   ///< `FlyV1 fm2_...,...`: MessagePack

}  // namespace trawl
