#pragma once

#include <optional>
#include <string_view>

namespace trawl {

/// Why what stands under this name is no secret, as a short sentence in static text; nothing if the name does
/// not say so. `name` is the whole name left of the operator (`spring.datasource.passwordFile`), in
/// snake_case, camelCase or kebab-case.
///
/// Names deny in four ways: another word stands where the keyword seems to be (`passenger`, `tokenizer`,
/// `monkey`); the last word says that the value is about the secret (`_url`, `_file`, `_length`, `_policy`);
/// a word says that it is public or made up (`public_key`, `csrf`, `dummy`); the first word is a verb
/// (`getPassword`). Pure, linear in the size of `name`, allocates nothing; words after the 24th are not
/// looked at.
std::optional<std::string_view> denial_of_name(std::string_view name);

/// Whether a word of the name is `password` in one of its forms: such values are chosen by people.
bool names_a_password(std::string_view name);

/// Whether the text (a name, or what stands in front of a value on its line) speaks of a hash, a commit or a
/// checksum: hexadecimal digits beside these words are no keys.
bool speaks_of_hash(std::string_view text);

}  // namespace trawl
