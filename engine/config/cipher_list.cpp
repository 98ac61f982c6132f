#include "engine/config/cipher_list.h"

#include <array>
#include <string>
#include <vector>

namespace trawl {
namespace {

/// Kinds of weakness, as bits.
constexpr unsigned kNull = 1;
constexpr unsigned kAnonymous = 2;
constexpr unsigned kExport = 4;
constexpr unsigned kDes = 8;
constexpr unsigned kRc4 = 16;
constexpr unsigned kTripleDes = 32;
constexpr unsigned kMd5 = 64;

struct Alias {
  std::string_view name;  ///< in upper case
  unsigned adds = 0;      ///< what it brings in
  unsigned bars = 0;      ///< what `!` before it keeps out
};

// ciphers(1ssl), "CIPHER STRINGS". HIGH has anonymous suites, and 3DES left it with OpenSSL 1.1.0.
constexpr std::array kAliases = {
    Alias{"ALL", kAnonymous | kExport | kDes | kRc4 | kTripleDes | kMd5, 127},
    Alias{"COMPLEMENTOFALL", kNull, kNull},
    Alias{"COMPLEMENTOFDEFAULT", kAnonymous | kRc4 | kTripleDes, kAnonymous},
    Alias{"HIGH", kAnonymous, 0},
    Alias{"MEDIUM", kRc4 | kTripleDes | kMd5, kRc4 | kTripleDes},
    Alias{"LOW", kDes, kDes},
    Alias{"EXP", kExport, kExport},
    Alias{"EXPORT", kExport, kExport},
    Alias{"EXPORT40", kExport, kExport},
    Alias{"EXPORT56", kExport, kExport},
    Alias{"NULL", kNull, kNull},
    Alias{"ENULL", kNull, kNull},
    Alias{"ANULL", kAnonymous, kAnonymous},
    Alias{"ADH", kAnonymous, kAnonymous},
    Alias{"AECDH", kAnonymous, kAnonymous},
    Alias{"DES", kDes, kDes},
    Alias{"3DES", kTripleDes, kTripleDes},
    Alias{"RC4", kRc4, kRc4},
    Alias{"MD5", kMd5, kMd5},
};

// The weakness that the name of one suite tells, in OpenSSL's or the IETF's spelling.
unsigned of_suite(std::string_view name) {
  const auto has = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
  unsigned weak = 0;
  if (has("NULL")) weak |= kNull;
  if (has("ADH-") || has("AECDH-") || has("_ANON_")) weak |= kAnonymous;
  if (name.starts_with("EXP") || has("_EXPORT")) weak |= kExport;
  if (has("RC4")) weak |= kRc4;
  if (has("3DES") || has("DES-CBC3")) {
    weak |= kTripleDes;
  } else if (has("DES-CBC") || has("_DES_") || has("DES40")) {
    weak |= kDes;
  }
  if (name.ends_with("MD5")) weak |= kMd5;
  return weak;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return result;
}

}  // namespace

std::optional<std::pair<std::size_t, std::size_t>> weak_cipher_in(std::string_view list) {
  struct Item {
    unsigned adds;
    std::size_t begin, end;
  };
  std::vector<Item> items;
  unsigned barred = 0;
  std::size_t at = 0;
  while (at < list.size()) {
    const std::size_t end = std::min(list.find_first_of(":, ;", at), list.size());
    std::string word = upper(list.substr(at, end - at));
    const char sign = word.empty() ? '\0' : word.front();
    if (sign == '!' || sign == '-' || sign == '+') word.erase(0, 1);
    unsigned adds = of_suite(word);
    unsigned bars = 0;
    for (const Alias& alias : kAliases) {
      if (word != alias.name) continue;
      adds = alias.adds;
      bars = alias.bars;
    }
    // `A+B` is what both have in common: at most what each brings, which is not looked into.
    if (word.find('+') != std::string::npos) adds = word.find("ANULL") != std::string::npos ? kAnonymous : 0;
    if (sign == '!') {
      barred |= bars;
    } else if (sign == '-') {
      for (Item& item : items) item.adds &= ~bars;
    } else if (sign != '+' && sign != '@') {
      items.push_back({adds, at, end});
    }
    at = end + 1;
  }
  for (const Item& item : items) {
    if ((item.adds & ~barred) != 0) return std::pair(item.begin, item.end);
  }
  return std::nullopt;
}

}  // namespace trawl
