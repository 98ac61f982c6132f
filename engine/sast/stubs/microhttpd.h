// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/types.h>
__BEGIN_DECLS
struct MHD_Connection; struct MHD_Response; struct MHD_Daemon; enum MHD_Result { MHD_NO, MHD_YES }; enum MHD_ValueKind { MHD_HEADER_KIND = 1, MHD_COOKIE_KIND = 2, MHD_POSTDATA_KIND = 4, MHD_GET_ARGUMENT_KIND = 8 }; enum MHD_ResponseMemoryMode { MHD_RESPMEM_PERSISTENT, MHD_RESPMEM_MUST_FREE, MHD_RESPMEM_MUST_COPY };
#define MHD_HTTP_OK 200
const char *MHD_lookup_connection_value(struct MHD_Connection *, enum MHD_ValueKind, const char *); struct MHD_Response *MHD_create_response_from_buffer(size_t, void *, enum MHD_ResponseMemoryMode); enum MHD_Result MHD_queue_response(struct MHD_Connection *, unsigned, struct MHD_Response *); enum MHD_Result MHD_add_response_header(struct MHD_Response *, const char *, const char *); void MHD_destroy_response(struct MHD_Response *);
__END_DECLS
