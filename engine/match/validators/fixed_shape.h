#pragma once

#include <string_view>

#include "engine/match/validators/validator.h"

namespace trawl {

// Tokens with a marker at a fixed place or a number inside. Each takes the whole token with its prefix.

Validation judge_aws_account_id(std::string_view key_id);  ///< reads the account out of an access key id
Validation judge_openai(std::string_view token);       ///< marker in the middle of two parts of one length
Validation judge_anthropic(std::string_view token);    ///< 93 characters and `AA`
Validation judge_groq(std::string_view token);         ///< marker after 20; its absence says nothing
Validation judge_maxmind(std::string_view token);      ///< 6, `_`, 29, `_mmk`
Validation judge_terraform(std::string_view token);    ///< 14, `.atlasv1.`, about 67
Validation judge_flutterwave(std::string_view token);  ///< 32 hexadecimal digits and `-X`
Validation judge_mercury(std::string_view token);      ///< ends in its prefix spelt backwards
Validation judge_discord(std::string_view token);      ///< first part: base64 of a snowflake
Validation judge_ngrok(std::string_view token);        ///< a KSUID and 21 characters
Validation judge_nuget(std::string_view token);        ///< base32 of two parts; the first begins with "v4"
Validation judge_wireguard(std::string_view key);      ///< 32 clamped bytes
Validation judge_bcrypt(std::string_view hash);        ///< cost 04 to 31 and 53 characters
Validation judge_remote_host(std::string_view host);   ///< a name others can reach: not localhost, not `db`

}  // namespace trawl
