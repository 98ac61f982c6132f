#include "engine/sandbox/worker_process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <utility>

#include <fmt/format.h>

namespace trawl {
namespace {

constexpr int kSliceMilliseconds = 200;  // how often limits and the wish to stop are looked at

/// Everything a child needs that C wants to be freed.
struct SpawnPlan {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
  SpawnPlan() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
};

}  // namespace

Result<WorkerProcess> WorkerProcess::start(const std::string& program, std::string_view argument) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return Error(fmt::format("making a channel to the worker: {}", strerror(errno)));
  }
  Descriptor ours(ends[0]);
  // Out of the way of the numbers the child will have.
  Descriptor theirs(fcntl(ends[1], F_DUPFD_CLOEXEC, 64));
  ::close(ends[1]);
  if (!theirs.open()) return Error(fmt::format("making a channel to the worker: {}", strerror(errno)));

  SpawnPlan plan;
  for (int standard = 0; standard < 3; ++standard) {
    posix_spawn_file_actions_addopen(&plan.actions, standard, "/dev/null", O_RDWR, 0);
  }
  posix_spawn_file_actions_adddup2(&plan.actions, theirs.number(), kWorkerChannel);
  posix_spawn_file_actions_addclosefrom_np(&plan.actions, kWorkerChannel + 1);
  // A session of its own: no terminal, and signals of ours do not reach it. All signals are as they come.
  sigset_t all;
  sigset_t none;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&plan.attributes, &all);
  posix_spawnattr_setsigmask(&plan.attributes, &none);
  posix_spawnattr_setflags(&plan.attributes,
                           POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

  std::string name = "trawl-clang";
  std::string word(argument);
  std::array<char*, 3> arguments = {name.data(), word.data(), nullptr};
  std::string locale = "LC_ALL=C";
  std::string zone = "TZ=UTC";
  // LLVM's crash handler would look for a program to start otherwise.
  std::string no_symbols = "LLVM_DISABLE_SYMBOLIZATION=1";
  std::array<char*, 4> environment = {locale.data(), zone.data(), no_symbols.data(), nullptr};
  pid_t process = -1;
  const int failed = posix_spawn(&process, program.c_str(), &plan.actions, &plan.attributes, arguments.data(),
                                 environment.data());
  if (failed != 0) return Error(fmt::format("starting the worker: {}", strerror(failed)));
  return WorkerProcess(process, std::move(ours));
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      channel_(std::move(other.channel_)),
      limits_(other.limits_),
      wall_begin_(other.wall_begin_),
      processor_begin_(other.processor_begin_),
      buffer_(std::move(other.buffer_)),
      at_(other.at_) {}

WorkerProcess& WorkerProcess::operator=(WorkerProcess&& other) noexcept {
  if (this != &other) {
    kill();
    process_ = std::exchange(other.process_, -1);
    channel_ = std::move(other.channel_);
    limits_ = other.limits_;
    wall_begin_ = other.wall_begin_;
    processor_begin_ = other.processor_begin_;
    buffer_ = std::move(other.buffer_);
    at_ = other.at_;
  }
  return *this;
}

WorkerProcess::~WorkerProcess() {
  kill();
}

int WorkerProcess::kill() {
  if (process_ <= 0) return 0;
  channel_.close();
  int status = 0;
  int signal = 0;
  // One that has ended already keeps its status; SIGKILL to it does nothing.
  if (waitpid(process_, &status, WNOHANG) == 0) {
    ::kill(process_, SIGKILL);
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
  } else if (WIFSIGNALED(status)) {
    signal = WTERMSIG(status);
  }
  process_ = -1;
  return signal;
}

std::chrono::nanoseconds WorkerProcess::processor_time() const {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process_, &clock) != 0 || clock_gettime(clock, &time) != 0) return processor_begin_;
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

void WorkerProcess::begin_task(TaskLimits limits) {
  limits_ = limits;
  wall_begin_ = std::chrono::steady_clock::now();
  processor_begin_ = std::chrono::nanoseconds(0);
  processor_begin_ = processor_time();
}

bool WorkerProcess::time_is_up() const {
  return std::chrono::steady_clock::now() - wall_begin_ > limits_.wall ||
         processor_time() - processor_begin_ > limits_.processor;
}

bool WorkerProcess::send(std::uint8_t type, std::string_view payload) {
  const std::string bytes = encoded_frame(type, payload);
  std::string_view rest = bytes;
  while (!rest.empty()) {
    pollfd wait{channel_.number(), POLLOUT, 0};
    const int ready = poll(&wait, 1, kSliceMilliseconds);
    if (ready < 0 && errno != EINTR) return false;
    if (ready <= 0) {
      if (time_is_up()) return false;
      continue;
    }
    const ssize_t put = ::send(channel_.number(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (put < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (put <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

Heard WorkerProcess::receive(Frame& frame, const std::function<bool()>& stop) {
  while (true) {
    if (fill(kFrameHeaderBytes)) {
      std::uint32_t size = 0;
      for (unsigned i = 0; i < 4; ++i) {
        size |= static_cast<std::uint32_t>(static_cast<unsigned char>(buffer_[at_ + i])) << (8 * i);
      }
      if (size > kMostFrameBytes) return Heard::kBroken;
      if (fill(kFrameHeaderBytes + size)) {
        frame.type = static_cast<std::uint8_t>(buffer_[at_ + 4]);
        frame.payload.assign(buffer_, at_ + kFrameHeaderBytes, size);
        at_ += kFrameHeaderBytes + size;
        return Heard::kFrame;
      }
    }
    pollfd wait{channel_.number(), POLLIN, 0};
    const int ready = poll(&wait, 1, kSliceMilliseconds);
    if (ready < 0 && errno != EINTR) return Heard::kDied;
    if (ready <= 0) {
      if (stop && stop()) return Heard::kStopped;
      if (time_is_up()) return Heard::kTimeout;
      continue;
    }
    buffer_.erase(0, at_);
    at_ = 0;
    std::array<char, 16 << 10> room;
    const ssize_t got = ::recv(channel_.number(), room.data(), room.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Heard::kDied;
    buffer_.append(room.data(), static_cast<std::size_t>(got));
  }
}

std::string program_beside_this(std::string_view name) {
  std::array<char, PATH_MAX> own{};
  const ssize_t size = readlink("/proc/self/exe", own.data(), own.size());
  if (size <= 0 || static_cast<std::size_t>(size) == own.size()) return "";
  std::string path(own.data(), static_cast<std::size_t>(size));
  path.resize(path.rfind('/') + 1);
  path += name;
  return access(path.c_str(), X_OK) == 0 ? path : "";
}

}  // namespace trawl
