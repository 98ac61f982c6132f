#include "engine/store/identity_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "engine/base/handle.h"
#include "engine/store/baseline.h"
#include "engine/store/file.h"

namespace trawl {
namespace {

constexpr std::size_t kMostKeyFileBytes = 4096;

/// Unlike state, a file the user names may be a link or a pipe: secret stores mount one, shells make the
/// other.
Result<std::string> read_key_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file.open()) {
    return Error(fmt::format("opening {}: {}", path, std::generic_category().message(errno)));
  }
  std::string text(kMostKeyFileBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = ::read(file.number(), text.data() + size, text.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error(fmt::format("reading {}: {}", path, std::generic_category().message(errno)));
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  if (size > kMostKeyFileBytes) {
    return Error(fmt::format("reading {}: an identity key has at most {} bytes", path, kMostKeyFileBytes));
  }
  text.resize(size);
  return text;
}

Result<IdentityKey> key_of_file(const std::string& path) {
  Result<std::string> text = read_key_file(path);
  if (!text) return text.error();
  Result<IdentityKey> key = IdentityKey::from_text(*text);
  OPENSSL_cleanse(text->data(), text->size());
  if (!key) return key.error().during("reading " + path);
  return key;
}

Result<IdentityKey> key_of_state(const std::string& folder) {
  const std::string path = folder + "/identity-key";
  if (!file_exists(path)) {
    if (Result<void> created = create_private_folders(folder); !created) return created.error();
    const Result<IdentityKey> fresh = IdentityKey::random();
    if (!fresh) return fresh.error();
    std::string text = fresh->to_stored_text() + "\n";
    const Result<bool> created = create_private_file(path, text);
    OPENSSL_cleanse(text.data(), text.size());
    if (!created) return created.error();
  }
  // Read back also by the process that made it: what counts is what all others find.
  Result<std::string> text =
      read_regular_file(path, {.most_bytes = kMostKeyFileBytes, .private_to_user = true});
  if (!text) return text.error();
  Result<IdentityKey> key = IdentityKey::from_text(*text);
  OPENSSL_cleanse(text->data(), text->size());
  if (!key) return key.error().during("reading " + path);
  return key;
}

Result<ChosenIdentityKey> chosen(Result<IdentityKey> key, IdentityKeyOrigin origin) {
  if (!key) return key.error();
  return ChosenIdentityKey{*std::move(key), origin, {}};
}

Result<ChosenIdentityKey> first_key(const IdentityKeySources& sources) {
  if (!sources.key_file.empty()) return chosen(key_of_file(sources.key_file), IdentityKeyOrigin::kFile);
  if (!sources.environment_key.empty()) {
    Result<IdentityKey> key = IdentityKey::from_text(sources.environment_key);
    if (!key) return key.error().during("TRAWL_IDENTITY_KEY");
    return chosen(std::move(key), IdentityKeyOrigin::kEnvironment);
  }
  if (sources.baseline != nullptr && sources.baseline->key()) {
    return chosen(*sources.baseline->key(), IdentityKeyOrigin::kBaseline);
  }
  std::string why = "there is no folder for the user's state, as neither XDG_STATE_HOME nor HOME is set";
  if (!sources.state_folder.empty()) {
    Result<IdentityKey> key = key_of_state(sources.state_folder);
    if (key) return chosen(std::move(key), IdentityKeyOrigin::kState);
    why = key.error().sentence();
  }
  Result<ChosenIdentityKey> of_this_run = chosen(IdentityKey::random(), IdentityKeyOrigin::kThisRun);
  if (of_this_run) of_this_run->notifications.push_back(notify(Reason::kIdentityKey, "", std::move(why)));
  return of_this_run;
}

}  // namespace

Result<ChosenIdentityKey> choose_identity_key(const IdentityKeySources& sources) {
  Result<ChosenIdentityKey> key = first_key(sources);
  if (!key || sources.baseline == nullptr || sources.baseline->written_under(key->key)) return key;
  return Error(
      "the baseline was written under another identity key, so none of its entries can match: supply that "
      "key with "
      "--identity-key or TRAWL_IDENTITY_KEY (a baseline with a key of its own needs neither)");
}

std::string state_folder_of(const char* xdg_state_home, const char* home) {
  if (xdg_state_home != nullptr && xdg_state_home[0] == '/') return std::string(xdg_state_home) + "/trawl";
  if (home != nullptr && home[0] == '/') return std::string(home) + "/.local/state/trawl";
  return {};
}

}  // namespace trawl
