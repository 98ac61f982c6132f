#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/scan/scan_options.h"

namespace trawl {

/// Says something to the person at the terminal, on standard error: one line, escaped.
void say(std::string_view sentence);
/// An error: "trawl: sentence".
void complain(std::string_view sentence);

/// Prints what a command was asked for to standard output. Returns the exit code: 0, or 5 if it was not
/// delivered.
int print(std::string_view text);

/// Whether a stream of output is to be coloured: `--color`, NO_COLOR, CLICOLOR_FORCE, TERM.
bool wants_colour(int descriptor, std::string_view option);

/// The signal that asked the program to stop, or 0. The first SIGINT or SIGTERM asks, the second ends it at
/// once.
int stop_signal();
void watch_signals();

/// A time after which a run stops, and whether it did. May be asked by many threads.
class Deadline {
 public:
  /// From now on; none, or 0: never.
  explicit Deadline(std::optional<double> seconds)
      : end_(seconds.value_or(0) > 0
                 ? std::optional(Clock::now() +
                                 std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000)))
                 : std::nullopt) {}

  /// Whether it has passed; who is told so stops, and `stopped` is true from then on.
  [[nodiscard]] bool passed() const {
    if (!end_ || Clock::now() < *end_) return false;
    stopped_.store(true, std::memory_order_relaxed);
    return true;
  }
  [[nodiscard]] bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

 private:
  using Clock = std::chrono::steady_clock;
  std::optional<Clock::time_point> end_;
  mutable std::atomic<bool> stopped_ = false;
};

/// Shows how far a scan is, on a terminal: files, bytes and rate, redrawn ten times a second by whichever
/// thread happens to finish a target. Nothing is shown in the first half second, so that short scans stay
/// quiet.
class Progress final : public ScanObserver {
 public:
  Progress(bool shown, const Deadline& deadline);
  ~Progress() override;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void expect(std::uint64_t targets) override { expected_ = targets; }
  void examined(std::uint64_t bytes, std::size_t occurrences) override;
  [[nodiscard]] bool stop() const override { return stop_signal() != 0 || deadline_.passed(); }

 private:
  using Clock = std::chrono::steady_clock;

  const bool shown_;
  const Deadline& deadline_;
  const Clock::time_point start_ = Clock::now();
  std::atomic<std::uint64_t> expected_ = 0;  ///< targets; 0 where it is not known
  std::atomic<std::uint64_t> files_ = 0;
  std::atomic<std::uint64_t> bytes_ = 0;
  std::atomic<std::uint64_t> occurrences_ = 0;
  std::atomic<std::int64_t> next_ms_ = 500;
};

}  // namespace trawl
