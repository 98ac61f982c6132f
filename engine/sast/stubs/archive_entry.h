// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <archive.h>
__BEGIN_DECLS
const char *archive_entry_pathname(struct archive_entry *); void archive_entry_set_pathname(struct archive_entry *, const char *); la_int64_t archive_entry_size(struct archive_entry *);
__END_DECLS
