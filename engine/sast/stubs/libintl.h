// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
char *gettext(const char *) __attribute__((format_arg(1))); char *dgettext(const char *, const char *); char *ngettext(const char *, const char *, unsigned long); char *textdomain(const char *); char *bindtextdomain(const char *, const char *); char *bind_textdomain_codeset(const char *, const char *);
__END_DECLS
