#include "engine/assure/log_chain.h"

#include <fcntl.h>
#include <openssl/sha.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/handle.h"

namespace trawl {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestLine = std::size_t{64} << 10;
const std::string kNoLine(64, '0');

bool is_hash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string text_of(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t number_of(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

LogEntry entry_of(const Json& json) {
  LogEntry entry;
  entry.time = text_of(json, "time");
  entry.user = text_of(json, "user");
  entry.action = text_of(json, "action");
  entry.version = text_of(json, "version");
  entry.rules = text_of(json, "rules");
  entry.digest = text_of(json, "digest");
  entry.exit_code = number_of(json, "exit_code");
  entry.pass = number_of(json, "pass");
  entry.applicable = number_of(json, "applicable");
  if (const auto open = json.find("open"); open != json.end() && open->is_object()) {
    entry.open = {number_of(*open, "info"), number_of(*open, "low"), number_of(*open, "medium"),
                  number_of(*open, "high"), number_of(*open, "critical")};
  }
  return entry;
}

Error failure(const std::string& path) {
  return Error(fmt::format("{}: {}", path, strerrordesc_np(errno)));
}

// The last whole line of an open file, with its line end; empty for an empty file.
Result<std::string> last_line(int descriptor, const std::string& path, std::uint64_t size) {
  if (size == 0) return std::string();
  const std::size_t room = std::min<std::uint64_t>(size, kLongestLine);
  std::string tail(room, '\0');
  std::size_t got = 0;
  while (got < room) {
    const ssize_t count =
        pread(descriptor, tail.data() + got, room - got, static_cast<off_t>(size - room + got));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return failure(path);
    got += static_cast<std::size_t>(count);
  }
  if (tail.back() != '\n') return Error(path + ": its last line is torn; 'trawl log verify' tells more");
  const std::size_t before = tail.rfind('\n', tail.size() - 2);
  if (before == std::string::npos && room < size)
    return Error(path + ": its last line is longer than 64 KiB");
  return before == std::string::npos ? tail : tail.substr(before + 1);
}

}  // namespace

std::string sha256_of(std::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

std::string log_line(const LogEntry& entry, std::string_view previous) {
  Json json;
  json["time"] = entry.time;
  json["user"] = entry.user;
  json["action"] = entry.action;
  json["arguments"] = entry.arguments;
  json["version"] = entry.version;
  if (!entry.rules.empty()) json["rules"] = entry.rules;
  if (!entry.digest.empty()) json["digest"] = entry.digest;
  json["exit_code"] = entry.exit_code;
  if (entry.open) {
    const auto& open = *entry.open;
    json["open"] = {
        {"critical", open[4]}, {"high", open[3]}, {"medium", open[2]}, {"low", open[1]}, {"info", open[0]}};
    json["pass"] = entry.pass;
    json["applicable"] = entry.applicable;
  }
  json["prev"] = previous;
  return json.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

LogCheck check_log(std::string_view text) {
  LogCheck check;
  std::string previous = kNoLine;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const auto bad = [&](std::string why) {
      check.bad_line = number;
      check.trouble = std::move(why);
      return check;
    };
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return bad("it is torn: there is no line end");
    const std::string_view line = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    if (line.size() > kLongestLine) return bad("it is longer than 64 KiB");
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded() || !json.is_object()) return bad("it is no JSON object");
    const std::string prev = text_of(json, "prev");
    if (!is_hash(prev)) return bad("'prev' is no SHA-256");
    const bool checkpoint = number == 1 && text_of(json, "action") == "checkpoint";
    if (prev != previous && !checkpoint)
      return bad(number == 1
                     ? "it is not the first line of a log: lines before it are gone"
                     : "'prev' is not the hash of the line before: one of the two was changed, or a line "
                       "between them is gone");
    check.entries.push_back(entry_of(json));
    previous = checkpoint ? prev : sha256_of(line);
    check.head = sha256_of(line);
  }
  return check;
}

Result<std::string> append_to_log(const std::string& path, const LogEntry& entry) {
  const Descriptor file(
      open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0644));
  if (file.number() < 0) return failure(path);
  if (flock(file.number(), LOCK_EX) != 0) return failure(path);
  struct stat status{};
  if (fstat(file.number(), &status) != 0) return failure(path);
  if (!S_ISREG(status.st_mode)) return Error(path + ": it is no regular file");
  const Result<std::string> last = last_line(file.number(), path, static_cast<std::uint64_t>(status.st_size));
  if (!last) return last.error();
  if (!last->empty()) {
    const Json json = Json::parse(*last, nullptr, false);
    if (json.is_discarded() || !json.is_object() || !is_hash(text_of(json, "prev")))
      return Error(path + ": its last line is no line of a log");
  }
  const std::string line = log_line(entry, last->empty() ? kNoLine : sha256_of(*last));
  if (line.size() > kLongestLine) return Error(path + ": the line would be longer than 64 KiB");
  // One call: with O_APPEND it is written whole or, on a full disk, found torn by the next one.
  const ssize_t written = write(file.number(), line.data(), line.size());
  if (written != static_cast<ssize_t>(line.size())) return failure(path);
  if (fsync(file.number()) != 0) return failure(path);
  return sha256_of(line);
}

Result<std::string> pruned_log(std::string_view text, std::size_t keep) {
  const LogCheck check = check_log(text);
  if (check.bad_line != 0)
    return Error(fmt::format("line {}: {}; a broken log is not pruned", check.bad_line, check.trouble));
  if (check.entries.size() <= keep) return std::string(text);
  std::string_view rest = text;
  std::string_view last;
  const std::size_t drop = check.entries.size() - keep;
  for (std::size_t i = 0; i < drop; ++i) {
    last = rest.substr(0, rest.find('\n') + 1);
    rest.remove_prefix(last.size());
  }
  // The checkpoint names the hash of the last line that goes, as the first line that stays does: what stays
  // is not touched, and the head is what it was.
  LogEntry checkpoint;
  checkpoint.action = "checkpoint";
  checkpoint.arguments = {fmt::format("{} lines were pruned", drop)};
  checkpoint.time = check.entries[drop - 1].time;
  checkpoint.version = check.entries[drop - 1].version;
  return log_line(checkpoint, sha256_of(last)) + std::string(rest);
}

}  // namespace trawl
