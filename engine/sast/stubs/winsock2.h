// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <windows.h>
__BEGIN_DECLS
typedef UINT_PTR SOCKET; struct sockaddr { unsigned short sa_family; char sa_data[14]; }; struct in_addr { union { struct { UCHAR s_b1, s_b2, s_b3, s_b4; } S_un_b; ULONG S_addr; } S_un; };
#define s_addr S_un.S_addr
struct sockaddr_in { short sin_family; USHORT sin_port; struct in_addr sin_addr; char sin_zero[8]; }; struct in6_addr { UCHAR s6_addr[16]; }; struct sockaddr_in6 { short sin6_family; USHORT sin6_port; ULONG sin6_flowinfo; struct in6_addr sin6_addr; ULONG sin6_scope_id; }; struct sockaddr_storage { short ss_family; char pad[126]; }; struct hostent { char *h_name; char **h_aliases; short h_addrtype, h_length; char **h_addr_list; };
#define h_addr h_addr_list[0]
typedef struct sockaddr SOCKADDR, *PSOCKADDR, *LPSOCKADDR; typedef struct sockaddr_in SOCKADDR_IN, *PSOCKADDR_IN; typedef struct in_addr IN_ADDR; typedef struct hostent HOSTENT, *LPHOSTENT; typedef struct { WORD wVersion, wHighVersion; char szDescription[257], szSystemStatus[129]; unsigned short iMaxSockets, iMaxUdpDg; char *lpVendorInfo; } WSADATA, *LPWSADATA; typedef struct { ULONG len; CHAR *buf; } WSABUF, *LPWSABUF; typedef struct fd_set { unsigned fd_count; SOCKET fd_array[64]; } fd_set; typedef HANDLE WSAEVENT;
#define INVALID_SOCKET (SOCKET)(~0)
#define SOCKET_ERROR (-1)
#define AF_UNSPEC 0
#define AF_INET 2
#define AF_INET6 23
#define PF_INET 2
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define IPPROTO_IP 0
#define INADDR_ANY ((ULONG)0)
#define INADDR_LOOPBACK 0x7f000001
#define INADDR_NONE 0xffffffff
#define SOL_SOCKET 0xffff
#define SO_REUSEADDR 4
#define SO_BROADCAST 0x20
#define SO_RCVTIMEO 0x1006
#define SO_SNDTIMEO 0x1005
#define SOMAXCONN 0x7fffffff
#define SD_RECEIVE 0
#define SD_SEND 1
#define SD_BOTH 2
#define MSG_PEEK 2
#define FIONBIO 0x8004667e
#define TCP_NODELAY 1
#define WSAEWOULDBLOCK 10035L
#define WSAEINTR 10004L
#define WSAECONNRESET 10054L
#define FD_ZERO(s) (((fd_set *)(s))->fd_count = 0)
#define FD_SET(f, s) (((fd_set *)(s))->fd_array[((fd_set *)(s))->fd_count++] = (f))
#define FD_ISSET(f, s) (((fd_set *)(s))->fd_array[0] == (f))
SOCKET socket(int, int, int); int bind(SOCKET, const struct sockaddr *, int); int listen(SOCKET, int); SOCKET accept(SOCKET, struct sockaddr *, int *); int connect(SOCKET, const struct sockaddr *, int); int send(SOCKET, const char *, int, int); int recv(SOCKET, char *, int, int); int sendto(SOCKET, const char *, int, int, const struct sockaddr *, int); int recvfrom(SOCKET, char *, int, int, struct sockaddr *, int *); int closesocket(SOCKET); int shutdown(SOCKET, int); int ioctlsocket(SOCKET, long, ULONG *); int setsockopt(SOCKET, int, int, const char *, int); int getsockopt(SOCKET, int, int, char *, int *); int getpeername(SOCKET, struct sockaddr *, int *); int getsockname(SOCKET, struct sockaddr *, int *); int select(int, fd_set *, fd_set *, fd_set *, const struct timeval *); USHORT htons(USHORT); ULONG htonl(ULONG); USHORT ntohs(USHORT); ULONG ntohl(ULONG); ULONG inet_addr(const char *); char *inet_ntoa(struct in_addr); struct hostent *gethostbyname(const char *); struct hostent *gethostbyaddr(const char *, int, int); int gethostname(char *, int);
int WSAStartup(WORD, LPWSADATA); int WSACleanup(void); int WSAGetLastError(void); int WSASend(SOCKET, LPWSABUF, DWORD, LPDWORD, DWORD, LPOVERLAPPED, void *); int WSARecv(SOCKET, LPWSABUF, DWORD, LPDWORD, LPDWORD, LPOVERLAPPED, void *); int WSARecvFrom(SOCKET, LPWSABUF, DWORD, LPDWORD, LPDWORD, struct sockaddr *, int *, LPOVERLAPPED, void *); SOCKET WSASocketA(int, int, int, void *, unsigned, DWORD); SOCKET WSASocketW(int, int, int, void *, unsigned, DWORD);
__END_DECLS
