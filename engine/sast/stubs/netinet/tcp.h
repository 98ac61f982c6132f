// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <netinet/in.h>
__BEGIN_DECLS
#define TCP_NODELAY 1
#define TCP_MAXSEG 2
#define TCP_CORK 3
#define TCP_KEEPIDLE 4
#define TCP_KEEPINTVL 5
#define TCP_KEEPCNT 6
#define TCP_FASTOPEN 23
#define TCP_USER_TIMEOUT 18
__END_DECLS
