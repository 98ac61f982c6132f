#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace trawl {

/// The JSON object that `text` is, or nothing: other values, errors and texts over 64 KiB. Never throws; the
/// parser keeps its own stack, so nesting is bounded by the size.
std::optional<nlohmann::json> parse_json_object(std::string_view text);
/// The same of base64 in either alphabet.
std::optional<nlohmann::json> parse_base64_json_object(std::string_view text);

/// The string under `key`, or null. Lives as long as `object`.
const std::string* string_member(const nlohmann::json& object, const char* key);
/// The number under `key`.
std::optional<double> number_member(const nlohmann::json& object, const char* key);
/// The object under `key`, or null.
const nlohmann::json* object_member(const nlohmann::json& object, const char* key);

}  // namespace trawl
