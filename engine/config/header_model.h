#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/csp.h"
#include "engine/document/document.h"

namespace trawl {

/// One value that a header is sent with.
struct HeaderValue {
  std::string text;
  ByteSpan span;
  bool exact = true;   ///< the span's bytes are the text
  bool known = true;   ///< no variable decides it
  bool always = true;  ///< sent with errors too
};

/// Where answers are made: a location of a server, a call of helmet, a rule of a hosting file. With the
/// headers that are really in effect there.
struct HeaderEntry {
  std::string what;        ///< "server example.com", "location /x", "helmet()"
  ByteSpan span;           ///< where what is missing should be set
  bool deployable = true;  ///< the place to ask for what is missing: one for each program or server
  bool complete = true;    ///< no other program can add headers
  bool pages = true;       ///< browsers show what it answers with
  enum class Tls : std::uint8_t { kNo, kYes, kUnknown } tls = Tls::kUnknown;
  char variable = 0;  ///< the character that begins a variable in values; 0: there are none
  std::map<std::string, std::vector<HeaderValue>> headers;  ///< by name in lower case
  std::map<std::string, ByteSpan> off;                      ///< headers that were switched off, and where
  std::vector<CspPolicy> policies;  ///< where the source has them in pieces; else from the headers
  std::vector<HeaderFault> faults;  ///< what the source's reader found

  void add(std::string_view name, HeaderValue value);
  [[nodiscard]] const std::vector<HeaderValue>* values(std::string_view name) const;
};

/// The headers whose loss weakens a page: a bit for each of them, 0 for others.
unsigned security_header_bit(std::string_view lower_name);
inline bool is_security_header(std::string_view lower_name) {
  return security_header_bit(lower_name) != 0;
}

/// Judges what takes more than a look at one value: policies, framing, HSTS, sharing with other origins. Adds
/// to `faults`.
void judge_headers(HeaderEntry& entry);

/// The entries as a document that rules judge: `effective`, with an entry under its name (`what`), which
/// holds `deployable`, `complete`, `pages`, `tls`, `headers` (by name), `policies`, `off`, `script-hosts` and
/// `faults` (by the rule's id).
Document document_of(const std::vector<HeaderEntry>& entries, std::string_view source);

/// Reads a file and adds the headers in effect as a second document.
DocumentReading read_nginx_with_headers(std::string_view bytes, const DocumentLimits& limits);
DocumentReading read_apache_with_headers(std::string_view bytes, const DocumentLimits& limits);
DocumentReading read_caddyfile_with_headers(std::string_view bytes, const DocumentLimits& limits);
DocumentReading read_haproxy_with_headers(std::string_view bytes, const DocumentLimits& limits);

/// What calls of helmet and cors in a program make it send: the headers in effect, as the only document.
DocumentReading read_javascript_headers(std::string_view bytes, const DocumentLimits& limits);
DocumentReading read_typescript_headers(std::string_view bytes, const DocumentLimits& limits);

/// Headers in files of hosting services and frameworks: `_headers`, netlify.toml, vercel.json, next.config.*.
DocumentReading read_headers_file(std::string_view bytes, const DocumentLimits& limits);
DocumentReading read_netlify_headers(std::string_view bytes, const DocumentLimits& limits);
DocumentReading read_vercel_headers(std::string_view bytes, const DocumentLimits& limits);
DocumentReading read_next_headers(std::string_view bytes, const DocumentLimits& limits);

/// A page's tags, and the policy that it brings itself as the headers in effect. What a policy in a page
/// cannot say is a fault, and does not count.
DocumentReading read_html_with_policy(std::string_view bytes, const DocumentLimits& limits);

}  // namespace trawl
