#include "engine/match/validators/ssh_key.h"

#include <cstdint>

#include "engine/match/validators/judgement.h"

namespace trawl {
namespace {

constexpr std::string_view kMagic("openssh-key-v1\0", 15);

bool take_number(std::string_view& bytes, std::uint32_t& value) {
  if (bytes.size() < 4) return false;
  value = 0;
  for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(c);
  bytes.remove_prefix(4);
  return true;
}

}  // namespace

bool take_ssh_string(std::string_view& bytes, std::string_view& value) {
  std::string_view rest = bytes;
  std::uint32_t length = 0;
  if (!take_number(rest, length) || length > rest.size()) return false;
  value = rest.substr(0, length);
  bytes = rest.substr(length);
  return true;
}

SshKey examine_openssh_key(std::string_view bytes) {
  SshKey key;
  if (!bytes.starts_with(kMagic)) return key;
  key.recognised = true;
  bytes.remove_prefix(kMagic.size());
  std::string_view cipher;
  std::string_view kdf;
  std::string_view kdf_options;
  std::uint32_t count = 0;
  if (!take_ssh_string(bytes, cipher) || !take_ssh_string(bytes, kdf)) return key;
  key.encrypted = cipher != "none";
  if (!take_ssh_string(bytes, kdf_options) || !take_number(bytes, count) || count == 0) return key;

  std::string_view type;
  for (std::uint32_t i = 0; i < count; ++i) {  // ends with the bytes: each round takes four or more
    std::string_view public_key;
    if (!take_ssh_string(bytes, public_key)) return key;
    if (i == 0 && !take_ssh_string(public_key, type)) return key;
  }
  key.description = shown(type) + " key";
  if (key.encrypted) key.description += ", encrypted with " + shown(cipher);
  std::string_view secret;
  if (!take_ssh_string(bytes, secret)) return key;
  if (key.encrypted) {
    key.right = kdf != "none" && !secret.empty();  // an authentication tag may follow
    return key;
  }
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  std::string_view secret_type;
  key.right = kdf == "none" && bytes.empty() && take_number(secret, first) && take_number(secret, second) &&
              first == second && take_ssh_string(secret, secret_type) && secret_type == type;
  return key;
}

}  // namespace trawl
