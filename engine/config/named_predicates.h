#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "engine/document/document.h"

namespace trawl {

/// What a condition comes to. A value that cannot be known makes it unknown, and then a rule says nothing.
enum class Truth : std::uint8_t { kFalse, kTrue, kUnknown };

/// What a named condition says of a value, and which part of its text it is about.
struct Judgement {
  Truth truth = Truth::kFalse;
  std::optional<std::pair<std::size_t, std::size_t>> part;  ///< bytes of the text
};

/// A condition too involved for a rule file, known there by its name (`is = "mutable-ref"`). Functions of one
/// value, without state.
struct NamedPredicate {
  std::string_view name;
  std::string_view description;  ///< one sentence, for the page of rules
  Judgement (*judge)(const Document& document, NodeIndex value);
};

/// Those of pipelines, clouds, environments and the tree (pack_predicates.cpp).
std::span<const NamedPredicate> pack_predicates();

/// All of them, sorted by name.
std::span<const NamedPredicate> named_predicates();
const NamedPredicate* named_predicate(std::string_view name);

}  // namespace trawl
