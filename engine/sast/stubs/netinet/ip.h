// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <netinet/in.h>
__BEGIN_DECLS
struct ip { unsigned char ip_vhl, ip_tos; unsigned short ip_len, ip_id, ip_off; unsigned char ip_ttl, ip_p; unsigned short ip_sum; struct in_addr ip_src, ip_dst; };
#define IPTOS_LOWDELAY 16
__END_DECLS
