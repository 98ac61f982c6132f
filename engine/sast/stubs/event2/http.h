// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
struct evhttp_request; struct evhttp; struct evkeyvalq; struct evbuffer; struct event_base; const char *evhttp_request_get_uri(const struct evhttp_request *); const char *evhttp_find_header(const struct evkeyvalq *, const char *); struct evkeyvalq *evhttp_request_get_input_headers(struct evhttp_request *); struct evkeyvalq *evhttp_request_get_output_headers(struct evhttp_request *); int evhttp_add_header(struct evkeyvalq *, const char *, const char *); void evhttp_send_reply(struct evhttp_request *, int, const char *, struct evbuffer *); int evhttp_parse_query(const char *, struct evkeyvalq *); struct evbuffer *evhttp_request_get_input_buffer(struct evhttp_request *);
__END_DECLS
