#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>
#include <grp.h>
void user_bad(uid_t user) {
  setuid(user);  // EXPECT: privileges-not-dropped
  execl("/bin/sh", "sh", (char *)0);
}
void group_bad(gid_t group) {
  (void)setgid(group);  // EXPECT: privileges-not-dropped
}
void kept_bad(uid_t user) {
  int done = seteuid(user);  // EXPECT: privileges-not-dropped
}
void both_bad(uid_t user, gid_t group) {
  if (setgid(group) != 0) abort();
  setresuid(user, user, user);  // EXPECT: privileges-not-dropped
}
void user_ok(uid_t user) {
  if (setuid(user) != 0) abort();
  execl("/bin/sh", "sh", (char *)0);
}
int result_ok(uid_t user) { return setuid(user); }
void kept_ok(uid_t user, gid_t group) {
  int done = setgroups(0, NULL);
  if (done == 0) done = setgid(group);
  if (done == 0) done = setuid(user);
  if (done != 0) exit(1);
}
