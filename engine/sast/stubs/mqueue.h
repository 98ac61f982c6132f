// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/types.h>
__BEGIN_DECLS
typedef int mqd_t; struct mq_attr { long mq_flags, mq_maxmsg, mq_msgsize, mq_curmsgs; }; mqd_t mq_open(const char *, int, ...); int mq_close(mqd_t); ssize_t mq_receive(mqd_t, char *, size_t, unsigned *); int mq_send(mqd_t, const char *, size_t, unsigned); int mq_unlink(const char *);
__END_DECLS
