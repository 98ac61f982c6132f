#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/sast/program.h"

namespace trawl::sast {

/// From which places of a program a value can get to a sink, or a function's address to a call, at all, and
/// to sinks of which kinds.
///
/// Method: backwards reachability over edges and calls, without contexts and paths, one bit a kind, in time
/// linear in the size of the program (Weiser, Program slicing, ICSE 1981). Propagation follows values
/// forwards in these places only; the rest of a large program costs nothing.
class Relevance {
 public:
  /// Beside the kinds: a sink that matters only when the constant text around the value holds lines or
  /// markup, which no edge on the way to it has; that a decoder on the way undoes what made a value safe; and
  /// the pointer of a call.
  static constexpr KindMask kNeedsLines = KindMask{1} << 28U;
  static constexpr KindMask kNeedsMarkup = KindMask{1} << 29U;
  static constexpr KindMask kRestores = KindMask{1} << 30U;
  static constexpr KindMask kTargets = KindMask{1} << 31U;

  explicit Relevance(const Program& program);

  /// What a value at `node` of `function` can get to.
  [[nodiscard]] KindMask from(FunctionId function, const Node& node) const;
  /// The same for the place where an edge of `function` ends.
  [[nodiscard]] KindMask behind_edge(FunctionId function, std::uint32_t edge) const {
    const Places& places = places_[function];
    return places.uses[places.ends[edge]];
  }

 private:
  struct Before {  ///< what an edge does to a use, beside where it begins
    std::uint32_t place = 0;
    KindMask cleared = kNoKinds;
    KindMask restored = kNoKinds;
    bool lines = false;
    bool markup = false;
  };
  struct Places {
    std::vector<Node> nodes;           ///< sorted
    std::vector<KindMask> uses;        ///< by node
    std::vector<char> waiting;         ///< by node: whether it is in the work to do
    std::vector<Before> before;        ///< edges, by the node where they end
    std::vector<std::uint32_t> first;  ///< by node, and one more: its first in `before`
    std::vector<std::uint32_t> ends;   ///< by edge: the node
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> arguments;  ///< by call: nodes
  };
  using Work = std::deque<std::pair<FunctionId, std::uint32_t>>;

  void mark(FunctionId function, const Node& node, KindMask use, Work& work);
  void mark_at(FunctionId function, std::uint32_t place, KindMask use, Work& work);
  void go_back(FunctionId function, std::uint32_t place, Work& work);
  [[nodiscard]] KindMask of_sink(std::uint32_t sink) const;

  const Program& program_;
  std::vector<Places> places_;  ///< by function
  std::unordered_map<SymbolId, std::vector<std::pair<FunctionId, std::uint32_t>>> globals_;
  std::unordered_map<SymbolId, KindMask> told_;  ///< what all places of a global know
};

}  // namespace trawl::sast
