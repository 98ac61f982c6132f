// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
struct archive; struct archive_entry; typedef long long la_int64_t;
#define ARCHIVE_OK 0
#define ARCHIVE_EOF 1
#define ARCHIVE_EXTRACT_TIME 4
#define ARCHIVE_EXTRACT_PERM 2
#define ARCHIVE_EXTRACT_SECURE_SYMLINKS 0x100
#define ARCHIVE_EXTRACT_SECURE_NODOTDOT 0x200
#define ARCHIVE_EXTRACT_SECURE_NOABSOLUTEPATHS 0x10000
struct archive *archive_read_new(void); int archive_read_support_format_all(struct archive *); int archive_read_support_filter_all(struct archive *); int archive_read_open_filename(struct archive *, const char *, size_t); int archive_read_next_header(struct archive *, struct archive_entry **); int archive_read_extract(struct archive *, struct archive_entry *, int); ssize_t archive_read_data(struct archive *, void *, size_t); int archive_read_free(struct archive *); const char *archive_error_string(struct archive *); struct archive *archive_write_disk_new(void); int archive_write_disk_set_options(struct archive *, int); int archive_write_header(struct archive *, struct archive_entry *);
__END_DECLS
