#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/model/severity.h"

namespace trawl {

/// A score of the Common Vulnerability Scoring System in tenths, 0 to 100: whole numbers compare exactly.
struct CvssScore {
  std::uint8_t tenths = 0;
  std::uint8_t version = 0;  ///< 2, 3 or 4

  friend bool operator==(const CvssScore&, const CvssScore&) = default;
};

/// The base score of a vector: `AV:N/AC:L/Au:N/C:P/I:P/A:P` (2), `CVSS:3.0/...`, `CVSS:3.1/...` or
/// `CVSS:4.0/...`. Version 4 counts threat and environment where the vector has them, since its score is of
/// all that is known. Nothing where the vector is not right. https://www.first.org/cvss/
std::optional<CvssScore> score_of_vector(std::string_view vector);

/// The band of a score; the second version has no critical one. Nothing for 0.
std::optional<Severity> severity_of(CvssScore score);

}  // namespace trawl
