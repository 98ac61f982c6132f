#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/deps/version/semver.h"

namespace trawl {

/// A range of versions as package.json has it: "^1.2.3", "1.x || >=2.5.0", "1 - 2". Cargo's requirements are
/// close enough to be read by it, with `bare_is_caret`. Owns its text.
class NpmRange {
 public:
  /// Nothing for what is no range: a tag, a URL, a text beyond `kMostVersionBytes` or 64 alternatives.
  static std::optional<NpmRange> parse(std::string_view text, bool bare_is_caret = false);

  [[nodiscard]] bool contains(std::string_view version) const;

  /// Whether it has no upper bound, so that every later release is in it.
  [[nodiscard]] bool is_open() const;

 private:
  struct Comparator {
    enum class Kind : std::uint8_t { kLess, kLessEqual, kGreater, kGreaterEqual, kEqual };
    Kind kind = Kind::kEqual;
    std::uint64_t major = 0;
    std::uint64_t minor = 0;
    std::uint64_t patch = 0;
    std::string prerelease;
  };
  using All = std::vector<Comparator>;
  struct Partial;

  static std::optional<Partial> partial(std::string_view text);
  static bool add_hyphen(std::string_view from, std::string_view to, All& all);
  static bool add_simple(std::string_view text, bool bare_is_caret, All& all);

  std::vector<All> any_;
};

}  // namespace trawl
