#include "engine/config/config_tree.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include <fmt/format.h>

namespace trawl {
namespace {

constexpr std::size_t kMostPaths = 2'000'000;
constexpr std::size_t kMostFacts = 20'000;

void append_json(std::string& text, std::string_view value) {
  text += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      text += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      text += c;
    }
  }
  text += '"';
}

// The fact that a value of the tree's document belongs to.
std::size_t number_of(const Document& document, NodeIndex at) {
  for (; at != kNoNode; at = document.node(at).parent) {
    const std::string_view text = document.text_of(at, "n");
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!text.empty() && error == std::errc()) return number;
  }
  return SIZE_MAX;
}

}  // namespace

void ConfigTree::add_path(std::string_view path) {
  if (paths_.size() >= kMostPaths) {
    overfull_ = true;
    return;
  }
  paths_.emplace_back(path);
}

void ConfigTree::add(ConfigTreeFact fact) {
  if (facts_.size() >= kMostFacts) {
    overfull_ = true;
    return;
  }
  facts_.push_back(std::move(fact));
}

std::string_view ConfigTree::relative(std::string_view path) const {
  if (!root_.empty() && path.starts_with(root_)) path.remove_prefix(root_.size());
  while (path.starts_with("/") || path.starts_with("./")) path.remove_prefix(path[0] == '/' ? 1 : 2);
  return path;
}

std::string ConfigTree::text() const {
  std::string text = "{\"today\": ";
  append_json(text, today_);
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    const ConfigTreeFact& fact = facts_[i];
    if (i == 0 || fact.name != facts_[i - 1].name) {
      text += i == 0 ? ", " : "], ";
      append_json(text, fact.name);
      text += ": [";
    } else {
      text += ", ";
    }
    text += "{\"path\": ";
    append_json(text, relative(fact.location.path));
    text += ", \"key\": ";
    append_json(text, fact.key);
    text += ", \"value\": ";
    append_json(text, fact.value);
    text += fmt::format(", \"n\": {}}}\n", i);
  }
  if (!facts_.empty()) text += ']';
  return text + '}';
}

std::vector<ConfigTreeMatch> ConfigTree::judge(const ConfigEngine& engine) {
  std::vector<ConfigTreeMatch> matches;
  for (const std::string& path : paths_) {
    for (const std::string_view name : engine.facts_of_path(relative(path))) {
      ConfigTreeFact fact;
      fact.name = name;
      fact.location.path = path;
      add(std::move(fact));
    }
  }
  if (overfull_) return matches;  // what seems to be missing may be among what was dropped
  std::sort(facts_.begin(), facts_.end(), [](const ConfigTreeFact& a, const ConfigTreeFact& b) {
    return std::tie(a.name, a.location.path, a.location.span, a.key, a.value) <
           std::tie(b.name, b.location.path, b.location.span, b.key, b.value);
  });
  const InputKind* kind = nullptr;
  for (const InputKind& one : input_kinds()) {
    if (one.name == "tree") kind = &one;
  }
  const std::string all = text();
  const DocumentReading reading = read_json(all);
  if (reading.documents.empty()) {
    overfull_ = true;
    return matches;
  }
  const Document& document = reading.documents[0];
  ConfigVerdict verdict = engine.judge(*kind, "", all, true);
  for (const ConfigRule* rule : verdict.met) met_.emplace_back(rule->rule.id);
  for (ConfigMatch& match : verdict.matches) {
    const std::size_t number = number_of(document, match.node);
    if (number >= facts_.size()) continue;
    const ConfigTreeFact& fact = facts_[number];
    matches.push_back({match.rule, std::move(match.message), fmt::format("{}.{}", match.key_path, fact.key),
                       fact.location});
  }
  return matches;
}

}  // namespace trawl
