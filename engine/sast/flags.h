#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace trawl::sast {

/// The words of a POSIX shell command line: blanks, quotes and backslashes, nothing else. Nothing is
/// expanded; an open quote ends with the text.
std::vector<std::string> shell_words(std::string_view command);

/// Where a path of a compile database leads: relative to the root of the program, or nothing when it leads
/// out of it. `directory` is relative to the root (empty: the root itself); `root` is the program's absolute
/// place, which absolute paths must lie below. No file system is asked: `..` is resolved by name.
std::optional<std::string> path_in_program(std::string_view path, std::string_view directory,
                                           std::string_view root);

/// What is left of a compiler's arguments.
struct CleanFlags {
  std::vector<std::string> flags;    ///< for the parser: each is one that we know to do no harm
  std::vector<std::string> dropped;  ///< names of flags that were refused, for a note; sorted, each once
  bool other_language = false;       ///< the entry is no C or C++: it is skipped
};

/// Keeps the flags of a list and drops all else: of about 4,600 options of Clang, dozens run code, write
/// files or read any. `arguments` are without the compiler's name. Bare words are dropped: the file to parse
/// is named by us.
CleanFlags clean_flags(std::span<const std::string> arguments, std::string_view directory,
                       std::string_view root);

/// Whether every word is one that `clean_flags` may give: a second look by other means, taken by the worker.
bool are_clean(std::span<const std::string> flags);

/// What a file is, by its name: "c", "c++", or empty for what is no main file of C or C++.
std::string_view language_of(std::string_view path);
/// Whether the name is one of a header or of something that is included.
bool is_header(std::string_view path);

/// Flags where no compile database has any: the language by extension, a recent standard with GNU's
/// extensions, and the target (`windows` for programs of Windows).
std::vector<std::string> inferred_flags(std::string_view path, bool windows);

}  // namespace trawl::sast
