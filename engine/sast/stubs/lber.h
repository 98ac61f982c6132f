// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct berval { unsigned long bv_len; char *bv_val; } BerValue; typedef struct berelement BerElement; typedef int ber_int_t; typedef unsigned long ber_len_t;
__END_DECLS
