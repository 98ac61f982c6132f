#include "engine/match/validators/fixed_shape.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "engine/match/validators/base_n.h"
#include "engine/match/validators/judgement.h"

namespace trawl {
namespace {

std::uint64_t octet(char c) {
  return static_cast<unsigned char>(c);
}

constexpr std::string_view kBase64UrlMore = "-_";

/// A KSUID's 27 digits in base 62 are 20 bytes; the first four of them. Nothing if the number is larger.
std::optional<std::uint32_t> seconds_of_ksuid(std::string_view text) {
  std::array<std::uint32_t, 20> number{};  // base 256, least significant first
  for (const char c : text) {
    const std::size_t digit = kBase62.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    std::uint32_t carry = static_cast<std::uint32_t>(digit);
    for (std::uint32_t& place : number) {
      carry += place * 62;
      place = carry & 0xff;
      carry >>= 8;
    }
    if (carry != 0) return std::nullopt;
  }
  return number[19] << 24 | number[18] << 16 | number[17] << 8 | number[16];
}

}  // namespace

// The ten bytes of the body begin with the account's number: 40 bits from the second one on.
Validation judge_aws_account_id(std::string_view key_id) {
  constexpr std::uint64_t kMask = 0x7fffffffff80;
  constexpr std::uint64_t kAccounts = 1'000'000'000'000;
  if (key_id.size() != 20) return invalid();
  const std::string_view body = key_id.substr(4);
  const std::optional<std::string> bytes = decode_base32(body, Base32Case::kUpper);
  if (!bytes) return invalid();
  if (key_id.ends_with("EXAMPLE")) return graded(invalid("published example"), Severity::kLow);
  if (body[0] == 'I' || body[0] == 'J') return no_verdict();  // issued before the account was encoded
  std::uint64_t number = 0;
  for (const char c : std::string_view(*bytes).substr(0, 6)) number = number << 8 | octet(c);
  const std::uint64_t account = (number & kMask) >> 7;
  if (account == 0 || account >= kAccounts) return invalid();
  return valid("account " + in_base(account, kDigits, 12));
}

Validation judge_openai(std::string_view token) {
  constexpr std::string_view kMarker =
      "T3Blbk"
      "FJ";  // base64 of "OpenAI"
  const std::size_t marker = token.find(kMarker);
  if (!token.starts_with("sk-") || marker == std::string_view::npos) return invalid();
  const std::size_t after = token.size() - marker - kMarker.size();
  std::string_view before = token.substr(0, marker);
  // The first part may hold dashes itself, so the prefix ends where the length of the second part says.
  if (before.size() < after + 3 || before[before.size() - after - 1] != '-') return invalid();
  if (!is_alphanumeric(token, kBase64UrlMore)) return invalid();
  return after == 20 || after == 58 || after == 74 ? valid() : no_verdict();
}

Validation judge_anthropic(std::string_view token) {
  constexpr std::size_t kBody = 95;
  if (!token.starts_with("sk-ant-") || !token.ends_with("AA") || !is_alphanumeric(token, kBase64UrlMore)) {
    return invalid();
  }
  const std::size_t dash = token.find('-', 7);
  return verdict_if(dash != std::string_view::npos && token.size() - dash - 1 == kBody);
}

Validation judge_groq(std::string_view token) {
  constexpr std::size_t kMarkerAt = 24;
  constexpr std::string_view kMarker =
      "WGdyb3"
      "FY";
  const bool marked =
      token.size() == 56 && token.starts_with("gsk_") && token.substr(kMarkerAt, 8) == kMarker;
  return marked ? valid() : no_verdict();
}

Validation judge_maxmind(std::string_view token) {
  return verdict_if(token.size() == 40 && token[6] == '_' && token.ends_with("_mmk") &&
                    is_alphanumeric(token.substr(0, 6)) && is_alphanumeric(token.substr(7, 29)));
}

Validation judge_terraform(std::string_view token) {
  constexpr std::string_view kMarker = ".atlasv1.";
  constexpr std::size_t kBefore = 14;
  if (token.size() < kBefore + kMarker.size() || token.substr(kBefore, kMarker.size()) != kMarker)
    return invalid();
  const std::string_view secret = token.substr(kBefore + kMarker.size());
  return verdict_if(is_alphanumeric(token.substr(0, kBefore)) && secret.size() >= 60 && secret.size() <= 70 &&
                    is_alphanumeric(secret, kBase64UrlMore));
}

Validation judge_flutterwave(std::string_view token) {
  constexpr std::size_t kDigitsInBody = 32;
  const std::size_t dash = token.find('-');
  if (!token.starts_with("FLWSECK") || dash == std::string_view::npos) return invalid();
  const std::string_view body = token.substr(dash + 1);
  return verdict_if(body.size() == kDigitsInBody + 2 && body.ends_with("-X") &&
                    consists_of(body.substr(0, kDigitsInBody), kLowerHex));
}

Validation judge_mercury(std::string_view token) {
  constexpr std::string_view kPrefix = "mercury_production_";
  constexpr std::string_view kSuffix = "_yrucrem";
  if (!token.starts_with(kPrefix) || !token.ends_with(kSuffix)) return invalid();
  if (token.size() != kPrefix.size() + 4 + 1 + 44 + kSuffix.size()) return invalid();
  const std::string_view body = token.substr(kPrefix.size(), 49);
  return verdict_if(body[4] == '_' && is_alphanumeric(body.substr(0, 4)) && is_alphanumeric(body.substr(5)));
}

Validation judge_discord(std::string_view token) {
  constexpr double kEpoch = 1420070400;  // 2015, in seconds since 1970; the upper 42 bits count milliseconds
  const std::size_t dot = token.find('.');
  if (dot == std::string_view::npos) return invalid();
  const std::optional<std::string> digits = decode_base64(token.substr(0, dot), Base64Alphabet::kEither);
  if (!digits || digits->size() < 15 || digits->size() > 19 || !consists_of(*digits, kDigits))
    return invalid();
  const std::string_view rest = token.substr(dot + 1);
  const std::size_t second = rest.find('.');
  if (second == std::string_view::npos || !is_alphanumeric(rest, "-_.") || rest.size() - second < 20)
    return invalid();
  std::uint64_t snowflake = 0;
  for (const char c : *digits) snowflake = snowflake * 10 + (octet(c) - '0');
  return valid("bot " + *digits + ", created " +
               date_of(kEpoch + static_cast<double>(snowflake >> 22) / 1000));
}

Validation judge_ngrok(std::string_view token) {
  constexpr std::size_t kKsuid = 27;
  constexpr double kEpoch = 1400000000;  // of KSUIDs, in seconds since 1970
  if (token.size() != kKsuid + 1 + 21 || token[kKsuid] != '_' || !is_alphanumeric(token.substr(kKsuid + 1))) {
    return invalid();
  }
  const std::optional<std::uint32_t> seconds = seconds_of_ksuid(token.substr(0, kKsuid));
  if (!seconds) return invalid();
  return valid("created " + date_of(kEpoch + *seconds));
}

// NuGet Gallery's version 4: base32 of "v4" and ten random bytes, then of sixteen more, each without padding,
// so that the last digit of either part carries few bits.
Validation judge_nuget(std::string_view token) {
  constexpr std::size_t kFirst = 20;
  constexpr std::size_t kLength = 46;
  if (token.size() != kLength) return invalid();
  const std::optional<std::string> id = decode_base32(token.substr(0, kFirst), Base32Case::kLower);
  const std::optional<std::string> password = decode_base32(token.substr(kFirst), Base32Case::kLower);
  return verdict_if(id && password && id->starts_with("v4"));
}

Validation judge_wireguard(std::string_view key) {
  const std::optional<std::string> bytes = decode_base64(key, Base64Alphabet::kStandard);
  if (!bytes || bytes->size() != 32) return invalid();
  return verdict_if((octet(bytes->front()) & 7) == 0 && (octet(bytes->back()) & 0xc0) == 0x40);
}

Validation judge_bcrypt(std::string_view hash) {
  constexpr std::size_t kLength = 60;
  if (hash.size() != kLength || !hash.starts_with("$2") || hash[3] != '$' || hash[6] != '$') return invalid();
  if (std::string_view("abxy").find(hash[2]) == std::string_view::npos) return invalid();
  const std::string_view cost = hash.substr(4, 2);
  if (!consists_of(cost, kDigits) || cost < "04" || cost > "31") return invalid();
  return verdict_if(is_alphanumeric(hash.substr(7), "./"), "cost " + std::string(cost));
}

// A name without a dot is one of a container network or a hosts file; the endings are reserved by RFC 2606
// and RFC 6762.
Validation judge_remote_host(std::string_view host) {
  constexpr std::array<std::string_view, 7> kReserved = {
      ".example", ".invalid", ".local", ".localdomain", ".localhost", ".test", ".home.arpa"};
  constexpr std::array<std::string_view, 3> kExamples = {"example.com", "example.net", "example.org"};
  if (host.find('.') == std::string_view::npos || host.starts_with("127.") || host.starts_with("0.0.0.0"))
    return invalid();
  const auto ends_host = [&](std::string_view ending) { return host.ends_with(ending); };
  const bool reserved = std::any_of(kReserved.begin(), kReserved.end(), ends_host) ||
                        std::any_of(kExamples.begin(), kExamples.end(), ends_host);
  return reserved ? invalid() : Validation{};
}

}  // namespace trawl
