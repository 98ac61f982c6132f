#include "engine/rules/gram_choice.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/rules/byte_chain.h"

namespace trawl {
namespace {

using Kind = PatternNode::Kind;
using Elements = std::vector<PatternNode>;

constexpr std::size_t kMostGrams = 400;     // at one place
constexpr std::size_t kMostTexts = 4096;    // of one gram: each has an entry in a table
constexpr std::size_t kMostSteps = 20'000;  // of the search for the grams at one place
constexpr std::uint32_t kMostBefore = 300;  // bytes; more would let Hyperscan search too much
constexpr double kPriceOfOne = 1e-7;        // of a gram that never occurs: it makes a bucket wider
constexpr double kPriceOfKnown = 0.05;      // of a gram that others use: walks take longer

void flatten_into(const PatternNode& node, Elements& elements) {
  if (node.kind != Kind::kConcat && node.kind != Kind::kGroup) return elements.push_back(node);
  for (const PatternNode& child : node.children) flatten_into(child, elements);
}

std::size_t texts_of(const Gram& gram) {
  std::size_t product = 1;
  for (const auto& bytes : gram) product *= bytes.count();
  return product;
}

/// The grams that texts of a sequence of elements can begin with.
class GramSearch {
 public:
  GramSearch(const Elements& elements, std::size_t first) {
    Todo todo;
    for (std::size_t i = elements.size(); i > first; --i) todo.push_back(&elements[i - 1]);
    if (!go(std::move(todo), {}, 0)) grams_.clear();
  }

  /// None where there would be too many, or where a text can be too short.
  [[nodiscard]] std::vector<Gram> take() { return std::move(grams_); }

 private:
  using Todo = std::vector<const PatternNode*>;  ///< what follows, the next one last

  bool go(Todo todo, Gram gram, std::size_t at) {
    if (++steps_ > kMostSteps) return false;
    if (at == gram.size()) return add(gram);
    if (todo.empty()) return false;
    const PatternNode& node = *todo.back();
    todo.pop_back();
    switch (node.kind) {
      case Kind::kAssertion:
        return go(std::move(todo), gram, at);
      case Kind::kClass:
        gram[at] = node.bytes;
        return go(std::move(todo), gram, at + 1);
      case Kind::kGroup:
        todo.push_back(&node.children[0]);
        return go(std::move(todo), gram, at);
      case Kind::kConcat:
        for (std::size_t i = node.children.size(); i > 0; --i) todo.push_back(&node.children[i - 1]);
        return go(std::move(todo), gram, at);
      case Kind::kAlternate:
        return std::all_of(node.children.begin(), node.children.end(), [&](const PatternNode& child) {
          Todo with = todo;
          with.push_back(&child);
          return go(std::move(with), gram, at);
        });
      case Kind::kRepeat: {
        // As each round is a byte or more, further ones lie behind the gram.
        const auto round = [&](std::uint32_t count) {
          Todo with = todo;
          with.insert(with.end(), count, &node.children[0]);
          return go(std::move(with), gram, at);
        };
        const std::uint32_t most = std::min<std::uint32_t>(node.most, StubFilter::kGram);
        for (std::uint32_t count = std::min(node.least, most); count <= most; ++count) {
          if (!round(count)) return false;
        }
        return true;
      }
    }
    return false;
  }

  bool add(const Gram& gram) {
    if (std::any_of(grams_.begin(), grams_.end(), [&](const Gram& known) { return is_within(gram, known); }))
      return true;
    grams_.push_back(gram);
    return texts_of(gram) <= kMostTexts && grams_.size() <= kMostGrams;
  }

  std::vector<Gram> grams_;
  std::size_t steps_ = 0;
};

}  // namespace

bool is_within(const Gram& gram, const Gram& other) {
  for (std::size_t i = 0; i < gram.size(); ++i) {
    if ((gram[i] & ~other[i]).any()) return false;
  }
  return true;
}

Elements elements_of(const PatternNode& node) {
  Elements elements;
  flatten_into(node, elements);
  return elements;
}

void WalkStart::shorten(std::size_t length) {
  const std::size_t less = tail.size() - length;
  tail.resize(length);
  shared -= std::min(shared, less);
  cut += less;
}

std::optional<GramChooser::Choice> GramChooser::choose(const Elements& stub) const {
  return best_of(stub, stub.size(), 0, stub.size());
}

void GramChooser::take(const Choice& choice) {
  for (const WalkStart& start : choice.starts) {
    for (const Gram& gram : start.grams) {
      if (std::any_of(grams_.begin(), grams_.end(),
                      [&](const Gram& known) { return is_within(gram, known); }))
        continue;
      std::erase_if(grams_, [&](const Gram& known) { return is_within(known, gram); });
      grams_.push_back(gram);
    }
  }
}

// The places are within the first `own` elements, or within alternatives there. The last `shared` elements
// are of the whole stub.
std::optional<GramChooser::Choice> GramChooser::best_of(const Elements& elements, std::size_t own,
                                                        std::uint32_t before, std::size_t shared) const {
  std::optional<Choice> best;
  const auto offer = [&](std::optional<Choice> choice) {
    if (choice && (!best || choice->cost < best->cost)) best = std::move(choice);
  };
  const auto of_alternatives = [&](std::size_t place) -> std::optional<Choice> {
    Choice all;
    for (const PatternNode& child : elements[place].children) {
      Elements sequence = elements_of(child);
      const std::size_t length = sequence.size();
      sequence.insert(sequence.end(), elements.begin() + static_cast<std::ptrdiff_t>(place) + 1,
                      elements.end());
      std::optional<Choice> one =
          best_of(sequence, length, before, std::min(shared, elements.size() - place - 1));
      if (!one) return {};
      all.cost += one->cost;
      std::move(one->starts.begin(), one->starts.end(), std::back_inserter(all.starts));
    }
    return all;
  };
  for (std::size_t i = 0; i < own && before <= kMostBefore; ++i) {
    offer(choice_at(elements, i, before, shared));
    if (elements[i].kind == Kind::kAlternate) offer(of_alternatives(i));
    const std::uint32_t width = width_of(elements[i]).most;
    if (width > kMostBefore) break;
    before += width;
  }
  return best;
}

std::optional<GramChooser::Choice> GramChooser::choice_at(const Elements& elements, std::size_t first,
                                                          std::uint32_t before, std::size_t shared) const {
  WalkStart start;
  start.grams = GramSearch(elements, first).take();
  if (start.grams.empty()) return {};
  std::uint64_t behind = 0;
  for (std::size_t i = first; i < elements.size(); ++i) behind += width_of(elements[i]).most;
  if (behind > StubFilter::kWidest) return {};
  start.before = before;
  start.behind = static_cast<std::uint32_t>(behind);
  start.tail.assign(elements.begin() + static_cast<std::ptrdiff_t>(first), elements.end());
  start.shared = std::min(start.tail.size(), shared);
  Choice choice;
  for (const Gram& gram : start.grams) {
    const bool known =
        std::any_of(grams_.begin(), grams_.end(), [&](const Gram& other) { return is_within(gram, other); });
    const double share = likelihood_of_four(gram);
    choice.cost += known ? kPriceOfKnown * share : share + kPriceOfOne;
  }
  choice.starts.push_back(std::move(start));
  return choice;
}

}  // namespace trawl
