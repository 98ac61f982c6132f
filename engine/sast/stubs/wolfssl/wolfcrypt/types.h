// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef unsigned char byte; typedef unsigned word32;
__END_DECLS
