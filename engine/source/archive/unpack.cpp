#include "engine/source/archive/unpack.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <memory>

#include "engine/base/handle.h"

namespace trawl {
namespace {

constexpr std::size_t kRoom = std::size_t{64} << 10;
constexpr std::uint64_t kXzMemory = std::uint64_t{64} << 20;
constexpr int kZstdWindow = 27;
constexpr std::size_t kMostInput = std::size_t{1} << 30;  // of one call: zlib and bzip2 count in 32 bits

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

Unpacked unxz(std::string_view packed, std::uint64_t most) {
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&stream, kXzMemory, LZMA_CONCATENATED) != LZMA_OK) return {{}, false, kWantsMemory};
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
      return inflate_all(entry.packed, most, false);
    case Packing::kGzip:
      return inflate_all(entry.packed, most, true);
    case Packing::kBzip2:
      return bunzip(entry.packed, most);
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
  uLong crc = ::crc32(0, nullptr, 0);
  while (!bytes.empty()) {
    const std::size_t size = std::min(bytes.size(), kMostInput);
    crc = ::crc32(crc, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(size));
    bytes.remove_prefix(size);
  }
  return static_cast<std::uint32_t>(crc);
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
