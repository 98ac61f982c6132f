#include "engine/match/context/name_class.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/match/context/ascii.h"

namespace trawl {
namespace {

using ascii::contains;
using ascii::ends_with;
using ascii::same;
using ascii::starts_with;

constexpr std::size_t kMostWords = 24;

struct Words {
  std::array<std::string_view, kMostWords> word;
  std::size_t count = 0;
  std::size_t segment = 0;  ///< the first word after the last dot
};

// `DB_userPassword2` -> DB, user, Password2.
Words words_of(std::string_view name) {
  Words words;
  std::size_t begin = 0;
  const auto end_word = [&](std::size_t end) {
    if (end > begin && words.count < kMostWords) words.word[words.count++] = name.substr(begin, end - begin);
    begin = end;
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!ascii::is_alnum(c)) {
      end_word(i);
      begin = i + 1;
      if (c == '.' && i + 1 < name.size()) words.segment = words.count;
      continue;
    }
    if (i == begin) continue;
    const char before = name[i - 1];
    const bool hump = ascii::is_upper(c) && (ascii::is_lower(before) || ascii::is_digit(before));
    const bool acronym_ends = ascii::is_upper(before) && ascii::is_lower(c) && i - 1 > begin;
    if (hump) end_word(i);
    if (acronym_ends) end_word(i - 1);
  }
  end_word(name.size());
  words.segment = words.segment < words.count ? words.segment : 0;
  return words;
}

std::string_view without_number(std::string_view word) {
  while (word.size() > 1 && ascii::is_digit(word.back())) word.remove_suffix(1);
  return word;
}

// `label2` is `label`, but `md5` and `i18n` are themselves.
template <std::size_t kCount>
bool is_one_of(std::string_view word, const std::array<std::string_view, kCount>& list) {
  const std::string_view stem = without_number(word);
  return std::any_of(list.begin(), list.end(),
                     [=](std::string_view entry) { return same(word, entry) || same(stem, entry); });
}

// A value under a name that ends like this is about the secret.
constexpr auto kAbout = std::to_array<std::string_view>(
    {"url",         "uri",        "urls",        "path",         "paths",         "file",
     "files",       "filename",   "dir",         "directory",    "folder",        "location",
     "name",        "names",      "field",       "fields",       "ref",           "refs",
     "reference",   "label",      "labels",      "regex",        "regexp",        "pattern",
     "patterns",    "len",        "length",      "size",         "count",         "prefix",
     "suffix",      "type",       "types",       "id",           "ids",           "identifier",
     "format",      "hash",       "hashes",      "hashed",       "digest",        "checksum",
     "fingerprint", "policy",     "placeholder", "hint",         "title",         "text",
     "message",     "messages",   "msg",         "error",        "errors",        "prompt",
     "input",       "form",       "page",        "view",         "class",         "selector",
     "element",     "attr",       "attribute",   "param",        "parameter",     "params",
     "arg",         "args",       "argument",    "header",       "headers",       "column",
     "endpoint",    "host",       "hostname",    "port",         "server",        "expiry",
     "expires",     "expiration", "ttl",         "timeout",      "age",           "lifetime",
     "version",     "status",     "state",       "enabled",      "disabled",      "required",
     "strength",    "rule",       "rules",       "validator",    "validation",    "handler",
     "callback",    "manager",    "provider",    "providers",    "service",       "factory",
     "generator",   "store",      "storage",     "model",        "kind",          "mode",
     "scope",       "scopes",     "audience",    "issuer",       "index",         "offset",
     "alias",       "aliases",    "env",         "var",          "variable",      "variables",
     "algorithm",   "algo",       "alg",         "method",       "encoder",       "encoding",
     "source",      "link",       "button",      "icon",         "screen",        "dialog",
     "description", "desc",       "help",        "usage",        "documentation", "doc",
     "docs",        "info",       "section",     "group",        "option",        "options",
     "flag",        "command",    "cmd",         "script",       "program",       "module",
     "package",     "namespace",  "interface",   "response",     "request",       "event",
     "action",      "reset",      "changed",     "exception",    "reason",        "date",
     "time",        "timestamp",  "at",          "created",      "issued",        "locator",
     "xpath",       "css",        "separator",   "delimiter",    "sep",           "position",
     "pos",         "arn",        "vault",       "mount",        "template",      "schema",
     "seconds",     "tooltip",    "caption",     "confirmation", "mismatch",      "match",
     "properties",  "property",   "suite",       "placeholders", "autocomplete",  "visible",
     "visibility",  "min",        "max",         "digits",       "chars",         "charset",
     "alphabet",    "characters", "bytes",       "bits",         "plugin",        "module_path",
     "class_name",  "resource",   "iterations",  "check",        "checker",       "strength",
     "meter",       "validator",  "validation",  "signature"});

// Words that make the whole name mean something else.
constexpr auto kOther = std::to_array<std::string_view>(
    {"public",    "pub",       "csrf",        "xsrf",        "keyboard",     "keyword",   "keywords",
     "keypress",  "keydown",   "keyup",       "keycode",     "keymap",       "keyframe",  "keyframes",
     "hash",      "hashed",    "hasher",      "md5",         "sha",          "digest",    "checksum",
     "max",       "min",       "num",         "total",       "lexer",        "lex",       "parser",
     "parse",     "syntax",    "ast",         "next",        "prev",         "previous",  "delimiter",
     "separator", "eof",       "primary",     "foreign",     "sort",         "partition", "cache",
     "i18n",      "msgid",     "placeholder", "publishable", "continuation", "page",      "css",
     "html",      "encrypted", "sealed",      "bcrypt",      "argon2",       "integrity", "etag",
     "nonce",     "captcha",   "authenticity"});

// The name itself says that the value is none.
constexpr auto kMadeUp =
    std::to_array<std::string_view>({"dummy", "fake", "mock", "mocked", "example", "sample", "invalid",
                                     "wrong", "incorrect", "bogus", "nonexistent"});

constexpr auto kVerbs = std::to_array<std::string_view>(
    {"reset",     "is",       "has",     "get",    "check",   "validate", "verify",  "forgot",
     "forgotten", "generate", "missing", "show",   "hide",    "toggle",   "require", "requires",
     "needs",     "need",     "allow",   "enable", "disable", "find",     "parse",   "should",
     "can",       "must",     "expect",  "assert", "encode",  "decode",   "encrypt", "decrypt",
     "revoke",    "delete",   "remove",  "fetch",  "load",    "read",     "prompt",  "ask"});

constexpr auto kNotPass =
    std::to_array<std::string_view>({"bypass", "compass", "trespass", "encompass", "surpass", "underpass",
                                     "overpass", "renderpass", "subpass"});

constexpr auto kPasswordForms =
    std::to_array<std::string_view>({"password", "passwd", "passphrase", "passcode", "passwort", "passwrd",
                                     "kennwort", "contrasena", "passwords", "passw"});

bool is_password_word(std::string_view word) {
  if (std::any_of(kPasswordForms.begin(), kPasswordForms.end(),
                  [word](auto form) { return contains(word, form); })) {
    return true;
  }
  if (same(word, "pw") || same(word, "psw") || same(word, "pswd") || same(word, "psk") || same(word, "passe"))
    return true;
  return ends_with(word, "pwd") || (ends_with(word, "pass") && !is_one_of(word, kNotPass));
}

// The word holds a keyword, but is another word: passenger, tokenizer, secretary, monkey.
bool only_looks_like_keyword(std::string_view word) {
  if (contains(word, "pass") && !is_password_word(word)) return true;
  if (starts_with(word, "tokeni") || same(word, "tokenless") || same(word, "tokenstream")) return true;
  if (starts_with(word, "secretar") || starts_with(word, "secreti")) return true;
  return starts_with(word, "authorit") || same(word, "author") || same(word, "authors") ||
         same(word, "monkey") || starts_with(word, "credentialless");
}

// `REDIS_CACHE_PASSWORD`, `primaryAccessKey`: these words deny keys of tables and tokens of pages only.
bool only_says_which(const Words& words, std::size_t last, std::string_view word) {
  constexpr auto kWhich = std::to_array<std::string_view>({"cache", "primary", "foreign", "page", "sort"});
  if (!is_one_of(word, kWhich)) return false;
  if (is_password_word(words.word[last]) || same(words.word[last], "secret")) return true;
  return same(words.word[last], "key") && last > words.segment &&
         (same(words.word[last - 1], "access") || same(words.word[last - 1], "api"));
}

bool is_number(std::string_view word) {
  return std::all_of(word.begin(), word.end(), ascii::is_digit);
}

}  // namespace

std::optional<std::string_view> denial_of_name(std::string_view name) {
  const Words words = words_of(name);
  if (words.count == 0) return std::nullopt;
  // The words below are English, and others come apart at their accents.
  if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
    return std::nullopt;
  std::size_t last = words.count - 1;
  while (last > words.segment && is_number(words.word[last])) --last;

  for (std::size_t i = words.segment; i <= last; ++i) {
    const std::string_view word = words.word[i];
    if (only_looks_like_keyword(word)) return "the name only looks like that of a secret";
    if (contains(word, "csrf")) return "the name is that of something public or computed";
    if (is_one_of(word, kMadeUp)) return "the name says that the value is made up";
    // What is mixed into a hash is kept secret where it is one for all.
    if (i < last && same(words.word[last], "salt") && (same(word, "hash") || same(word, "nonce"))) continue;
    if (is_one_of(word, kOther) && !only_says_which(words, last, word))
      return "the name is that of something public or computed";
  }
  // `PREF_PASSCODE_1`, `EXTRA_PASSWORD`: constants for the key under which an application keeps or hands on.
  if (last > 0 && std::none_of(name.begin(), name.end(), ascii::is_lower)) {
    constexpr auto kKeptUnder = std::to_array<std::string_view>(
        {"pref", "prefs", "preference", "preferences", "extra", "intent", "bundle"});
    if (is_one_of(words.word[0], kKeptUnder))
      return "the name is that of a key under which something is kept";
  }
  for (std::size_t i = 0; i < words.segment; ++i) {
    if (same(words.word[i], "csrf") || same(words.word[i], "xsrf") || same(words.word[i], "i18n")) {
      return "the name is that of something public or computed";
    }
  }
  // What a phone or browser is reached at, which its maker gives to every application.
  for (std::size_t i = words.segment; i < last; ++i) {
    if ((same(words.word[i], "device") || same(words.word[i], "push")) && same(words.word[i + 1], "token")) {
      return "the name is that of something public or computed";
    }
  }
  if (same(words.word[last], "devicetoken")) return "the name is that of something public or computed";
  if (last > 0 && is_one_of(words.word[last], kAbout)) {
    // Vault's `secret_id` is the secret half of a pair.
    const bool secret_id = same(words.word[last], "id") && same(words.word[last - 1], "secret");
    if (!secret_id) return "the name says that the value is about the secret";
  }
  if (last > words.segment && is_one_of(words.word[words.segment], kVerbs))
    return "the name is that of an action";
  return std::nullopt;
}

bool names_a_password(std::string_view name) {
  const Words words = words_of(name);
  return std::any_of(words.word.begin(), words.word.begin() + static_cast<std::ptrdiff_t>(words.count),
                     is_password_word);
}

bool speaks_of_hash(std::string_view text) {
  constexpr auto kHashWords = std::to_array<std::string_view>(
      {"md5", "sha", "sha1", "sha256", "sha512", "commit", "rev", "revision", "digest", "checksum",
       "integrity", "etag", "hash", "fingerprint", "blake2b", "oid", "treeish", "crc"});
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const bool inside = at < text.size() && ascii::is_alnum(text[at]);
    const bool hump = inside && at > begin && ascii::is_upper(text[at]) && ascii::is_lower(text[at - 1]);
    if (inside && !hump) continue;
    if (at > begin && is_one_of(text.substr(begin, at - begin), kHashWords)) return true;
    begin = hump ? at : at + 1;
  }
  return false;
}

}  // namespace trawl
