#include "engine/git/object_hash.h"

#include <variant>

// The low-level functions: they need no provider to be fetched, which alone costs more instructions than a
// hook may.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

namespace trawl {

struct ObjectHash::State {
  std::variant<SHA_CTX, SHA256_CTX> context;
};

ObjectHash::ObjectHash(ObjectFormat format) : format_(format), state_(std::make_unique<State>()) {
  if (format == ObjectFormat::kSha1) {
    SHA1_Init(&state_->context.emplace<SHA_CTX>());
  } else {
    SHA256_Init(&state_->context.emplace<SHA256_CTX>());
  }
}

ObjectHash::ObjectHash(ObjectHash&&) noexcept = default;
ObjectHash::~ObjectHash() = default;

void ObjectHash::update(std::string_view bytes) {
  if (auto* sha1 = std::get_if<SHA_CTX>(&state_->context)) {
    SHA1_Update(sha1, bytes.data(), bytes.size());
  } else {
    SHA256_Update(&std::get<SHA256_CTX>(state_->context), bytes.data(), bytes.size());
  }
}

ObjectId ObjectHash::finish() {
  unsigned char digest[ObjectId::kMaxSize];
  if (auto* sha1 = std::get_if<SHA_CTX>(&state_->context)) {
    SHA1_Final(digest, sha1);
  } else {
    SHA256_Final(digest, &std::get<SHA256_CTX>(state_->context));
  }
  return {format_, digest};
}

ObjectHash begin_object_hash(ObjectFormat format, ObjectType type, std::uint64_t size) {
  ObjectHash hash(format);
  std::string header(name_of(type));
  header += ' ';
  header += std::to_string(size);
  header += '\0';
  hash.update(header);
  return hash;
}

ObjectId id_of_object(ObjectFormat format, ObjectType type, std::string_view content) {
  ObjectHash hash = begin_object_hash(format, type, content.size());
  hash.update(content);
  return hash.finish();
}

}  // namespace trawl
