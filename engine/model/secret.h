#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace trawl {

/// A matched secret. It can be carried, compared and hashed, but showing it is a compile error: there is no
/// stream operator, no formatter and no conversion to string or JSON. `redacted()` is what may be shown.
/// `reveal()` is called in two places only: where identities are computed and where `--show-secrets` asks for
/// it (tools/dev/check_layers.py holds the list).
class Secret {
 public:
  Secret() = default;
  /// `public_prefix` is how many leading characters are the same in every secret of the kind ("ghp_"); at
  /// most four of them are ever shown.
  Secret(std::string bytes, std::uint32_t public_prefix);

  /// The public prefix and an ellipsis (UTF-8): "ghp_…", or only the ellipsis.
  [[nodiscard]] std::string redacted() const;
  [[nodiscard]] std::string_view reveal() const { return bytes_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

  friend bool operator==(const Secret&, const Secret&) = default;

 private:
  std::string bytes_;
  std::uint32_t public_prefix_ = 0;
};

/// What stands for a secret in an excerpt: at most four public characters of `secret`, then an ellipsis.
std::string redaction_of(std::string_view secret, std::uint32_t public_prefix);

}  // namespace trawl
