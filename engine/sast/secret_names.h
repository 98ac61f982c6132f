#pragma once

#include <string_view>

namespace trawl::sast {

/// What identifiers say about the values they name. Never evidence by itself: asked only where the value or
/// what is done with it says something, too.

/// "password", "userPwd", "ADMIN_SECRET"; not "password_file" or "pwd_hash", which name something about one.
bool names_password(std::string_view identifier);
/// The same, and what must not be guessed: "session_id", "csrfToken", "nonce", "salt".
bool names_unguessable(std::string_view identifier);
/// "pass", "pwd", "secret": passwords, but also passes of a compiler, working directories, secret lives.
bool names_password_vaguely(std::string_view identifier);
/// Whether one of the identifiers in a piece of source text names a password; texts in quotes are none.
bool mentions_password(std::string_view source, bool vaguely);

/// Whether a function or its file is named after a protocol that demands an old hash ("ntlm_core_mk_nt_hash",
/// "websocket.c"), after something that is no secret ("etag", "fingerprint"), or after the hash itself
/// ("md5.c").
/// Whether a function or its file is named after a mode of operation, which is made of single blocks.
bool named_by_mode(std::string_view function, std::string_view path);
/// Whether a function tests or measures: its constants are examples.
bool named_by_test(std::string_view function);
/// Whether names say that it is about who somebody is or who wrote something.
bool named_by_trust(std::string_view function, std::string_view path);
bool named_by_protocol(std::string_view function, std::string_view path);

}  // namespace trawl::sast
