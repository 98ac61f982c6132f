// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
unsigned long ERR_get_error(void); unsigned long ERR_peek_error(void); unsigned long ERR_peek_last_error(void); char *ERR_error_string(unsigned long, char *); void ERR_error_string_n(unsigned long, char *, size_t); void ERR_print_errors_fp(FILE *); void ERR_clear_error(void); const char *ERR_reason_error_string(unsigned long); void ERR_load_crypto_strings(void); void ERR_free_strings(void); void ERR_print_errors(BIO *);
__END_DECLS
