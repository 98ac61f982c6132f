// After CVE-2007-4131 (GNU tar): members of an archive are written where their names say.
#include <stdio.h>
#include <string.h>
struct archive;
struct archive_entry;
int archive_read_next_header(struct archive *, struct archive_entry **);
const char *archive_entry_pathname(struct archive_entry *);
void extract_bad(struct archive *a) {
  struct archive_entry *e;
  char name[1024];
  while (archive_read_next_header(a, &e) == 0) {
    snprintf(name, sizeof name, "out/%s", archive_entry_pathname(e));
    FILE *f = fopen(name, "wb");  // EXPECT: path-traversal
    if (f) fclose(f);
  }
}
void extract_ok(struct archive *a) {
  struct archive_entry *e;
  char name[1024];
  while (archive_read_next_header(a, &e) == 0) {
    const char *member = archive_entry_pathname(e);
    if (strstr(member, "..") != NULL) continue;
    snprintf(name, sizeof name, "out/%s", member);
    FILE *f = fopen(name, "wb");
    if (f) fclose(f);
  }
}
