#include "engine/sast/models.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "engine/sast/char_set.h"

namespace trawl::sast {
namespace {

constexpr std::array<std::pair<std::string_view, ModelType>, 11> kTypes = {{
    {"source", ModelType::kSource},
    {"sink", ModelType::kSink},
    {"propagate", ModelType::kPropagate},
    {"sanitize", ModelType::kSanitize},
    {"validate", ModelType::kValidate},
    {"callback", ModelType::kCallback},
    {"role", ModelType::kRole},
    {"state", ModelType::kState},
    {"noreturn", ModelType::kNoReturn},
    {"misuse", ModelType::kMisuse},
    {"rule", ModelType::kRule},
}};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string unquoted(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain += text[i];
      continue;
    }
    const char c = text[++i];
    plain += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
  }
  return plain;
}

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<CallPlace> place_in(std::string_view text) {
  CallPlace place;
  while (text.starts_with('*')) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  std::string_view base = text.substr(0, dot);
  if (text.ends_with("...")) {
    base = text.substr(0, text.size() - 3);
    place.base = CallPlace::Base::kFrom;
  } else if (dot != std::string_view::npos) {
    place.path = std::string(text.substr(dot));
  }
  if (base == "ret") {
    place.base = CallPlace::Base::kResult;
    return place;
  }
  if (base == "this") {
    place.base = CallPlace::Base::kThis;
    return place;
  }
  const auto index = number_in(base);
  if (!index || *index < 0 || *index > 1000) return std::nullopt;
  place.index = static_cast<std::uint16_t>(*index);
  return place;
}

// Sets one key of a model; returns what is wrong with the value, or nothing.
std::optional<std::string> set_key(Model& model, std::string_view key, const std::string& value) {
  const auto places = [&](std::vector<CallPlace>& list) -> std::optional<std::string> {
    for (const std::string_view part : split(value, ',')) {
      const auto place = place_in(part);
      if (!place)
        return "'" + std::string(part) + "' is no place of a call (2, *2, 2..., ret, this, 2.field)";
      list.push_back(*place);
    }
    return std::nullopt;
  };
  const auto kinds = [&](KindMask& mask) -> std::optional<std::string> {
    for (const std::string_view part : split(value, ',')) {
      if (part == "all") {
        mask |= kAllKinds;
        continue;
      }
      const bool without = part.starts_with('!');
      const auto kind = kind_named(without ? part.substr(1) : part);
      if (!kind) return "'" + std::string(part) + "' is no kind";
      mask = without ? mask & ~mask_of(*kind) : mask | mask_of(*kind);
    }
    return std::nullopt;
  };
  const auto number = [&](int& target) -> std::optional<std::string> {
    const auto parsed = number_in(value);
    if (!parsed) return "'" + value + "' is no number";
    target = *parsed;
    return std::nullopt;
  };
  if (key == "function" || key == "method")
    model.function = value;
  else if (key == "id")
    model.function = value;
  else if (key == "class")
    model.record = value;
  else if (key == "arity")
    return number(model.arity);
  else if (key == "in")
    return places(model.in);
  else if (key == "from")
    return places(model.from);
  else if (key == "to")
    return places(model.to);
  else if (key == "mode") {
    if (value != "append" && value != "copy") return "'mode' is 'append' or 'copy'";
    model.append = value == "append";
  } else if (key == "format")
    return number(model.format);
  else if (key == "scan_format") {
    model.scan_format = true;
    return number(model.format);
  } else if (key == "returns") {
    const std::string_view text = value;
    if (text == "alias this") {
      model.alias = -1;
      return std::nullopt;
    }
    const auto index = text.starts_with("alias ") ? number_in(text.substr(6)) : std::nullopt;
    if (!index) return "'returns' is 'alias N' or 'alias this'";
    model.alias = *index;
  } else if (key == "kind") {
    const auto kind = kind_named(value);
    if (!kind) return "'" + value + "' is no kind";
    model.kind = *kind;
  } else if (key == "clears")
    return kinds(model.clears);
  else if (key == "restores")
    return kinds(model.restores);
  else if (key == "level") {
    const auto level = level_named(value);
    if (!level) return "'" + value + "' is no level (remote, stored, local, library)";
    model.level = *level;
  } else if (key == "label")
    model.label = value;
  else if (key == "rule")
    model.rule = value;
  else if (key == "allows")
    model.allows = value;
  else if (key == "when")
    model.when = value;
  else if (key == "value")
    model.value = value;
  else
    model.extra.emplace(key, value);
  return std::nullopt;
}

bool strip_prefix(std::string_view& name, std::string_view prefix) {
  if (!name.starts_with(prefix) || name.size() == prefix.size()) return false;
  name.remove_prefix(prefix.size());
  return true;
}

}  // namespace

Models::Models(std::vector<Model> models) : models_(std::move(models)) {
  for (const Model& model : models_) by_name_[model.function].push_back(&model);
}

Models::Models(const Models& other) : Models(other.models_) {}

const std::vector<const Model*>& Models::named(std::string_view function) const {
  static const std::vector<const Model*> none;
  const auto found = by_name_.find(std::string(function));
  return found == by_name_.end() ? none : found->second;
}

Result<std::vector<Model>> Models::decode(std::string_view file, std::string_view text) {
  std::vector<Model> models;
  std::size_t line_number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++line_number;
    if (line.empty()) continue;
    const std::vector<std::string_view> fields = split(line, '\t');
    const auto type = std::find_if(kTypes.begin(), kTypes.end(),
                                   [&](const auto& entry) { return entry.first == fields[0]; });
    const auto complain = [&](const std::string& why) {
      return Error(std::string(file) + ": model " + std::to_string(line_number) + ": " + why);
    };
    if (type == kTypes.end()) return complain("'" + std::string(fields[0]) + "' is no type of model");
    Model model;
    model.type = type->second;
    for (std::size_t i = 1; i < fields.size(); ++i) {
      const std::size_t equals = fields[i].find('=');
      if (equals == std::string_view::npos) return complain("'" + std::string(fields[i]) + "' has no value");
      if (const auto wrong =
              set_key(model, fields[i].substr(0, equals), unquoted(fields[i].substr(equals + 1)))) {
        return complain(*wrong);
      }
    }
    // Alternatives of functions and classes become models of their own: looking up is by one name.
    for (const std::string_view record : split(model.record, '|')) {
      for (const std::string_view function : split(model.function, '|')) {
        Model one = model;
        one.record = std::string(record);
        one.function = std::string(function);
        models.push_back(std::move(one));
      }
    }
  }
  return models;
}

std::string normalised(std::string_view name) {
  strip_prefix(name, "__builtin___") || strip_prefix(name, "__builtin_");
  strip_prefix(name, "__isoc99_") || strip_prefix(name, "__isoc23_");
  if (name.ends_with("_chk")) {
    name.remove_suffix(4);
    while (name.starts_with("__")) name.remove_prefix(2);
  }
  if (name.ends_with("64")) name.remove_suffix(2);
  if (name.size() > 3 && (name.ends_with("_s") || name.ends_with("_l"))) name.remove_suffix(2);
  // Win32 has narrow and wide variants of functions whose names begin with a capital, and of those for LDAP.
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto lower = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (name.size() > 3 && (upper(name[0]) || name.starts_with("ldap_")) &&
      (name.back() == 'A' || name.back() == 'W') && lower(name[name.size() - 2])) {
    name.remove_suffix(1);
  }
  if (name.size() > 3 && name.starts_with('_') && lower(name[1])) name.remove_prefix(1);
  return std::string(name);
}

}  // namespace trawl::sast
