#include "engine/match/context/placeholder.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/match/context/ascii.h"
#include "engine/match/context/subword_cover.h"
#include "engine/match/context/value_shape.h"

namespace trawl {
namespace {

using ascii::contains;
using ascii::is_alnum;
using ascii::is_digit;
using ascii::is_letter;
using ascii::is_lower;
using ascii::is_upper;
using ascii::same;

constexpr std::size_t kLongestNormalised = 160;

// The letters and digits of a text in lower case, without an allocation.
struct Normalised {
  std::array<char, kLongestNormalised> bytes;
  std::size_t size = 0;

  [[nodiscard]] std::string_view text() const { return {bytes.data(), size}; }
};

// `undo_leet`: `P@ssw0rd` is `password`.
Normalised normalised(std::string_view text, bool undo_leet) {
  Normalised result;
  for (const char c : text) {
    char letter = ascii::lower(c);
    if (undo_leet) {
      switch (c) {
        case '0':
          letter = 'o';
          break;
        case '1':
          letter = 'i';
          break;
        case '3':
          letter = 'e';
          break;
        case '4':
        case '@':
          letter = 'a';
          break;
        case '5':
        case '$':
          letter = 's';
          break;
        case '7':
          letter = 't';
          break;
        default:
          break;
      }
    }
    if (is_alnum(letter) && result.size < result.bytes.size()) result.bytes[result.size++] = letter;
  }
  return result;
}

// Looked for anywhere in the value: five letters or more, and none that people like in passwords.
constexpr auto kSayingSo = std::to_array<std::string_view>(
    {"changeme",     "change-me",    "change_me",   "changeit",  "changethis", "change-this", "change_this",
     "placeholder",  "example",      "redacted",    "dummy",     "replaceme",  "replace-me",  "replace_me",
     "replace-with", "replace_with", "replacethis", "your-",     "your_",      "yourpass",    "yoursecret",
     "yourtoken",    "yourkey",      "yourapi",     "your.",     "insert-",    "insert_",     "fixme",
     "xxxxx",        "*****",        ".....",       "#####",     "?????",      "00000000",    "foobar",
     "foo-bar",      "foo_bar",      "-here",       "_here",     "notreal",    "not-real",    "not_real",
     "not-a-",       "not_a_",       "fake-",       "fake_",     "-fake",      "_fake",       "mock-",
     "mock_",        "invalid",      "nonexist",    "sample",    "lorem",      "ipsum",       "undefined",
     "unspecified",  "todo-",        "todo_",       "generate-", "generate_",  "nopassword",  "nosecret",
     "somesecret",   "some-secret",  "some_secret", "my-token",  "my_token",   "mytoken",     "my-api",
     "my_api",       "test-",        "test_",       "-test",     "_test",      "testing",     "testpass",
     "testsecret",   "testtoken",    "testkey",     "dev-only",  "deadbeef",   "cafebabe",    "badc0de",
     "correcthorse", "does-not-",    "does_not_",   "donotuse",  "do-not-use", "do_not_use",  "unused",
     "obfuscated",   "masked",       "hidden"});

// Likewise, but people who are made to choose begin with these words too: `SuperS3cret!`.
constexpr auto kSayingSecret = std::to_array<std::string_view>(
    {"super-secret", "super_secret", "supersecret",    "supersekret",  "topsecret",    "top-secret",
     "top_secret",   "keepitsecret", "keep-it-secret", "very-secret",  "verysecret",   "very_secret",
     "my-secret",    "my_secret",    "mysecret",       "mypassword",   "my-password",  "my_password",
     "secret-key",   "secret_key",   "secretkey",      "secret-value", "secret_value", "secretvalue"});

// A value made of nothing but these words, digits and punctuation is one that everybody tries first.
constexpr auto kWeakWords = std::to_array<std::string_view>({"password",   "passwort",   "passwd",
                                                             "pass",       "pwd",        "secret",
                                                             "sekret",     "admin",      "administrator",
                                                             "root",       "user",       "username",
                                                             "guest",      "test",       "tester",
                                                             "default",    "demo",       "hello",
                                                             "world",      "welcome",    "letmein",
                                                             "foo",        "bar",        "baz",
                                                             "qux",        "token",      "key",
                                                             "api",        "login",      "auth",
                                                             "access",     "client",     "server",
                                                             "app",        "database",   "postgres",
                                                             "postgresql", "mysql",      "mariadb",
                                                             "redis",      "mongo",      "mongodb",
                                                             "rabbit",     "rabbitmq",   "oracle",
                                                             "minio",      "grafana",    "keycloak",
                                                             "elastic",    "wordpress",  "nextcloud",
                                                             "master",     "super",      "my",
                                                             "the",        "your",       "some",
                                                             "any",        "a",          "an",
                                                             "is",         "this",       "that",
                                                             "new",        "old",        "current",
                                                             "bad",        "good",       "wrong",
                                                             "right",      "correct",    "valid",
                                                             "dev",        "prod",       "local",
                                                             "db",         "sa",         "me",
                                                             "it",         "not",        "no",
                                                             "none",       "null",       "nil",
                                                             "true",       "false",      "string",
                                                             "value",      "text",       "data",
                                                             "str",        "int",        "type",
                                                             "name",       "id",         "abc",
                                                             "xyz",        "abcd",       "abcdef",
                                                             "qwerty",     "asdf",       "asd",
                                                             "secure",     "strong",     "private",
                                                             "public",     "shared",     "session",
                                                             "bearer",     "basic",      "here",
                                                             "to",         "of",         "for",
                                                             "in",         "and",        "with",
                                                             "be",         "do",         "on",
                                                             "one",        "two",        "first",
                                                             "second",     "x",

                                                             "rails",      "django",     "example",
                                                             "changed",    "change",     "updated",
                                                             "temp",       "tmp",        "blah",
                                                             "dummy",      "refresh",    "service",
                                                             "account",    "sql",        "only",
                                                             "long",       "short",      "random",
                                                             "complex",    "same",       "other",
                                                             "another",    "different",  "empty",
                                                             "encrypted",  "hash",       "motdepasse",
                                                             "mdp",        "senha",      "contrasena",
                                                             "clave",      "parola",     "heslo",
                                                             "haslo",      "wachtwoord", "geheim",
                                                             "kennwort",   "parol",      "fake",
                                                             "lozinka",    "salasana",   "losenord"});

// Whether `text` (lower case letters and digits) is weak words with digits between them. Dynamic programming
// over at most kLongestNormalised places, so that `passwordd` does not hang on a wrong first choice.
bool is_made_of_weak_words(std::string_view text) {
  std::array<bool, kLongestNormalised + 1> reachable{};
  std::array<std::size_t, kLongestNormalised + 1> digits{};
  reachable[0] = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!reachable[at]) continue;
    if (is_digit(text[at]) && (!reachable[at + 1] || digits[at + 1] > digits[at] + 1)) {
      digits[at + 1] = digits[at] + 1;
      reachable[at + 1] = true;
    }
    for (const std::string_view word : kWeakWords) {
      if (!text.substr(at).starts_with(word)) continue;
      const std::size_t end = at + word.size();
      if (!reachable[end] || digits[end] > digits[at]) digits[end] = digits[at];
      reachable[end] = true;
    }
  }
  // More than four digits, or mostly digits, is somebody's choice rather than everybody's.
  return reachable[text.size()] && digits[text.size()] <= 4 && digits[text.size()] * 2 <= text.size();
}

// Letters with a digit and a sign, in two cases or long: rules for passwords ask for that, examples seldom
// do.
bool has_what_rules_ask_for(std::string_view value) {
  const bool sign = value.find_first_of("!@#$%^&*") != std::string_view::npos;
  return sign && value.size() >= 8 && std::any_of(value.begin(), value.end(), is_digit) &&
         std::any_of(value.begin(), value.end(), is_letter);
}

// `P@ssw0rd`, `Admin@123`: a word that everybody tries first, made to pass for a password. Somebody uses it.
bool is_disguised(std::string_view value) {
  if (has_what_rules_ask_for(value)) return true;
  return std::any_of(value.begin(), value.end(), is_digit) &&
         !is_made_of_weak_words(normalised(value, false).text());
}

// `fbk_orgLevelApiKey456`: letters and a number, among them the word for what it stands for.
bool is_word_for_key(std::string_view value) {
  while (!value.empty() && is_digit(value.back())) value.remove_suffix(1);
  const bool letters =
      std::all_of(value.begin(), value.end(), [](char c) { return is_letter(c) || c == '_' || c == '-'; });
  return letters && (contains(value, "apikey") || contains(value, "api_key") || contains(value, "api-key") ||
                     contains(value, "accesstoken") || contains(value, "authtoken"));
}

// Also with a sign inside, as in what was a UUID: `oRED-ACTED`.
bool says_redacted(std::string_view value) {
  return normalised(value, false).text().find("redacted") != std::string_view::npos;
}

bool says_so(std::string_view value) {
  if (is_word_for_key(value) || says_redacted(value)) return true;
  if (!has_what_rules_ask_for(value) && std::any_of(kSayingSecret.begin(), kSayingSecret.end(),
                                                    [value](auto word) { return contains(value, word); }))
    return true;
  if (std::any_of(kSayingSo.begin(), kSayingSo.end(), [value](auto word) { return contains(value, word); }))
    return true;
  if (ascii::starts_with(value, "your") && value.size() > 4 && !is_digit(value[4])) return true;
  return ascii::starts_with(value, "xxxx") || ascii::ends_with(value, "xxxx") ||
         value.find("...") != std::string_view::npos || value.find("***") != std::string_view::npos ||
         value.find("\xe2\x80\xa2") != std::string_view::npos ||
         value.find("\xe2\x80\xa6") != std::string_view::npos;
}

// `DB_PASSWORD`, `access-token`, `client_secret_value`: words joined by one separator.
bool is_name_of_variable(std::string_view value) {
  if (value.find('_') == std::string_view::npos) return false;
  const bool shouting =
      std::all_of(value.begin(), value.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
  const bool quiet =
      std::all_of(value.begin(), value.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
  return (shouting || quiet) && subword_cover(value) >= kCommonCover;
}

// What mod_ssl's documentation, and every file of Apache's made after it, tells to write beside a user.
constexpr std::string_view kFakeBasicAuth = "xxj31ZMTZzkVA";
// "Hello!" and four bytes: the secret in what is written about one-time passwords.
constexpr std::string_view kFirstOneTimeSecret = "JBSWY3DPEHPK3PXP";

bool is_own_name(std::string_view value, std::string_view name) {
  if (name.empty()) return false;
  const Normalised a = normalised(value, false);
  const Normalised b = normalised(name, false);
  if (a.size < 4 || b.size < 4 || value.size() > kLongestNormalised || name.size() > kLongestNormalised)
    return false;
  if (a.text() == b.text()) return true;
  const bool letters = std::none_of(value.begin(), value.end(), is_digit);
  if (a.size < b.size) return letters && b.text().find(a.text()) != std::string_view::npos;
  return letters && a.text().find(b.text()) != std::string_view::npos && subword_cover(value) >= kCommonCover;
}

}  // namespace

bool is_weak_value(std::string_view value) {
  if (value.empty() || value.size() > kLongestNormalised) return false;
  return is_repetition(value) || is_sequence(value) ||
         is_made_of_weak_words(normalised(value, false).text()) ||
         is_made_of_weak_words(normalised(value, true).text());
}

bool plays_on_password(std::string_view value) {
  const Normalised plain = normalised(value, true);
  constexpr auto kForms =
      std::to_array<std::string_view>({"passw", "pasword", "paswd", "passphrase", "secret"});
  return std::any_of(kForms.begin(), kForms.end(),
                     [&](auto form) { return plain.text().find(form) != std::string_view::npos; });
}

std::optional<std::string_view> placeholder_reason(std::string_view value, std::string_view name) {
  if (value.empty()) return "the value is empty";
  // Anything can be read into long random punctuation.
  const bool random = is_random_punctuation(value);
  if (!random && is_regular_expression(value)) return "the value is a regular expression";
  if (!random && is_template(value)) return "the value is a template";
  if (!random && is_reference(value)) return "the value is read from elsewhere at run time";
  if (is_named_hash(value)) return "the value is a hash that names its kind";
  if (is_public_material(value)) return "the value is a public key, a certificate, a picture or a font";
  if (is_uuid(value)) return "the value is a UUID";
  if (is_address(value)) return "the value is an address without a password";
  if (is_unsigned_token(value)) return "the value is a token that nobody signed";
  if (is_published_key(value)) return "the value is a key made to be published";
  if (random) return std::nullopt;
  if (is_path(value)) return "the value is a path";
  if (is_code(value)) return "the value is code";
  if (is_name_of_type(value)) return "the value is the name of a type";
  if (is_property(value)) return "the value is a property with a value of its own";
  if (is_dated_or_numbered(value)) return "the value is a date, a version or a number";
  if (is_sentence(value)) return "the value is a sentence";
  if (value == kFakeBasicAuth || value == kFirstOneTimeSecret) return "the value is one that everybody has";
  if (is_own_name(value, name)) return "the value repeats its own name";
  if (is_repetition(value)) return "the value repeats one character or one group";
  if (is_sequence(value)) return "the value is a run along the alphabet or the keyboard";
  if (says_so(value)) return "the value says that it is a placeholder";
  if (is_name_of_variable(value)) return "the value is the name of a variable";
  if (is_weak_value(value) && !is_disguised(value))
    return "the value is made of words that everybody tries first";
  return std::nullopt;
}

}  // namespace trawl
