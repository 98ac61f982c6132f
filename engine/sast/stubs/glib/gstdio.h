// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <glib.h>
__BEGIN_DECLS
FILE *g_fopen(const gchar *, const gchar *); int g_open(const gchar *, int, int); int g_unlink(const gchar *); int g_remove(const gchar *); int g_mkdir(const gchar *, int); int g_rename(const gchar *, const gchar *);
__END_DECLS
