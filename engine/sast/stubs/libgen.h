// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
char *dirname(char *); char *basename(char *); char *__xpg_basename(char *);
__END_DECLS
