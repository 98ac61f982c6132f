#include "engine/match/validators/jwt.h"

#include <algorithm>
#include <optional>
#include <string>

#include "engine/match/validators/base_n.h"
#include "engine/match/validators/json_value.h"
#include "engine/match/validators/judgement.h"

namespace trawl {
namespace {

struct Jwt {
  nlohmann::json header;
  nlohmann::json payload;
  std::string_view signature;  ///< as written
};

std::optional<Jwt> parse_jwt(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  std::optional<nlohmann::json> header = parse_base64_json_object(token.substr(0, first));
  std::optional<nlohmann::json> payload =
      parse_base64_json_object(token.substr(first + 1, second - first - 1));
  if (!header || !payload) return std::nullopt;
  return Jwt{std::move(*header), std::move(*payload), token.substr(second + 1)};
}

/// Whether a signature of so many bytes can come from `alg`; nothing for an algorithm not in RFC 7518 or
/// 8037.
std::optional<bool> signature_fits(std::string_view alg, std::size_t bytes) {
  struct Length {
    std::string_view alg;
    std::size_t bytes;
  };
  static constexpr Length kLengths[] = {{"HS256", 32}, {"HS384", 48},  {"HS512", 64}, {"ES256", 64},
                                        {"ES384", 96}, {"ES512", 132}, {"ES256K", 64}};
  for (const Length& length : kLengths) {
    if (length.alg == alg) return bytes == length.bytes;
  }
  if (alg == "EdDSA") return bytes == 64 || bytes == 114;
  if (alg == "Ed25519") return bytes == 64;
  // As long as the modulus: 1024 to 8192 bits.
  if (alg.size() == 5 && (alg.starts_with("RS") || alg.starts_with("PS"))) {
    return bytes >= 128 && bytes <= 1024 && bytes % 8 == 0;
  }
  return std::nullopt;
}

/// The payloads of RFC 7519 and of the debugger that most readers paste from.
bool is_documentation(const nlohmann::json& payload) {
  const std::string* subject = string_member(payload, "sub");
  const std::string* name = string_member(payload, "name");
  if (subject != nullptr && name != nullptr && *subject == "1234567890" && *name == "John Doe") return true;
  const std::string* issuer = string_member(payload, "iss");
  return issuer != nullptr && *issuer == "joe" && payload.contains("http://example.com/is_root");
}

Validation judge_parsed(const Jwt& jwt) {
  const std::string* alg = string_member(jwt.header, "alg");
  if (alg == nullptr) return invalid();
  std::string detail = shown(*alg);
  if (const std::string* issuer = string_member(jwt.payload, "iss"))
    add_fact(detail, "issuer " + shown(*issuer));
  // Not compared with today: see `date_of`.
  if (const std::optional<double> expiry = number_member(jwt.payload, "exp")) {
    const std::string day = date_of(*expiry);
    if (!day.empty()) add_fact(detail, "expires " + day);
  }
  std::string lower(*alg);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (lower == "none") return graded(valid(std::move(detail)), Severity::kLow);

  const std::optional<std::string> signature = decode_base64(jwt.signature, Base64Alphabet::kUrl);
  if (!signature) return invalid(std::move(detail));
  const std::optional<bool> fits = signature_fits(*alg, signature->size());
  Validation result = !fits ? no_verdict(std::move(detail)) : verdict_if(*fits, std::move(detail));
  return is_documentation(jwt.payload) ? graded(std::move(result), Severity::kLow) : result;
}

std::string named(std::string_view what, const std::string* name) {
  return name == nullptr ? std::string() : std::string(what) + " " + shown(*name);
}

bool is_private_jwk(const nlohmann::json& key) {
  const std::string* type = string_member(key, "kty");
  if (type == nullptr) return false;
  const bool symmetric = *type == "oct";
  if (!symmetric && *type != "RSA" && *type != "EC" && *type != "OKP" && *type != "AKP") return false;
  const std::string* secret = string_member(key, symmetric ? "k" : *type == "AKP" ? "priv" : "d");
  return secret != nullptr && !secret->empty() && decode_base64(*secret, Base64Alphabet::kUrl).has_value();
}

}  // namespace

Validation judge_jwt(std::string_view token) {
  const std::optional<Jwt> jwt = parse_jwt(token);
  return jwt ? judge_parsed(*jwt) : invalid();
}

Validation judge_kubernetes_jwt(std::string_view token) {
  const std::optional<Jwt> jwt = parse_jwt(token);
  if (!jwt) return invalid();
  Validation result = judge_parsed(*jwt);
  std::string account;
  if (const nlohmann::json* bound = object_member(jwt->payload, "kubernetes.io")) {
    add_fact(account, named("namespace", string_member(*bound, "namespace")));
    if (const nlohmann::json* name = object_member(*bound, "serviceaccount")) {
      add_fact(account, named("service account", string_member(*name, "name")));
    }
  } else {
    add_fact(account,
             named("namespace", string_member(jwt->payload, "kubernetes.io/serviceaccount/namespace")));
    add_fact(account,
             named("service account",
                   string_member(jwt->payload, "kubernetes.io/serviceaccount/service-account.name")));
  }
  if (account.empty()) return invalid(std::move(result.detail));
  add_fact(result.detail, account);
  return result;
}

Validation judge_github_app_jwt(std::string_view token) {
  constexpr std::string_view kPrefix = "ghs_";
  if (!token.starts_with(kPrefix)) return no_verdict();
  const std::size_t underscore = token.find('_', kPrefix.size());
  if (underscore == std::string_view::npos) return no_verdict();  // the form before
  const std::string_view id = token.substr(kPrefix.size(), underscore - kPrefix.size());
  if (id.empty() || id.size() > 20 || !consists_of(id, kDigits)) return no_verdict();
  Validation result = judge_jwt(token.substr(underscore + 1));
  std::string detail = "app " + std::string(id);
  add_fact(detail, result.detail);
  result.detail = std::move(detail);
  return result;
}

Validation judge_private_jwk(std::string_view text) {
  const std::optional<nlohmann::json> object = parse_json_object(text);
  if (!object) return no_verdict();
  std::size_t private_keys = is_private_jwk(*object) ? 1 : 0;
  const auto set = object->find("keys");
  if (set != object->end() && set->is_array()) {
    for (const nlohmann::json& key : *set) {
      if (key.is_object() && is_private_jwk(key)) ++private_keys;
    }
  }
  if (private_keys == 0) return invalid();
  const std::string* type = string_member(*object, "kty");
  return valid(type != nullptr ? shown(*type) + " key" : std::to_string(private_keys) + " private keys");
}

}  // namespace trawl
