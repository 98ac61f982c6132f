// Keys made for this test alone by openssl, ssh-keygen and gpg; only their bodies are here, the armor is put
// around them at run time.

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "engine/match/validators/base_n.h"
#include "engine/match/validators/der.h"
#include "engine/match/validators/validator.h"

namespace trawl {
namespace {

using Lines = std::vector<std::string>;

// clang-format off
const Lines kRsa = {
    "MIIBOwIBAAJBAMesJS+a" "aD+yA2+wJVDOlFUxbmf8qoJx/Ypw2xue67h5BW0YHzsP",
    "ySLzU/EjVNP3YAJnv/bl" "/i3rCCNMKs2DcvsCAwEAAQJAb7FIC9zfu+GkMnHiLdWg",
    "/Bbun5Si/N0u6qY+qrC3" "QzTSdoonYb6bvc780yXNZ5NKYcfxLey7tsqt+UsOnw7X",
    "YQIhAOLrKGI18mj3JXwW" "3hzstExL45cpHe7435jsBKEF+wulAiEA4UMVmejjoQ4X",
    "yiaefH7fvGORoUp8b2Gx" "GIrDFWYCwh8CIQDdOQ0B0j4l/uxYcaLQ6CNOTp3u/HLm",
    "S1MRrudEZKQ+0QIhAIDM" "Oq2l24Fa7X9IVZYZdRPiWoI+dKe60+eUb7bsfOdBAiBJ",
    "wg6CYmnStXsYJ132rX8L" "bFu0pjXaRGNg7VZUet0IrQ=="};
const Lines kRsaLegacyEncrypted = {
    "YzFgNr5NlqQDuEFNF01m" "wesn08s9ItlCVP+G2gAa9q/nu9QqcP3GzyWi77BAjL/6",
    "QJbEC8OhB7Q6242gs3+B" "L+SniySQfQJ8YLvjdSwtPrTvFAsxOIsCYZBsZnnk7o3s",
    "5e7kpoNDBarfdXUdcOun" "HdMCbApPbuIKxOVZZzGDkaNyESGjbqmGaAPzy2eZLgzh",
    "ZQAMvBBfQTrKSowHFtQS" "dpWXLwbRIiVXKACsLmqE0x4PDtpCBsyHaYTZU+KpuXfS",
    "+VYwP7uKpzII4uGBuAcw" "1VkbcTp8pnBx+uso9q1BmukqRNzFOUTkpnyWNBQlr1nZ",
    "Iqgj+9aGSbWHR2AAzRup" "O+0ai1yj8OCrYXVmhIgjpWhaVoeXbteJJWC6DbUD57//",
    "c8Z0pv9j2BltqHruKB+j" "q2YYpPcQpZ+duCc2QJ2vbb0="};
const Lines kRsaPkcs8 = {
    "MIIBVQIBADANBgkqhkiG" "9w0BAQEFAASCAT8wggE7AgEAAkEAx6wlL5poP7IDb7Al",
    "UM6UVTFuZ/yqgnH9inDb" "G57ruHkFbRgfOw/JIvNT8SNU0/dgAme/9uX+LesII0wq",
    "zYNy+wIDAQABAkBvsUgL" "3N+74aQyceIt1aD8Fu6flKL83S7qpj6qsLdDNNJ2iidh",
    "vpu9zvzTJc1nk0phx/Et" "7Lu2yq35Sw6fDtdhAiEA4usoYjXyaPclfBbeHOy0TEvj",
    "lykd7vjfmOwEoQX7C6UC" "IQDhQxWZ6OOhDhfKJp58ft+8Y5GhSnxvYbEYisMVZgLC",
    "HwIhAN05DQHSPiX+7Fhx" "otDoI05One78cuZLUxGu50RkpD7RAiEAgMw6raXbgVrt",
    "f0hVlhl1E+Jagj50p7rT" "55Rvtux850ECIEnCDoJiadK1exgnXfatfwtsW7SmNdpE",
    "Y2DtVlR63Qit"};
const Lines kPkcs8Encrypted = {
    "MIIBvTBXBgkqhkiG9w0B" "BQ0wSjApBgkqhkiG9w0BBQwwHAQInA/k3+MQAd0CAggA",
    "MAwGCCqGSIb3DQIJBQAw" "HQYJYIZIAWUDBAEqBBBjS1svIc+llKwKZNIn6BZ0BIIB",
    "YKfpPFdzE+DsntYCmO0j" "J8UZ0Cf9MRHj34Oem5bMVdcfHS8JrUDVC2+Y+tbfh6vP",
    "QVXxY1hpmwahszfMyFTX" "n0cZQUn+UMmBMDvjZpsUAlbzTsWsiSGwgfw6EkbyVTtT",
    "rsTj1wnniVqkn9UHbvjl" "HRZ+M9CL3BRXwOx/643Ih8DUndVPSHtJh2HwLRjTNbbE",
    "Jj7yu9zayLLIWaPM3+9G" "nsSSysn9KCQOhvxk72st0zM4kLiZFtvtf7qoJNjQVJya",
    "fNuyP5QTsMQzOHGihH3G" "VaBfGiYAS+pJDm/FiNEZlr6qbFhN7FRfiGS1R5itwxJw",
    "v7JAYJdnGr0cfI3+sw0c" "Lam3vyADDmryo2PeCwLkfOLWSE96zggsdRl6ZS4BC66x",
    "faM2D3267KpYC5ORY5JW" "szlHlTPX5wLYXAnKzUbYW4wBdCHsl26uZi/hBNXmdR9v",
    "GAII2bDr1Vj+iRruOZ6T" "x3c="};
const Lines kEc = {
    "MHcCAQEEINQ2fPdg072C" "oRVt+6p4gUDXaf45sM7KveJreFYrwhpkoAoGCCqGSM49",
    "AwEHoUQDQgAEgUjifQaV" "WpcmtxIXCKhjhxP+mNXzh5Ag8MNv5VmKXrcVxsfY5fuq",
    "L7HGUyg/kFC62Hg6+D4B" "h06Eh0mTSRWm1g=="};
const Lines kEcPkcs8 = {
    "MIGHAgEAMBMGByqGSM49" "AgEGCCqGSM49AwEHBG0wawIBAQQg1DZ892DTvYKhFW37",
    "qniBQNdp/jmwzsq94mt4" "VivCGmShRANCAASBSOJ9BpValya3EhcIqGOHE/6Y1fOH",
    "kCDww2/lWYpetxXGx9jl" "+6ovscZTKD+QULrYeDr4PgGHToSHSZNJFabW"};
const Lines kEd25519 = {
    "MC4CAQAwBQYDK2VwBCIE" "IJJ2L4HyZzaEol/qtTdjW0e46oOWtuYINfLFnnWSNESR"};
const Lines kOpenSsh = {
    "b3BlbnNzaC1rZXktdjEA" "AAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW",
    "QyNTUxOQAAACAoc/6nUH" "Zl35Tv43zEr8GRxcLqb1WfjlgBi2gcs3MsawAAAIilsNXhpbDV",
    "4QAAAAtzc2gtZWQyNTUx" "OQAAACAoc/6nUHZl35Tv43zEr8GRxcLqb1WfjlgBi2gcs3Msaw",
    "AAAEBW932k1i9OD3NvOz" "uYQeQbLIMI9y43WQ1v9KIOYOSoZihz/qdQdmXflO/jfMSvwZHF",
    "wupvVZ+OWAGLaByzcyxr" "AAAAAXQBAgME"};
const Lines kOpenSshEncrypted = {
    "b3BlbnNzaC1rZXktdjEA" "AAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABCqTd3HnR",
    "zEomWLMb2doDxnAAAAEA" "AAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIMBct5pmry/OBnAd",
    "YHiSn54yX5GS2sfYaDiI" "0fRfWepWAAAAkLaHk6r2PQ7vMT8UFGBrJf939f0Du2Zyvwr7ru",
    "nsGYGtNowWh0E2opxRFI" "LtHG22uMnGstb0UbmHENy9mj/VmwyzE8itkLZmTxD+nCwmJpnv",
    "7unOAQZ61vzgH0uxDTac" "QRDTO25WFGUKGYzcU/zGnrdWRUmlNiXu11LkrpgIRnusMJxDd7",
    "9LQq9bNfmTuH4Vzg=="};
const Lines kPgp = {
    "lFgEawSvaBYJKwYBBAHa" "Rw8BAQdALUlR+N+Nnk9bIV9a82itkba5OL/zaXjy+Bqh",
    "iRu0MKcAAQC+5688MFHZ" "GXVVkMAdb7G6JHCDztheyqbmWPSR81b4BBGotANhQGKI",
    "kAQTFggAOBYhBIyBYJoB" "/Cid5hZR+st0wKA1i2J4BQJrBK9oAhsDBQsJCAcCBhUK",
    "CQgLAgQWAgMBAh4BAheA" "AAoJEMt0wKA1i2J4scsBAPWoBUstvF22tCxhc7VRu35G",
    "bqM5RT3NUZdRUcBPeN3S" "AP9VNoARuJVdzsSlerka6ddGIx6awDyCeZgdC/86aZzs",
    "DQ==",
    "=/l4P"};
const Lines kPgpEncrypted = {
    "lQIGBGsEr2gBBAC970KF" "zgi6wBC8KTNiIpnpbks7AX2jUsh7R7pVKJXQI/5T7MFP",
    "DNSlkdzMZ2EqTYmBJQbt" "roVS/sWlwYV5nnr65K+jxkH+rD6s35USuIWEC+7sq2f8",
    "gvA4L8vwFBdu3XNVeXPF" "1JH0fZeyk6yvCBkke9qbHyVxoUPD0T0dQ3dLHQARAQAB",
    "/gcDAi5C7lkWrWwG/2yi" "I6jW5bkMYxydnDxRVA2iZ20vL+NzVlGSw5TBG7vJIX/8",
    "lgMJ3Tp882XwnO/1cD+p" "+gu2QjOffErwrNhhzwJKCZsxiFW4X9C2TRE9brkllp+S",
    "Mr0WSitPM3HF1TBkV+8O" "8j++G4t391PdWDKd58kG+D6r/HjVb5m47XimK0hzNfyt",
    "gY4FDTL/QxZtbgGyXE2a" "4dNP1EEnxYu2NbLDWgBQVVCxUWXV94w4+1H39L8KR+qB",
    "hHsc9sMXZRU5vug6iMRU" "MkTcmyWUV1Wi7zKEaIpTA1u49Fx14BFnpga8W874tqDz",
    "QkfJMiD1ejvmfgraz3q1" "ngmwxeamBwKHHDf3FE4HMErvPpdh8xfLDr5h0feAcs6k",
    "YHe8bOA3EQOcKz1dUFxi" "V9DZ0vSVqrReXoeNYSlw1hqvvbZH6D0/otbo23e1LIiW",
    "8LwaXn6nKA0R7mnyzajZ" "ODtpIuzUJ955CLLxmxXN1dOnBDiPi+4NGC60A2NAZIjO",
    "BBMBCgA4FiEEuT/hJo55" "+Y8nOG31aPJb4WtDplMFAmsEr2gCGwMFCwkIBwIGFQoJ",
    "CAsCBBYCAwECHgECF4AA" "CgkQaPJb4WtDplPmAQQAjDQ8XhpEBvfUdnWEMF6WTzFp",
    "8GhECIrpv+YJwSXAHGbg" "/yRULw3BRcJth2682BFh5nrJjvwYYvWnmNnQWk+uOcYc",
    "Os8HOtgP71kD9bKR3Rdz" "fx4aO2smOEOCVg2sSKwMA666l1G0JtbNVjD9XOI7wj3Z",
    "Ql6G46tDc4BXG40dUDc=",
    "=FHEJ"};
// clang-format on

const std::string kPrivate =
    "PRIVATE "
    "KEY";

std::string joined(const Lines& lines, const std::string& separator) {
  std::string text;
  for (const std::string& line : lines) text += line + separator;
  return text;
}

std::string pem(const std::string& label, const Lines& lines, const std::string& separator = "\n") {
  return "-----BEGIN " + label + "-----" + separator + joined(lines, separator) + "-----END " + label +
         "-----";
}

Lines with_headers(Lines lines) {
  lines.insert(lines.begin(), {"Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-128-CBC,00", ""});
  return lines;
}

Lines after_blank_line(Lines lines) {
  lines.insert(lines.begin(), "");
  return lines;
}

std::string quoted_each_line(const std::string& text, const std::string& before, const std::string& after) {
  std::string result;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    result += before + text.substr(at, end - at) + after + "\n";
    at = end + 1;
  }
  return result;
}

struct Case {
  std::string_view what;
  std::string_view validator;
  std::string text;
  Verdict verdict;
  std::optional<Severity> severity;
  std::string_view detail;
};
void PrintTo(const Case& test, std::ostream* out) {
  *out << test.what;
}

constexpr auto kOk = Verdict::kValid;
constexpr auto kBad = Verdict::kInvalid;
constexpr auto kUnknown = Verdict::kNone;
constexpr std::optional<Severity> kAsRule;
constexpr std::optional<Severity> kLow = Severity::kLow;
constexpr std::optional<Severity> kMedium = Severity::kMedium;

Lines with_one_changed(Lines lines, std::size_t line) {
  lines[line][10] = lines[line][10] == 'a' ? 'b' : 'a';
  return lines;
}

std::string putty(const std::string& encryption) {
  const std::string public_key(
      "\0\0\0\x0bssh-ed25519\0\0\0\x20"
      "0123456789abcdef0123456789abcdef",
      51);
  return "PuTTY-User-Key-"
         "File-3: ssh-ed25519\nEncryption: " +
         encryption + "\nComment: t\nPublic-Lines: 1\n" + encode_base64(public_key) + "\nPrivate-Lines: 1\n" +
         encode_base64(std::string(36, 'p')) + "\nPrivate-MAC: " + std::string(64, 'a') + "\n";
}

const std::string kRsaPem = pem("RSA " + kPrivate, kRsa);

const Case kCases[] = {
    {"rsa", "pem", kRsaPem, kOk, kAsRule, "RSA key, 512 bits"},
    {"rsa_in_pkcs8", "pem", pem(kPrivate, kRsaPkcs8), kOk, kAsRule, "RSA key, 512 bits"},
    {"rsa_encrypted_the_old_way", "pem", pem("RSA " + kPrivate, with_headers(kRsaLegacyEncrypted)), kOk,
     kMedium, "RSA PRIVATE KEY, encrypted"},
    {"pkcs8_encrypted", "pem", pem("ENCRYPTED " + kPrivate, kPkcs8Encrypted), kOk, kMedium,
     "PKCS#8 key, encrypted"},
    {"ec", "pem", pem("EC " + kPrivate, kEc), kOk, kAsRule, "EC key, 256 bits"},
    {"ec_in_pkcs8", "pem", pem(kPrivate, kEcPkcs8), kOk, kAsRule, "EC key, 256 bits"},
    {"ed25519", "pem", pem(kPrivate, kEd25519), kOk, kAsRule, "Ed25519 key"},
    {"openssh", "pem", pem("OPENSSH " + kPrivate, kOpenSsh), kOk, kAsRule, "ssh-ed25519 key"},
    {"openssh_by_its_own_name", "openssh-key", pem("OPENSSH " + kPrivate, kOpenSsh), kOk, kAsRule,
     "ssh-ed25519 key"},
    {"openssh_encrypted", "pem", pem("OPENSSH " + kPrivate, kOpenSshEncrypted), kOk, kMedium,
     "ssh-ed25519 key, encrypted with aes256-ctr"},
    {"openssh_changed_checks", "pem", pem("OPENSSH " + kPrivate, with_one_changed(kOpenSsh, 2)), kBad,
     kAsRule, "ssh-ed25519 key"},
    {"openssh_other_label", "openssh-key", kRsaPem, kUnknown, kAsRule, ""},
    {"pgp", "pgp-crc24", pem("PGP " + kPrivate + " BLOCK", after_blank_line(kPgp)), kOk, kAsRule,
     "OpenPGP key, version 4"},
    {"pgp_encrypted", "pem", pem("PGP " + kPrivate + " BLOCK", after_blank_line(kPgpEncrypted)), kOk, kMedium,
     "OpenPGP key, version 4, encrypted"},
    {"pgp_changed", "pgp-crc24",
     pem("PGP " + kPrivate + " BLOCK", after_blank_line(with_one_changed(kPgp, 2))), kBad, kAsRule,
     "OpenPGP key, version 4"},
    {"pgp_without_checksum", "pgp-crc24",
     pem("PGP " + kPrivate + " BLOCK", after_blank_line(Lines(kPgp.begin(), kPgp.end() - 1))), kUnknown,
     kAsRule, "OpenPGP key, version 4"},

    {"carriage_returns", "pem", pem(kPrivate, kEcPkcs8, "\r\n"), kOk, kAsRule, "EC key, 256 bits"},
    {"literal_newlines", "pem", pem(kPrivate, kEcPkcs8, "\\n"), kOk, kAsRule, "EC key, 256 bits"},
    {"literal_newlines_twice_quoted", "pem", pem(kPrivate, kEcPkcs8, "\\\\n"), kOk, kAsRule,
     "EC key, 256 bits"},
    {"spaces_for_newlines", "pem", pem(kPrivate, kEcPkcs8, " "), kOk, kAsRule, "EC key, 256 bits"},
    {"line_continuations", "pem", pem(kPrivate, kEcPkcs8, "\\n\\\n"), kOk, kAsRule, "EC key, 256 bits"},
    {"indented", "pem", quoted_each_line(kRsaPem, "      ", ""), kOk, kAsRule, "RSA key, 512 bits"},
    {"commented_out", "pem", quoted_each_line(kRsaPem, "# ", ""), kOk, kAsRule, "RSA key, 512 bits"},
    {"commented_out_in_c", "pem", quoted_each_line(kRsaPem, "// ", ""), kOk, kAsRule, "RSA key, 512 bits"},
    {"strings_of_c", "pem", quoted_each_line(kRsaPem, "  \"", "\\n\""), kOk, kAsRule, "RSA key, 512 bits"},
    {"strings_of_java", "pem", quoted_each_line(kRsaPem, "  \"", "\\n\" +"), kOk, kAsRule,
     "RSA key, 512 bits"},
    {"a_list_of_strings", "pem", quoted_each_line(kRsaPem, "  '", "',"), kOk, kAsRule, "RSA key, 512 bits"},

    {"no_end", "pem", kRsaPem.substr(0, 200), kUnknown, kAsRule, "end not seen"},
    {"labels_differ", "pem", pem(kPrivate, kEcPkcs8).substr(0, 200) + "\n-----END RSA " + kPrivate + "-----",
     kBad, kAsRule, "labels of BEGIN and END differ"},
    {"a_line_lost", "pem", pem("RSA " + kPrivate, Lines(kRsa.begin(), kRsa.end() - 1)), kBad, kAsRule,
     "body is not a whole key"},
    {"primes_of_another_key", "pem", pem("RSA " + kPrivate, with_one_changed(kRsa, 0)), kBad, kAsRule,
     "body is not a whole key"},
    {"empty", "pem", pem(kPrivate, {}), kBad, kLow, "placeholder"},
    {"dots", "pem", pem(kPrivate, {"..."}), kBad, kLow, "placeholder"},
    {"begin_and_dots", "pem", pem("RSA " + kPrivate, {"MIIEpAIBAAKCAQEA..."}), kBad, kLow, "placeholder"},
    {"variable", "pem", pem(kPrivate, {"${PRIVATE_KEY}"}), kBad, kLow, "placeholder"},
    {"words", "pem", pem(kPrivate, {"yourprivatekeygoeshere"}), kBad, kLow, "placeholder"},
    {"openssh_words", "pem", pem("OPENSSH " + kPrivate, {"AAAAAAAAAAAAAAAAAAAAAAAAAAAA"}), kBad, kLow,
     "placeholder"},
    {"certificate", "pem", pem("CERTIFICATE", kRsa), kBad, kLow, "no private key: CERTIFICATE"},
    {"public_key", "pem", pem("PUBLIC KEY", kRsa), kBad, kLow, "no private key: PUBLIC KEY"},
    {"no_armor", "pem", "MIIEpAIBAAKCAQEA", kUnknown, kAsRule, ""},
    {"only_a_begin", "pem", "-----BEGIN " + kPrivate + "-----", kBad, kLow, "placeholder"},

    {"putty", "putty-key", putty("none"), kOk, kAsRule, "ssh-ed25519 key"},
    {"putty_encrypted", "putty-key", putty("aes256-cbc"), kOk, kMedium,
     "ssh-ed25519 key, encrypted with aes256-cbc"},
    {"putty_cut", "putty-key", putty("none").substr(0, 120), kUnknown, kAsRule, "ssh-ed25519 key"},
    {"putty_without_private_lines", "putty-key",
     "PuTTY-User-Key-"
     "File-2: ssh-rsa\nEncryption: none\nPrivate-MAC: " +
         std::string(40, 'a'),
     kBad, kAsRule, "ssh-rsa key"},

    {"service_account", "gcp-service-account",
     R"({"type":"service_account","client_email":"a@b.iam","private_key":")" +
         pem(kPrivate, kEcPkcs8, "\\n") + "\"}",
     kOk, kAsRule, "account a@b.iam, EC key, 256 bits"},
    {"service_account_placeholder", "gcp-service-account",
     R"({"type":"service_account","private_key":")" + pem(kPrivate, {"..."}, "\\n") + "\"}", kBad, kLow,
     "placeholder"},
    {"service_account_key_alone", "gcp-service-account", pem(kPrivate, kEcPkcs8, "\\n"), kOk, kAsRule,
     "EC key, 256 bits"},
    {"other_json", "gcp-service-account", R"({"type":"authorized_user"})", kBad, kAsRule, ""},
};

class PrivateKey : public testing::TestWithParam<Case> {};

TEST_P(PrivateKey, IsJudged) {
  const Validation result = find_validator(GetParam().validator)->judge(GetParam().text);
  EXPECT_EQ(result.verdict, GetParam().verdict);
  EXPECT_EQ(result.severity, GetParam().severity);
  EXPECT_EQ(result.detail, GetParam().detail);
}

TEST_P(PrivateKey, IsNotWholeInItsFirstHalf) {
  const std::string_view half = std::string_view(GetParam().text).substr(0, GetParam().text.size() / 2);
  EXPECT_NE(find_validator(GetParam().validator)->judge(half).verdict, Verdict::kValid);
}

TEST_P(PrivateKey, MayBeCutOrOverwrittenAnywhere) {
  const Validator judge = find_validator(GetParam().validator)->judge;
  const std::string& text = GetParam().text;
  for (std::size_t at = 0; at < text.size(); ++at) {
    (void)judge(std::string_view(text).substr(at));
    for (const char c : {'\0', '\\', '"', '\n', '\xff', '='}) {
      std::string changed = text;
      changed[at] = c;
      (void)judge(changed);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Validators, PrivateKey, testing::ValuesIn(kCases),
                         [](const auto& tested) { return std::string(tested.param.what); });

std::string der(char tag, const std::string& contents) {
  std::string length(1, static_cast<char>(contents.size()));
  if (contents.size() >= 0x80) {
    length = {'\x82', static_cast<char>(contents.size() >> 8), static_cast<char>(contents.size())};
  }
  return tag + length + contents;
}

TEST(DerKey, KnowsDsaByItsNumbers) {
  const std::string p = der(2, '\1' + std::string(127, '\x55'));
  const std::string fields = der(2, std::string(1, '\0')) + p + p + p + p + p;
  EXPECT_EQ(examine_der_key(der(0x30, fields)).description, "DSA key, 1017 bits");
  EXPECT_FALSE(examine_der_key(der(0x30, fields + p)).right);
}

TEST(DerKey, TakesNoLengthBeyondItsBytes) {
  for (const std::string& bytes :
       {std::string("\x30\x84\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0", 16), std::string("\x30\x80\0\0", 4),
        std::string("\x30\x89\1\1\1\1\1\1\1\1\1", 11), std::string("\x30", 1), std::string()}) {
    EXPECT_FALSE(examine_der_key(bytes).right);
  }
}

}  // namespace
}  // namespace trawl
