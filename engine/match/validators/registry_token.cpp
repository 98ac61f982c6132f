#include "engine/match/validators/registry_token.h"

#include <optional>
#include <string>

#include "engine/match/validators/base_n.h"
#include "engine/match/validators/crc.h"
#include "engine/match/validators/judgement.h"
#include "engine/match/validators/sha256.h"

namespace trawl {
namespace {

constexpr std::size_t kBase62Digits = 6;  // 62^6 > 2^32

std::string little_endian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(number >> shift & 0xff));
  return bytes;
}

std::string lower_hex(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) text += in_base(static_cast<unsigned char>(c), kLowerHex, 2);
  return text;
}

/// What stands after the first underscore, or nothing.
std::string_view body_of(std::string_view token) {
  const std::size_t underscore = token.find('_');
  return underscore == std::string_view::npos ? std::string_view() : token.substr(underscore + 1);
}

/// Whether the last six characters are the CRC-32 in base 62 of what stands before them.
bool ends_in_base62_crc32(std::string_view text, std::string_view alphabet) {
  if (text.size() <= kBase62Digits) return false;
  const std::size_t covered = text.size() - kBase62Digits;
  return text.substr(covered) == in_base(crc32_of(text.substr(0, covered)), alphabet, kBase62Digits);
}

/// "o:1\nu:2x\n" and then random bytes: the ids, which are base 36, where a newline ends them.
std::string ids_of_gitlab_payload(std::string_view payload) {
  struct Kind {
    char letter;
    std::string_view name;
  };
  static constexpr Kind kKinds[] = {{'o', "organisation"}, {'u', "user"}, {'g', "group"}, {'p', "project"}};
  std::string facts;
  while (payload.size() > 3 && payload[1] == ':') {
    const std::size_t end = payload.find('\n');
    if (end == std::string_view::npos || end > 14) break;
    const std::string_view digits = payload.substr(2, end - 2);
    if (digits.empty() || !consists_of(digits, kBase36)) break;
    std::uint64_t id = 0;
    for (const char c : digits) id = id * 36 + kBase36.find(c);
    for (const Kind& kind : kKinds) {
      if (kind.letter == payload[0]) add_fact(facts, std::string(kind.name) + " " + std::to_string(id));
    }
    payload.remove_prefix(end + 1);
  }
  return facts;
}

}  // namespace

Validation judge_github(std::string_view token) {
  if (ends_in_base62_crc32(body_of(token), kBase62)) return valid();
  return token.starts_with("ghs_") ? no_verdict() : invalid();
}

Validation judge_github_fine_grained(std::string_view token) {
  constexpr std::size_t kTail = 16;
  constexpr std::size_t kChecked = 8;
  if (!token.starts_with("github_pat_") || token.size() <= kTail) return invalid();
  const std::size_t covered = token.size() - kTail;
  const std::string checksum = encode_base32(sha256_octets_of(token.substr(0, covered))).substr(0, kChecked);
  return verdict_if(token.substr(covered, kChecked) == checksum);
}

Validation judge_gitlab_routable(std::string_view token) {
  constexpr std::size_t kChecksum = 7;
  constexpr std::size_t kTail = 9;  // and two digits of length
  const std::size_t dot = token.rfind('.');
  if (dot == std::string_view::npos) return no_verdict();  // the older, opaque form
  if (token.size() - dot - 1 != kTail) return invalid();
  const std::string_view covered = token.substr(0, token.size() - kChecksum);
  if (token.substr(covered.size()) != in_base(crc32_of(covered), kBase36, kChecksum)) return invalid();

  std::string_view payload = token.substr(0, dot);
  const std::size_t version = payload.rfind('.');
  if (version != std::string_view::npos) payload = payload.substr(0, version);
  const std::string_view length_digits = token.substr(dot + 1, 2);
  if (!consists_of(length_digits, kBase36)) return valid();
  const std::size_t length = kBase36.find(length_digits[0]) * 36 + kBase36.find(length_digits[1]);
  if (length > payload.size()) return valid();
  const std::optional<std::string> decoded =
      decode_base64(payload.substr(payload.size() - length), Base64Alphabet::kUrl);
  return valid(decoded ? ids_of_gitlab_payload(*decoded) : std::string());
}

Validation judge_npm(std::string_view token) {
  return verdict_if(token.starts_with("npm_") && ends_in_base62_crc32(body_of(token), kBase62));
}

Validation judge_netbird(std::string_view token) {
  return verdict_if(token.starts_with("nbp_") && ends_in_base62_crc32(body_of(token), kBase62));
}

Validation judge_vercel(std::string_view token) {
  constexpr std::size_t kBody = 56;
  const std::string_view body = body_of(token);
  return verdict_if(body.size() == kBody && ends_in_base62_crc32(body, kBase62));
}

Validation judge_cloudflare(std::string_view token) {
  constexpr std::size_t kCovered = 40;
  const std::string_view body = body_of(token);
  return verdict_if(body.size() == kCovered + 8 &&
                    body.substr(kCovered) == in_base(crc32_of(body.substr(0, kCovered)), kLowerHex, 8));
}

Validation judge_zuplo(std::string_view token) {
  constexpr std::size_t kCovered = 32;
  const std::string_view body = body_of(token);
  return verdict_if(body.size() == kCovered + 9 && body[kCovered] == '_' &&
                    body.substr(kCovered + 1) == in_base(crc32_of(body.substr(0, kCovered)), kLowerHex, 8));
}

Validation judge_grafana_service_account(std::string_view token) {
  const std::size_t underscore = token.rfind('_');
  if (!token.starts_with("glsa_") || underscore < 5) return invalid();
  return verdict_if(token.substr(underscore + 1) ==
                    lower_hex(little_endian(crc32_of(token.substr(0, underscore)))));
}

Validation judge_atlassian(std::string_view token) {
  constexpr std::size_t kChecksum = 8;
  if (token.size() <= kChecksum) return invalid();
  const std::size_t covered = token.size() - kChecksum;
  return verdict_if(token.substr(covered) ==
                    in_base(crc32_of(token.substr(0, covered)), kUpperHex, kChecksum));
}

Validation judge_confluent(std::string_view token) {
  constexpr std::size_t kPrefix = 4;
  constexpr std::size_t kChecksum = 6;
  if (!token.starts_with("cflt") || token.size() <= kPrefix + kChecksum) return invalid();
  const std::size_t covered = token.size() - kPrefix - kChecksum;
  const std::string checksum = encode_base64(little_endian(crc32_of(token.substr(kPrefix, covered))));
  return verdict_if(token.substr(kPrefix + covered) == std::string_view(checksum).substr(0, kChecksum));
}

Validation judge_apify(std::string_view token) {
  const bool right = token.starts_with("apify_api_") && ends_in_base62_crc32(token, kBase62LowerFirst);
  return right ? valid() : no_verdict();
}

Validation judge_suspected_crc32(std::string_view token) {
  const std::string_view body = body_of(token);
  for (const std::string_view alphabet : {kBase62, kBase62LowerFirst}) {
    if (ends_in_base62_crc32(body, alphabet)) return valid();
    if (!body.empty() && ends_in_base62_crc32(token, alphabet)) return valid();
  }
  return no_verdict();
}

}  // namespace trawl
