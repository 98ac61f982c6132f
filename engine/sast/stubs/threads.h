// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <time.h>
__BEGIN_DECLS
typedef unsigned long thrd_t; typedef struct { int v[10]; } mtx_t; typedef struct { int v[12]; } cnd_t; typedef int (*thrd_start_t)(void *); typedef unsigned tss_t; typedef int once_flag;
int thrd_create(thrd_t *, thrd_start_t, void *); int thrd_join(thrd_t, int *); int mtx_init(mtx_t *, int); int mtx_lock(mtx_t *); int mtx_unlock(mtx_t *); void mtx_destroy(mtx_t *);
__END_DECLS
