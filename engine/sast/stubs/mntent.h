// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <stdio.h>
__BEGIN_DECLS
struct mntent { char *mnt_fsname, *mnt_dir, *mnt_type, *mnt_opts; int mnt_freq, mnt_passno; }; FILE *setmntent(const char *, const char *); struct mntent *getmntent(FILE *);
__END_DECLS
