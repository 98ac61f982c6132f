#include "tools/trawl/console.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/report/outcome.h"
#include "engine/report/output.h"

namespace trawl {
namespace {

volatile std::sig_atomic_t stop_requested = 0;

void on_signal(int number) {
  // Also when the first one is being obeyed: a second one ends the program at once.
  if (stop_requested != 0) _exit(128 + number);
  stop_requested = number;
}

void write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void say(std::string_view sentence) {
  std::string text;
  while (!sentence.empty()) {
    const std::size_t end = sentence.find('\n');
    text += escape_for_terminal(sentence.substr(0, end)) + "\n";
    if (end == std::string_view::npos) break;
    sentence.remove_prefix(end + 1);
  }
  write_all(text);
}

void complain(std::string_view sentence) {
  say("trawl: " + std::string(sentence));
}

int print(std::string_view text) {
  Output output = Output::to_descriptor(STDOUT_FILENO, "standard output");
  output.append(text);
  if (const auto finished = output.finish(); !finished) {
    complain(finished.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  return 0;
}

bool wants_colour(int descriptor, std::string_view option) {
  if (option != "auto") return option == "always";
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  if (set("NO_COLOR")) return false;
  if (set("CLICOLOR_FORCE") && std::string_view(std::getenv("CLICOLOR_FORCE")) != "0") return true;
  const char* terminal = std::getenv("TERM");
  return isatty(descriptor) != 0 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

int stop_signal() {
  return stop_requested;
}

void watch_signals() {
  struct sigaction action{};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // A closed pipe is a report that could not be delivered, not a reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  // Neither is a limit on the size of files (ulimit -f): the write fails, and no half file stays.
  std::signal(SIGXFSZ, SIG_IGN);
}

Progress::Progress(bool shown, const Deadline& deadline) : shown_(shown), deadline_(deadline) {}

Progress::~Progress() {
  if (shown_ && next_ms_ > 500) write_all("\r\x1b[K");
}

void Progress::examined(std::uint64_t bytes, std::size_t occurrences) {
  if (!shown_) return;
  files_.fetch_add(1, std::memory_order_relaxed);
  bytes_.fetch_add(bytes, std::memory_order_relaxed);
  occurrences_.fetch_add(occurrences, std::memory_order_relaxed);
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_).count();
  std::int64_t next = next_ms_.load(std::memory_order_relaxed);
  if (elapsed < next || !next_ms_.compare_exchange_strong(next, elapsed + 100)) return;
  const std::uint64_t total = bytes_.load(std::memory_order_relaxed);
  const std::uint64_t files = files_.load(std::memory_order_relaxed);
  const std::uint64_t expected = expected_.load(std::memory_order_relaxed);
  const std::string rate = size_text(total * 1000 / static_cast<std::uint64_t>(elapsed));
  std::string text = fmt::format("\r\x1b[K{} files, {}, {}/s", files, size_text(total), rate);
  if (expected >= files && expected != 0) {
    const std::uint64_t seconds = static_cast<std::uint64_t>(elapsed) * (expected - files) / files / 1000;
    text = fmt::format("\r\x1b[K{} of {} objects, {}, {}/s, {}:{:02} left", files, expected, size_text(total),
                       rate, seconds / 60, seconds % 60);
  }
  write_all(fmt::format("{}, {} matches", text, occurrences_.load(std::memory_order_relaxed)));
}

}  // namespace trawl
