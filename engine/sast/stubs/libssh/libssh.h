// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct ssh_session_struct *ssh_session; typedef struct ssh_channel_struct *ssh_channel; typedef struct ssh_key_struct *ssh_key; enum ssh_options_e { SSH_OPTIONS_HOST, SSH_OPTIONS_PORT, SSH_OPTIONS_PORT_STR, SSH_OPTIONS_FD, SSH_OPTIONS_USER, SSH_OPTIONS_STRICTHOSTKEYCHECK = 21 }; enum ssh_known_hosts_e { SSH_KNOWN_HOSTS_ERROR = -2, SSH_KNOWN_HOSTS_NOT_FOUND, SSH_KNOWN_HOSTS_UNKNOWN, SSH_KNOWN_HOSTS_OK, SSH_KNOWN_HOSTS_CHANGED, SSH_KNOWN_HOSTS_OTHER };
#define SSH_OK 0
#define SSH_ERROR (-1)
#define SSH_AUTH_SUCCESS 0
ssh_session ssh_new(void); void ssh_free(ssh_session); int ssh_options_set(ssh_session, enum ssh_options_e, const void *); int ssh_connect(ssh_session); void ssh_disconnect(ssh_session); enum ssh_known_hosts_e ssh_session_is_known_server(ssh_session); int ssh_is_server_known(ssh_session); int ssh_userauth_password(ssh_session, const char *, const char *); int ssh_userauth_publickey_auto(ssh_session, const char *, const char *); ssh_channel ssh_channel_new(ssh_session); int ssh_channel_open_session(ssh_channel); int ssh_channel_request_exec(ssh_channel, const char *); int ssh_channel_read(ssh_channel, void *, uint32_t, int); const char *ssh_get_error(void *);
__END_DECLS
