// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
uint16_t bswap_16(uint16_t); uint32_t bswap_32(uint32_t); uint64_t bswap_64(uint64_t);
__END_DECLS
