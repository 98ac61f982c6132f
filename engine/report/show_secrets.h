#pragma once

#include <string>

#include "engine/model/secret.h"

namespace trawl {

/// What a report shows of a secret: its redaction, or, if and only if `show_secrets` was given on the command
/// line, its bytes. The only place of this part where a secret is revealed.
[[nodiscard]] std::string shown(const Secret& secret, bool show_secrets);

}  // namespace trawl
