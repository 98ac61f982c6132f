#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/model/stub_filter.h"
#include "engine/rules/pattern_syntax.h"

namespace trawl {

/// Four sets of bytes, one for each place.
using Gram = std::array<std::bitset<256>, StubFilter::kGram>;

/// Whether each text of `gram` is one of `other`.
bool is_within(const Gram& gram, const Gram& other);

/// A place in a stub where walks begin: what the texts from there on begin with, and what they are made of.
struct WalkStart {
  std::size_t stub = 0;           ///< its number
  std::uint32_t before = 0;       ///< most bytes of the stub in front of the place
  std::uint32_t behind = 0;       ///< most bytes of the stub from the place on
  std::vector<PatternNode> tail;  ///< all elements of the stub from the place on, or its first ones
  std::size_t cut = 0;            ///< so many elements at the end of the stub are not in `tail`
  std::size_t shared = 0;         ///< so many elements at the end of `tail` are elements of the whole stub
  std::vector<Gram> grams;        ///< one of them is at the begin of the tail

  /// Leaves the first `length` elements.
  void shorten(std::size_t length);
};

/// Chooses where walks begin. What others use already costs little, so similar stubs begin at the same grams.
class GramChooser {
 public:
  struct Choice {
    double cost = 0;                ///< how often walks begin, as a share of all places of a text
    std::vector<WalkStart> starts;  ///< every text of the stub has one of them
  };

  /// Nothing where no place will do. `stub`: its elements, as `elements_of` gives them.
  [[nodiscard]] std::optional<Choice> choose(const std::vector<PatternNode>& stub) const;

  /// What these grams cost is paid for.
  void take(const Choice& choice);

  /// All grams taken, none within another.
  [[nodiscard]] const std::vector<Gram>& grams() const { return grams_; }

 private:
  [[nodiscard]] std::optional<Choice> best_of(const std::vector<PatternNode>& elements, std::size_t own,
                                              std::uint32_t before, std::size_t shared) const;
  [[nodiscard]] std::optional<Choice> choice_at(const std::vector<PatternNode>& elements, std::size_t first,
                                                std::uint32_t before, std::size_t shared) const;

  std::vector<Gram> grams_;
};

/// What stands one after another in `node`, nested sequences and groups resolved.
std::vector<PatternNode> elements_of(const PatternNode& node);

}  // namespace trawl
