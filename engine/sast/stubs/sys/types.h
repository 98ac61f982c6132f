// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef unsigned char u_char; typedef unsigned short u_short; typedef unsigned u_int; typedef unsigned long u_long; typedef unsigned char u_int8_t; typedef unsigned short u_int16_t; typedef unsigned u_int32_t; typedef uint64_t u_int64_t; typedef int64_t quad_t; typedef uint64_t u_quad_t; typedef char *caddr_t; typedef long loff_t; typedef unsigned short ushort; typedef unsigned uint; typedef unsigned long ulong; typedef int daddr_t; typedef long register_t; typedef unsigned long fsblkcnt_t; typedef unsigned long fsfilcnt_t;
__END_DECLS
