#include "engine/store/verdict_cache.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

#include "engine/store/file.h"
#include "engine/store/hmac_sha256.h"

namespace trawl {

namespace {

// The file: this line, the size of an id (1 byte), the number of blobs (8), SHA-256 of all that follows (32);
// then ids, sizes (4 bytes each) and verdicts (1). Numbers are little-endian.
constexpr std::string_view kFirstLine = "trawl verdicts 1\n";
constexpr std::size_t kHeader = kFirstLine.size() + 1 + 8 + HmacSha256::kSize;
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

std::uint64_t number_at(const char* bytes, std::size_t length) {
  std::uint64_t number = 0;
  for (std::size_t i = length; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

void append_number(std::string& text, std::uint64_t number, std::size_t length) {
  for (std::size_t i = 0; i < length; ++i) text += static_cast<char>(number >> (8 * i) & 0xFF);
}

HmacSha256::Code code_of(std::string_view bytes) {
  return sha256_code(std::span(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

}  // namespace

const char* VerdictCache::ids() const {
  return bytes_.data() + kHeader;
}

std::uint32_t VerdictCache::blob_size(std::size_t position) const {
  return static_cast<std::uint32_t>(number_at(ids() + count_ * id_size_ + position * 4, 4));
}

bool VerdictCache::passes(std::size_t position) const {
  return ids()[count_ * (id_size_ + 4) + position] != 0;
}

std::optional<std::size_t> VerdictCache::find(const char* id) const {
  std::size_t low = 0;
  std::size_t high = count_;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const int order = std::memcmp(id_bytes(middle), id, id_size_);
    if (order == 0) return middle;
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::nullopt;
}

Result<VerdictCache> VerdictCache::read(const std::string& path, std::size_t id_size) {
  VerdictCache cache(id_size);
  if (!file_exists(path)) return cache;
  Result<std::string> bytes = read_regular_file(path, {.most_bytes = kMostBytes, .private_to_user = true});
  if (!bytes) return bytes.error();
  const Error broken("'" + path + "' is not a whole file of verdicts");
  if (bytes->size() < kHeader || !bytes->starts_with(kFirstLine)) return broken;
  const char* header = bytes->data() + kFirstLine.size();
  const std::uint64_t count = number_at(header + 1, 8);
  if (static_cast<unsigned char>(*header) != id_size || count > kMostBytes ||
      bytes->size() != kHeader + count * (id_size + 5)) {
    return broken;
  }
  const HmacSha256::Code code = code_of(std::string_view(*bytes).substr(kHeader));
  if (std::memcmp(header + 9, code.data(), code.size()) != 0) return broken;
  cache.bytes_ = std::move(*bytes);
  cache.count_ = count;
  for (std::size_t i = 1; i < count; ++i) {
    if (std::memcmp(cache.id_bytes(i - 1), cache.id_bytes(i), id_size) >= 0) return broken;
  }
  return cache;
}

Result<void> VerdictCache::write(const std::string& path, std::size_t id_size,
                                 std::vector<BlobVerdict> verdicts) {
  std::sort(verdicts.begin(), verdicts.end());
  verdicts.erase(std::unique(verdicts.begin(), verdicts.end(),
                             [](const BlobVerdict& a, const BlobVerdict& b) { return a.id == b.id; }),
                 verdicts.end());
  std::string body;
  body.reserve(verdicts.size() * (id_size + 5));
  for (const BlobVerdict& verdict : verdicts) {
    body.append(reinterpret_cast<const char*>(verdict.id.data()), id_size);
  }
  for (const BlobVerdict& verdict : verdicts) append_number(body, verdict.size, 4);
  for (const BlobVerdict& verdict : verdicts) body += verdict.passes ? '\1' : '\0';
  const HmacSha256::Code code = code_of(body);
  std::string text(kFirstLine);
  text += static_cast<char>(id_size);
  append_number(text, verdicts.size(), 8);
  text.append(reinterpret_cast<const char*>(code.data()), code.size());
  text += body;
  if (!file_exists(path)) {
    // A new file is private; of two processes that make it the second replaces it.
    const Result<bool> created = create_private_file(path, text);
    if (!created) return created.error();
    if (*created) return {};
  }
  return replace_file(path, text);
}

}  // namespace trawl
