#include "engine/git/object_buffer.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <utility>

#include "engine/base/handle.h"

namespace trawl {

namespace {

constexpr std::size_t kLeast = std::size_t{16} << 10;

// A file without a name, as large as asked: its blocks are there, so that writing to the map cannot fail.
Result<Descriptor> temporary_file(std::size_t size) {
  const char* named = std::getenv("TMPDIR");
  const std::string folder = named != nullptr && named[0] == '/' ? named : "/var/tmp";
  Descriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (!file.open()) {
    std::string name = folder + "/trawl-object-XXXXXX";
    file = Descriptor(::mkostemp(name.data(), O_CLOEXEC));
    if (file.open()) ::unlink(name.c_str());
  }
  if (!file.open()) return Error("no temporary file in '" + folder + "': " + std::strerror(errno));
  if (const int error = ::posix_fallocate(file.number(), 0, static_cast<off_t>(size)); error != 0) {
    return Error("no room for " + std::to_string(size) + " bytes in '" + folder +
                 "': " + std::strerror(error));
  }
  return file;
}

}  // namespace

ObjectBuffer::ObjectBuffer(ObjectBuffer&& other) noexcept
    : begin_(std::exchange(other.begin_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)),
      in_file_(std::exchange(other.in_file_, false)) {}

ObjectBuffer& ObjectBuffer::operator=(ObjectBuffer&& other) noexcept {
  std::swap(begin_, other.begin_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
  std::swap(in_file_, other.in_file_);
  return *this;
}

ObjectBuffer::~ObjectBuffer() {
  release();
}

void ObjectBuffer::release() {
  if (in_file_) {
    ::munmap(begin_, capacity_);
  } else {
    std::free(begin_);
  }
  begin_ = nullptr;
  size_ = capacity_ = 0;
  in_file_ = false;
}

Result<void> ObjectBuffer::resize(std::size_t size) {
  // A large buffer is not kept for small objects.
  if (begin_ != nullptr && size <= capacity_ && (!in_file_ || size > kInMemory)) {
    size_ = size;
    return {};
  }
  const std::size_t had = in_file_ ? 0 : capacity_;
  release();
  if (size > kInMemory) {
    const Result<Descriptor> file = temporary_file(size);
    if (!file.ok()) return file.error();
    void* begin = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file->number(), 0);
    if (begin == MAP_FAILED) return Error(std::string("mapping a temporary file: ") + std::strerror(errno));
    begin_ = static_cast<char*>(begin);
    capacity_ = size;
    in_file_ = true;
  } else {
    const std::size_t grown = std::min(std::max(kLeast, had + had / 2), kInMemory);
    capacity_ = std::max(size, grown);
    begin_ = static_cast<char*>(std::malloc(capacity_));
    if (begin_ == nullptr) {
      capacity_ = 0;
      throw std::bad_alloc();
    }
  }
  size_ = size;
  return {};
}

}  // namespace trawl
