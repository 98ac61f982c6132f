// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct jwt jwt_t; typedef enum { JWT_ALG_NONE = 0, JWT_ALG_HS256, JWT_ALG_HS384, JWT_ALG_HS512, JWT_ALG_RS256 } jwt_alg_t; int jwt_new(jwt_t **); int jwt_decode(jwt_t **, const char *, const unsigned char *, int); int jwt_set_alg(jwt_t *, jwt_alg_t, const unsigned char *, int); int jwt_add_grant(jwt_t *, const char *, const char *); char *jwt_encode_str(jwt_t *); void jwt_free(jwt_t *); const char *jwt_get_grant(jwt_t *, const char *);
__END_DECLS
