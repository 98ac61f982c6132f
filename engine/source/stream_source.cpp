#include "engine/source/stream_source.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace trawl {
namespace {

constexpr int kPatienceInMilliseconds = 200;

class StreamReader final : public TargetReader {
 public:
  StreamReader(Descriptor stream, std::function<bool()> stop)
      : stream_(std::move(stream)), stop_(std::move(stop)) {}

  Result<std::size_t> read(std::span<char> room) override {
    if (room.empty()) return std::size_t{0};
    while (true) {
      if (stop_ && stop_()) return Error("it was not read to its end: the run was interrupted");
      // `poll` also serves descriptors that do not block, where `read` alone would fail at once.
      pollfd wait{stream_.number(), POLLIN, 0};
      const int ready = ::poll(&wait, 1, stop_ ? kPatienceInMilliseconds : -1);
      if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
      if (ready < 0) return failure();
      const ssize_t count = ::read(stream_.number(), room.data(), room.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR && errno != EAGAIN) return failure();
    }
  }

 private:
  static Error failure() { return Error(std::string("reading it failed: ") + strerrordesc_np(errno)); }

  Descriptor stream_;
  std::function<bool()> stop_;
};

}  // namespace

std::optional<Target> StreamSource::next(std::vector<Notification>&, Coverage& coverage) {
  if (std::exchange(given_, true)) return std::nullopt;
  ++coverage.files_met;
  Target target;
  target.path = path_;
  return target;
}

Result<std::unique_ptr<TargetReader>> StreamSource::open(const Target&) const {
  Descriptor stream(::fcntl(stream_.number(), F_DUPFD_CLOEXEC, 3));
  if (!stream.open()) return Error(std::string("opening it failed: ") + strerrordesc_np(errno));
  return std::unique_ptr<TargetReader>(std::make_unique<StreamReader>(std::move(stream), stop_));
}

}  // namespace trawl
