// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int _getch(void); int _kbhit(void); int _putch(int); int getch(void); int kbhit(void); int _cprintf(const char *, ...); char *_cgets(char *);
__END_DECLS
