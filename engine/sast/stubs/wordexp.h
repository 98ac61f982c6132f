// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct { size_t we_wordc; char **we_wordv; size_t we_offs; } wordexp_t;
#define WRDE_NOCMD 4
int wordexp(const char *, wordexp_t *, int); void wordfree(wordexp_t *);
__END_DECLS
