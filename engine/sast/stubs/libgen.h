// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
char *dirname(char *); char *__xpg_basename(char *);
#define basename __xpg_basename
 char *__xpg_basename(char *);
__END_DECLS
