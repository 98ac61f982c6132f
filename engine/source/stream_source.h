#pragma once

#include <functional>
#include <string>

#include "engine/base/handle.h"
#include "engine/source/source.h"

namespace trawl {

/// One target that is read from a descriptor: standard input, a pipe, a socket. `next` is for one thread; the
/// target can be opened once more only to go on where the first reader stopped, for a stream has no front.
class StreamSource final : public Source {
 public:
  /// `stream` is open for reading. `path` is what findings show. A reader that waits for bytes asks `stop`
  /// several times a second whether it should give up, so that a signal ends a run whose other side keeps
  /// silent.
  StreamSource(Descriptor stream, std::string path, std::function<bool()> stop = {})
      : stream_(std::move(stream)), path_(std::move(path)), stop_(std::move(stop)) {}

  std::optional<Target> next(std::vector<Notification>& notifications, Coverage& coverage) override;
  [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target& target) const override;
  /// The names it is told are not those of a tree.
  [[nodiscard]] bool has_new_name(const Target&) const override { return false; }

 private:
  Descriptor stream_;
  std::string path_;
  std::function<bool()> stop_;
  bool given_ = false;
};

}  // namespace trawl
