#include "engine/match/validators/service_token.h"

#include <algorithm>
#include <optional>
#include <string>

#include "engine/match/validators/base_n.h"
#include "engine/match/validators/json_value.h"
#include "engine/match/validators/judgement.h"

namespace trawl {
namespace {

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

std::string fact(std::string_view what, const std::string* value) {
  return value == nullptr ? std::string() : std::string(what) + " " + shown(*value);
}

/// Takes a protobuf varint off the front.
std::optional<std::uint64_t> take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 63 && !bytes.empty(); shift += 7) {
    const auto octet = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(octet & 0x7f) << shift;
    if (octet < 0x80) return value;
  }
  return std::nullopt;
}

/// Takes a length-delimited protobuf field of this number off the front.
std::optional<std::string_view> take_field(std::string_view& bytes, unsigned number) {
  if (take_varint(bytes) != (number << 3 | 2)) return std::nullopt;
  const std::optional<std::uint64_t> length = take_varint(bytes);
  if (!length || *length > bytes.size()) return std::nullopt;
  const std::string_view field = bytes.substr(0, *length);
  bytes.remove_prefix(*length);
  return field;
}

}  // namespace

Validation judge_grafana_legacy(std::string_view token) {
  const std::optional<nlohmann::json> object = parse_base64_json_object(token);
  if (!object) return invalid();
  const std::string* key = string_member(*object, "k");
  const std::string* name = string_member(*object, "n");
  return verdict_if(key != nullptr && name != nullptr && number_member(*object, "id"), fact("name", name));
}

Validation judge_grafana_cloud(std::string_view token) {
  if (!token.starts_with("glc_")) return invalid();
  const std::optional<nlohmann::json> object = parse_base64_json_object(token.substr(4));
  if (!object) return invalid();
  std::string detail = fact("organisation", string_member(*object, "o"));
  add_fact(detail, fact("name", string_member(*object, "n")));
  if (const nlohmann::json* more = object_member(*object, "m")) {
    add_fact(detail, fact("region", string_member(*more, "r")));
  }
  return verdict_if(string_member(*object, "k") != nullptr && string_member(*object, "o") != nullptr,
                    std::move(detail));
}

Validation judge_onepassword(std::string_view token) {
  if (!token.starts_with("ops_")) return invalid();
  const std::optional<nlohmann::json> object = parse_base64_json_object(token.substr(4));
  if (!object) return invalid();
  const bool whole = string_member(*object, "secretKey") != nullptr && object->contains("muk");
  return verdict_if(whole, fact("account at", string_member(*object, "signInAddress")));
}

Validation judge_sentry_org(std::string_view token) {
  constexpr std::string_view kPrefix = "sntrys_";
  const std::size_t underscore = token.rfind('_');
  if (!token.starts_with(kPrefix) || underscore < kPrefix.size()) return invalid();
  const std::string_view secret = token.substr(underscore + 1);
  const std::optional<nlohmann::json> object =
      parse_base64_json_object(token.substr(kPrefix.size(), underscore - kPrefix.size()));
  if (!object) return invalid();
  std::string detail = fact("organisation", string_member(*object, "org"));
  if (const std::optional<double> issued = number_member(*object, "iat")) {
    const std::string day = date_of(*issued);
    if (!day.empty()) add_fact(detail, "issued " + day);
  }
  const bool whole = string_member(*object, "org") != nullptr && object->contains("iat");
  return verdict_if(whole && secret.size() == 43 && is_alphanumeric(secret, "+/-_"), std::move(detail));
}

Validation judge_mapbox(std::string_view token) {
  const std::size_t dot = token.rfind('.');
  if (!token.starts_with("sk.") || dot < 3) return invalid();
  const std::optional<nlohmann::json> object = parse_base64_json_object(token.substr(3, dot - 3));
  if (!object) return invalid();
  const std::string* user = string_member(*object, "u");
  const std::string_view signature = token.substr(dot + 1);
  return verdict_if(user != nullptr && string_member(*object, "a") != nullptr && signature.size() == 22 &&
                        is_alphanumeric(signature, "-_"),
                    fact("user", user));
}

// SignedToken {1: version, 2: HMAC-SHA256, 3: Token {1: random, ...}} of Vault 1.10 and later.
Validation judge_vault_service(std::string_view token) {
  constexpr std::size_t kPrefix = 4;
  constexpr std::size_t kOpaque = 32;  // root tokens: 24 characters, or 26 with an index
  if (!token.starts_with("hvs.") || token.size() <= kPrefix + kOpaque) return no_verdict();
  const std::optional<std::string> decoded = decode_base64(token.substr(kPrefix), Base64Alphabet::kUrl);
  if (!decoded) return invalid();
  std::string_view bytes = *decoded;
  if (take_varint(bytes) != 1U << 3 || !take_varint(bytes)) return invalid();
  const std::optional<std::string_view> hmac = take_field(bytes, 2);
  if (!hmac || hmac->size() != 32) return invalid();
  std::optional<std::string_view> inner = take_field(bytes, 3);
  if (!inner) return invalid();
  const std::optional<std::string_view> random = take_field(*inner, 1);
  return verdict_if(random && random->size() >= 16 && is_printable(*random));
}

Validation judge_jfrog_reference(std::string_view token) {
  constexpr std::string_view kTag = "reftkn:01:";
  const std::optional<std::string> decoded = decode_base64(token, Base64Alphabet::kStandard);
  if (!decoded || !decoded->starts_with(kTag)) return invalid();
  const std::string_view rest = std::string_view(*decoded).substr(kTag.size());
  const std::size_t colon = rest.find(':');
  if (colon == std::string_view::npos) return invalid();
  const std::string_view random = rest.substr(colon + 1);
  return verdict_if(colon > 0 && consists_of(rest.substr(0, colon), kLowerHex) && random.size() >= 16 &&
                    is_alphanumeric(random, "-_"));
}

Validation judge_intercom(std::string_view token) {
  const std::optional<std::string> decoded = decode_base64(token, Base64Alphabet::kEither);
  if (!decoded) return invalid();
  return verdict_if(decoded->starts_with("tok:") && decoded->size() > 20 && is_printable(*decoded));
}

Validation judge_basic_auth(std::string_view text) {
  if (text.size() > 6 && (text.starts_with("Basic ") || text.starts_with("basic "))) text.remove_prefix(6);
  const std::optional<std::string> decoded = decode_base64(text, Base64Alphabet::kEither);
  if (!decoded) return invalid();
  const std::size_t colon = decoded->find(':');
  const bool has_controls =
      std::any_of(decoded->begin(), decoded->end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
  // npm and some registries leave the user empty; without a password there is no secret.
  if (colon == std::string::npos || colon + 1 >= decoded->size() || has_controls) return invalid();
  // The user's name is not shown: many services take a token in its place.
  for (const std::string_view example :
       {"Aladdin:open sesame", "user:password", "username:password", "user:pass"}) {
    if (*decoded == example) return graded(valid("published example"), Severity::kLow);
  }
  return valid();
}

Validation judge_atlassian_data_center(std::string_view token) {
  constexpr std::string_view kPrefix = "BBDC-";
  if (token.starts_with(kPrefix)) token.remove_prefix(kPrefix.size());
  const std::optional<std::string> decoded = decode_base64(token, Base64Alphabet::kStandard);
  if (!decoded) return invalid();
  const std::size_t colon = decoded->find(':');
  if (colon == std::string::npos) return invalid();
  return verdict_if(colon > 0 && colon <= 20 &&
                    consists_of(std::string_view(*decoded).substr(0, colon), kDigits) &&
                    decoded->size() - colon - 1 >= 16);
}

Validation judge_aws_session(std::string_view token) {
  const std::optional<std::string> decoded = decode_base64(token, Base64Alphabet::kStandard);
  if (!decoded || decoded->size() < 100) return invalid();
  std::string_view bytes = std::string_view(*decoded).substr(1);
  const std::optional<std::string_view> label = take_field(bytes, 1);
  return verdict_if(label && (label->starts_with("origin") || label->starts_with("er/aws")));
}

Validation judge_aws_bedrock(std::string_view token) {
  constexpr std::string_view kShort = "bedrock-api-key-";
  constexpr std::string_view kLong = "ABSK";
  if (token.starts_with(kShort)) {
    const std::optional<std::string> url =
        decode_base64(token.substr(kShort.size()), Base64Alphabet::kEither);
    return verdict_if(url && url->starts_with("bedrock.amazonaws.com") && is_printable(*url) &&
                      url->find("X-Amz-Signature=") != std::string::npos);
  }
  if (!token.starts_with(kLong)) return invalid();
  const std::optional<std::string> key = decode_base64(token.substr(kLong.size()), Base64Alphabet::kEither);
  if (!key || !key->starts_with("BedrockAPIKey-")) return invalid();
  const std::string_view name = std::string_view(*key).substr(0, key->find(':'));
  const std::size_t at = name.rfind("-at-");
  std::string detail;
  if (at != std::string_view::npos && name.size() - at == 16 && consists_of(name.substr(at + 4), kDigits)) {
    detail = "account " + std::string(name.substr(at + 4));
  }
  constexpr std::size_t kShortestSecret = 32;
  return verdict_if(name.size() + kShortestSecret < key->size() && is_printable(*key), std::move(detail));
}

Validation judge_salesforce(std::string_view token) {
  const std::size_t mark = token.find('!');
  if (mark == std::string_view::npos || (mark != 15 && mark != 18)) return invalid();
  const std::string_view organisation = token.substr(0, mark);
  const std::string_view session = token.substr(mark + 1);
  return verdict_if(organisation.starts_with("00D") && is_alphanumeric(organisation) &&
                        session.size() >= 80 && is_alphanumeric(session, "._"),
                    "organisation " + shown(organisation));
}

}  // namespace trawl
