// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
int RAND_bytes(unsigned char *, int); int RAND_bytes_ex(OSSL_LIB_CTX *, unsigned char *, size_t, unsigned); int RAND_priv_bytes(unsigned char *, int); int RAND_pseudo_bytes(unsigned char *, int); void RAND_seed(const void *, int); void RAND_add(const void *, int, double); int RAND_status(void); int RAND_load_file(const char *, long); int RAND_poll(void); int RAND_write_file(const char *); void RAND_cleanup(void);
__END_DECLS
