// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int mount(const char *, const char *, const char *, unsigned long, const void *); int umount(const char *); int umount2(const char *, int);
__END_DECLS
