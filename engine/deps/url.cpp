#include "engine/deps/url.h"

#include <algorithm>
#include <cstdint>

namespace trawl {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

}  // namespace

UrlParts UrlParts::of(std::string_view url) {
  UrlParts parts;
  if (const std::size_t hash = url.find('#'); hash != std::string_view::npos) {
    parts.fragment = url.substr(hash + 1);
    url = url.substr(0, hash);
  }
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) {
    // `git@host:path`, as ssh writes it.
    const std::size_t at = url.find('@');
    const std::size_t stop = url.find(':');
    if (at != std::string_view::npos && stop != std::string_view::npos && at < stop && at > 0) {
      parts.scheme = "ssh";
      parts.user = url.substr(0, at);
      parts.host = url.substr(at + 1, stop - at - 1);
      parts.path = url.substr(stop + 1);
      return parts;
    }
    if (stop != std::string_view::npos) parts.scheme = url.substr(0, stop);
    parts.path = stop == std::string_view::npos ? url : url.substr(stop + 1);
    return parts;
  }
  parts.scheme = url.substr(0, colon);
  url.remove_prefix(colon + 3);
  const std::size_t slash = std::min(url.find_first_of("/?"), url.size());
  std::string_view authority = url.substr(0, slash);
  parts.path = url.substr(slash);
  parts.path = parts.path.substr(0, parts.path.find('?'));
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    parts.user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  const std::size_t bracket = authority.rfind(']');
  const std::size_t port = authority.rfind(':');
  if (port != std::string_view::npos && (bracket == std::string_view::npos || port > bracket)) {
    parts.port = authority.substr(port + 1);
    authority = authority.substr(0, port);
  }
  parts.host = authority;
  return parts;
}

std::string shown_url(std::string_view url) {
  const UrlParts parts = UrlParts::of(url);
  if (parts.host.empty()) return std::string(url.substr(0, url.find_first_of("?#")));
  std::string shown(parts.scheme);
  shown += "://";
  shown += parts.host;
  if (!parts.port.empty()) {
    shown += ':';
    shown += parts.port;
  }
  shown += parts.path;
  return shown;
}

bool is_local_host(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host == "0.0.0.0" ||
         host.ends_with(".localhost");
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool code =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (code) {
      decoded += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::string hex_of_base64(std::string_view base64) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  while (base64.ends_with('=')) base64.remove_suffix(1);
  std::string hex;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : base64) {
    const int digit = base64_digit(c);
    if (digit < 0) return {};
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    const std::uint32_t byte = bits >> static_cast<unsigned>(count) & 0xffU;
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 15U];
  }
  return hex;
}

}  // namespace trawl
