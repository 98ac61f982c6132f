#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace trawl::sast {

/// What a text means to the function that receives it. A sanitizer clears kinds, it never erases the flow: a
/// text quoted for a shell is still unsafe as SQL.
enum class Kind : std::uint8_t {
  kShell,
  kArgv,
  kProgram,
  kLibrary,
  kSearchPath,
  kSql,
  kLdap,
  kXpath,
  kXml,
  kPath,
  kCrlf,
  kLog,
  kFormat,
  kHtml,
  kUrl,
  kRedirect,
  kDeserialize,
  kCode,
  kConfig,
  kDecision,
  kSpecial,  ///< a language only the user's models know
  kRole,     ///< not a taint sink: an argument whose origin is asked for (key, iv, ...); see SinkSite::role
  kCount
};

/// A set of kinds, one bit each.
using KindMask = std::uint32_t;

constexpr KindMask mask_of(Kind kind) {
  return KindMask{1} << static_cast<unsigned>(kind);
}
constexpr KindMask kNoKinds = 0;
constexpr KindMask kAllKinds = mask_of(Kind::kRole) - 1;

/// "search-path", as in model files.
std::string_view name_of(Kind kind);
std::optional<Kind> kind_named(std::string_view name);

/// Who can put a value where it was read. Ordered: a greater level is nearer to a stranger.
enum class Level : std::uint8_t { kNone, kLibrary, kLocal, kStored, kRemote };

std::string_view name_of(Level level);
std::optional<Level> level_named(std::string_view name);

}  // namespace trawl::sast
