#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/notification.h"
#include "engine/store/identity.h"

namespace trawl {

class Baseline;

/// Everything a key may come from. Never the scanned tree: only a baseline that the user chose.
struct IdentityKeySources {
  std::string key_file;                ///< `--identity-key`; empty: not given
  std::string environment_key;         ///< value of TRAWL_IDENTITY_KEY; empty counts as not set
  const Baseline* baseline = nullptr;  ///< the one in use; borrowed
  std::string state_folder;            ///< `state_folder_of`; empty: there is none
};

enum class IdentityKeyOrigin : std::uint8_t { kFile, kEnvironment, kBaseline, kState, kThisRun };

struct ChosenIdentityKey {
  IdentityKey key;
  IdentityKeyOrigin origin;
  std::vector<Notification> notifications;  ///< why the key is one of this run only, where it is
};

/// The first key there is: file, environment, baseline, the user's state (created when first needed; of
/// several processes that create it at once, all get the same), else a random one for this run, which is
/// notified.
///
/// Fails where the user asked for a key that is unfit, and where the baseline was written under another key
/// than the one chosen: none of its entries would match. No error shows a key.
[[nodiscard]] Result<ChosenIdentityKey> choose_identity_key(const IdentityKeySources& sources);

/// The folder of trawl's state by the XDG Base Directory Specification: `$XDG_STATE_HOME/trawl`, else
/// `$HOME/.local/state/trawl`, else empty. As there, a path that is not absolute counts as not set. Null: not
/// set.
[[nodiscard]] std::string state_folder_of(const char* xdg_state_home, const char* home);

}  // namespace trawl
