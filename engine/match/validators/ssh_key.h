#pragma once

#include <string>
#include <string_view>

namespace trawl {

/// What the body of an `OPENSSH PRIVATE KEY` says of itself.
struct SshKey {
  bool recognised = false;  ///< it begins with "openssh-key-v1"
  bool right = false;       ///< every field fits; if unencrypted, the two check integers agree
  bool encrypted = false;
  std::string description;  ///< "ssh-ed25519 key, encrypted with aes256-ctr"
};

/// Reads the container of OpenSSH's PROTOCOL.key.
SshKey examine_openssh_key(std::string_view bytes);

/// Takes one string (four bytes of length, big-endian, and the bytes) off the front of SSH's wire format;
/// false, and nothing taken, where it does not fit.
bool take_ssh_string(std::string_view& bytes, std::string_view& value);

}  // namespace trawl
