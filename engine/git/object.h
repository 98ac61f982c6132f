#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/base/result.h"

namespace trawl {

/// The numbers are those of pack entries (gitformat-pack).
enum class ObjectType : std::uint8_t { kCommit = 1, kTree = 2, kBlob = 3, kTag = 4 };

/// git's word: "commit", "tree", "blob", "tag".
std::string_view name_of(ObjectType type);
std::optional<ObjectType> object_type_named(std::string_view name);

struct ObjectHeader {
  ObjectType type = ObjectType::kBlob;
  std::uint64_t size = 0;  ///< bytes of content
};

struct Object {
  ObjectType type = ObjectType::kBlob;
  std::string bytes;
};

/// Objects up to this many bytes are held whole in memory; so are their delta bases.
inline constexpr std::uint64_t kMaxObjectBytes = std::uint64_t{64} << 20;

/// Why an object could not be had. They differ in what the user can do: fetch, repair, or raise a limit.
enum class ObjectFault : std::uint8_t { kMissing, kCorrupt, kTooLarge };

struct ObjectFailure {
  ObjectFault fault;
  Error error;
};

inline ObjectFailure missing(std::string sentence) {
  return {ObjectFault::kMissing, Error(std::move(sentence))};
}
inline ObjectFailure corrupt(std::string sentence) {
  return {ObjectFault::kCorrupt, Error(std::move(sentence))};
}
inline ObjectFailure corrupt(Error error) {
  return {ObjectFault::kCorrupt, std::move(error)};
}
inline ObjectFailure too_large(std::string sentence) {
  return {ObjectFault::kTooLarge, Error(std::move(sentence))};
}

/// A value, or which fault kept it away and why. Like `Result`: ask before you take.
template <typename T>
class [[nodiscard]] ObjectResult {
 public:
  ObjectResult(T value)
      : content_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  ObjectResult(ObjectFailure failure)                          // NOLINT(google-explicit-constructor)
      : content_(std::in_place_index<1>, std::move(failure)) {}

  [[nodiscard]] bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & { return std::get<0>(content_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(content_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(content_)); }
  [[nodiscard]] T& operator*() & { return value(); }
  [[nodiscard]] const T& operator*() const& { return value(); }
  [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
  [[nodiscard]] T* operator->() { return &value(); }
  [[nodiscard]] const T* operator->() const { return &value(); }

  [[nodiscard]] const ObjectFailure& failure() const { return std::get<1>(content_); }
  [[nodiscard]] ObjectFault fault() const { return failure().fault; }
  [[nodiscard]] const Error& error() const { return failure().error; }

 private:
  std::variant<T, ObjectFailure> content_;
};

}  // namespace trawl
