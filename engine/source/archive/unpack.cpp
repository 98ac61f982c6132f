#include "engine/source/archive/unpack.h"

#include <bzlib.h>
#include <libdeflate.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "engine/base/handle.h"

namespace trawl {
namespace {

constexpr std::size_t kRoom = std::size_t{64} << 10;
constexpr std::uint64_t kXzMemory = std::uint64_t{64} << 20;
constexpr int kZstdWindow = 27;
constexpr std::size_t kMostInput = std::size_t{1} << 30;  // of one call: zlib and bzip2 count in 32 bits

// What is unpacked in one call, with libdeflate: twice as fast as zlib, but it has to know the size before.
constexpr std::uint64_t kMostAtOnce = std::uint64_t{64} << 20;
constexpr std::uint64_t kMostExpansion = 1032;  // of deflate

constexpr const char* kIsDamaged = "it is damaged";
constexpr const char* kIsCut = "it ends too early";
constexpr const char* kWantsMemory = "it asks for more memory than it is given";

/// One step of a decompressor: how much went in and came out, and whether it goes on.
enum class Step : std::uint8_t { kOn, kEnd, kDamaged, kNoMemory };

/// Runs `step(next, room)` until it ends, fails, stands still or has made too much. `next` is what is left of
/// the input; `step` takes from its front and puts into the front of the room, whose rest it leaves.
template <typename StepFunction>
Unpacked run(std::string_view packed, std::uint64_t most, StepFunction step) {
  Unpacked unpacked;
  std::array<char, kRoom> room;
  while (true) {
    std::size_t made = 0;
    const std::size_t before = packed.size();
    const Step outcome = step(packed, room, made);
    const std::uint64_t left = most - unpacked.bytes.size();
    unpacked.bytes.append(room.data(), std::min<std::uint64_t>(made, left));
    if (made > left) {
      unpacked.limited = true;
      return unpacked;
    }
    if (outcome == Step::kEnd) return unpacked;
    if (outcome != Step::kOn) {
      unpacked.problem = outcome == Step::kNoMemory ? kWantsMemory : kIsDamaged;
      return unpacked;
    }
    if (made == 0 && packed.size() == before) {
      unpacked.problem = packed.empty() ? kIsCut : kIsDamaged;
      return unpacked;
    }
  }
}

/// zlib's `inflate` on deflated data, or on gzip with any number of members.
Unpacked inflate_all(std::string_view packed, std::uint64_t most, bool gzip) {
  z_stream stream{};
  if (inflateInit2(&stream, gzip ? 15 + 16 : -15) != Z_OK) return {{}, false, kWantsMemory};
  struct End {
    z_stream& stream;
    ~End() { inflateEnd(&stream); }
  } const end{stream};
  return run(packed, most, [&](std::string_view& next, std::array<char, kRoom>& room, std::size_t& made) {
    const std::size_t size = std::min(next.size(), kMostInput);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(next.data()));
    stream.avail_in = static_cast<uInt>(size);
    stream.next_out = reinterpret_cast<Bytef*>(room.data());
    stream.avail_out = static_cast<uInt>(room.size());
    const int code = ::inflate(&stream, Z_NO_FLUSH);
    made = room.size() - stream.avail_out;
    next.remove_prefix(size - stream.avail_in);
    if (code == Z_STREAM_END) {
      if (!gzip || !next.starts_with("\x1f\x8b")) return Step::kEnd;
      return inflateReset(&stream) == Z_OK ? Step::kOn : Step::kDamaged;
    }
    return code == Z_OK || code == Z_BUF_ERROR ? Step::kOn : Step::kDamaged;
  });
}

// Little-endian, behind all of a gzip member.
std::uint64_t size_in_trailer(std::string_view packed) {
  std::uint64_t size = 0;
  for (std::size_t i = 4; i > 0 && packed.size() >= 18; --i) {
    size = size << 8 | static_cast<unsigned char>(packed[packed.size() - 5 + i]);
  }
  return size;
}

/// Unpacks deflated data, or one gzip member, of which a header says that it has `size` bytes; nothing where
/// that is not so, and zlib has to tell what is there.
std::optional<Unpacked> inflate_at_once(std::string_view packed, std::uint64_t size, std::uint64_t most,
                                        bool gzip) {
  if (size == 0 || size > most || size > kMostAtOnce || size / kMostExpansion > packed.size())
    return std::nullopt;
  struct Free {
    void operator()(libdeflate_decompressor* decompressor) const {
      libdeflate_free_decompressor(decompressor);
    }
  };
  const std::unique_ptr<libdeflate_decompressor, Free> decompressor(libdeflate_alloc_decompressor());
  if (decompressor == nullptr) return std::nullopt;
  Unpacked unpacked;
  unpacked.bytes.resize(size);
  const auto decompress = gzip ? libdeflate_gzip_decompress_ex : libdeflate_deflate_decompress_ex;
  std::size_t consumed = 0;
  std::size_t made = 0;
  if (decompress(decompressor.get(), packed.data(), packed.size(), unpacked.bytes.data(), size, &consumed,
                 &made) != LIBDEFLATE_SUCCESS ||
      made != size || (gzip && consumed != packed.size())) {
    return std::nullopt;
  }
  return unpacked;
}

Unpacked inflated(const ArchiveEntry& entry, std::uint64_t most, bool gzip) {
  const std::uint64_t size = gzip ? size_in_trailer(entry.packed) : entry.size.value_or(0);
  if (std::optional<Unpacked> unpacked = inflate_at_once(entry.packed, size, most, gzip))
    return std::move(*unpacked);
  return inflate_all(entry.packed, most, gzip);
}

Unpacked bunzip(std::string_view packed, std::uint64_t most) {
  bz_stream stream{};
  if (BZ2_bzDecompressInit(&stream, 0, 0) != BZ_OK) return {{}, false, kWantsMemory};
  struct End {
    bz_stream& stream;
    ~End() { BZ2_bzDecompressEnd(&stream); }
  } const end{stream};
  return run(packed, most, [&](std::string_view& next, std::array<char, kRoom>& room, std::size_t& made) {
    const std::size_t size = std::min(next.size(), kMostInput);
    stream.next_in = const_cast<char*>(next.data());
    stream.avail_in = static_cast<unsigned>(size);
    stream.next_out = room.data();
    stream.avail_out = static_cast<unsigned>(room.size());
    const int code = BZ2_bzDecompress(&stream);
    made = room.size() - stream.avail_out;
    next.remove_prefix(size - stream.avail_in);
    if (code == BZ_STREAM_END) {
      if (!next.starts_with("BZh")) return Step::kEnd;
      BZ2_bzDecompressEnd(&stream);
      stream = bz_stream{};
      return BZ2_bzDecompressInit(&stream, 0, 0) == BZ_OK ? Step::kOn : Step::kNoMemory;
    }
    return code == BZ_OK ? Step::kOn : Step::kDamaged;
  });
}

/// What came of a decoder of liblzma, which this ends.
Unpacked run_lzma(lzma_stream& stream, std::string_view packed, std::uint64_t most) {
  struct End {
    lzma_stream& stream;
    ~End() { lzma_end(&stream); }
  } const end{stream};
  return run(packed, most, [&](std::string_view& next, std::array<char, kRoom>& room, std::size_t& made) {
    stream.next_in = reinterpret_cast<const std::uint8_t*>(next.data());
    stream.avail_in = next.size();
    stream.next_out = reinterpret_cast<std::uint8_t*>(room.data());
    stream.avail_out = room.size();
    const lzma_ret code = lzma_code(&stream, LZMA_FINISH);
    made = room.size() - stream.avail_out;
    next.remove_prefix(next.size() - stream.avail_in);
    if (code == LZMA_STREAM_END) return Step::kEnd;
    if (code == LZMA_MEMLIMIT_ERROR || code == LZMA_MEM_ERROR) return Step::kNoMemory;
    return code == LZMA_OK || code == LZMA_BUF_ERROR ? Step::kOn : Step::kDamaged;
  });
}

Unpacked unxz(std::string_view packed, std::uint64_t most) {
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&stream, kXzMemory, LZMA_CONCATENATED) != LZMA_OK) return {{}, false, kWantsMemory};
  return run_lzma(stream, packed, most);
}

Unpacked unlzma_file(std::string_view packed, std::uint64_t most) {
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_alone_decoder(&stream, kXzMemory) != LZMA_OK) return {{}, false, kWantsMemory};
  return run_lzma(stream, packed, most);
}

/// APPNOTE.TXT 5.8.8: two bytes of version, two of the size of the properties, these, and the stream. Where
/// it has no mark at its end, the size of the content ends it.
Unpacked unlzma(std::string_view packed, std::uint64_t most, std::optional<std::uint64_t> size) {
  constexpr std::size_t kProperties = 5;
  if (packed.size() < 4 + kProperties || packed[2] != kProperties || packed[3] != '\0')
    return {{}, false, kIsDamaged};
  lzma_filter filters[2] = {{LZMA_FILTER_LZMA1, nullptr}, {LZMA_VLI_UNKNOWN, nullptr}};
  const auto* properties = reinterpret_cast<const std::uint8_t*>(packed.data() + 4);
  if (lzma_properties_decode(filters, nullptr, properties, kProperties) != LZMA_OK)
    return {{}, false, kIsDamaged};
  const std::unique_ptr<void, decltype(&std::free)> options(filters[0].options, &std::free);
  if (lzma_raw_decoder_memusage(filters) > kXzMemory) return {{}, false, kWantsMemory};
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_raw_decoder(&stream, filters) != LZMA_OK) return {{}, false, kWantsMemory};
  Unpacked unpacked = run_lzma(stream, packed.substr(4 + kProperties), most);
  // A raw stream without a mark only stops: all that was promised is there.
  if (size && unpacked.bytes.size() == *size) unpacked.problem.clear();
  return unpacked;
}

Unpacked unzstd(std::string_view packed, std::uint64_t most) {
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
  if (context == nullptr) return {{}, false, kWantsMemory};
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kZstdWindow);
  return run(packed, most, [&](std::string_view& next, std::array<char, kRoom>& room, std::size_t& made) {
    ZSTD_inBuffer in{next.data(), next.size(), 0};
    ZSTD_outBuffer out{room.data(), room.size(), 0};
    const std::size_t code = ZSTD_decompressStream(context.get(), &out, &in);
    made = out.pos;
    next.remove_prefix(in.pos);
    if (ZSTD_isError(code) != 0) return Step::kDamaged;
    return code == 0 && next.empty() ? Step::kEnd : Step::kOn;
  });
}

Unpacked unpacked_by(const ArchiveEntry& entry, std::uint64_t most) {
  switch (entry.packing) {
    case Packing::kDeflate:
      return inflated(entry, most, false);
    case Packing::kGzip:
      return inflated(entry, most, true);
    case Packing::kBzip2:
      return bunzip(entry.packed, most);
    case Packing::kLzma:
      return unlzma(entry.packed, most, entry.size);
    case Packing::kLzmaFile:
      return unlzma_file(entry.packed, most);
    case Packing::kXz:
      return unxz(entry.packed, most);
    case Packing::kZstd:
      return unzstd(entry.packed, most);
    case Packing::kStored:
      break;
  }
  Unpacked stored;
  stored.bytes = entry.packed.substr(0, most);
  stored.limited = entry.packed.size() > most;
  return stored;
}

std::uint32_t crc_of(std::string_view bytes) {
  return libdeflate_crc32(0, bytes.data(), bytes.size());
}

}  // namespace

Unpacked unpack(const ArchiveEntry& entry, std::uint64_t most) {
  Unpacked unpacked = unpacked_by(entry, most);
  if (unpacked.limited || !unpacked.problem.empty()) return unpacked;
  if (entry.size && *entry.size != unpacked.bytes.size()) {
    unpacked.problem = "its size is not what its header says";
  } else if (entry.crc32 && *entry.crc32 != crc_of(unpacked.bytes)) {
    unpacked.problem = "its checksum is not what its header says";
  }
  return unpacked;
}

}  // namespace trawl
