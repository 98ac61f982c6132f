#include "engine/match/validators/json_value.h"

#include "engine/match/validators/base_n.h"

namespace trawl {
namespace {

constexpr std::size_t kLongestJson = 64 * 1024;

}  // namespace

std::optional<nlohmann::json> parse_json_object(std::string_view text) {
  if (text.size() > kLongestJson) return std::nullopt;
  nlohmann::json value = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (!value.is_object()) return std::nullopt;
  return value;
}

std::optional<nlohmann::json> parse_base64_json_object(std::string_view text) {
  if (text.size() > 2 * kLongestJson) return std::nullopt;
  const std::optional<std::string> decoded = decode_base64(text, Base64Alphabet::kEither);
  return decoded ? parse_json_object(*decoded) : std::nullopt;
}

const std::string* string_member(const nlohmann::json& object, const char* key) {
  const auto member = object.find(key);
  return member == object.end() ? nullptr : member->get_ptr<const std::string*>();
}

std::optional<double> number_member(const nlohmann::json& object, const char* key) {
  const auto member = object.find(key);
  if (member == object.end() || !member->is_number()) return std::nullopt;
  return member->get<double>();
}

const nlohmann::json* object_member(const nlohmann::json& object, const char* key) {
  const auto member = object.find(key);
  return member != object.end() && member->is_object() ? &*member : nullptr;
}

}  // namespace trawl
