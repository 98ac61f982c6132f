#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "engine/sast/program.h"

namespace trawl::sast {

/// Where a value, or a part of it, was made.
struct Origin {
  enum class Kind : std::uint8_t {
    kConstant,  ///< `id`: of the literals of the function's unit; or `number`, where `folded`
    kSource,    ///< `id`: of the function's sources
    kFunction,  ///< the address of a function, `symbol`
    kUnknown,   ///< a parameter nobody passes, a library function nothing is known of
  };
  Kind kind = Kind::kUnknown;
  FunctionId function = 0;
  std::uint32_t id = 0;
  bool folded = false;
  std::int64_t number = 0;
  SymbolId symbol = 0;
  /// The way from there to the argument that was asked about: (function, place, name, phrase as in FlowStep).
  struct Hop {
    FunctionId function = 0;
    Spot place;
    std::string_view name;  ///< of the program
    std::uint8_t phrase = 0;
  };
  std::uint32_t way = 0;  ///< its first hop, for `OriginQuery::hops_of`
};

/// All parts of the value in one situation: one way of being called. A value is constant in a situation when
/// all its parts are.
struct Situation {
  std::vector<Origin> origins;
  FunctionId outermost = 0;  ///< the function in which the question ended
};

/// Asks backwards where the value of an argument comes from, through assignments, concatenations, fields,
/// globals, results and parameters, across functions and files, over the edges that Program has.
///
/// Method: demand-driven reachability over summaries, callers kept apart (a call string of at most 8),
/// bounded in depth and work; what is beyond the bounds is kUnknown. Not thread-safe.
class OriginQuery {
 public:
  explicit OriginQuery(const Program& program);

  /// The situations of sink `index` of `function`, in the order of callers.
  std::vector<Situation> situations_of(FunctionId function, std::uint32_t index);
  /// Whether a bound was met since construction.
  [[nodiscard]] bool limited() const { return limited_; }

  [[nodiscard]] const SourceSite& source_of(const Origin& origin) const;
  [[nodiscard]] std::string_view label_of(const Origin& origin) const;
  /// The way of an origin; until `forget_ways`.
  [[nodiscard]] std::vector<Origin::Hop> hops_of(const Origin& origin) const;
  /// Makes room: origins that were found before lose their ways.
  void forget_ways() { ways_.resize(1); }
  /// The literal of a constant that has one; null for folded numbers.
  [[nodiscard]] const Literal* literal_of(const Origin& origin) const;

 private:
  /// Ways share what they have in common: each hop knows the one behind it.
  using WayId = std::uint32_t;
  struct Way {
    Origin::Hop hop;
    WayId behind = 0;
    std::uint32_t length = 0;
  };
  struct Open {  ///< an origin that is still a parameter of the function asked in
    std::int16_t index = 0;
    std::string path;
    WayId way = 0;
  };
  struct Partial {
    std::vector<Origin> origins;
    std::vector<Open> open;
  };
  void collect(FunctionId function, const Node& to, const std::string& path, unsigned depth, WayId way,
               Partial& out);
  WayId way_from(const Origin::Hop& hop, WayId behind);
  struct Wanted {  ///< a place within a function whose value is asked for
    Node node;
    std::string path;
    WayId way = 0;
  };
  void collect_edges(FunctionId function, const Wanted& wanted, unsigned depth, std::vector<Wanted>& before,
                     Partial& out);
  void collect_global(SymbolId global, const std::string& path, unsigned depth, WayId behind, Partial& out);
  void collect_call(FunctionId function, const Node& from, const std::string& path, unsigned depth,
                    WayId behind, Partial& out);
  void collect_argument(FunctionId function, std::uint32_t call, std::int16_t index, const std::string& path,
                        unsigned depth, WayId behind, Partial& out);
  void expand(FunctionId function, Partial partial, unsigned level, std::vector<FunctionId>& chain,
              std::vector<Situation>& out);

  const Program& program_;
  std::vector<std::map<Node, std::vector<std::uint32_t>>> to_;     ///< by function: edges by where they end
  std::unordered_map<SymbolId, std::vector<FunctionId>> writers_;  ///< of globals
  std::unordered_map<std::string, std::int64_t> numbers_;          ///< globals with a number at the start
  std::vector<Way> ways_{Way()};
  std::size_t work_ = 0;
  bool limited_ = false;
  std::vector<std::tuple<FunctionId, Node, std::string>> under_way_;
};

}  // namespace trawl::sast
