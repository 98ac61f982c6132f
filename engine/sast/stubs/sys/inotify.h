// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
struct inotify_event { int wd; uint32_t mask, cookie, len; char name[]; }; int inotify_init(void); int inotify_init1(int); int inotify_add_watch(int, const char *, uint32_t);
__END_DECLS
