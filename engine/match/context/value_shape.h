#pragma once

#include <string_view>

namespace trawl {

/// Shapes of values that no secret has. Each is pure, linear in the size of `value`, and allocates nothing.

bool is_template(std::string_view value);  ///< `${X}`, `{{x}}`, `<x>`, `%(x)s`, `$X`, `%X%`, `printf` formats
bool is_reference(std::string_view value);  ///< `process.env.X`, `op://vault/item`, `vault:secret/data/x`
bool is_property(std::string_view value);   ///< `server.port=0`
bool is_code(std::string_view value);       ///< a call, an access to a member, an operator
bool is_words_and_numbers(std::string_view value);  ///< `bedrock-api-key-1234`, `ghp_old_token_123`
bool is_name_of_type(std::string_view value);       ///< `MLDSA65PrivateKey`
bool is_unsigned_token(std::string_view value);     ///< a JWT of the algorithm "none"
bool is_published_key(
    std::string_view value);                 ///< made to be shown, as keys of emulators and of browsers are
bool is_repetition(std::string_view value);  ///< at most two different characters, or one group over and over
bool is_sequence(std::string_view value);    ///< mostly steps along the alphabet, the digits or the keyboard
bool is_sentence(std::string_view value);    ///< words with spaces between them
bool is_path(std::string_view value);        ///< a file or a route
bool is_address(std::string_view value);     ///< a URL without a password, a host name, a mail address
bool is_regular_expression(std::string_view value);
/// Thirty-two characters or more with signs of many kinds among letters and digits: the keys of Django and
/// WordPress. Expressions and templates are no such thing.
bool is_random_punctuation(std::string_view value);
bool is_dated_or_numbered(std::string_view value);  ///< ISO date, version, number with a unit, colour
bool is_uuid(std::string_view value);
bool is_named_hash(
    std::string_view value);  ///< `sha256:...`, `$2b$...`, `aa:bb:cc:...`: computed, not secret
bool is_public_material(
    std::string_view value);  ///< public keys, certificates, pictures, fonts, `data:` URIs

}  // namespace trawl
