#include "engine/store/summary_cache.h"

#include <fcntl.h>
#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "engine/base/handle.h"
#include "engine/store/file.h"

namespace trawl {
namespace {

constexpr std::size_t kCheckBytes = 64;  // of an entry: the hash of the rest, in front

std::string hex(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += kDigits[bytes[i] >> 4U];
    text += kDigits[bytes[i] & 15U];
  }
  return text;
}

std::string hash_of(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return hex(digest.data(), digest.size());
}

}  // namespace

// The low-level functions of SHA-256 cost no allocation and no look-up of a provider; they are deprecated in
// name.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
ContentHash::ContentHash() : context_(new SHA256_CTX) {
  SHA256_Init(static_cast<SHA256_CTX*>(context_));
}
ContentHash::~ContentHash() {
  delete static_cast<SHA256_CTX*>(context_);
}

void ContentHash::add(std::string_view part) {
  auto* context = static_cast<SHA256_CTX*>(context_);
  const std::uint64_t size = part.size();
  SHA256_Update(context, &size, sizeof size);
  SHA256_Update(context, part.data(), part.size());
}

std::string ContentHash::finish() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256_Final(digest.data(), static_cast<SHA256_CTX*>(context_));
  return hex(digest.data(), digest.size());
}
#pragma GCC diagnostic pop

std::string SummaryCache::path_of(std::string_view key) const {
  return fmt::format("{}/{}/{}", folder_, key.substr(0, 2), key.substr(2));
}

std::optional<std::string> SummaryCache::get(std::string_view key) const {
  if (folder_.empty()) return std::nullopt;
  FileDemand demand;
  demand.most_bytes = kMostEntryBytes + kCheckBytes;
  demand.private_to_user = true;
  Result<std::string> entry = read_regular_file(path_of(key), demand);
  if (!entry || entry->size() < kCheckBytes) return std::nullopt;
  std::string bytes = entry->substr(kCheckBytes);
  if (std::string_view(*entry).substr(0, kCheckBytes) != hash_of(bytes)) return std::nullopt;
  return bytes;
}

void SummaryCache::put(std::string_view key, std::string_view bytes) const {
  if (folder_.empty() || bytes.size() > kMostEntryBytes) return;
  const std::string path = path_of(key);
  if (!create_private_folders(path.substr(0, path.rfind('/')))) return;
  // Beside it, then renamed: no sync, since a torn entry is told by its hash.
  std::string temporary = path + ".XXXXXX";
  const Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.open()) return;
  const std::string check = hash_of(bytes);
  bool whole = true;
  for (std::string_view rest : {std::string_view(check), bytes}) {
    while (whole && !rest.empty()) {
      const ssize_t put = ::write(file.number(), rest.data(), rest.size());
      whole = put > 0;
      if (whole) rest.remove_prefix(static_cast<std::size_t>(put));
    }
  }
  if (!whole || ::rename(temporary.c_str(), path.c_str()) != 0) ::unlink(temporary.c_str());
}

}  // namespace trawl
