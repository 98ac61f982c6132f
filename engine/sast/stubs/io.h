// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <fcntl.h>
__BEGIN_DECLS
int _open(const char *, int, ...); int _wopen(const wchar_t *, int, ...); int _sopen_s(int *, const char *, int, int, int); int _creat(const char *, int); int _close(int); int _read(int, void *, unsigned); int _write(int, const void *, unsigned); long _lseek(int, long, int); int _access(const char *, int); int _waccess(const wchar_t *, int); int _access_s(const char *, int); int _unlink(const char *); int _wunlink(const wchar_t *); int _chmod(const char *, int); int _isatty(int); int _setmode(int, int); int _dup(int); int _dup2(int, int); int _chsize(int, long); char *_mktemp(char *); intptr_t _get_osfhandle(int); int _open_osfhandle(intptr_t, int); int _commit(int); int _pipe(int *, unsigned, int);
struct _finddata_t { unsigned attrib; time_t time_create, time_access, time_write; unsigned long size; char name[260]; }; intptr_t _findfirst(const char *, struct _finddata_t *); int _findnext(intptr_t, struct _finddata_t *); int _findclose(intptr_t);
int read(int, void *, unsigned); int write(int, const void *, unsigned); int close(int); int access(const char *, int); int unlink(const char *);
__END_DECLS
