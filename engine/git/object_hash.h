#pragma once

#include <memory>
#include <string_view>

#include "engine/git/object.h"
#include "engine/git/object_id.h"

namespace trawl {

/// SHA-1 or SHA-256 over bytes that come in pieces. One per thread. It detects damage, not deliberate SHA-1
/// collisions.
class ObjectHash {
 public:
  explicit ObjectHash(ObjectFormat format);
  ObjectHash(ObjectHash&&) noexcept;
  ~ObjectHash();

  void update(std::string_view bytes);
  /// The hash of all bytes so far. Call once.
  [[nodiscard]] ObjectId finish();

 private:
  struct State;
  ObjectFormat format_;
  std::unique_ptr<State> state_;
};

/// The id that git gives an object: the hash over "type size NUL" and the content (gitformat-loose).
[[nodiscard]] ObjectId id_of_object(ObjectFormat format, ObjectType type, std::string_view content);

/// A hash that has taken "type size NUL" already; the content follows in pieces.
[[nodiscard]] ObjectHash begin_object_hash(ObjectFormat format, ObjectType type, std::uint64_t size);

}  // namespace trawl
