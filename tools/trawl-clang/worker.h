#pragma once

namespace trawl::sast {

/// What trawl starts: confines itself, then parses and links what the program sends over the channel, until
/// it is closed. Returns the exit code.
int run_worker();

}  // namespace trawl::sast
