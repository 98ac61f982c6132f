#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace trawl {

/// Statements about vulnerabilities that do not concern a product, by OpenVEX 0.2 or CycloneDX. Of several
/// about one vulnerability and product the newest counts.
class Vex {
 public:
  /// Reads a document and adds its statements. `ignored` gets a sentence for each that does not count: a
  /// "not affected" without a reason is none.
  Result<void> add(std::string_view bytes, std::vector<std::string>& ignored);

  /// Why a package is not affected by a vulnerability with one of these ids: the reason given. `purl` is the
  /// package's URL with its version.
  [[nodiscard]] std::optional<std::string> not_affected(const std::vector<std::string>& ids,
                                                        std::string_view purl) const;

  [[nodiscard]] std::size_t size() const { return statements_.size(); }

 private:
  struct Statement {
    bool free = false;  ///< not affected, or fixed
    std::string reason;
    std::string time;
  };
  void add(const std::string& id, std::string product, Statement statement);

  std::map<std::pair<std::string, std::string>, Statement> statements_;  ///< by id and product; "" is all
};

}  // namespace trawl
