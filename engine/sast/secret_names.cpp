#include "engine/sast/secret_names.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace trawl::sast {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || is_upper(c);
}

bool in_identifier(char c) {
  return is_letter(c) || c == '_' || (c >= '0' && c <= '9');
}

// "userPassword2", "USER_PASSWORD" -> user, password; in small letters, without digits.
std::vector<std::string> words_of(std::string_view identifier) {
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) words.push_back(word);
    word.clear();
  };
  for (std::size_t i = 0; i < identifier.size(); ++i) {
    const char c = identifier[i];
    if (!is_letter(c)) {
      finish();
      continue;
    }
    const bool after_small = i > 0 && is_letter(identifier[i - 1]) && !is_upper(identifier[i - 1]);
    const bool before_small = i > 0 && i + 1 < identifier.size() && is_upper(identifier[i - 1]) &&
                              is_letter(identifier[i + 1]) && !is_upper(identifier[i + 1]);
    if (is_upper(c) && (after_small || before_small)) finish();
    word += is_upper(c) ? static_cast<char>(c + 32) : c;
  }
  finish();
  return words;
}

template <std::size_t N>
bool any_of(const std::vector<std::string>& words, const std::array<std::string_view, N>& list) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  });
}

constexpr std::array<std::string_view, 7> kPasswords = {
    "password", "passwd", "passphrase", "passcode", "userpass", "passwords", "passwort",
};
constexpr std::array<std::string_view, 6> kVaguePasswords = {"pwd", "pass", "pw", "secret", "psw", "pword"};
constexpr std::array<std::string_view, 14> kUnguessable = {
    "token", "nonce",  "sid",    "csrf",   "xsrf", "otp",       "salt",
    "iv",    "apikey", "sessid", "cookie", "totp", "sessionid", "challenge",
};
// What is said of a password and is none itself.
constexpr std::array<std::string_view, 44> kAbout = {
    "hash",     "hashed",   "digest", "type",   "method", "scheme", "file",  "path",    "name",
    "prompt",   "algo",     "mode",   "format", "len",    "length", "size",  "field",   "policy",
    "cmd",      "command",  "option", "opt",    "prefix", "suffix", "label", "env",     "header",
    "url",      "callback", "count",  "min",    "max",    "flags",  "flag",  "expired", "age",
    "required", "id",       "index",  "status", "state",  "error",  "err",   "change",
};

}  // namespace

bool names_password(std::string_view identifier) {
  const std::vector<std::string> words = words_of(identifier);
  return any_of(words, kPasswords) && !any_of(words, kAbout);
}

bool names_password_vaguely(std::string_view identifier) {
  const std::vector<std::string> words = words_of(identifier);
  return any_of(words, kVaguePasswords) && !any_of(words, kAbout);
}

bool names_unguessable(std::string_view identifier) {
  if (names_password(identifier) || names_password_vaguely(identifier)) return true;
  const std::vector<std::string> words = words_of(identifier);
  const auto has = [&](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (has("session") && (has("id") || has("key"))) return true;
  if (has("key") && (has("secret") || has("api") || has("aes") || has("private") || has("encryption")))
    return true;
  if (!any_of(words, kUnguessable)) return false;
  for (const std::string_view about :
       {"len", "length", "size", "type", "count", "index", "name", "file", "max"}) {
    if (has(about)) return false;
  }
  return true;
}

bool named_by_mode(std::string_view function, std::string_view path) {
  static constexpr std::array<std::string_view, 16> kModes = {
      "ocb", "cmac", "xcbc", "ctr",  "gcm",     "ccm", "xts",   "eax",
      "siv", "ige",  "pmac", "omac", "keywrap", "fpe", "ghash", "hctr",
  };
  const std::size_t slash = path.rfind('/');
  for (const std::string_view name :
       {function, slash == std::string_view::npos ? path : path.substr(slash + 1)}) {
    if (any_of(words_of(name), kModes)) return true;
  }
  return false;
}

bool named_by_test(std::string_view function) {
  const std::size_t colon = function.rfind(':');
  const std::vector<std::string> words =
      words_of(colon == std::string_view::npos ? function : function.substr(colon + 1));
  if (words.empty()) return false;
  static constexpr std::array<std::string_view, 4> kTests = {"selftest", "benchmark", "unittest",
                                                             "testvector"};
  const bool self = std::find(words.begin(), words.end(), "self") != words.end() &&
                    std::find(words.begin(), words.end(), "test") != words.end();
  // test_aes_cbc, testSymmetricCipher
  static constexpr std::array<std::string_view, 20> kAlgorithms = {
      "aes", "des",   "cbc",    "ctr", "gcm",    "ccm",    "sha",     "hmac",     "kdf",   "rsa",
      "ecb", "argon", "cipher", "mac", "crypto", "chacha", "twofish", "blowfish", "pbkdf", "salsa"};
  std::string rest;
  for (std::size_t i = 1; i < words.size(); ++i) rest += words[i];
  const bool tried = words.front() == "test" &&
                     std::any_of(kAlgorithms.begin(), kAlgorithms.end(),
                                 [&](std::string_view one) { return rest.find(one) != std::string::npos; });
  return any_of(words, kTests) || self || tried;
}

bool named_by_trust(std::string_view function, std::string_view path) {
  for (const std::string_view name : {function, path}) {
    std::string small;
    for (const char c : name) small += is_upper(c) ? static_cast<char>(c + 32) : c;
    for (const std::string_view word : {"pass", "auth", "sign", "token", "secret", "cred", "login", "logon",
                                        "cert", "hmac", "verif", "key", "user", "salt", "trust", "crypt"}) {
      if (small.find(word) != std::string::npos) return true;
    }
  }
  return false;
}

bool named_by_protocol(std::string_view function, std::string_view path) {
  static constexpr std::array<std::string_view, 31> kProtocols = {
      "ntlm",     "cram",     "apop",     "websocket", "wstunnel", "radius",    "chap",    "mschap",
      "kerberos", "krb",      "oauth",    "torrent",   "uuid",     "etag",      "cache",   "fingerprint",
      "git",      "tkip",     "wpa",      "rtmp",      "dedup",    "thumbnail", "socks",   "sasl",
      "ocsp",     "httpauth", "htdigest", "hmac",      "icon",     "avatar",    "favicon",
  };
  const std::size_t slash = path.rfind('/');
  std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (file.ends_with(".h")) return true;  // a wrapper: who calls it chooses
  file = file.substr(0, file.find('.'));
  for (const std::string_view hash : {"md2", "md4", "md5", "sha1", "sha", "ripemd"}) {
    if (file == hash) return true;
  }
  for (const std::string_view name : {function, file}) {
    std::vector<std::string> words = words_of(name);
    if (any_of(words, kProtocols)) return true;
    const auto has = [&](std::string_view word) {
      return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (has("digest") && (has("auth") || has("authn") || has("http"))) return true;
    if (has("session") && has("id")) return true;
  }
  return false;
}

bool mentions_password(std::string_view source, bool vaguely) {
  for (std::size_t i = 0; i < source.size();) {
    if (source[i] == '"') {
      for (++i; i < source.size() && source[i] != '"'; ++i) {
        if (source[i] == '\\') ++i;
      }
      ++i;
      continue;
    }
    if (!in_identifier(source[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < source.size() && in_identifier(source[end])) ++end;
    const std::string_view identifier = source.substr(i, end - i);
    if (names_password(identifier) || (vaguely && names_password_vaguely(identifier))) return true;
    i = end;
  }
  return false;
}

}  // namespace trawl::sast
