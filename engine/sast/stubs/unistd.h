// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/types.h>
#include <getopt.h>
__BEGIN_DECLS
#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
#define R_OK 4
#define W_OK 2
#define X_OK 1
#define F_OK 0
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#define _SC_PAGESIZE 30
#define _SC_PAGE_SIZE 30
#define _SC_OPEN_MAX 4
#define _SC_NPROCESSORS_ONLN 84
#define _SC_NPROCESSORS_CONF 83
#define _SC_CLK_TCK 2
#define _SC_PHYS_PAGES 85
#define _SC_GETPW_R_SIZE_MAX 70
#define _SC_ARG_MAX 0
#define _SC_HOST_NAME_MAX 180
#define _PC_PATH_MAX 4
#define _PC_NAME_MAX 3
#define F_LOCK 1
#define F_ULOCK 0
#define F_TLOCK 2
#define _POSIX_VERSION 200809L
extern char **environ;
ssize_t read(int, void *, size_t); ssize_t write(int, const void *, size_t); ssize_t pread(int, void *, size_t, off_t); ssize_t pwrite(int, const void *, size_t, off_t); off_t lseek(int, off_t, int); int close(int); int dup(int); int dup2(int, int); int dup3(int, int, int); int pipe(int[2]); int pipe2(int[2], int); int fsync(int); int fdatasync(int); void sync(void); int ftruncate(int, off_t); int truncate(const char *, off_t);
int access(const char *, int); int faccessat(int, const char *, int, int); int eaccess(const char *, int); int chdir(const char *); int fchdir(int); char *getcwd(char *, size_t); char *getwd(char *); char *get_current_dir_name(void); int chown(const char *, uid_t, gid_t); int fchown(int, uid_t, gid_t); int lchown(const char *, uid_t, gid_t); int fchownat(int, const char *, uid_t, gid_t, int); int link(const char *, const char *); int linkat(int, const char *, int, const char *, int); int symlink(const char *, const char *); int symlinkat(const char *, int, const char *); ssize_t readlink(const char *, char *, size_t); ssize_t readlinkat(int, const char *, char *, size_t); int unlink(const char *); int unlinkat(int, const char *, int); int rmdir(const char *); int chroot(const char *);
int execl(const char *, const char *, ...); int execlp(const char *, const char *, ...); int execle(const char *, const char *, ...); int execv(const char *, char *const[]); int execvp(const char *, char *const[]); int execve(const char *, char *const[], char *const[]); int execvpe(const char *, char *const[], char *const[]); int fexecve(int, char *const[], char *const[]); pid_t fork(void); pid_t vfork(void); void _exit(int) __attribute__((noreturn)); pid_t getpid(void); pid_t getppid(void); pid_t getpgrp(void); pid_t getpgid(pid_t); int setpgid(pid_t, pid_t); pid_t setsid(void); pid_t getsid(pid_t); pid_t tcgetpgrp(int); int tcsetpgrp(int, pid_t); int daemon(int, int); pid_t gettid(void);
uid_t getuid(void); uid_t geteuid(void); gid_t getgid(void); gid_t getegid(void); int setuid(uid_t); int seteuid(uid_t); int setgid(gid_t); int setegid(gid_t); int setreuid(uid_t, uid_t); int setregid(gid_t, gid_t); int setresuid(uid_t, uid_t, uid_t); int setresgid(gid_t, gid_t, gid_t); int getresuid(uid_t *, uid_t *, uid_t *); int getgroups(int, gid_t *); int initgroups(const char *, gid_t); unsigned sleep(unsigned); int usleep(useconds_t); unsigned alarm(unsigned); int pause(void); int nice(int); int isatty(int); char *ttyname(int); int ttyname_r(int, char *, size_t);
int gethostname(char *, size_t); int sethostname(const char *, size_t); int getdomainname(char *, size_t); int setdomainname(const char *, size_t); long gethostid(void); int sethostid(long); char *getlogin(void); int getlogin_r(char *, size_t); char *getpass(const char *); char *getusershell(void); char *crypt(const char *, const char *); long sysconf(int); long pathconf(const char *, int); long fpathconf(int, int); size_t confstr(int, char *, size_t); int getpagesize(void); int lockf(int, int, off_t); long syscall(long, ...); int getentropy(void *, size_t); ssize_t copy_file_range(int, off_t *, int, off_t *, size_t, unsigned); void *sbrk(intptr_t); int brk(void *); int getdtablesize(void); int closefrom(int); int vhangup(void); int acct(const char *); int setlogin(const char *); int issetugid(void); int setgroups(size_t, const gid_t *); int swab(const void *, void *, ssize_t);
__END_DECLS
