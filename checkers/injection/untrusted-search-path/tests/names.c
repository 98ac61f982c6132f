int execlp(const char *, const char *, ...);
int execl(const char *, const char *, ...);
int system(const char *);
void *LoadLibraryA(const char *);
void execlp_bad(void) { execlp("ls", "ls", (char *)0); }  // EXPECT: untrusted-search-path
void system_bad(void) { system("cat /etc/motd"); }  // EXPECT: untrusted-search-path
void load_bad(void) { LoadLibraryA("version.dll"); }  // EXPECT: untrusted-search-path
void execl_ok(void) { execl("/bin/ls", "ls", (char *)0); }
void system_ok(void) { system("/bin/cat /etc/motd"); }
