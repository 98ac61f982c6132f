#pragma once

#include <string>
#include <string_view>

namespace trawl {

/// The pieces of a URL as lock files write it. Borrows its text; pieces that are not there are empty.
struct UrlParts {
  std::string_view scheme;  ///< "https", "git+ssh"; lower or upper case as written
  std::string_view user;    ///< with password
  std::string_view host;    ///< without port
  std::string_view port;
  std::string_view path;      ///< with the leading '/'
  std::string_view fragment;  ///< without '#'

  static UrlParts of(std::string_view url);
};

/// The URL without user, password and query, for messages.
std::string shown_url(std::string_view url);

/// Whether a host is of this machine.
bool is_local_host(std::string_view host);

/// `%40` and the like decoded; what is no such code stays.
std::string percent_decoded(std::string_view text);

/// Bytes of base64 as hexadecimal digits; empty where the text is not right.
std::string hex_of_base64(std::string_view base64);

}  // namespace trawl
