#include "engine/model/secret.h"

#include <algorithm>

namespace trawl {
namespace {

constexpr std::uint32_t kMostShown = 4;
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

}  // namespace

std::string redaction_of(std::string_view secret, std::uint32_t public_prefix) {
  const auto shown = std::min<std::size_t>(std::min(public_prefix, kMostShown), secret.size());
  std::string text;
  for (const char c : secret.substr(0, shown)) {
    if (c < 0x21 || c > 0x7e) break;
    text += c;
  }
  return text.append(kEllipsis);
}

Secret::Secret(std::string bytes, std::uint32_t public_prefix)
    : bytes_(std::move(bytes)), public_prefix_(public_prefix) {}

std::string Secret::redacted() const {
  return redaction_of(bytes_, public_prefix_);
}

}  // namespace trawl
