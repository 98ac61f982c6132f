#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace trawl {

/// Why something failed, as a sentence a user can act on: it names the file, the rule and the offending
/// fragment. Each level that passes an error up may put what it was doing in front (`while`).
class Error {
 public:
  explicit Error(std::string sentence) : sentence_(std::move(sentence)) {}

  [[nodiscard]] const std::string& sentence() const { return sentence_; }

  /// The same error, preceded by what the caller was doing: "reading config: line 3: ...".
  [[nodiscard]] Error during(const std::string& activity) const { return Error(activity + ": " + sentence_); }

 private:
  std::string sentence_;
};

/// A value, or the reason there is none. Ask before you take: taking the value of a failure is a programming
/// error and asserts. Not thread-safe; moves like its value.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : content_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error)
      : content_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

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

  [[nodiscard]] const Error& error() const { return std::get<1>(content_); }

 private:
  std::variant<T, Error> content_;
};

/// Success, or the reason there was none.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error)
      : content_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Error& error() const { return std::get<1>(content_); }

 private:
  std::variant<std::monostate, Error> content_;
};

}  // namespace trawl
