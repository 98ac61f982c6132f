#pragma once

#include <string>

#include "engine/base/result.h"

namespace trawl {

/// What installing or removing a hook came to.
enum class HookChange {
  kInstalled,  ///< there was none
  kChained,    ///< one was there; it now runs after trawl
  kRenewed,    ///< trawl's own was there, with another path of the program
  kUnchanged,  ///< nothing was to do
  kRemoved,
  kRestored,  ///< removed, and the hook that was there before is back
};

/// Puts the hook `type` ("pre-commit", "pre-push", "pre-receive") into `folder`, made where it is missing. It
/// is a script that runs `program` (an absolute path), or where that is gone the trawl of PATH, and lets
/// nothing pass where there is none. A hook that is there is renamed to `<type>.before-trawl` and run
/// afterwards, with the same arguments and standard input; the first of the two that fails decides. Doing it
/// twice changes nothing. What trawl did not write is never altered or overwritten: then an error says what
/// stands in the way.
Result<HookChange> install_hook(const std::string& folder, const std::string& type,
                                const std::string& program);

/// Undoes `install_hook`: afterwards the folder holds what it held, the same files with the same permissions.
/// A hook that trawl did not write, or that somebody has changed since, is an error and stays.
Result<HookChange> uninstall_hook(const std::string& folder, const std::string& type);

}  // namespace trawl
