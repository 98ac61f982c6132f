// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct { size_t gl_pathc; char **gl_pathv; size_t gl_offs; int gl_flags; } glob_t; int glob(const char *, int, int (*)(const char *, int), glob_t *); void globfree(glob_t *);
#define GLOB_NOSORT 4
#define GLOB_TILDE 4096
#define GLOB_MARK 2
__END_DECLS
