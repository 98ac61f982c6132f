// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
#define _P_WAIT 0
#define _P_NOWAIT 1
#define _P_OVERLAY 2
#define P_WAIT 0
#define P_NOWAIT 1
intptr_t _execl(const char *, const char *, ...); intptr_t _execlp(const char *, const char *, ...); intptr_t _execle(const char *, const char *, ...); intptr_t _execv(const char *, const char *const *); intptr_t _execvp(const char *, const char *const *); intptr_t _execve(const char *, const char *const *, const char *const *); intptr_t _spawnl(int, const char *, const char *, ...); intptr_t _spawnlp(int, const char *, const char *, ...); intptr_t _spawnle(int, const char *, const char *, ...); intptr_t _spawnv(int, const char *, const char *const *); intptr_t _spawnvp(int, const char *, const char *const *); intptr_t _spawnve(int, const char *, const char *const *, const char *const *);
intptr_t _wexecl(const wchar_t *, const wchar_t *, ...); intptr_t _wexeclp(const wchar_t *, const wchar_t *, ...); intptr_t _wexecv(const wchar_t *, const wchar_t *const *); intptr_t _wexecvp(const wchar_t *, const wchar_t *const *); intptr_t _wspawnl(int, const wchar_t *, const wchar_t *, ...); intptr_t _wspawnlp(int, const wchar_t *, const wchar_t *, ...); intptr_t _wspawnv(int, const wchar_t *, const wchar_t *const *); intptr_t _wspawnvp(int, const wchar_t *, const wchar_t *const *);
intptr_t execl(const char *, const char *, ...); intptr_t execlp(const char *, const char *, ...); intptr_t execv(const char *, char *const *); intptr_t execvp(const char *, char *const *); intptr_t spawnl(int, const char *, const char *, ...); intptr_t spawnv(int, const char *, const char *const *); int _getpid(void); int getpid(void); uintptr_t _beginthread(void (*)(void *), unsigned, void *); uintptr_t _beginthreadex(void *, unsigned, unsigned (*)(void *), void *, unsigned, unsigned *); void _endthread(void); void _endthreadex(unsigned); intptr_t _cwait(int *, intptr_t, int);
__END_DECLS
