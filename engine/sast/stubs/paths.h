// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
#define _PATH_DEVNULL "/dev/null"
#define _PATH_BSHELL "/bin/sh"
#define _PATH_TMP "/tmp/"
__END_DECLS
