// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
struct spwd { char *sp_namp, *sp_pwdp; long sp_lstchg, sp_min, sp_max; }; struct spwd *getspnam(const char *);
__END_DECLS
