#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/git/inflate.h"
#include "engine/git/object.h"
#include "engine/git/object_buffer.h"
#include "engine/git/pack_forest.h"
#include "engine/model/copy_run.h"

namespace trawl {

/// New bytes of a delta: `[source, source + length)` of the delta itself stand at `target` of its result.
struct DeltaLiteral {
  std::uint32_t source = 0;
  std::uint32_t target = 0;
  std::uint32_t length = 0;
};

/// A delta taken apart. Its lists are used again for the next one.
struct ParsedDelta {
  std::uint64_t result_size = 0;
  std::vector<CopyRun> copies;  ///< joined where they continue each other in the base and in the result
  std::vector<DeltaLiteral> literals;
};

/// Reads a delta. Every instruction is checked as in `apply_delta`, so that `parsed` can be carried out
/// without further checks. Sizes beyond 32 bits are too large.
ObjectResult<bool> parse_delta(std::string_view delta, std::uint64_t base_size, ParsedDelta& parsed);

/// An object that a walk came to. Views are valid during the call only.
struct WalkedObject {
  static constexpr std::uint32_t kNoSlot = UINT32_MAX;

  std::uint32_t entry = 0;  ///< of the forest
  std::string_view bytes;   ///< all of it
  std::uint32_t slot = 0;   ///< where the visitor may keep what it knows of the object, for its deltas
  std::uint32_t base_slot =
      kNoSlot;  ///< that of the base; none for a root, and where the base was not visited
  bool is_delta = false;
  std::uint64_t base_size = 0;      ///< the rest is for deltas only
  std::span<const CopyRun> copies;  ///< from the base; what lies between is new
};

/// Whoever wants to see objects. Small numbers, the slots, name what is alive: the slot of an object is given
/// to another one after the last of its deltas was visited, so a vector indexed by slot holds the state of
/// all objects that are still needed, and its elements can be used again.
class ObjectVisitor {
 public:
  virtual ~ObjectVisitor() = default;
  virtual void visit(const WalkedObject& object) = 0;
  /// `entry` cannot be had, and none of the entries below it.
  virtual void lost(std::uint32_t entry, const ObjectFailure& failure) = 0;
  /// `entry` is sound, but its compressed bytes end before the next entry begins: the index leaves one out.
  virtual void gap(std::uint32_t entry) = 0;
  /// Asked before each object: whether to end the walk.
  [[nodiscard]] virtual bool stop() { return false; }
};

/// Which entries a walk visits; indexed by entry. Empty: all.
using WantedEntries = std::vector<std::uint8_t>;
inline constexpr std::uint8_t kWanted = 1;       ///< visit it
inline constexpr std::uint8_t kWantedBelow = 2;  ///< it is, or has below it, a wanted entry: inflate it

/// Sets `kWantedBelow` wherever `kWanted` entries need it.
void mark_needed(const PackForest& forest, WantedEntries& wanted);

/// Walks one tree of a forest, depth first, light children before heavy ones, every object made once: the
/// parent's bytes are given up before its last child is entered. No recursion.
///
/// Memory: the objects under way, at most log2(n) of them in a forest whose subtrees were weighed. Where they
/// take more than `budget` bytes all the same, the oldest is forgotten and made again when it is needed.
/// One per thread; its buffers are used again for the next tree.
class DeltaWalker {
 public:
  struct Limits {
    std::uint64_t object = (std::uint64_t{4} << 30) - 1;  ///< bytes of one object
    std::uint64_t budget = std::uint64_t{96} << 20;       ///< bytes of objects under way
    /// What one tree may make in all: so much for each packed byte, and so much beside. Thirty bytes of delta
    /// can make 64 MiB; a large file with ten thousand small changes is honest and makes 30,000 for one.
    std::uint64_t made_for_packed = 32768;
    std::uint64_t made = std::uint64_t{16} << 30;
  };
  /// Reads an object of another pack or a loose one, for deltas whose base is not in their pack.
  using ReadElsewhere = std::function<ObjectResult<Object>(const ObjectId&)>;

  DeltaWalker(const Limits& limits, ReadElsewhere read_elsewhere)
      : limits_(limits), read_elsewhere_(std::move(read_elsewhere)) {}

  /// Visits the tree of `root`, or what is wanted of it.
  void walk(const PackForest& forest, std::uint32_t root, const WantedEntries& wanted,
            ObjectVisitor& visitor);

 private:
  struct Frame {
    std::uint32_t entry;
    std::uint32_t slot;
    std::uint32_t next_child;  ///< next needed one, or kNone
    std::uint64_t size;
    bool visited;
    bool forgotten = false;
  };

  ObjectResult<bool> inflate(const PackForest& forest, std::uint32_t entry, ObjectBuffer& buffer,
                             std::uint64_t most);
  ObjectResult<bool> make_root(const PackForest& forest, std::uint32_t root, ObjectBuffer& buffer);
  ObjectResult<bool> make_child(const PackForest& forest, std::uint32_t entry, std::string_view base,
                                ObjectBuffer& result);
  ObjectResult<bool> apply(std::string_view base, std::string_view delta, ObjectBuffer& result);
  ObjectResult<bool> make_again(const PackForest& forest, std::uint32_t entry, ObjectBuffer& buffer);
  std::uint32_t take_slot();
  void keep_to_budget(std::vector<Frame>& frames);

  Limits limits_;
  ReadElsewhere read_elsewhere_;
  Inflater inflater_;
  std::vector<ObjectBuffer> buffers_;  ///< by slot
  std::vector<std::uint32_t> free_slots_;
  ObjectBuffer delta_;
  ParsedDelta parsed_;
  bool gap_ = false;
  std::vector<Frame> frames_;
};

}  // namespace trawl
