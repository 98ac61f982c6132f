#include "engine/report/show_secrets.h"

namespace trawl {

std::string shown(const Secret& secret, bool show_secrets) {
  return show_secrets ? std::string(secret.reveal()) : secret.redacted();
}

}  // namespace trawl
