// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <event2/http.h>
__BEGIN_DECLS
struct evbuffer *evbuffer_new(void); int evbuffer_add_printf(struct evbuffer *, const char *, ...); int evbuffer_add(struct evbuffer *, const void *, size_t); int evbuffer_remove(struct evbuffer *, void *, size_t); char *evbuffer_readln(struct evbuffer *, size_t *, int);
__END_DECLS
