#pragma once

#include <string_view>

#include "engine/match/validators/validator.h"

namespace trawl {

/// The whole text from BEGIN to END, or as far as it goes: PEM of PKCS#1, SEC 1, PKCS#8, OpenSSH and OpenPGP
/// keys. Encrypted keys are medium; an empty or invented body is a placeholder, low; certificates and public
/// keys are no secrets. A text without its END is given no verdict, because the rest of it could not be
/// examined.
Validation judge_private_key(std::string_view text);

/// The same of `OPENSSH PRIVATE KEY` only: other labels give no verdict.
Validation judge_openssh_key(std::string_view text);

/// `PGP PRIVATE KEY BLOCK`: the CRC-24 line and the secret-key packet (RFC 4880).
Validation judge_pgp_key(std::string_view text);

/// A PuTTY .ppk file of version 1 to 3 from its first line on.
Validation judge_putty_key(std::string_view text);

/// Google Cloud's service account file: the JSON object, or the PEM inside it alone.
Validation judge_gcp_service_account(std::string_view text);

}  // namespace trawl
