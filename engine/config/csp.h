#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strong.h"

namespace trawl {

/// A word of a directive, and where it stands.
struct CspSource {
  std::string text;
  ByteSpan span;
  bool known = true;  ///< a variable or call makes it otherwise: perhaps a nonce
};

struct CspDirective {
  std::string name;  ///< in lower case
  ByteSpan span;     ///< of the name, or of what stands for the directive
  std::vector<CspSource> sources;
};

/// One Content-Security-Policy, as a header or a call has it. Of directives with one name the first counts.
struct CspPolicy {
  std::vector<CspDirective> directives;
  ByteSpan span;
  bool enforced = true;  ///< false: Content-Security-Policy-Report-Only
  bool known = true;     ///< false: directives may be there that we cannot see

  [[nodiscard]] const CspDirective* find(std::string_view name) const;
  /// The directive that decides about `name`, by the fallbacks of CSP level 3 (section 6.8.3); null: nothing
  /// is limited.
  [[nodiscard]] const CspDirective* deciding(std::string_view name) const;
};

/// What is weak, by the id of its rule.
struct HeaderFault {
  std::string_view id;
  std::string text;  ///< the word or value that is wrong
  ByteSpan span;
};

/// Takes a policy apart. `spans` begins where the text does in the file; bytes map one to one if `exact`.
CspPolicy parse_csp(std::string_view text, ByteSpan span, bool exact, bool enforced, char variable);

/// What is weak in all policies of one answer together: all must allow what is allowed, so a weakness counts
/// if every enforced policy has it. Policies that only report are judged for what they report.
std::vector<HeaderFault> csp_faults(const std::vector<CspPolicy>& policies);

/// The hosts that scripts may come from; empty where 'strict-dynamic' makes hosts meaningless.
std::vector<CspSource> csp_script_hosts(const std::vector<CspPolicy>& policies);

/// Whether other sites may put the page into a frame, as far as policies say: by `frame-ancestors`.
enum class Framing : std::uint8_t { kNotSaid, kLimited, kOpen, kUnknown };
Framing csp_framing(const std::vector<CspPolicy>& policies);

}  // namespace trawl
