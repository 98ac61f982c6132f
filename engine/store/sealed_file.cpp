#include "engine/store/sealed_file.h"

#include <cstring>
#include <span>

#include "engine/store/file.h"
#include "engine/store/hmac_sha256.h"

namespace trawl {
namespace {

constexpr std::size_t kMostBytes = std::size_t{2} << 30;

HmacSha256::Code code_of(std::string_view bytes) {
  return sha256_code(std::span(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

}  // namespace

Result<std::string> read_sealed_file(const std::string& path, std::string_view first_line) {
  if (!file_exists(path)) return std::string();
  Result<std::string> bytes = read_regular_file(path, {.most_bytes = kMostBytes, .private_to_user = true});
  if (!bytes) return bytes.error();
  const std::size_t header = first_line.size() + HmacSha256::kSize;
  const Error broken("'" + path + "' is not a whole file of state");
  if (bytes->size() < header || !bytes->starts_with(first_line)) return broken;
  const HmacSha256::Code code = code_of(std::string_view(*bytes).substr(header));
  if (std::memcmp(bytes->data() + first_line.size(), code.data(), code.size()) != 0) return broken;
  bytes->erase(0, header);
  return bytes;
}

Result<void> write_sealed_file(const std::string& path, std::string_view first_line, std::string_view body) {
  const HmacSha256::Code code = code_of(body);
  std::string text;
  text.reserve(first_line.size() + code.size() + body.size());
  text += first_line;
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
