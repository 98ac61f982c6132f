// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/socket.h>
__BEGIN_DECLS
struct ifaddrs { struct ifaddrs *ifa_next; char *ifa_name; unsigned ifa_flags; struct sockaddr *ifa_addr, *ifa_netmask; void *ifa_data; }; int getifaddrs(struct ifaddrs **); void freeifaddrs(struct ifaddrs *);
__END_DECLS
