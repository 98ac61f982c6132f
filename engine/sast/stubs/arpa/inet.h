// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <netinet/in.h>
__BEGIN_DECLS
in_addr_t inet_addr(const char *); int inet_aton(const char *, struct in_addr *); char *inet_ntoa(struct in_addr); int inet_pton(int, const char *, void *); const char *inet_ntop(int, const void *, char *, socklen_t); in_addr_t inet_network(const char *);
__END_DECLS
