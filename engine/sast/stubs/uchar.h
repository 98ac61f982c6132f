// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wchar.h>
__BEGIN_DECLS
#ifndef __cplusplus
typedef unsigned short char16_t; typedef unsigned char32_t;
#endif
__END_DECLS
