#pragma once

#include <span>
#include <string>

#include "engine/assure/assessment.h"
#include "engine/assure/gate.h"

namespace trawl {

/// Everything as OpenMetrics text that Prometheus' parser takes too: gauges only, with HELP and TYPE each,
/// and
/// `# EOF` as the last line. The same input gives the same bytes.
std::string metrics_text(const Evidence& evidence, std::span<const FrameworkResult> frameworks,
                         std::span<const Attestation> attestations, std::span<const GateLine> gates,
                         std::string_view as_of);

}  // namespace trawl
