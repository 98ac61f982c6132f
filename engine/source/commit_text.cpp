#include "engine/source/commit_text.h"

#include <algorithm>
#include <string_view>

namespace trawl {
namespace {

bool has_key(std::string_view line, std::string_view key) {
  return line.starts_with(key) && line.size() > key.size() && line[key.size()] == ' ';
}

// The armour of OpenPGP and SSH: short lines of base64, and the checksum of it.
bool is_armour(std::string_view line) {
  return line.size() <= 76 && line.find_first_not_of(
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789+/=") == std::string_view::npos;
}

}  // namespace

void blank_what_is_no_text(std::string& object) {
  bool in_headers = true;
  bool in_signature = false;  // a header that goes on
  bool in_armour = false;
  for (std::size_t begin = 0; begin < object.size();) {
    const std::size_t end = std::min(object.find('\n', begin), object.size());
    const std::string_view line = std::string_view(object).substr(begin, end - begin);
    bool blank = false;
    if (in_headers) {
      if (line.empty()) in_headers = false;
      if (!line.starts_with(' ')) in_signature = has_key(line, "gpgsig") || has_key(line, "gpgsig-sha256");
      blank = in_signature || has_key(line, "tree") || has_key(line, "parent") || has_key(line, "object");
    }
    const std::string_view content = line.starts_with(' ') ? line.substr(1) : line;
    if (content == "-----BEGIN PGP SIGNATURE-----" || content == "-----BEGIN SSH SIGNATURE-----") {
      in_armour = true;
    } else if (in_armour) {
      if (!is_armour(content)) in_armour = false;
      blank = blank || in_armour;
    }
    if (blank)
      std::fill(object.begin() + static_cast<std::ptrdiff_t>(begin),
                object.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    begin = end + 1;
  }
}

}  // namespace trawl
