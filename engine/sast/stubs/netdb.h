// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <netinet/in.h>
__BEGIN_DECLS
struct hostent { char *h_name; char **h_aliases; int h_addrtype, h_length; char **h_addr_list; }; struct servent { char *s_name; char **s_aliases; int s_port; char *s_proto; }; struct protoent { char *p_name; char **p_aliases; int p_proto; }; struct addrinfo { int ai_flags, ai_family, ai_socktype, ai_protocol; socklen_t ai_addrlen; struct sockaddr *ai_addr; char *ai_canonname; struct addrinfo *ai_next; };
#define h_addr h_addr_list[0]
#define AI_PASSIVE 1
#define AI_CANONNAME 2
#define AI_NUMERICHOST 4
#define AI_ADDRCONFIG 0x20
#define AI_V4MAPPED 8
#define AI_NUMERICSERV 0x400
#define NI_NUMERICHOST 1
#define NI_NUMERICSERV 2
#define NI_NAMEREQD 8
#define NI_MAXHOST 1025
#define NI_MAXSERV 32
#define EAI_AGAIN (-3)
#define EAI_FAIL (-4)
#define EAI_NONAME (-2)
#define EAI_MEMORY (-10)
#define EAI_SYSTEM (-11)
#define EAI_FAMILY (-6)
#define EAI_SERVICE (-8)
#define HOST_NOT_FOUND 1
#define TRY_AGAIN 2
#define NO_RECOVERY 3
extern int h_errno;
struct hostent *gethostbyname(const char *); struct hostent *gethostbyname2(const char *, int); struct hostent *gethostbyaddr(const void *, socklen_t, int); int gethostbyname_r(const char *, struct hostent *, char *, size_t, struct hostent **, int *); struct servent *getservbyname(const char *, const char *); struct servent *getservbyport(int, const char *); struct protoent *getprotobyname(const char *); int getaddrinfo(const char *, const char *, const struct addrinfo *, struct addrinfo **); void freeaddrinfo(struct addrinfo *); const char *gai_strerror(int); int getnameinfo(const struct sockaddr *, socklen_t, char *, socklen_t, char *, socklen_t, int); const char *hstrerror(int); void herror(const char *);
__END_DECLS
