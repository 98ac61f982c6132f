// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
struct crypt_data { char output[384]; char setting[384]; char phrase[512]; int initialized; };
char *crypt(const char *, const char *); char *crypt_r(const char *, const char *, struct crypt_data *); char *crypt_gensalt(const char *, unsigned long, const char *, int); char *crypt_gensalt_ra(const char *, unsigned long, const char *, int); void setkey(const char *); void encrypt(char *, int);
__END_DECLS
