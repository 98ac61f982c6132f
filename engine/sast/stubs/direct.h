// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int _mkdir(const char *); int _wmkdir(const wchar_t *); int _rmdir(const char *); int _wrmdir(const wchar_t *); int _chdir(const char *); int _wchdir(const wchar_t *); char *_getcwd(char *, int); wchar_t *_wgetcwd(wchar_t *, int); int _chdrive(int); int chdir(const char *); int rmdir(const char *);
__END_DECLS
