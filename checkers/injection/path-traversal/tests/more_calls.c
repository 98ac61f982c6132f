#include <stddef.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/time.h>
#include <utime.h>
void times_bad(void) { utimes(getenv("QUERY_STRING"), NULL); }               // EXPECT: path-traversal
void time_bad(void) { utime(getenv("QUERY_STRING"), NULL); }                 // EXPECT: path-traversal
void mount_bad(void) { mount("/dev/sda", getenv("QUERY_STRING"), "ext4", 0, NULL); }  // EXPECT: path-traversal
void type_ok(void) { mount("/dev/sda", "/mnt", getenv("QUERY_STRING"), 0, NULL); }
