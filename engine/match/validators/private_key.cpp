#include "engine/match/validators/private_key.h"

#include <optional>
#include <string>

#include "engine/match/validators/armor.h"
#include "engine/match/validators/base_n.h"
#include "engine/match/validators/der.h"
#include "engine/match/validators/json_value.h"
#include "engine/match/validators/judgement.h"
#include "engine/match/validators/openpgp_key.h"
#include "engine/match/validators/ssh_key.h"

namespace trawl {
namespace {

constexpr std::string_view kOpenSshLabel = "OPENSSH PRIVATE KEY";
constexpr std::string_view kPgpLabel = "PGP PRIVATE KEY BLOCK";

Validation placeholder() {
  return graded(invalid("placeholder"), Severity::kLow);
}

/// The bytes of the body; of a text that was cut, as many as are whole.
std::optional<std::string> bytes_of(const Armor& armor) {
  std::string_view body = armor.body;
  if (!armor.ended) body = body.substr(0, body.size() / 4 * 4);
  return decode_base64(body, Base64Alphabet::kStandard);
}

Validation judge_der(const Armor& armor, const std::string& bytes) {
  if (armor.legacy_encryption) {
    // Cipher text: nothing in it but whole blocks of 3DES or AES.
    const bool blocks = !bytes.empty() && bytes.size() % 8 == 0;
    std::string detail = armor.label + ", encrypted";
    return graded(armor.ended ? verdict_if(blocks, std::move(detail)) : no_verdict(std::move(detail)),
                  Severity::kMedium);
  }
  const DerKey key = examine_der_key(bytes);
  if (!key.sequence) return placeholder();
  if (!armor.ended) {
    Validation result = no_verdict("end not seen");
    if (armor.label.starts_with("ENCRYPTED")) result.severity = Severity::kMedium;
    return result;
  }
  if (!key.right) return invalid("body is not a whole key");
  return key.encrypted ? graded(valid(key.description), Severity::kMedium) : valid(key.description);
}

Validation judge_ssh(const Armor& armor, const std::string& bytes) {
  const SshKey key = examine_openssh_key(bytes);
  if (!key.recognised) return placeholder();
  Validation result = armor.ended ? verdict_if(key.right, key.description) : no_verdict(key.description);
  if (key.encrypted) result.severity = Severity::kMedium;
  return result;
}

Validation judge_pgp(const Armor& armor, const std::string& bytes) {
  const OpenPgpKey key = examine_openpgp_key(bytes);
  if (!key.recognised) return placeholder();
  Validation result = no_verdict(key.description);
  // The checksum line is optional since RFC 9580.
  if (armor.ended && !armor.checksum.empty()) {
    result.verdict =
        armor.checksum == encode_base64(openpgp_checksum_of(bytes)) ? Verdict::kValid : Verdict::kInvalid;
  }
  if (key.encrypted) result.severity = Severity::kMedium;
  return result;
}

Validation judge_armor(const Armor& armor) {
  const bool is_private = armor.label.find("PRIVATE KEY") != std::string::npos;
  if (!is_private) return graded(invalid("no private key: " + shown(armor.label)), Severity::kLow);
  if (armor.body.empty() || armor.foreign) return placeholder();
  if (!armor.labels_match) return invalid("labels of BEGIN and END differ");
  const std::optional<std::string> bytes = bytes_of(armor);
  if (!bytes || bytes->empty()) return placeholder();
  if (armor.label == kOpenSshLabel) return judge_ssh(armor, *bytes);
  if (armor.label == kPgpLabel) return judge_pgp(armor, *bytes);
  return judge_der(armor, *bytes);
}

}  // namespace

Validation judge_private_key(std::string_view text) {
  const std::optional<Armor> armor = parse_armor(text);
  return armor ? judge_armor(*armor) : no_verdict();
}

Validation judge_openssh_key(std::string_view text) {
  const std::optional<Armor> armor = parse_armor(text);
  return armor && armor->label == kOpenSshLabel ? judge_armor(*armor) : no_verdict();
}

Validation judge_pgp_key(std::string_view text) {
  const std::optional<Armor> armor = parse_armor(text);
  return armor && armor->label == kPgpLabel ? judge_armor(*armor) : no_verdict();
}

Validation judge_gcp_service_account(std::string_view text) {
  if (!text.starts_with('{')) return judge_private_key(text);
  const std::optional<nlohmann::json> object = parse_json_object(text);
  if (!object) return no_verdict();
  const std::string* type = string_member(*object, "type");
  const std::string* key = string_member(*object, "private_key");
  if (type == nullptr || *type != "service_account" || key == nullptr) return invalid();
  Validation result = judge_private_key(*key);
  std::string detail;
  if (const std::string* email = string_member(*object, "client_email")) detail = "account " + shown(*email);
  add_fact(detail, result.detail);
  result.detail = std::move(detail);
  return result;
}

}  // namespace trawl
