// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct redisContext { int err; char errstr[128]; } redisContext; typedef struct redisReply { int type; long long integer; size_t len; char *str; size_t elements; struct redisReply **element; } redisReply; redisContext *redisConnect(const char *, int); void *redisCommand(redisContext *, const char *, ...); void freeReplyObject(void *); void redisFree(redisContext *);
__END_DECLS
