// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
ENGINE *ENGINE_by_id(const char *); int ENGINE_init(ENGINE *); int ENGINE_set_default(ENGINE *, unsigned); int ENGINE_free(ENGINE *); void ENGINE_load_builtin_engines(void); int ENGINE_ctrl_cmd_string(ENGINE *, const char *, const char *, int);
__END_DECLS
