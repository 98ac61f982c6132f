#include <stdio.h>
struct archive_entry;
const char *archive_entry_pathname(struct archive_entry *);
void archive_entry_set_pathname(struct archive_entry *, const char *);
const char *base_of(const char *);
void extract_bad(struct archive_entry *e) { fopen(archive_entry_pathname(e), "w"); }  // EXPECT: path-traversal
void renamed_ok(struct archive_entry *e) { archive_entry_set_pathname(e, "fixed"); }
