// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct _LIBSSH2_SESSION LIBSSH2_SESSION; typedef struct _LIBSSH2_CHANNEL LIBSSH2_CHANNEL; typedef struct _LIBSSH2_KNOWNHOSTS LIBSSH2_KNOWNHOSTS; struct libssh2_knownhost; int libssh2_init(int); LIBSSH2_SESSION *libssh2_session_init(void); int libssh2_session_handshake(LIBSSH2_SESSION *, int); int libssh2_userauth_password(LIBSSH2_SESSION *, const char *, const char *); LIBSSH2_KNOWNHOSTS *libssh2_knownhost_init(LIBSSH2_SESSION *); int libssh2_knownhost_check(LIBSSH2_KNOWNHOSTS *, const char *, const char *, size_t, int, struct libssh2_knownhost **); LIBSSH2_CHANNEL *libssh2_channel_open_session(LIBSSH2_SESSION *); int libssh2_channel_exec(LIBSSH2_CHANNEL *, const char *); const char *libssh2_hostkey_hash(LIBSSH2_SESSION *, int);
__END_DECLS
