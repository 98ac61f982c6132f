#pragma once

#include <optional>
#include <string_view>
#include <utility>

namespace trawl {

/// The part of an OpenSSL cipher list (`HIGH:!aNULL`), or a list of IETF names, that lets weak ciphers in:
/// without encryption or authentication, export, DES, RC4, 3DES, MD5. Nothing if none is in the resulting
/// list.
std::optional<std::pair<std::size_t, std::size_t>> weak_cipher_in(std::string_view list);

}  // namespace trawl
