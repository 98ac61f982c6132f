// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/socket.h>
__BEGIN_DECLS
struct sockaddr_un { sa_family_t sun_family; char sun_path[108]; };
__END_DECLS
