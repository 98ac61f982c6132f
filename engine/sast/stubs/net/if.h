// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/socket.h>
__BEGIN_DECLS
#define IF_NAMESIZE 16
#define IFNAMSIZ 16
#define IFF_UP 1
struct ifreq { char ifr_name[16]; union { struct sockaddr ifr_addr; int ifr_ifindex; short ifr_flags; int ifr_mtu; char *ifr_data; }; }; struct ifconf { int ifc_len; union { char *ifc_buf; struct ifreq *ifc_req; }; }; unsigned if_nametoindex(const char *); char *if_indextoname(unsigned, char *);
__END_DECLS
