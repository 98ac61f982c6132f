#include "engine/store/sealed_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "engine/base/handle.h"
#include "engine/store/file.h"

namespace trawl {
namespace {

// The file: the first line, zeros up to a multiple of 16; the checksum of all that follows (16 bytes); the
// number of sections and the size of each (8 bytes each), zeros up to a multiple of 16; the sections, each
// with zeros up to a multiple of 16.
constexpr std::size_t kStep = 16;
constexpr std::size_t kMostBytes = std::size_t{4} << 30;
constexpr std::size_t kMostSections = 1000;
constexpr std::string_view kZeros("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", kStep - 1);

std::size_t padding_of(std::size_t size) {
  return (kStep - size % kStep) % kStep;
}

std::string_view as_bytes(const std::vector<std::uint64_t>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(std::uint64_t)};
}

/// A file that is mapped as the process's own copy.
struct Mapping {
  void* begin = MAP_FAILED;
  std::size_t size = 0;
};

Result<Mapping> map_private_file(const std::string& path) {
  const auto failure = [&](const char* activity) {
    return Error(std::string(activity) + " '" + path + "': " + std::strerror(errno));
  };
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file.open()) return failure("opening");
  struct stat status = {};
  if (::fstat(file.number(), &status) != 0) return failure("opening");
  if (!S_ISREG(status.st_mode)) return Error("opening '" + path + "': it is not a regular file");
  if (status.st_uid != ::geteuid() || (status.st_mode & 077) != 0) {
    return Error("opening '" + path + "': others may use it; make it yours and run chmod 600 on it");
  }
  Mapping mapping;
  mapping.size = static_cast<std::size_t>(status.st_size);
  if (mapping.size == 0 || mapping.size > kMostBytes) return Error("'" + path + "' is no file of state");
  mapping.begin = ::mmap(nullptr, mapping.size, PROT_READ | PROT_WRITE, MAP_PRIVATE, file.number(), 0);
  if (mapping.begin == MAP_FAILED) return failure("mapping");
  return mapping;
}

}  // namespace

SealedFile::SealedFile(SealedFile&& other) noexcept
    : begin_(std::exchange(other.begin_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      sections_(std::move(other.sections_)) {}

SealedFile& SealedFile::operator=(SealedFile&& other) noexcept {
  std::swap(begin_, other.begin_);
  std::swap(size_, other.size_);
  std::swap(sections_, other.sections_);
  return *this;
}

SealedFile::~SealedFile() {
  if (begin_ != nullptr) ::munmap(begin_, size_);
}

Result<std::optional<SealedFile>> SealedFile::open(const std::string& path, std::string_view first_line) {
  if (!file_exists(path)) return std::optional<SealedFile>();
  Result<Mapping> mapping = map_private_file(path);
  if (!mapping) return mapping.error();
  SealedFile file;
  file.begin_ = mapping->begin;
  file.size_ = mapping->size;
  const Error broken("'" + path + "' is not a whole file of state");
  char* const bytes = static_cast<char*>(file.begin_);
  std::size_t at = first_line.size() + padding_of(first_line.size());
  if (file.size_ < at + 2 * kStep || std::memcmp(bytes, first_line.data(), first_line.size()) != 0) {
    return broken;
  }
  XXH128_canonical_t stated;
  std::memcpy(&stated, bytes + at, sizeof stated);
  at += kStep;
  const XXH128_hash_t real = XXH3_128bits(bytes + at, file.size_ - at);
  if (XXH128_isEqual(real, XXH128_hashFromCanonical(&stated)) == 0) return broken;
  std::uint64_t count = 0;
  std::memcpy(&count, bytes + at, sizeof count);
  if (count > kMostSections || file.size_ - at < (count + 1) * sizeof count) return broken;
  std::vector<std::uint64_t> sizes(count);
  std::memcpy(sizes.data(), bytes + at + sizeof count, count * sizeof count);
  at += (count + 1) * sizeof count;
  at += padding_of(at);
  for (const std::uint64_t size : sizes) {
    if (at > file.size_ || size > file.size_ - at) return broken;
    file.sections_.emplace_back(bytes + at, size);
    at += size + padding_of(size);
  }
  if (at != file.size_) return broken;
  return std::optional<SealedFile>(std::move(file));
}

Result<void> write_sealed_file(const std::string& path, std::string_view first_line,
                               std::span<const SectionWriter::Section> sections) {
  std::vector<std::uint64_t> sizes{sections.size()};
  for (const auto& [bytes, more] : sections) sizes.push_back(bytes.size() + more.size());
  std::vector<std::string_view> parts{as_bytes(sizes)};
  const auto pad = [&](std::size_t size) { parts.push_back(kZeros.substr(0, padding_of(size))); };
  pad(as_bytes(sizes).size());
  for (const auto& [bytes, more] : sections) {
    parts.push_back(bytes);
    parts.push_back(more);
    pad(bytes.size() + more.size());
  }
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  for (const std::string_view part : parts) XXH3_128bits_update(&state, part.data(), part.size());
  XXH128_canonical_t code;
  XXH128_canonicalFromHash(&code, XXH3_128bits_digest(&state));
  std::string head(first_line);
  head += kZeros.substr(0, padding_of(first_line.size()));
  head.append(reinterpret_cast<const char*>(&code), sizeof code);
  parts.insert(parts.begin(), head);
  return replace_private_file(path, parts);
}

}  // namespace trawl
