// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <glib.h>
__BEGIN_DECLS
typedef struct _GFile GFile; typedef struct _GSocketClient GSocketClient; typedef struct _GSubprocess GSubprocess; typedef struct _GTlsCertificate GTlsCertificate; typedef struct _GTlsConnection GTlsConnection; typedef int GTlsCertificateFlags; typedef int GSubprocessFlags; GFile *g_file_new_for_path(const char *); GSubprocess *g_subprocess_new(GSubprocessFlags, GError **, const gchar *, ...); GSubprocess *g_subprocess_newv(const gchar *const *, GSubprocessFlags, GError **); void g_socket_client_set_tls(GSocketClient *, gboolean); void g_socket_client_set_tls_validation_flags(GSocketClient *, GTlsCertificateFlags); GSocketClient *g_socket_client_new(void);
#define G_TLS_CERTIFICATE_VALIDATE_ALL 0x7f
__END_DECLS
