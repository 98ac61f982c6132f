// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <winsock2.h>
__BEGIN_DECLS
typedef int socklen_t_; struct addrinfo { int ai_flags, ai_family, ai_socktype, ai_protocol; size_t ai_addrlen; char *ai_canonname; struct sockaddr *ai_addr; struct addrinfo *ai_next; }; typedef struct addrinfo ADDRINFOA, *PADDRINFOA; int getaddrinfo(const char *, const char *, const struct addrinfo *, struct addrinfo **); void freeaddrinfo(struct addrinfo *); int getnameinfo(const struct sockaddr *, int, char *, DWORD, char *, DWORD, int); int inet_pton(int, const char *, void *); const char *inet_ntop(int, const void *, char *, size_t); int InetPtonA(int, const char *, void *);
#define AI_PASSIVE 1
#define NI_MAXHOST 1025
#define NI_NUMERICHOST 2
__END_DECLS
