#include "engine/git/object_stream.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "engine/git/inflate.h"

namespace trawl {

namespace {

class InflatedStream : public ObjectStream {
 public:
  InflatedStream(GuardedFile file, InflatedRange range, ObjectHeader header)
      : file_(std::move(file)), range_(range), header_(header), stream_(file_, range.begin, range.end) {}

  [[nodiscard]] const ObjectHeader& header() const override { return header_; }

  ObjectResult<std::size_t> read(std::span<char> room) override {
    if (range_.skip > 0) {
      std::array<char, 32> skipped{};
      const Result<std::size_t> got = stream_.read(std::span(skipped).first(range_.skip));
      if (!got.ok()) return corrupt(got.error());
      range_.skip = 0;
    }
    const std::uint64_t left = header_.size - produced_;
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), left));
    const Result<std::size_t> got = stream_.read(room.first(wanted));
    if (!got.ok()) return corrupt(got.error());
    produced_ += *got;
    if (*got < wanted) return wrong_size();
    if (produced_ == header_.size && !ended_) {
      // One byte more is offered so that excess does not pass unseen.
      std::array<char, 1> excess{};
      const Result<std::size_t> more = stream_.read(excess);
      if (!more.ok()) return corrupt(more.error());
      if (*more != 0) return wrong_size();
      if (range_.whole && stream_.end_offset() != range_.end) {
        return corrupt("bytes follow the object in '" + file_.path() + "'");
      }
      ended_ = true;
    }
    return *got;
  }

 private:
  [[nodiscard]] ObjectFailure wrong_size() const {
    return corrupt("an object in '" + file_.path() + "' is not as long as its header says");
  }

  GuardedFile file_;
  InflatedRange range_;
  ObjectHeader header_;
  InflateStream stream_;
  std::uint64_t produced_ = 0;
  bool ended_ = false;
};

class MemoryStream : public ObjectStream {
 public:
  explicit MemoryStream(Object object)
      : object_(std::move(object)), header_{object_.type, object_.bytes.size()} {}

  [[nodiscard]] const ObjectHeader& header() const override { return header_; }

  ObjectResult<std::size_t> read(std::span<char> room) override {
    const std::size_t count = std::min(room.size(), object_.bytes.size() - position_);
    if (count > 0) std::memcpy(room.data(), object_.bytes.data() + position_, count);
    position_ += count;
    return count;
  }

 private:
  Object object_;
  ObjectHeader header_;
  std::size_t position_ = 0;
};

}  // namespace

std::unique_ptr<ObjectStream> stream_inflated(GuardedFile file, InflatedRange range, ObjectHeader header) {
  return std::make_unique<InflatedStream>(std::move(file), range, header);
}

std::unique_ptr<ObjectStream> stream_of(Object object) {
  return std::make_unique<MemoryStream>(std::move(object));
}

}  // namespace trawl
