#include <windows.h>
#include <stdlib.h>
void pipe_bad(HANDLE pipe) {
  ImpersonateNamedPipeClient(pipe);  // EXPECT: privileges-not-dropped
  CreateFileA("c:\\data\\own.txt", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
}
void back_bad(HANDLE token) {
  if (!ImpersonateLoggedOnUser(token)) return;
  RevertToSelf();  // EXPECT: privileges-not-dropped
}
void pipe_ok(HANDLE pipe) {
  if (!ImpersonateNamedPipeClient(pipe)) exit(1);
  CreateFileA("c:\\data\\own.txt", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
  if (!RevertToSelf()) exit(1);
}
