#pragma once

#include <string_view>

#include "engine/match/validators/validator.h"

namespace trawl {

/// JSON Web Token in compact form (RFC 7519). Invalid where header or payload is no JSON object or the
/// signature's length does not fit `alg`. Unsigned ones and those of the standard's own pages are low.
Validation judge_jwt(std::string_view token);

/// A token of a Kubernetes service account: a JWT whose claims say so. Reads namespace and account.
Validation judge_kubernetes_jwt(std::string_view token);

/// GitHub's stateless installation token: `ghs_`, digits, underscore and a JWT.
Validation judge_github_app_jwt(std::string_view token);

/// JSON Web Key (RFC 7517) or a set of them, with a private member. Text that is no JSON gives no verdict.
Validation judge_private_jwk(std::string_view text);

}  // namespace trawl
