// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
struct sysinfo { long uptime; unsigned long loads[3], totalram, freeram; }; int sysinfo(struct sysinfo *); int get_nprocs(void);
__END_DECLS
