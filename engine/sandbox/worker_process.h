#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/base/handle.h"
#include "engine/base/result.h"
#include "engine/sandbox/frame.h"

namespace trawl {

/// What a wait for a worker's next message ended with.
enum class Heard : std::uint8_t {
  kFrame,    ///< a message
  kDied,     ///< the process ended, or its channel did
  kTimeout,  ///< a limit of time was met
  kBroken,   ///< what came is no message
  kStopped,  ///< the caller wanted to stop
};

/// How long a worker may take for one task. The first limit that is met counts; both are measured from
/// `begin_task`.
struct TaskLimits {
  std::chrono::milliseconds processor{20'000};  ///< CPU time of the worker
  std::chrono::milliseconds wall{60'000};       ///< a worker that sleeps or is starved
};

/// A worker: a program started with one channel, an empty environment and nothing else. It confines itself
/// (engine/sandbox/confine.h) before it reads the first byte. One thread uses it; it is killed at the end of
/// its life.
class WorkerProcess {
 public:
  /// Starts `program` (an absolute path, never looked up) with `arguments`.
  static Result<WorkerProcess> start(const std::string& program, std::string_view argument);

  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess& operator=(WorkerProcess&& other) noexcept;
  ~WorkerProcess();

  void begin_task(TaskLimits limits);
  /// Sends a message. False when the worker is gone or does not read within the limits.
  bool send(std::uint8_t type, std::string_view payload);
  /// Waits for the next message. `stop` is asked a few times a second; may be empty.
  Heard receive(Frame& frame, const std::function<bool()>& stop = nullptr);
  /// Ends it at once. Returns the signal that had ended it before, or 0.
  int kill();

 private:
  WorkerProcess(pid_t process, Descriptor channel) : process_(process), channel_(std::move(channel)) {}
  [[nodiscard]] bool time_is_up() const;
  [[nodiscard]] std::chrono::nanoseconds processor_time() const;
  [[nodiscard]] bool fill(std::size_t wanted) const { return buffer_.size() - at_ >= wanted; }

  pid_t process_ = -1;
  Descriptor channel_;
  TaskLimits limits_;
  std::chrono::steady_clock::time_point wall_begin_;
  std::chrono::nanoseconds processor_begin_{0};
  std::string buffer_;
  std::size_t at_ = 0;
};

/// A program that lies in the same folder as the running one, resolved; empty where there is none. Not looked
/// up in PATH, nor in a scanned tree.
std::string program_beside_this(std::string_view name);

}  // namespace trawl
