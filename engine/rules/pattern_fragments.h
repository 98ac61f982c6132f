#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace trawl {

/// Writes out the named fragments of a pattern: `(?&assigned)` and the like, which stand for what people
/// write between the words of a name, and between a name and its value, in the languages and formats there
/// are. One place knows them all, so a form that is added here is added to every rule.
///
/// | fragment | stands for |
/// | --- | --- |
/// | `(?&within)` | what is between two words of a name, also where the second is nested below the first |
/// | `(?&assigned)` | from the end of a name to the first byte of its value: operators, types, calls, quotes
/// | | `(?&near)` | up to 40 bytes of this line and as many of the next |
///
/// An error names a fragment that does not exist.
Result<std::string> with_fragments(std::string_view pattern);

}  // namespace trawl
