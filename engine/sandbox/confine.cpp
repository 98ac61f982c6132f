#include "engine/sandbox/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <initializer_list>

#include "engine/base/handle.h"

namespace trawl {
namespace {

constexpr rlim_t kStackBytes = rlim_t{64} << 20;

bool limit(int resource, rlim_t value) {
  const rlimit both{value, value};
  return setrlimit(static_cast<__rlimit_resource>(resource), &both) == 0;
}

bool set_limits(const ConfineOptions& options) {
  bool all = limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) &&
             limit(RLIMIT_CPU, options.processor_seconds) && limit(RLIMIT_NOFILE, 16);
  // The main thread's stack grows up to what its limit is at that time.
  rlimit stack{};
  if (getrlimit(RLIMIT_STACK, &stack) == 0 &&
      (stack.rlim_max == RLIM_INFINITY || stack.rlim_max >= kStackBytes)) {
    stack.rlim_cur = kStackBytes;
    all = setrlimit(RLIMIT_STACK, &stack) == 0 && all;
  }
  if (options.memory_bytes != 0) all = limit(RLIMIT_AS, options.memory_bytes) && all;
  return all;
}

bool give_up_gains() {
  // A program that died before this leaves a closed channel, which ends the worker as well.
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
         prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0;
}

// All file rights that the running kernel knows are handled and none is given. (Debian 12's header ends at
// REFER.)
bool close_file_system() {
  const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return false;
  std::uint64_t rights = (std::uint64_t{1} << 13) - 1;  // version 1
  if (version >= 2) rights |= std::uint64_t{1} << 13;   // REFER
  if (version >= 3) rights |= std::uint64_t{1} << 14;   // TRUNCATE
  if (version >= 5) rights |= std::uint64_t{1} << 15;   // IOCTL_DEV
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = rights;
  const Descriptor rules(
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)));
  return rules.open() && syscall(SYS_landlock_restrict_self, rules.number(), 0) == 0;
}

// What a parser that has its input on a channel needs: memory, its channel, a thread with a larger stack,
// time. A list of what is allowed, since what is dangerous grows with each kernel.
bool filter_calls() {
  const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == nullptr) return false;
  bool all = true;
  for (const int call : {SCMP_SYS(read),
                         SCMP_SYS(write),
                         SCMP_SYS(readv),
                         SCMP_SYS(writev),
                         SCMP_SYS(close),
                         SCMP_SYS(fstat),
                         SCMP_SYS(lseek),
                         SCMP_SYS(poll),
                         SCMP_SYS(brk),
                         SCMP_SYS(munmap),
                         SCMP_SYS(mremap),
                         SCMP_SYS(madvise),
                         SCMP_SYS(futex),
                         SCMP_SYS(set_robust_list),
                         SCMP_SYS(rseq),
                         SCMP_SYS(set_tid_address),
                         SCMP_SYS(rt_sigaction),
                         SCMP_SYS(rt_sigprocmask),
                         SCMP_SYS(rt_sigreturn),
                         SCMP_SYS(sigaltstack),
                         SCMP_SYS(restart_syscall),
                         SCMP_SYS(clock_gettime),
                         SCMP_SYS(clock_nanosleep),
                         SCMP_SYS(gettimeofday),
                         SCMP_SYS(getrusage),
                         SCMP_SYS(getpid),
                         SCMP_SYS(gettid),
                         SCMP_SYS(getuid),
                         SCMP_SYS(sched_yield),
                         SCMP_SYS(sched_getaffinity),
                         SCMP_SYS(getrandom),
                         SCMP_SYS(exit),
                         SCMP_SYS(exit_group)}) {
    all = seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0 && all;
  }
#ifdef __SANITIZE_ADDRESS__
  // It asks a pipe whether memory can be read, and takes no for an answer about the memory.
  all = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(pipe2), 0) == 0 && all;
#endif
  // No memory becomes code, so no library is loaded and nothing that was written is run.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    all = seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
          all;
  }
  // A thread, never a process. The flags of clone3 lie behind a pointer: the C library then takes clone.
  all = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                         SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0 &&
        all;
  all = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 && all;
  // abort() signals itself; limits may be read.
  all = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                         SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid()))) == 0 &&
        all;
  all = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0)) == 0 && all;
  all = seccomp_load(filter) == 0 && all;
  seccomp_release(filter);
  return all;
}

}  // namespace

std::string_view name_of(Layer layer) {
  switch (layer) {
    case Layer::kLimits:
      return "limits";
    case Layer::kNoGain:
      return "no-new-privileges";
    case Layer::kLandlock:
      return "landlock";
    case Layer::kSeccomp:
      return "seccomp";
  }
  return "";
}

std::vector<Layer> confine(const ConfineOptions& options) {
  std::vector<Layer> layers;
  if (set_limits(options)) layers.push_back(Layer::kLimits);
  if (give_up_gains()) layers.push_back(Layer::kNoGain);
  if (close_file_system()) layers.push_back(Layer::kLandlock);
  if (filter_calls()) layers.push_back(Layer::kSeccomp);
  return layers;
}

}  // namespace trawl
