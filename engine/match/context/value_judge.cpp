#include "engine/match/context/value_judge.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>

#include "engine/base/utf8.h"
#include "engine/match/context/ascii.h"
#include "engine/match/context/entropy.h"
#include "engine/match/context/name_class.h"
#include "engine/match/context/placeholder.h"
#include "engine/match/context/subword_cover.h"
#include "engine/match/context/value_shape.h"

namespace trawl {
namespace {

using ascii::is_digit;
using ascii::is_lower;
using ascii::is_upper;

constexpr std::size_t kLongestDecoded = 192;  // bytes of base64 decoded: no password is longer

using Outcome = std::optional<Rejection>;

Rejection reject(std::string_view stage, std::string_view reason) {
  return {stage, std::string(reason)};
}

// How often characters of each kind stand in a value.
struct Makeup {
  std::size_t digits = 0, lowers = 0, uppers = 0, joints = 0, symbols = 0, strange = 0;
  std::size_t abroad = 0;  // bytes of letters with accents and of other scripts
};

Makeup makeup_of(std::string_view value) {
  Makeup makeup;
  for (const char c : value) {
    if (is_digit(c))
      ++makeup.digits;
    else if (is_lower(c))
      ++makeup.lowers;
    else if (is_upper(c))
      ++makeup.uppers;
    else if (c == '-' || c == '_' || c == '.' || c == ':' || c == '/')
      ++makeup.joints;
    else if (c == ',' || c == ';' || c == '(' || c == ')' || c == '{' || c == '}' || c == '[' || c == ']' ||
             c == '<' || c == '>' || c == '|' || c == '\\' || c == ' ')
      ++makeup.strange;
    else if (static_cast<unsigned char>(c) >= 0x80)
      ++makeup.abroad;
    else
      ++makeup.symbols;
  }
  return makeup;
}

Outcome judge_password(std::string_view value, const ValueSurroundings& around);

bool is_random_enough(std::string_view text) {
  return shannon_entropy(text) >= entropy_threshold(alphabet_of(text), text.size());
}

// `bkua_<hex>`, `<id>.<time>.<rest>`: parts with a sign between, each of an alphabet of its own. Random if
// the part that is most of it is, or all without the signs.
bool has_random_parts(std::string_view value) {
  std::array<char, kLongestDecoded> room;
  if (value.size() > room.size()) return false;
  std::size_t size = 0;
  std::string_view longest;
  for (std::size_t begin = 0, at = 0; at <= value.size(); ++at) {
    if (at < value.size() && ascii::is_alnum(value[at])) {
      room[size++] = value[at];
      continue;
    }
    if (at < value.size() && std::string_view("._-:+/=").find(value[at]) == std::string_view::npos)
      return false;
    if (at - begin > longest.size()) longest = value.substr(begin, at - begin);
    begin = at + 1;
  }
  if (size == value.size() || size * 100 < value.size() * 88) return false;
  if (longest.size() >= 16 && longest.size() * 10 >= value.size() * 6 && is_random_enough(longest))
    return true;
  return size >= 24 && is_random_enough({room.data(), size});
}

Outcome judge_token(std::string_view value, const ValueSurroundings& around) {
  if (is_random_punctuation(value)) return std::nullopt;
  const Makeup makeup = makeup_of(value);
  for (const std::string_view front : {"idx_", "ix_", "fk_", "uniq_"}) {
    if (ascii::starts_with(value, front)) return reject("shape", "the value names an index of a table");
  }
  // Nobody's machine makes tokens with such signs: people choose them.
  if (value.size() < 24 && makeup.digits > 0 && value.find_first_of("!@#$%^*~") != std::string_view::npos)
    return judge_password(value, around);
  if (is_words_and_numbers(value))
    return reject("shape", "the value is words and numbers with signs between");
  if (makeup.strange > 0)
    return reject("shape", "the value holds brackets or separators that tokens do not have");
  if (makeup.digits == value.size()) return reject("shape", "the value is a number");
  if (makeup.symbols * 4 > value.size()) return reject("shape", "the value is mostly punctuation");
  const double cover = subword_cover(value);
  if (cover >= kCommonCover) {
    return Rejection{"cover",
                     fmt::format("{:.0f} % of the value are common words; random text has less than {:.0f} %",
                                 cover * 100, kCommonCover * 100)};
  }
  // Random letters and digits without any digit are rare: 3 % of 20 characters. Words of a foreign language
  // are not.
  const bool one_case = makeup.uppers == 0 || makeup.lowers == 0;
  const std::size_t least_without_digits = one_case ? 40 : 20;
  if (makeup.digits == 0 && (value.size() < least_without_digits || cover > 0.15)) {
    return reject("entropy", "the value has no digit, which random text of this length rarely lacks");
  }
  const Alphabet alphabet = alphabet_of(value);
  const double entropy = shannon_entropy(value);
  const double least = std::max<double>(entropy_threshold(alphabet, value.size()), around.min_entropy);
  if (entropy < least && (entropy < around.min_entropy || !has_random_parts(value))) {
    return Rejection{"entropy",
                     fmt::format("{:.2f} bits a character; random {} of this length have {:.2f} or more",
                                 entropy, name_of(alphabet), least)};
  }
  return std::nullopt;
}

Outcome judge_password(std::string_view value, const ValueSurroundings& around) {
  const Makeup makeup = makeup_of(value);
  if (makeup.strange * 2 > value.size()) return reject("shape", "the value is mostly brackets or separators");
  if (ascii::starts_with(value, "0x") && alphabet_of(value.substr(2)) <= Alphabet::kHex)
    return reject("shape", "the value is a number");
  if (makeup.digits == value.size() && !around.quoted) return reject("shape", "the value is a number");
  const double cover = subword_cover(value);
  const unsigned kinds =
      (makeup.digits > 0) + (makeup.lowers > 0) + (makeup.uppers > 0) + (makeup.symbols > 0);
  // Words of an interface and identifiers have letters and joints; passwords that people are made to choose
  // have digits and capitals or symbols as well.
  const bool demanding = makeup.digits > 0 && kinds >= 3;
  // A sign among words and digits is what rules for passwords ask for, and names have none.
  const bool signed_words = demanding && value.find_first_of("!@#$%^*~") != std::string_view::npos;
  // `dragon2019` in a setting called password is one; in code it may be a name of something.
  const bool set = around.setting && makeup.joints == 0 && makeup.digits >= 2 &&
                   makeup.digits < value.size() && names_a_password(around.name);
  const double limit = signed_words || set ? 1.01 : demanding ? 0.85 : kCommonCover;
  if (cover >= limit) {
    return Rejection{
        "cover", fmt::format("{:.0f} % of the value are common words; the limit for this mixture is {:.0f} %",
                             cover * 100, limit * 100)};
  }
  if (makeup.abroad > 0 && (makeup.digits == 0 || makeup.abroad * 2 > value.size())) {
    return reject("entropy", "the value has letters of a language and may be a word");
  }
  if (makeup.digits == 0 && makeup.symbols == 0) {
    const bool mixed = makeup.uppers > 1 && makeup.lowers > 1;
    if (value.size() < (mixed ? 10 : 12) || cover > 0.1) {
      return reject("entropy", "the value has letters only and may be a word");
    }
  }
  if (const double entropy = shannon_entropy(value); entropy < around.min_entropy) {
    return Rejection{"entropy", fmt::format("{:.2f} bits a character; the rule asks for {:.2f}", entropy,
                                            static_cast<double>(around.min_entropy))};
  }
  return std::nullopt;
}

constexpr auto kNoHosts = std::to_array<std::string_view>(
    {"localhost", "127.0.0.1", "0.0.0.0",       "[::1]",   "::1",   "host.docker.internal",
     "host",      "hostname",  "server",        "address", "ip",    "domain",
     "your",      "my",        "some",          "example", "proxy", "url",
     "db-host",   "dbhost",    "database-host", "foo",     "bar"});

// RFC 2606 and RFC 6761 set names aside that nobody can own.
bool is_host_of_nobody(std::string_view host) {
  const std::size_t end = host.find_first_of(":/?#\"'`, \t\r\n\\)");
  host = host.substr(0, host.starts_with('[') ? host.find(']') + 1 : end);
  if (host.empty()) return false;
  if (std::any_of(kNoHosts.begin(), kNoHosts.end(), [host](auto name) { return ascii::same(host, name); }))
    return true;
  constexpr auto kReserved = std::to_array<std::string_view>(
      {"example.com", "example.org", "example.net", "example.edu", ".example", ".test", ".invalid",
       ".localhost", "host.com", "domain.com", "domain.tld", "server.com", "hostname.com", "site.com",
       "foo.com", "bar.com", "acme.com", "mysite.com"});
  if (std::any_of(kReserved.begin(), kReserved.end(),
                  [host](auto name) { return ascii::ends_with(host, name); }))
    return true;
  return ascii::starts_with(host, "your") || ascii::starts_with(host, "example") ||
         host.find_first_of("<>{}$%*[") == 0;
}

// The user in front of a password in an address.
std::string_view user_before(std::string_view before) {
  if (before.empty() || (before.back() != ':' && before.back() != '/')) return {};
  before.remove_suffix(1);
  const std::size_t begin = before.find_last_of("/ \t\"'@:");
  return begin == std::string_view::npos ? before : before.substr(begin + 1);
}

Outcome judge_address(std::string_view value, const ValueSurroundings& around) {
  const std::string_view before = around.before;
  const std::string_view after = around.after;
  if (after.starts_with('@') && is_host_of_nobody(after.substr(1))) {
    return reject("placeholder", "the host is this machine or a name kept for examples");
  }
  constexpr auto kLocal =
      std::to_array<std::string_view>({"localhost", "127.0.0.1", "(local", "(localdb)", "=.;", "=.\\"});
  if (!after.starts_with('@') && std::any_of(kLocal.begin(), kLocal.end(), [=](auto name) {
        return ascii::contains(before.substr(before.size() > 300 ? before.size() - 300 : 0), name);
      })) {
    return reject("placeholder", "the host is this machine");
  }
  if (const std::string_view user = user_before(before); !user.empty()) {
    if (ascii::same(user, "user") || ascii::same(user, "username") || ascii::same(user, "<user>") ||
        user == value) {
      return reject("placeholder", "user and password are those of an example");
    }
  }
  if (value.find_first_of("(){}<>|,;") != std::string_view::npos) {
    return reject("shape", "the value holds brackets or separators");
  }
  const Makeup makeup = makeup_of(value);
  if (makeup.digits == 0 && makeup.symbols == 0 && subword_cover(value) >= kCommonCover) {
    return reject("cover", "the value is a common word");
  }
  if (value.size() < 6 && makeup.symbols == 0 && (makeup.digits == 0 || makeup.digits == value.size())) {
    return reject("shape", "the value is a short word or number");
  }
  return std::nullopt;
}

// Decodes the base64 of a Basic header into `room`; nothing if it is not base64.
std::optional<std::string_view> decoded(std::string_view text, std::array<char, kLongestDecoded>& room) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::uint32_t bits = 0;
  unsigned held = 0;
  std::size_t size = 0;
  for (const char c : text) {
    std::uint32_t digit = 0;
    if (is_upper(c))
      digit = static_cast<std::uint32_t>(c - 'A');
    else if (is_lower(c))
      digit = static_cast<std::uint32_t>(c - 'a') + 26;
    else if (is_digit(c))
      digit = static_cast<std::uint32_t>(c - '0') + 52;
    else if (c == '+' || c == '/')
      digit = c == '+' ? 62 : 63;
    else
      return std::nullopt;
    bits = bits << 6 | digit;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    if (size == room.size()) return std::nullopt;
    room[size++] = static_cast<char>(bits >> held & 0xff);
  }
  return std::string_view(room.data(), size);
}

// UTF-8 or Latin-1 without control characters.
bool is_text(std::string_view bytes) {
  const bool utf8 = is_valid_utf8(bytes);
  return std::none_of(bytes.begin(), bytes.end(), [utf8](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || (!utf8 && byte >= 0x7f && byte < 0xa0);
  });
}

Outcome judge_basic(std::string_view value) {
  std::array<char, kLongestDecoded> room;
  const std::optional<std::string_view> pair = decoded(value, room);
  const std::size_t colon = pair ? pair->find(':') : std::string_view::npos;
  if (colon == std::string_view::npos)
    return reject("shape", "the value is not base64 of a user and a password");
  if (!is_text(*pair)) {
    return reject("shape", "the value is not base64 of a user and a password");
  }
  const std::string_view user = pair->substr(0, colon);
  const std::string_view password = pair->substr(colon + 1);
  // `token:` with nothing behind it is how some services take a key.
  const std::string_view secret =
      password.size() < 3 || ascii::same(password, "x-oauth-basic") ? user : password;
  if (secret.size() < 4) return reject("placeholder", "the password is empty or very short");
  if (secret == user && secret == password) return reject("placeholder", "the password is the user's name");
  if (const auto reason = placeholder_reason(secret)) return reject("placeholder", *reason);
  if (is_weak_value(secret)) return reject("placeholder", "the password is one that everybody tries first");
  const Makeup makeup = makeup_of(secret);
  if (makeup.digits == 0 && makeup.symbols == 0 && subword_cover(secret) >= kCommonCover) {
    return reject("cover", "the password is a common word");
  }
  return std::nullopt;
}

// What base64 hides, if it is text. Random base64 of eight characters decodes to printable characters in 1 of
// 400 cases, of sixteen in 1 of 100,000.
std::optional<std::string_view> text_in_base64(std::string_view value,
                                               std::array<char, kLongestDecoded>& room) {
  if (value.size() < 8 || value.size() % 4 != 0) return std::nullopt;
  const std::optional<std::string_view> text = decoded(value, room);
  if (!text || text->size() < 4) return std::nullopt;
  const bool printable = std::all_of(
      text->begin(), text->end(), [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r'; });
  return printable ? text : std::nullopt;
}

// A fingerprint, or the half of it that names a key.
bool is_key_of_openpgp(std::string_view value) {
  return (value.size() == 40 || value.size() == 16) && std::all_of(value.begin(), value.end(), [](char c) {
           return is_digit(c) || (c >= 'A' && c <= 'F');
         });
}

}  // namespace

bool looks_chosen(std::string_view value, bool certainly) {
  const Makeup makeup = makeup_of(value);
  if (makeup.digits == 0 || makeup.strange > 0 || makeup.digits == value.size()) return false;
  const std::size_t letters = makeup.lowers + makeup.uppers;
  if (letters < 2) return false;
  const bool both_cases = makeup.lowers > 0 && makeup.uppers > 0;
  if (makeup.symbols > 0 && both_cases) return true;
  const double cover = subword_cover(value);
  if (certainly)
    return both_cases && makeup.digits > 1 && makeup.joints == 0 && cover < 0.1 && value.size() >= 10;
  if (makeup.symbols > 0 || both_cases) return cover < 0.9;
  return value.size() >= 10 && cover < kCommonCover;
}

bool has_user_of_nobody(std::string_view basic) {
  std::array<char, kLongestDecoded> room;
  const std::optional<std::string_view> pair = decoded(basic, room);
  if (!pair) return false;
  const std::string_view user = pair->substr(0, pair->find(':'));
  return ascii::same(user, "user") || ascii::same(user, "username") || ascii::same(user, "test");
}

std::size_t percent_decoded_size(std::string_view value) {
  return value.size() - 2 * static_cast<std::size_t>(std::count(value.begin(), value.end(), '%'));
}

std::optional<Rejection> judge_value(std::string_view value, ValueKind kind,
                                     const ValueSurroundings& around) {
  if (kind == ValueKind::kBasic) return judge_basic(value);
  if (const auto reason = placeholder_reason(value, around.name)) return reject("placeholder", *reason);
  if (kind == ValueKind::kAddress) return judge_address(value, around);
  if (alphabet_of(value) <= Alphabet::kHex &&
      (value.size() == 32 || value.size() == 40 || value.size() == 64 || value.size() == 128) &&
      (speaks_of_hash(around.name) || speaks_of_hash(around.before))) {
    return reject("name", "hexadecimal digits beside a word for a hash or a commit");
  }
  if (is_key_of_openpgp(value) && ascii::contains(around.name, "private"))
    return reject("shape", "the value says which key of OpenPGP it is");
  std::array<char, kLongestDecoded> room;
  if (const auto text = text_in_base64(value, room)) {
    const std::string_view inner = ascii::trimmed(*text);
    if (const auto reason = placeholder_reason(inner, around.name)) {
      return Rejection{"placeholder", fmt::format("it is base64; decoded, {}", *reason)};
    }
    return judge_password(inner, around);
  }
  return kind == ValueKind::kPassword ? judge_password(value, around) : judge_token(value, around);
}

}  // namespace trawl
