#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/git/repository.h"

namespace trawl {

/// What of a user's environment says where git looks for his configuration; see git-config(1), "FILES" and
/// "ENVIRONMENT".
struct GitEnvironment {
  std::string home;                        ///< HOME; empty: none
  std::string xdg_config_home;             ///< XDG_CONFIG_HOME; empty: `.config` of the home
  std::optional<std::string> global_file;  ///< GIT_CONFIG_GLOBAL: instead of the user's two files
  std::optional<std::string> system_file = "/etc/gitconfig";  ///< or GIT_CONFIG_SYSTEM; nothing: not read
  std::string working_directory;  ///< PWD, as the user spells it: for `includeIf "gitdir:"`
  /// GIT_CONFIG_KEY_n and GIT_CONFIG_VALUE_n, in front of all files.
  std::vector<std::pair<std::string, std::string>> settings;
};

/// Where git looks for hooks.
struct HooksFolder {
  std::string path;    ///< absolute; need not exist
  std::string set_by;  ///< the file with core.hooksPath; empty: nobody set it
};

/// Where git runs the hooks of a repository from: core.hooksPath of system, user, repository and worktree,
/// the last of them in force, with include and includeIf (gitdir, gitdir/i, onbranch) followed as
/// git-config(1) says; else `hooks` of the common directory. Each file is parsed by libgit2, which opens no
/// repository and reads no file by itself.
///
/// Only for an action that the user asks for in his own repository: its configuration is believed here. An
/// error where git would stop too, and where the answer hangs on a condition that is not understood
/// (`hasconfig:`): a hook in the wrong folder would never run.
Result<HooksFolder> hooks_folder(const Repository& repository, const GitEnvironment& environment);

/// core.hooksPath of system and user alone: for all repositories of this user. Nothing where it is not set.
Result<std::optional<HooksFolder>> user_hooks_folder(const GitEnvironment& environment);

}  // namespace trawl
