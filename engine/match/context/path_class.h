#pragma once

#include <cstdint>
#include <string_view>

namespace trawl {

/// What a path says about the text at it. A path class lowers the grade of generic rules, or silences them.
enum class PathClass : std::uint8_t {
  kPlain,
  kLock,           ///< written by a package manager: hashes and addresses only
  kGenerated,      ///< minified or written by a program
  kVendored,       ///< somebody else's code, kept here
  kTest,           ///< tests, fixtures, mocks
  kDocumentation,  ///< prose with examples
  kTranslation,    ///< texts of a user interface
  kSampleConfig,   ///< `.env.example`, `config.sample.php`
};

/// What the bytes at a path are written in, as far as unquoted values are concerned.
enum class TextForm : std::uint8_t {
  kUnknown,        ///< no path, or a name that tells nothing
  kConfiguration,  ///< values may stand without quotes: YAML, .env, properties, INI, Dockerfile, shell
  kCode,           ///< a value without quotes is an expression
  kProse,          ///< running text
};

struct PathTraits {
  PathClass path_class = PathClass::kPlain;
  TextForm form = TextForm::kUnknown;

  friend bool operator==(const PathTraits&, const PathTraits&) = default;
};

/// Lines over this many bytes are not written by people.
constexpr std::size_t kLongestWrittenLine = 5000;

/// Classes `path` by its folders and its name. `/` and `\` separate, case does not matter, an archive member
/// counts with all its parts. `has_long_line`: the blob has a line over `kLongestWrittenLine` bytes. The
/// first class that applies wins, in this order: lock, generated, translation, vendored, test, sample
/// configuration, documentation. Pure, linear, allocates nothing.
PathTraits traits_of_path(std::string_view path, bool has_long_line = false);

/// "lock file", "test or fixture": for reasons shown to people.
std::string_view name_of(PathClass path_class);

}  // namespace trawl
