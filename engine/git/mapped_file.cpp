#include "engine/git/mapped_file.h"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigaction and siginfo_t are not in <csignal>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

namespace trawl {

namespace {

// What the handler looks at. A slot is filled before anybody reads the map and emptied after the last read.
struct Slot {
  volatile std::uintptr_t begin = 0;
  volatile std::uintptr_t end = 0;
  volatile sig_atomic_t vanished = 0;
};
std::array<Slot, MappedFile::kMostMapped> slots;  // NOLINT: a signal handler can be reached in no other way
struct sigaction previous;                        // NOLINT
bool installed = false;                           // NOLINT

constexpr std::uintptr_t kPage = 4096;  // the least of any machine; the kernel rounds

void on_bus_error(int number, siginfo_t* info, void* context) {
  const int saved = errno;
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  for (Slot& slot : slots) {
    if (address < slot.begin || address >= slot.end) continue;
    void* page = reinterpret_cast<void*>(address / kPage * kPage);  // NOLINT(performance-no-int-to-ptr)
    if (::mmap(page, kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) break;
    slot.vanished = 1;
    errno = saved;
    return;
  }
  if ((previous.sa_flags & SA_SIGINFO) != 0 && previous.sa_sigaction != nullptr) {
    previous.sa_sigaction(number, info, context);
    return;
  }
  // Not ours: the fault comes again and ends the process as it would have.
  ::signal(SIGBUS, SIG_DFL);
}

void install_handler() {
  if (installed) return;
  installed = true;
  struct sigaction action{};
  action.sa_sigaction = on_bus_error;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  ::sigaction(SIGBUS, &action, &previous);
}

std::optional<std::size_t> free_slot() {
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].end == 0) return i;
  }
  return std::nullopt;
}

}  // namespace

Result<MappedFile> MappedFile::open(GuardedFile file) {
  MappedFile mapped;
  mapped.size_ = file.size();
  mapped.path_ = file.path();
  if (file.size() <= kReadInstead) {
    char* room = new char[file.size() + 1];
    mapped.begin_ = room;
    if (Result<void> read = file.read_at(0, {room, file.size()}); !read.ok()) return read.error();
    return mapped;
  }
  const std::optional<std::size_t> slot = free_slot();
  if (!slot.has_value()) {
    mapped.size_ = 0;
    return Error("'" + mapped.path_ + "' cannot be mapped: too many files are");
  }
  install_handler();
  void* begin = ::mmap(nullptr, file.size(), PROT_READ, MAP_SHARED, file.descriptor(), 0);
  if (begin == MAP_FAILED) {
    mapped.size_ = 0;
    return Error("'" + mapped.path_ + "' cannot be mapped: " + std::strerror(errno));
  }
  mapped.begin_ = static_cast<const char*>(begin);
  mapped.slot_ = slot;
  slots[*slot].vanished = 0;
  slots[*slot].begin = reinterpret_cast<std::uintptr_t>(begin);
  slots[*slot].end = slots[*slot].begin + (file.size() + kPage - 1) / kPage * kPage;
  return mapped;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : begin_(std::exchange(other.begin_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      path_(std::move(other.path_)),
      slot_(std::exchange(other.slot_, std::nullopt)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(begin_, other.begin_);
  std::swap(size_, other.size_);
  std::swap(path_, other.path_);
  std::swap(slot_, other.slot_);
  return *this;
}

MappedFile::~MappedFile() {
  if (begin_ == nullptr) return;
  if (!slot_.has_value()) {
    delete[] begin_;
    return;
  }
  ::munmap(const_cast<char*>(begin_), size_);
  slots[*slot_].end = 0;
  slots[*slot_].begin = 0;
}

bool MappedFile::vanished() const {
  return slot_.has_value() && slots[*slot_].vanished != 0;
}

void MappedFile::read_ahead() const {
  if (slot_.has_value()) ::madvise(const_cast<char*>(begin_), size_, MADV_WILLNEED);
}

}  // namespace trawl
