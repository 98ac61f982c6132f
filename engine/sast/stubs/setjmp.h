// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef long jmp_buf[32]; typedef long sigjmp_buf[64];
int setjmp(jmp_buf) __attribute__((returns_twice)); void longjmp(jmp_buf, int) __attribute__((noreturn)); int sigsetjmp(sigjmp_buf, int) __attribute__((returns_twice)); void siglongjmp(sigjmp_buf, int) __attribute__((noreturn));
__END_DECLS
