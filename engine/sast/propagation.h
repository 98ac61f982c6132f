#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/sast/program.h"
#include "engine/sast/relevance.h"

namespace trawl::sast {

using ItemId = std::uint32_t;   ///< 0: none
using EntryId = std::uint32_t;  ///< 0: none

/// Follows values through a whole program.
///
/// Method: the tabulation of Reps, Horwitz and Sagiv (Precise interprocedural dataflow analysis via graph
/// reachability, POPL 1995), with access paths as facts and cleared kinds as an effect that composes. What a
/// function does with a parameter is found once, whoever calls it; a value that a source brought may leave
/// the function it was read in by every caller. Globals are one place for the whole program.
class Propagation {
 public:
  /// Where a value began: a source, a function's address, or (inside a callee) a parameter.
  struct Entry {
    FunctionId function = 0;
    Node node;  ///< kSource, kFunction or kParam
    SymbolId path = 0;
    bool open = false;           ///< kParam: stands for any value
    KindMask kinds = kAllKinds;  ///< of sinks that a value from there is worth following to
  };

  /// A value at a place, and how it got there.
  struct Item {
    enum class Way : std::uint8_t { kBegin, kEdge, kThrough, kUp };
    EntryId entry = 0;
    FunctionId function = 0;
    Node at;
    SymbolId path = 0;
    KindMask cleared = kNoKinds;
    KindMask restored = kNoKinds;
    CharSet refused;
    std::uint32_t shape = 0;
    std::uint8_t doubt = 0;
    Way way = Way::kBegin;
    ItemId parent = 0;
    ItemId through = 0;      ///< kThrough: what the callee did with it; kUp: nothing
    std::uint32_t edge = 0;  ///< kEdge: of `function`
    std::uint32_t call = 0;  ///< kThrough, kUp: of `function`
  };

  Propagation(Program& program, bool library);
  void run();

  [[nodiscard]] const std::vector<Item>& items() const { return items_; }
  [[nodiscard]] const Entry& entry(EntryId id) const { return entries_[id]; }
  /// Values that arrived at sinks, in the order found.
  [[nodiscard]] const std::vector<ItemId>& arrivals() const { return arrivals_; }
  [[nodiscard]] const std::vector<std::string>& limits() const { return limits_; }

 private:
  void begin(bool addresses);
  void seed();
  void follow();
  EntryId entry_for(FunctionId function, Node node, SymbolId path, bool open);
  void push(Item item);
  void push_relevant(Item item);
  [[nodiscard]] bool matters(const Item& item, KindMask uses) const;
  void process(ItemId id);
  void follow_edges(ItemId id, FunctionId in);
  void enter_calls(ItemId id);
  void leave(ItemId id);
  void go_up(ItemId id);
  void pass_through(ItemId incoming, ItemId exit);
  void arrive(ItemId id);
  SymbolId joined_path(SymbolId base, std::string_view suffix);

  Program& program_;
  bool library_;
  bool addresses_ = false;  ///< what is followed now: addresses of functions, or values of sources
  std::unique_ptr<Relevance> relevance_;
  bool bound_ = false;  ///< a call has gained a target
  std::vector<Entry> entries_{Entry()};
  std::map<std::tuple<FunctionId, Node, SymbolId, bool>, EntryId> entry_ids_;
  std::vector<Item> items_{Item()};
  /// Where a value is: hashed, as there are millions of places.
  struct Place {
    EntryId entry = 0;
    FunctionId function = 0;
    Node at;
    SymbolId path = 0;

    friend bool operator==(const Place&, const Place&) = default;
  };
  /// The last value that came to each place. Open addressing with linear probing (Knuth, The Art of Computer
  /// Programming 3, 6.4); what stands there knows its place itself.
  struct Last {
    std::uint32_t hash = 0;
    ItemId item = 0;  ///< 0: free
  };
  [[nodiscard]] Place place_of(const Item& item) const;
  static std::uint32_t hash_of(const Place& place);
  ItemId& last_at(const Place& place);
  std::vector<Last> last_;
  std::size_t places_ = 0;         ///< of `last_` that are taken
  std::vector<ItemId> before_{0};  ///< by item: the one that came to its place before it
  std::deque<ItemId> work_;
  std::vector<std::vector<std::pair<ItemId, std::uint32_t>>> incoming_{
      {}};                                      ///< by entry: item at the argument, call
  std::vector<std::vector<ItemId>> exits_{{}};  ///< by entry
  std::map<std::pair<FunctionId, std::uint32_t>, std::vector<ItemId>>
      waiting_;  ///< items at arguments, by call
  std::map<FunctionId, std::vector<ItemId>>
      outgoing_;  ///< values of sources that leave a function, for callers to come
  std::vector<ItemId> arrivals_;
  std::vector<std::string> limits_;
};

}  // namespace trawl::sast
