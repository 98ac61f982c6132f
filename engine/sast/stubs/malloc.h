// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <stdlib.h>
__BEGIN_DECLS
size_t malloc_usable_size(void *); void *memalign(size_t, size_t); void *_alloca(size_t); void *_aligned_malloc(size_t, size_t); void _aligned_free(void *);
__END_DECLS
