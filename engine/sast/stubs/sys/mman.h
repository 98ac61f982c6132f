// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/types.h>
__BEGIN_DECLS
#define PROT_NONE 0
#define PROT_READ 1
#define PROT_WRITE 2
#define PROT_EXEC 4
#define MAP_SHARED 1
#define MAP_PRIVATE 2
#define MAP_FIXED 16
#define MAP_ANONYMOUS 32
#define MAP_ANON 32
#define MAP_POPULATE 0x8000
#define MAP_FAILED ((void *)-1)
#define MS_SYNC 4
#define MADV_DONTNEED 4
#define MADV_DONTDUMP 16
void *mmap(void *, size_t, int, int, int, off_t); int munmap(void *, size_t); int mprotect(void *, size_t, int); int msync(void *, size_t, int); int mlock(const void *, size_t); int munlock(const void *, size_t); int madvise(void *, size_t, int); int shm_open(const char *, int, mode_t); int shm_unlink(const char *); int memfd_create(const char *, unsigned); int mlockall(int);
__END_DECLS
