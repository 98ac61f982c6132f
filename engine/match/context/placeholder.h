#pragma once

#include <optional>
#include <string_view>

namespace trawl {

/// Why `value` stands for a secret rather than being one, as a short sentence in static text; nothing if it
/// may be a secret. `name` is what the value is assigned to (may be empty): a value equal to its own name is
/// none.
///
/// Seen are: templates and references (`${X}`, `{{x}}`, `<x>`, `%(x)s`, `$X`, `process.env.X`, `op://...`),
/// calls and other code, words that say so (`changeme`, `your-...`, `example`, `redacted`), well-known weak
/// values, one character or group repeated, runs along the alphabet or the keyboard, sentences, paths,
/// addresses, patterns, numbers, dates, versions, UUIDs, hashes that name their kind, public keys, pictures
/// and fonts in base64.
///
/// Pure, never throws for any bytes, linear in the size of `value`, allocates nothing. No list entry that is
/// looked for inside a value is shorter than five letters: shorter ones stand in random text.
std::optional<std::string_view> placeholder_reason(std::string_view value, std::string_view name = {});

/// The part of the above that also holds for a short password of a connection address (3 bytes or more).
bool is_weak_value(std::string_view value);

/// `P@ssw0rd!`, `p@sswrod`: a variation of the word that people choose in production as well, so that only
/// a test's or documentation's are none.
bool plays_on_password(std::string_view value);

}  // namespace trawl
