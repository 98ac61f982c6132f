// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct sqlite3 sqlite3; typedef struct sqlite3_stmt sqlite3_stmt; typedef struct sqlite3_str sqlite3_str; typedef struct sqlite3_context sqlite3_context; typedef struct sqlite3_value sqlite3_value; typedef long long sqlite3_int64; typedef unsigned long long sqlite3_uint64; typedef int (*sqlite3_callback)(void *, int, char **, char **); typedef void (*sqlite3_destructor_type)(void *);
#define SQLITE_OK 0
#define SQLITE_ERROR 1
#define SQLITE_BUSY 5
#define SQLITE_ROW 100
#define SQLITE_DONE 101
#define SQLITE_INTEGER 1
#define SQLITE_TEXT 3
#define SQLITE_NULL 5
#define SQLITE_OPEN_READONLY 1
#define SQLITE_OPEN_READWRITE 2
#define SQLITE_OPEN_CREATE 4
#define SQLITE_STATIC ((sqlite3_destructor_type)0)
#define SQLITE_TRANSIENT ((sqlite3_destructor_type)-1)
int sqlite3_open(const char *, sqlite3 **); int sqlite3_open_v2(const char *, sqlite3 **, int, const char *); int sqlite3_close(sqlite3 *); int sqlite3_close_v2(sqlite3 *); int sqlite3_exec(sqlite3 *, const char *, sqlite3_callback, void *, char **); int sqlite3_get_table(sqlite3 *, const char *, char ***, int *, int *, char **); int sqlite3_prepare(sqlite3 *, const char *, int, sqlite3_stmt **, const char **); int sqlite3_prepare_v2(sqlite3 *, const char *, int, sqlite3_stmt **, const char **); int sqlite3_prepare_v3(sqlite3 *, const char *, int, unsigned, sqlite3_stmt **, const char **); int sqlite3_prepare16_v2(sqlite3 *, const void *, int, sqlite3_stmt **, const void **); int sqlite3_step(sqlite3_stmt *); int sqlite3_finalize(sqlite3_stmt *); int sqlite3_reset(sqlite3_stmt *); int sqlite3_bind_text(sqlite3_stmt *, int, const char *, int, void (*)(void *)); int sqlite3_bind_int(sqlite3_stmt *, int, int); int sqlite3_bind_int64(sqlite3_stmt *, int, sqlite3_int64); int sqlite3_bind_blob(sqlite3_stmt *, int, const void *, int, void (*)(void *)); int sqlite3_bind_null(sqlite3_stmt *, int); int sqlite3_bind_double(sqlite3_stmt *, int, double); const unsigned char *sqlite3_column_text(sqlite3_stmt *, int); int sqlite3_column_int(sqlite3_stmt *, int); sqlite3_int64 sqlite3_column_int64(sqlite3_stmt *, int); const void *sqlite3_column_blob(sqlite3_stmt *, int); int sqlite3_column_bytes(sqlite3_stmt *, int); int sqlite3_column_count(sqlite3_stmt *); char *sqlite3_mprintf(const char *, ...); char *sqlite3_vmprintf(const char *, va_list); char *sqlite3_snprintf(int, char *, const char *, ...); void sqlite3_free(void *); void *sqlite3_malloc(int); const char *sqlite3_errmsg(sqlite3 *); int sqlite3_load_extension(sqlite3 *, const char *, const char *, char **); int sqlite3_key(sqlite3 *, const void *, int); sqlite3_str *sqlite3_str_new(sqlite3 *); void sqlite3_str_appendf(sqlite3_str *, const char *, ...); char *sqlite3_str_finish(sqlite3_str *); sqlite3_int64 sqlite3_last_insert_rowid(sqlite3 *); int sqlite3_changes(sqlite3 *); int sqlite3_busy_timeout(sqlite3 *, int); void sqlite3_randomness(int, void *);
__END_DECLS
