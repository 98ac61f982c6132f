#include "engine/git/inflate.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

namespace trawl {

bool size_is_plausible(std::uint64_t inflated, std::uint64_t compressed) {
  constexpr std::uint64_t kGreatestRatio = 1032;
  return inflated / kGreatestRatio <= compressed;
}

Inflater::Inflater() : decompressor_(libdeflate_alloc_decompressor()) {
  if (decompressor_ == nullptr) throw std::bad_alloc();
}

Inflater::Inflater(Inflater&& other) noexcept : decompressor_(std::exchange(other.decompressor_, nullptr)) {}

Inflater& Inflater::operator=(Inflater&& other) noexcept {
  std::swap(decompressor_, other.decompressor_);
  return *this;
}

Inflater::~Inflater() {
  if (decompressor_ != nullptr) libdeflate_free_decompressor(decompressor_);
}

bool Inflater::inflate(std::string_view compressed, std::span<char> room, std::size_t& consumed) {
  std::size_t produced = 0;
  // One byte too many would be "insufficient space", one too few shows in `produced`: both are a wrong size.
  return libdeflate_zlib_decompress_ex(decompressor_, compressed.data(), compressed.size(), room.data(),
                                       room.size(), &consumed, &produced) == LIBDEFLATE_SUCCESS &&
         produced == room.size();
}

InflateStream::InflateStream(const GuardedFile& file, std::uint64_t begin, std::uint64_t end)
    : file_(file), next_(begin), end_(end), stream_(std::make_unique<z_stream>()) {
  if (inflateInit(stream_.get()) != Z_OK) throw std::bad_alloc();
}

InflateStream::~InflateStream() {
  inflateEnd(stream_.get());
}

std::uint64_t InflateStream::end_offset() const {
  return next_ - stream_->avail_in;
}

Result<std::size_t> InflateStream::read(std::span<char> room) {
  std::size_t produced = 0;
  while (produced < room.size() && !finished_) {
    if (stream_->avail_in == 0 && next_ < end_) {
      const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(input_.size(), end_ - next_));
      if (Result<void> read = file_.read_at(next_, std::span(input_).first(piece)); !read.ok())
        return read.error();
      next_ += piece;
      stream_->next_in = reinterpret_cast<Bytef*>(input_.data());
      stream_->avail_in = static_cast<uInt>(piece);
    }
    const auto fits =
        static_cast<uInt>(std::min<std::size_t>(room.size() - produced, std::numeric_limits<uInt>::max()));
    stream_->next_out = reinterpret_cast<Bytef*>(room.data() + produced);
    stream_->avail_out = fits;
    const uInt had = stream_->avail_in;
    const int status = ::inflate(stream_.get(), Z_NO_FLUSH);
    const uInt got = fits - stream_->avail_out;
    produced += got;
    if (status == Z_STREAM_END) {
      finished_ = true;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      return Error("'" + file_.path() + "' holds compressed data that is damaged");
    } else if (got == 0 && stream_->avail_in == had) {
      // No progress: the input is exhausted. Asking again would ask for ever.
      return Error("'" + file_.path() + "' holds compressed data that is cut off");
    }
  }
  return produced;
}

}  // namespace trawl
