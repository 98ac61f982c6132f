// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/types.h>
__BEGIN_DECLS
struct group { char *gr_name, *gr_passwd; gid_t gr_gid; char **gr_mem; }; struct group *getgrnam(const char *); struct group *getgrgid(gid_t); int setgroups(size_t, const gid_t *); int initgroups(const char *, gid_t); int getgrnam_r(const char *, struct group *, char *, size_t, struct group **); int getgrouplist(const char *, gid_t, gid_t *, int *);
__END_DECLS
