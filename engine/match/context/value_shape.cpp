#include "engine/match/context/value_shape.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/match/context/ascii.h"
#include "engine/match/context/entropy.h"
#include "engine/match/context/subword_cover.h"

namespace trawl {
namespace {

using ascii::is_alnum;
using ascii::is_digit;
using ascii::is_letter;
using ascii::is_lower;
using ascii::is_upper;

template <std::size_t kCount>
bool starts_with_one_of(std::string_view text, const std::array<std::string_view, kCount>& list) {
  return std::any_of(list.begin(), list.end(),
                     [text](auto entry) { return ascii::starts_with(text, entry); });
}

template <std::size_t kCount>
bool contains_one_of(std::string_view text, const std::array<std::string_view, kCount>& list) {
  return std::any_of(list.begin(), list.end(), [text](auto entry) { return ascii::contains(text, entry); });
}

bool is_identifier_character(char c) {
  return is_alnum(c) || c == '_';
}

bool is_hex(char c) {
  return is_digit(c) || (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'f');
}

bool encloses(std::string_view value, std::string_view open, std::string_view close) {
  return value.size() >= open.size() + close.size() && value.starts_with(open) && value.ends_with(close);
}

// `%s`, `%-8d`, `%1$s`, `{0}`, `{name}`, `{}`.
bool has_format(std::string_view value) {
  for (std::size_t i = 0; i + 1 < value.size(); ++i) {
    if (value[i] == '%') {
      std::size_t at = i + 1;
      while (at < value.size() && at < i + 5 && (is_digit(value[at]) || value[at] == '-' || value[at] == '$'))
        ++at;
      // A percent sign and a letter also begin `%2F` of a URL and stand in passwords: the letter must end a
      // word.
      const bool letter =
          at < value.size() && (value[at] == 's' || value[at] == 'd' || value[at] == 'v' || value[at] == '@');
      const bool ends = at + 1 >= value.size() || !is_identifier_character(value[at + 1]);
      if (letter && ends) return true;
    } else if (value[i] == '{') {
      const std::size_t close = value.find('}', i);
      if (close == std::string_view::npos) return false;
      const std::string_view inner = value.substr(i + 1, close - i - 1);
      if (inner.size() <= 40 && std::all_of(inner.begin(), inner.end(), [](char c) {
            return is_identifier_character(c) || c == '.' || c == ':' || c == '-' || c == '!';
          })) {
        return true;
      }
      i = close;
    }
  }
  return false;
}

// `$avp(s:auth_pwd)`, `$hash{key}`: a variable with what it is asked for.
bool is_asked_variable(std::string_view value) {
  if (value.size() < 5 || value[0] != '$') return false;
  std::size_t at = 1;
  while (at < value.size() && (is_letter(value[at]) || value[at] == '_')) ++at;
  return at > 2 && at < value.size() &&
         ((value[at] == '(' && value.back() == ')') || (value[at] == '{' && value.back() == '}'));
}

// `comment.keyword.$2`, `string.$S2.escape`: names with points between, and what was matched as one of them.
bool is_scope_of_match(std::string_view value) {
  bool matched = false;
  for (std::size_t begin = 0; begin <= value.size();) {
    const std::string_view piece = value.substr(begin, value.find('.', begin) - begin);
    const bool dollar = piece.starts_with('$');
    const std::string_view word = dollar ? piece.substr(1) : piece;
    if (word.empty() || (dollar && word.size() > 2) ||
        (!dollar && std::any_of(word.begin(), word.end(), is_digit)) ||
        !std::all_of(word.begin(), word.end(), [](char c) { return is_alnum(c) || c == '-' || c == '_'; }))
      return false;
    matched = matched || dollar;
    begin += piece.size() + 1;
  }
  return matched && value.find('.') != std::string_view::npos;
}

// `Winter.fjord118`, `Autumn2010.`: what people choose, and no name of anything.
bool is_two_words_and_number(std::string_view value) {
  if (!is_upper(value[0])) return false;
  const std::size_t dot = value.find('.');
  if (value.find('.', dot + 1) != std::string_view::npos) return false;
  if (dot + 1 == value.size()) return dot > 0 && is_digit(value[dot - 1]);
  std::size_t digits = 0;
  while (digits < value.size() && is_digit(value[value.size() - 1 - digits])) ++digits;
  const std::string_view number = value.substr(value.size() - digits);
  constexpr auto kSizes = std::to_array<std::string_view>({"16", "32", "64", "128", "256", "384", "512"});
  return digits >= 2 && std::find(kSizes.begin(), kSizes.end(), number) == kSizes.end();
}

}  // namespace

bool is_template(std::string_view value) {
  constexpr auto kOpenings = std::to_array<std::string_view>(
      {"${", "$(", "{{", "#{", "<%", "%(", "\\(", "<?", "@@", "{%", "$[", "!{", "!ref ", "!sub ", "!vault"});
  if (contains_one_of(value, kOpenings)) return true;
  if (encloses(value, "<", ">") || encloses(value, "[", "]") || encloses(value, "{", "}") ||
      encloses(value, "%", "%") || encloses(value, "__", "__") || encloses(value, "(", ")") ||
      encloses(value, "«", "»")) {
    return true;
  }
  // A variable of a shell, Perl or PHP is the whole value; `$` inside a password is not one.
  if (value.size() > 1 && (value[0] == '$' || value[0] == '@' || value[0] == '&' || value[0] == '*')) {
    const std::string_view rest = value.substr(value[1] == '$' ? 2 : 1);
    const bool word =
        !rest.empty() && !is_digit(rest[0]) && std::all_of(rest.begin(), rest.end(), [](char c) {
          return is_identifier_character(c) || c == '.' || c == '-' || c == ':';
        });
    // `$argon2id...` and `$P4ssw...`: letters mixed with digits are no name of a variable.
    const bool plain =
        std::none_of(rest.begin(), rest.end(), is_digit) || subword_cover(rest) >= kCommonCover;
    if (word && plain) return true;
    // $HOST/path, $USER:$PASS@...
    std::size_t end = 0;
    while (end < rest.size() && (is_letter(rest[end]) || rest[end] == '_')) ++end;
    if (value[0] == '$' && end >= 3 && end < rest.size() && !is_digit(rest[end]) && rest.size() > end + 1 &&
        (rest[end] == '/' || rest.find('$') != std::string_view::npos)) {
      return true;
    }
  }
  if (is_asked_variable(value) || is_scope_of_match(value)) return true;
  const std::size_t open = value.find('<');
  if (open != std::string_view::npos && value.find('>', open) != std::string_view::npos &&
      value.find('>', open) > open + 3) {
    return true;
  }
  return has_format(value);
}

bool is_reference(std::string_view value) {
  constexpr auto kSources = std::to_array<std::string_view>(
      {"process.env", "os.environ",  "os.getenv", "getenv",        "env[",       "env.",      "env(",
       "environ",     "import.meta", "deno.env",  "system.getenv", "builtins.",  "op://",     "vault:",
       "vault://",    "secret:",     "secret://", "ssm:",          "ssm://",     "arn:aws",   "projects/",
       "awssm:",      "gcpsm:",      "azurekv:",  "keyvault:",     "keyring:",   "keychain:", "file:",
       "ref:",        "ref+",        "enc(",      "enc[",          "{cipher}",   "{{",        "secrets.",
       "config.",     "settings.",   "vars.",     "var.",          "local.",     "module.",   "data.",
       "params.",     "props.",      "this.",     "self.",         "args.",      "options.",  "opts.",
       "env:",        "env_",        "$env:",     "cfg.",          "kms:",       "sops:",     "resolve:",
       "{resolve:",   "akv://",      "passbolt:", "lastpass:",     "bitwarden:", "bw:",       "pass:",
       "doppler:"});
  return starts_with_one_of(value, kSources);
}

bool is_words_and_numbers(std::string_view value) {
  std::size_t pieces = 0;
  std::size_t words = 0;
  std::size_t letters = 0;
  for (std::size_t begin = 0; begin <= value.size(); ++pieces) {
    const std::size_t end = std::min(value.find_first_of("-_.:", begin), value.size());
    const std::string_view piece = value.substr(begin, end - begin);
    begin = end + 1;
    if (piece.empty()) return false;
    if (std::all_of(piece.begin(), piece.end(), is_digit)) {
      if (piece.size() > 6) return false;
      continue;
    }
    // One case, or a capital in front.
    const std::string_view rest = piece.substr(1);
    if (!is_letter(piece[0]) || (!std::all_of(rest.begin(), rest.end(), is_lower) &&
                                 !std::all_of(piece.begin(), piece.end(), is_upper)))
      return false;
    if (piece.size() > 2) ++words;
    letters += piece.size();
  }
  return pieces >= 2 && words >= 1 && letters >= 5;
}

bool is_published_key(std::string_view value) {
  // What Microsoft publishes for its emulators of storage and Cosmos DB.
  constexpr auto kEmulators =
      std::to_array<std::string_view>({"Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50u"
                                       "SRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
                                       "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5"
                                       "DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw=="});
  // PostHog, Stripe and Mapbox say of these that they belong into pages that everybody reads.
  constexpr auto kStarts = std::to_array<std::string_view>({"phc_", "pk_live_", "pk_test_", "pk.eyJ"});
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [value](auto start) { return value.starts_with(start); }) ||
         std::any_of(kEmulators.begin(), kEmulators.end(), [value](auto key) { return value == key; });
}

bool is_unsigned_token(std::string_view value) {
  // {"alg":"none"...: whoever likes can make such a token.
  return value.starts_with("eyJhbGciOiJub25lI") || value.starts_with("eyJhbGciOiAibm9uZSI");
}

bool is_name_of_type(std::string_view value) {
  constexpr auto kEnds =
      std::to_array<std::string_view>({"PrivateKey", "PublicKey", "SecretKey", "AccessKey", "ApiKey",
                                       "Password", "Token", "Secret", "Credentials", "Credential"});
  return is_upper(value[0]) && std::all_of(value.begin(), value.end(), is_alnum) &&
         std::any_of(kEnds.begin(), kEnds.end(),
                     [value](auto end) { return value.size() > end.size() && value.ends_with(end); });
}

// At least two words before the sign, so that base64 with its padding is none.
bool is_property(std::string_view value) {
  // `scale=w=640:h=-1`: options of a filter
  if (std::count(value.begin(), value.end(), '=') >= 2 && !value.ends_with('=') &&
      value.find_first_of(":,;&") != std::string_view::npos &&
      std::all_of(value.begin(), value.end(), [](char c) {
        return is_lower(c) || is_digit(c) || std::string_view("_=:,;&.-").find(c) != std::string_view::npos;
      }))
    return true;
  const std::size_t sign = value.find('=');
  if (sign == std::string_view::npos || sign + 1 >= value.size() || value[sign + 1] == '=') return false;
  const std::string_view key = value.substr(0, sign);
  const auto belongs = [](char c) { return ascii::is_lower(c) || c == '.' || c == '-'; };
  return key.find('.') != std::string_view::npos && ascii::is_lower(key.front()) &&
         std::all_of(key.begin(), key.end(), belongs);
}

// `--server.proxy_port=12345`
bool is_option(std::string_view value) {
  if (!value.starts_with("--") || value.size() < 5 || !is_lower(value[2])) return false;
  const std::size_t sign = value.find('=');
  const std::string_view name = value.substr(2, sign == std::string_view::npos ? sign : sign - 2);
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '_' || c == '.'; }) &&
         subword_cover(name) >= kCommonCover;
}

bool is_code(std::string_view value) {
  if (is_option(value)) return true;
  constexpr auto kOperators = std::to_array<std::string_view>(
      {"()",  "->",  "::", "=>", "==", "!=",  "&&",  "||", "[]",  "');", "\\n", "\\t",
       "\\u", "\\x", "</", "/>", "+'", "+\"", "%2c", "?.", "));", "){",  "!0)", "!1)"});
  // Base64 ends in `==`, which is no comparison there.
  std::string_view body = value;
  while (!body.empty() && body.back() == '=') body.remove_suffix(1);
  if (contains_one_of(body, kOperators)) return true;
  // name( ... ) or name[ ... ]
  std::size_t at = 0;
  while (at < body.size() && (is_identifier_character(body[at]) || body[at] == '.')) ++at;
  if (at > 1 && at < body.size() && is_letter(body[0])) {
    if (body[at] == '(' && (body.back() == ')' || body.back() == ';' || body.back() == ',')) return true;
    if (body[at] == '[' && body.back() == ']') return true;
    if (body[at] == '(' && subword_cover(body.substr(0, at)) >= 0.5) return true;
  }
  // a.b-c.d, each a name; keys have dots too (JWT), but are not made of words
  while (at < body.size() && (is_identifier_character(body[at]) || body[at] == '.' || body[at] == '-')) ++at;
  if (at == body.size() && body.find('.') != std::string_view::npos && is_letter(body[0]) &&
      !is_two_words_and_number(body)) {
    const bool digits = std::any_of(body.begin(), body.end(), is_digit);
    return !digits || subword_cover(body) >= kCommonCover;
  }
  return false;
}

bool is_repetition(std::string_view value) {
  if (value.size() < 4) return false;
  std::array<bool, 256> seen{};
  unsigned different = 0;
  for (const char c : value) {
    bool& known = seen[static_cast<unsigned char>(c)];
    if (!known) ++different;
    known = true;
  }
  if (different <= 2 || (value.size() >= 16 && different <= 4)) return true;
  // One group of up to 16 characters over and over: `abcabcabc`, `deadbeefdeadbeef`.
  for (std::size_t period = 2; period <= 16 && period * 2 <= value.size(); ++period) {
    if (value.substr(period) == value.substr(0, value.size() - period)) return true;
  }
  // A run of one character that is half of the value: `sk_live_xxxxxxxxxxxx`.
  std::size_t run = 1;
  std::size_t longest = 1;
  for (std::size_t i = 1; i < value.size(); ++i) {
    run = value[i] == value[i - 1] ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  return longest >= 5 && (longest * 2 >= value.size() || longest >= 8);
}

// `9a8b7c6d5e4f3g2h`: two runs with one character of each in turn. Of 16 random characters three are beside
// the one before the last at most, but for 1 of 10,000 values.
bool interleaves_two_runs(std::string_view value) {
  if (value.size() < 16) return false;
  std::size_t steps = 0;
  for (std::size_t i = 2; i < value.size(); ++i) {
    if (!is_alnum(value[i]) || !is_alnum(value[i - 2])) continue;
    const int step = ascii::lower(value[i]) - ascii::lower(value[i - 2]);
    if (step == 1 || step == -1) ++steps;
  }
  return steps * 10 >= (value.size() - 2) * 4;
}

// `mnbvcxzlkjhgfdsapoiuytrewq`: mostly keys beside the last one.
bool runs_along_keyboard(std::string_view value) {
  constexpr std::string_view kRows = "1234567890 qwertyuiop asdfghjkl zxcvbnm ";
  std::size_t steps = 0;
  for (std::size_t i = 1; i < value.size(); ++i) {
    const std::size_t at = kRows.find(ascii::lower(value[i]));
    const std::size_t before = kRows.find(ascii::lower(value[i - 1]));
    if (value[i] == ' ' || at == std::string_view::npos || before == std::string_view::npos) continue;
    if (at + 1 == before || before + 1 == at) ++steps;
  }
  return value.size() >= 12 && steps * 10 >= (value.size() - 1) * 6;
}

bool is_sequence(std::string_view value) {
  if (value.size() < 4) return false;
  constexpr auto kKeyboard = std::to_array<std::string_view>(
      {"qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx", "qazwsx", "qwertz", "azerty", "!@#$%^&*", "abc123",
       "a1b2c3d4", "poiuyt", "123qwe", "q1w2e3r4"});
  std::size_t steps = 0;
  for (std::size_t i = 1; i < value.size(); ++i) {
    const int step = ascii::lower(value[i]) - ascii::lower(value[i - 1]);
    const bool wraps = (value[i - 1] == '9' && (value[i] == '0' || ascii::lower(value[i]) == 'a')) ||
                       (value[i - 1] == '0' && value[i] == '9') || (value[i - 1] == 'z' && value[i] == '0') ||
                       (value[i - 1] == 'Z' && value[i] == 'a') || (value[i - 1] == 'z' && value[i] == 'A') ||
                       (value[i - 1] == 'f' && value[i] == '0');
    if ((step >= -1 && step <= 1) || wraps) ++steps;
  }
  if (steps * 10 >= (value.size() - 1) * 6) return true;
  if (interleaves_two_runs(value) || runs_along_keyboard(value)) return true;
  return std::any_of(kKeyboard.begin(), kKeyboard.end(), [value](std::string_view run) {
    const std::string_view part = run.substr(0, 6);
    return (part.size() * 2 >= value.size() && ascii::contains(value, part)) ||
           (run.size() * 2 >= value.size() && ascii::contains(value, run));
  });
}

// `NSS%20Certificate%20DB`
bool is_percent_encoded_sentence(std::string_view value) {
  bool blanks = false;
  std::size_t begin = 0;
  for (std::size_t at = value.find("%20"); at != std::string_view::npos; at = value.find("%20", begin)) {
    blanks = true;
    if (!std::all_of(value.begin() + static_cast<std::ptrdiff_t>(begin),
                     value.begin() + static_cast<std::ptrdiff_t>(at), is_letter))
      return false;
    begin = at + 3;
  }
  return blanks && std::all_of(value.begin() + static_cast<std::ptrdiff_t>(begin), value.end(), is_letter);
}

bool is_sentence(std::string_view value) {
  const auto spaces = std::count(value.begin(), value.end(), ' ');
  if (spaces == 0) return is_percent_encoded_sentence(value);
  return spaces >= 2 || std::none_of(value.begin(), value.end(), is_digit);
}

bool is_path(std::string_view value) {
  constexpr auto kSuffixes = std::to_array<std::string_view>(
      {".pem",  ".key",      ".crt",  ".cer",        ".p12",    ".pfx",   ".jks", ".json", ".yml",
       ".yaml", ".xml",      ".txt",  ".html",       ".htm",    ".php",   ".js",  ".ts",   ".css",
       ".py",   ".rb",       ".go",   ".java",       ".class",  ".so",    ".dll", ".exe",  ".log",
       ".conf", ".cfg",      ".ini",  ".properties", ".env",    ".sh",    ".asc", ".gpg",  ".pub",
       ".png",  ".svg",      ".jpg",  ".gif",        ".tpl",    ".erb",   ".vue", ".jsx",  ".tsx",
       ".md",   ".toml",     ".lock", ".db",         ".sqlite", ".proto", ".c",   ".h",    ".cs",
       ".kdbx", ".keystore", ".ppk",  ".zip",        ".jar",    ".gz",    ".tar", ".7z"});
  if (std::any_of(kSuffixes.begin(), kSuffixes.end(),
                  [value](auto suffix) { return ascii::ends_with(value, suffix); })) {
    return true;
  }
  if (value.starts_with("./") || value.starts_with("../") || value.starts_with("~/") ||
      value.starts_with("\\\\"))
    return true;
  if (value.size() > 3 && is_letter(value[0]) && value[1] == ':' && value[2] == '\\') return true;
  const auto slashes =
      std::count(value.begin(), value.end(), '/') + std::count(value.begin(), value.end(), '\\');
  if (slashes == 0) return false;
  // Base64 has slashes too, but no common words between them.
  const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
    return is_alnum(c) || c == '/' || c == '_' || c == '-' || c == '.' || c == '*' || c == '\\' || c == ':' ||
           c == '@';
  });
  if (!plain) return false;
  const bool digits = std::any_of(value.begin(), value.end(), is_digit);
  const bool uppers = std::any_of(value.begin(), value.end(), is_upper);
  if (!digits && !uppers) return true;
  return subword_cover(value) >= (value.front() == '/' ? 0.2 : kCommonCover);
}

// `cdn7.acme.com`: names in lower case that end in a domain everybody knows.
bool is_host_name(std::string_view value) {
  constexpr auto kDomains = std::to_array<std::string_view>(
      {".com", ".net", ".org", ".info", ".io", ".dev", ".app", ".cloud", ".co", ".de", ".fr",  ".ru", ".uk",
       ".eu",  ".us",  ".ca",  ".jp",   ".cn", ".it",  ".es",  ".nl",    ".pl", ".br", ".gov", ".edu"});
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return is_lower(c) || is_digit(c) || c == '.' || c == '-'; }) &&
         std::any_of(kDomains.begin(), kDomains.end(), [value](auto domain) {
           return value.size() > domain.size() + 1 && value.ends_with(domain);
         });
}

// `#s3-secret-key`, `.login-form`: what finds an element of a page.
bool is_selector(std::string_view value) {
  if (value.size() < 3 || (value[0] != '#' && value[0] != '.') || value.find('-') == std::string_view::npos)
    return false;
  const std::string_view name = value.substr(1);
  return is_lower(name[0]) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '_'; }) &&
         subword_cover(name) >= kCommonCover;
}

bool is_address(std::string_view value) {
  if (is_host_name(value) || is_selector(value)) return true;
  const std::size_t scheme = value.find("://");
  if (scheme != std::string_view::npos && scheme > 0 && scheme < 20) {
    const std::string_view authority = value.substr(scheme + 3, value.find('/', scheme + 3) - scheme - 3);
    const std::size_t at = authority.rfind('@');
    return at == std::string_view::npos || authority.find(':') > at;
  }
  constexpr auto kStarts = std::to_array<std::string_view>(
      {"urn:", "magnet:", "mailto:", "tel:", "www.", "localhost", "//", "xmlns:"});
  if (starts_with_one_of(value, kStarts)) return true;
  const std::size_t at = value.find('@');
  if (at != std::string_view::npos && at > 0 && value.find('@', at + 1) == std::string_view::npos) {
    const std::string_view host = value.substr(at + 1);
    const std::size_t dot = host.rfind('.');
    // user@host.tld; a password such as `pa$$@1.x` has other characters
    return dot != std::string_view::npos && dot > 1 && host.size() - dot > 2 && host.size() - dot <= 12 &&
           std::all_of(host.begin(), host.end(),
                       [](char c) { return is_lower(c) || c == '.' || c == '-' || is_digit(c); }) &&
           std::all_of(host.begin() + static_cast<std::ptrdiff_t>(dot) + 1, host.end(), is_lower) &&
           std::all_of(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(at),
                       [](char c) { return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+'; });
  }
  return false;
}

bool is_regular_expression(std::string_view value) {
  constexpr auto kMarks = std::to_array<std::string_view>({"(?:", "(?=", "(?!", "(?<", "(?i", "[a-z", "[0-9",
                                                           "[^",  "\\d", "\\w", "\\s", "\\b", "\\.",  ".*",
                                                           ".+",  "]+",  "]*",  "]{",  ")?",  "\\/",  "*."});
  return contains_one_of(value, kMarks) || (value.front() == '^' && value.back() == '$');
}

bool is_random_punctuation(std::string_view value) {
  constexpr std::size_t kLeast = 32;
  constexpr std::size_t kLeastSigns = 5;
  if (value.size() < kLeast || value.find(' ') != std::string_view::npos) return false;
  std::array<bool, 256> seen{};
  std::size_t signs = 0;
  std::size_t digits = 0;
  std::size_t letters = 0;
  for (const char c : value) {
    digits += is_digit(c) ? 1U : 0U;
    letters += is_letter(c) ? 1U : 0U;
    bool& known = seen[static_cast<unsigned char>(c)];
    if (!is_alnum(c) && !known) ++signs;
    known = true;
  }
  if (signs < kLeastSigns || digits < 2 || letters * 5 < value.size()) return false;
  constexpr auto kWritten =
      std::to_array<std::string_view>({"a-z", "0-9", "\\d", "\\w", "\\s", "(?", "{{", "${", "://"});
  if (contains_one_of(value, kWritten)) return false;
  return shannon_entropy(value) >= entropy_threshold(Alphabet::kBase62, value.size()) &&
         subword_cover(value) <= 0.1;
}

// `2.125e-6`
bool is_scientific(std::string_view text) {
  const std::size_t sign = text.find_first_of("eE");
  if (sign == 0 || sign == std::string_view::npos || sign + 1 >= text.size()) return false;
  std::string_view power = text.substr(sign + 1);
  const bool signed_power = power[0] == '-' || power[0] == '+';
  if (signed_power) power.remove_prefix(1);
  const std::string_view number = text.substr(0, sign);
  return !power.empty() && power.size() <= 3 && std::all_of(power.begin(), power.end(), is_digit) &&
         (signed_power || number.find('.') != std::string_view::npos) &&
         (is_digit(number[0]) || number.size() > 1) && std::count(number.begin(), number.end(), '.') <= 1 &&
         std::all_of(number.begin(), number.end(),
                     [](char c) { return is_digit(c) || c == '.' || c == '-'; });
}

bool is_dated_or_numbered(std::string_view value) {
  const auto digit_at = [value](std::size_t i) { return i < value.size() && is_digit(value[i]); };
  // 2024-05-31T... and 2024/05/31
  if (value.size() >= 10 && digit_at(0) && digit_at(1) && digit_at(2) && digit_at(3) && digit_at(5) &&
      digit_at(6) && digit_at(8) && digit_at(9) && (value[4] == '-' || value[4] == '/') &&
      value[7] == value[4]) {
    return true;
  }
  // Digits with points and signs only (versions, coordinates, ranges, amounts), and `v1.2.3-rc.1`.
  std::string_view body = value;
  if (!body.empty() &&
      (body[0] == 'v' || body[0] == 'V' || body[0] == '^' || body[0] == '~' || body[0] == '='))
    body.remove_prefix(1);
  const bool pointed = body.find('.') != std::string_view::npos || body.find(',') != std::string_view::npos;
  const bool numeric = !body.empty() && std::all_of(body.begin(), body.end(), [](char c) {
    return is_digit(c) || c == '.' || c == ',' || c == '-' || c == '+' || c == ' ' || c == ':' || c == '%';
  });
  if (numeric && (pointed || body.find(':') != std::string_view::npos)) return true;
  if (is_scientific(body)) return true;
  std::size_t at = 0;
  unsigned points = 0;
  while (at < body.size() && (is_digit(body[at]) || (body[at] == '.' && at > 0))) points += body[at++] == '.';
  if (points >= 2 && at < body.size() && (body[at] == '-' || body[at] == '+') && body.size() < 32)
    return true;
  const bool colour = value.size() == 9 || value.size() == 7;
  return colour && value[0] == '#' && std::all_of(value.begin() + 1, value.end(), is_hex);
}

bool is_uuid(std::string_view value) {
  // `private:<UUID>`: which one of a kind
  if (const std::size_t colon = value.rfind(':');
      colon != std::string_view::npos && colon < 24 &&
      std::all_of(
          value.begin(), value.begin() + static_cast<std::ptrdiff_t>(colon),
          [](char c) { return is_lower(c) || c == ':' || c == '-'; }))
    value.remove_prefix(colon + 1);
  if (value.size() == 38 && value.front() == '{' && value.back() == '}') value = value.substr(1, 36);
  if (value.size() != 36) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? value[i] != '-' : !is_hex(value[i])) return false;
  }
  return true;
}

bool is_named_hash(std::string_view value) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"sha1:",   "sha256:",  "sha384:", "sha512:", "sha1-",    "sha256-", "sha384-",
       "sha512-", "md5:",     "md5-",    "h1:",     "blake2b:", "$2a$",    "$2b$",
       "$2y$",    "$argon2",  "$1$",     "$5$",     "$6$",      "$y$",     "$apr1$",
       "$pbkdf2", "pbkdf2",   "$scrypt", "scrypt:", "bcrypt",   "{sha}",   "{ssha}",
       "{md5}",   "{bcrypt}", "{noop}",  "{crypt}", "crc32:",   "sha256$", "pbkdf2_sha256$",
       "sha256~", "md5$",     "sha1$",   "$shiro",  "argon2",   "$sha"});
  if (starts_with_one_of(value, kNames)) return true;
  // {PBKDF2-SHA256}..., {argon2@v5}$...: directories and frameworks write the method in front.
  if (value.starts_with('{')) {
    constexpr auto kMethods = std::to_array<std::string_view>({"sha", "md5", "crypt", "pbkdf", "argon"});
    const std::string_view method = value.substr(0, value.find('}'));
    if (method.size() < 40 && method.size() + 8 < value.size() && contains_one_of(method, kMethods))
      return true;
  }
  // aa:bb:cc:... fingerprints and MAC addresses
  if (value.size() < 11 || value.size() % 3 != 2) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool separator = i % 3 == 2;
    if (separator ? value[i] != ':' && value[i] != '-' : !is_hex(value[i])) return false;
  }
  return true;
}

bool is_public_material(std::string_view value) {
  constexpr auto kStarts =
      std::to_array<std::string_view>({"ssh-rsa", "ssh-ed25519", "ssh-dss", "ecdsa-sha2", "-----begin public",
                                       "-----begin cert", "data:", "-----begin rsa public"});
  // Base64 keeps its case: these are PNG, JPEG, GIF, WebP, WOFF2, WOFF, TrueType, wasm, SVG, XML, X.509, SSH,
  // DER public key.
  constexpr auto kEncoded = std::to_array<std::string_view>(
      {"iVBORw0KGgo", "/9j/", "R0lGOD", "UklGR", "d09GMg", "d09GR", "AAEAAAA", "AGFzbQ", "PHN2Zy", "PD94bWw",
       "MIGfMA0G", "AAAAB3Nza", "AAAAC3Nza", "AAAAE2Vj", "MFkwEw", "MCowBQYDK2Vw", "T2dnUw", "JVBERi"});
  if (starts_with_one_of(value, kStarts)) return true;
  // A DER sequence of two length bytes. In private keys (PKCS#1, PKCS#8) an INTEGER 0, the version, comes
  // next; in certificates and public keys another sequence.
  if (value.starts_with("MII") && value.size() > 40) return value.substr(6, 3) != "IBA";
  return std::any_of(kEncoded.begin(), kEncoded.end(),
                     [value](auto start) { return value.starts_with(start); });
}

}  // namespace trawl
