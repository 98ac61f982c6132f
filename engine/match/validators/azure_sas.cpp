#include <optional>
#include <string>

#include "engine/match/validators/azure_key.h"
#include "engine/match/validators/base_n.h"
#include "engine/match/validators/judgement.h"

namespace trawl {
namespace {

constexpr std::size_t kLongestQuery = 8192;

/// The value of one query parameter with its percent signs decoded. Separators may be escaped for JSON or
/// HTML.
std::optional<std::string> parameter(std::string_view query, std::string_view name) {
  std::size_t at = 0;
  while ((at = query.find(name, at)) != std::string_view::npos) {
    const std::string_view before = query.substr(0, at);
    const bool starts = before.empty() || before.ends_with('?') || before.ends_with('&') ||
                        before.ends_with("&amp;") || before.ends_with("\\u0026") || before.ends_with(';');
    at += name.size();
    if (!starts || at >= query.size() || query[at] != '=') continue;
    const std::string_view rest = query.substr(at + 1);
    const std::string_view value = rest.substr(0, rest.find_first_of("&\\;\"' \t\r\n"));
    std::string decoded;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i] == '%' && i + 2 < value.size() && is_alphanumeric(value.substr(i + 1, 2))) {
        static constexpr std::string_view kHex = "0123456789ABCDEFabcdef";
        const std::size_t high = kHex.find(value[i + 1]);
        const std::size_t low = kHex.find(value[i + 2]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        const auto digit = [](std::size_t place) { return place < 16 ? place : place - 6; };
        decoded.push_back(static_cast<char>(digit(high) * 16 + digit(low)));
        i += 2;
      } else {
        decoded.push_back(value[i]);
      }
    }
    return decoded;
  }
  return std::nullopt;
}

/// The day of "2024-01-31" or "2024-01-31T08:00:00Z", or of seconds since 1970 as Service Bus writes them.
std::string day_of(const std::string& expiry) {
  const std::string_view day = std::string_view(expiry).substr(0, 10);
  if (day.size() < 10 || expiry.size() > 30) return {};
  if (consists_of(expiry, kDigits)) return expiry.size() <= 12 ? date_of(std::stod(expiry)) : std::string();
  const bool iso = consists_of(day.substr(0, 4), kDigits) && day[4] == '-' &&
                   consists_of(day.substr(5, 2), kDigits) && day[7] == '-' &&
                   consists_of(day.substr(8, 2), kDigits) && (expiry.size() == 10 || expiry[10] == 'T');
  return iso ? std::string(day) : std::string();
}

}  // namespace

// An expired signature is worth a grade less, but which day it is, is for the reader to know: see `date_of`.
Validation judge_azure_sas(std::string_view query) {
  if (query.size() > kLongestQuery) return no_verdict();
  const std::optional<std::string> signature = parameter(query, "sig");
  if (!signature) return no_verdict();
  const std::optional<std::string> hmac = decode_base64(*signature, Base64Alphabet::kStandard);
  std::string detail;
  const std::optional<std::string> expiry = parameter(query, "se");
  const std::string day = expiry ? day_of(*expiry) : std::string();
  if (!day.empty()) detail = "expires " + day;
  const std::optional<std::string> permissions = parameter(query, "sp");
  if (permissions && permissions->size() <= 16 && is_alphanumeric(*permissions)) {
    add_fact(detail, "permissions " + *permissions);
  }
  if (!hmac || hmac->size() != 32) return invalid(std::move(detail));
  if (expiry) return verdict_if(!day.empty(), std::move(detail));
  // A stored access policy may hold the expiry instead.
  return no_verdict(std::move(detail));
}

}  // namespace trawl
