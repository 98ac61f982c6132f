// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct pam_handle pam_handle_t; struct pam_message { int msg_style; const char *msg; }; struct pam_response { char *resp; int resp_retcode; }; struct pam_conv { int (*conv)(int, const struct pam_message **, struct pam_response **, void *); void *appdata_ptr; };
#define PAM_SUCCESS 0
#define PAM_AUTH_ERR 7
#define PAM_PROMPT_ECHO_OFF 1
#define PAM_AUTHTOK 6
int pam_start(const char *, const char *, const struct pam_conv *, pam_handle_t **); int pam_authenticate(pam_handle_t *, int); int pam_acct_mgmt(pam_handle_t *, int); int pam_end(pam_handle_t *, int); int pam_get_item(const pam_handle_t *, int, const void **); int pam_get_authtok(pam_handle_t *, int, const char **, const char *); const char *pam_strerror(pam_handle_t *, int);
__END_DECLS
