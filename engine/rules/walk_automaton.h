#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/model/stub_filter.h"
#include "engine/rules/gram_choice.h"

namespace trawl {

/// The automaton that walks along stubs, all of them at once. Of what follows a start it knows a superset:
/// repeats are counted to `kCounted` rounds, and assertions hold everywhere.
class WalkAutomaton {
 public:
  static constexpr std::uint32_t kCounted = 6;

  /// Makes it deterministic; false where that takes more than `most_states` states.
  bool build(const std::vector<WalkStart>& starts, std::size_t most_states);

  /// Of the automaton that was built.
  [[nodiscard]] std::size_t states() const { return sets_.size(); }

  /// Joins states that no text tells apart, and writes tables; false where they do not fit 16 bits.
  bool write(StubFilter& filter, std::vector<std::uint16_t>& next, std::vector<StubReach>& reaches) const;

 private:
  /// A step of a stub: on one of `bytes` to the one state in `next`; without bytes at once to all of them.
  struct Step {
    std::optional<std::bitset<256>> bytes;
    std::vector<std::uint32_t> next;
    std::size_t stub = 0;
    bool accepting = false;
  };
  using Set = std::vector<std::uint32_t>;  ///< of steps, ascending

  std::uint32_t fresh(std::size_t stub);
  std::uint32_t add(const WalkStart& start);
  std::uint32_t before(const PatternNode& node, std::uint32_t to, std::size_t stub);
  void add_closure(std::uint32_t step, Set& set);
  void make_classes();
  std::uint32_t number_of(Set set);
  [[nodiscard]] bool is_accepting(const Set& set) const;
  [[nodiscard]] StubReach reach_of(const Set& set) const;
  [[nodiscard]] std::vector<std::uint32_t> joined() const;

  std::vector<Step> steps_;
  /// By stub and how much was cut of its end: from where its last elements lead to the end, one after
  /// another.
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::uint32_t>> suffixes_;
  std::map<std::size_t, StubReach> reaches_;  ///< by stub
  std::array<std::uint8_t, 256> classes_{};
  std::vector<std::uint8_t> class_bytes_;  ///< one byte of each class
  std::map<Set, std::uint32_t> numbers_;
  std::vector<Set> sets_;                         ///< by state
  std::vector<std::vector<std::uint32_t>> next_;  ///< by state and class; empty where it accepts
  std::vector<bool> open_;                        ///< by step: on the way of a closure
};

}  // namespace trawl
