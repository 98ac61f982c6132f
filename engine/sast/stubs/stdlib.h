// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <alloca.h>
__BEGIN_DECLS
typedef struct { int quot, rem; } div_t; typedef struct { long quot, rem; } ldiv_t; typedef struct { long long quot, rem; } lldiv_t;
#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 2147483647
#define MB_CUR_MAX 16
void *malloc(size_t); void *calloc(size_t, size_t); void *realloc(void *, size_t); void *reallocarray(void *, size_t, size_t); void free(void *); void *aligned_alloc(size_t, size_t);
int posix_memalign(void **, size_t, size_t); void *valloc(size_t); void freezero(void *, size_t);
void abort(void) __attribute__((noreturn)); void exit(int) __attribute__((noreturn)); void _Exit(int) __attribute__((noreturn)); void quick_exit(int) __attribute__((noreturn)); int atexit(void (*)(void)); int on_exit(void (*)(int, void *), void *);
int atoi(const char *); long atol(const char *); long long atoll(const char *); double atof(const char *); long strtol(const char *, char **, int); unsigned long strtoul(const char *, char **, int);
long long strtoll(const char *, char **, int); unsigned long long strtoull(const char *, char **, int); double strtod(const char *, char **); float strtof(const char *, char **); long double strtold(const char *, char **); long long strtonum(const char *, long long, long long, const char **);
int rand(void); void srand(unsigned); int rand_r(unsigned *); long random(void); void srandom(unsigned); char *initstate(unsigned, char *, size_t); char *setstate(char *); int rand_s(unsigned *);
double drand48(void); double erand48(unsigned short[3]); long lrand48(void); long nrand48(unsigned short[3]); long mrand48(void); long jrand48(unsigned short[3]); void srand48(long); unsigned short *seed48(unsigned short[3]); void lcong48(unsigned short[7]);
unsigned arc4random(void); void arc4random_buf(void *, size_t); unsigned arc4random_uniform(unsigned);
char *getenv(const char *); char *secure_getenv(const char *); int setenv(const char *, const char *, int); int unsetenv(const char *); int putenv(char *); int clearenv(void);
int system(const char *); int mkstemp(char *); int mkostemp(char *, int); int mkstemps(char *, int); char *mkdtemp(char *); char *mktemp(char *); char *realpath(const char *, char *); char *canonicalize_file_name(const char *);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *)); void *bsearch(const void *, const void *, size_t, size_t, int (*)(const void *, const void *)); int abs(int); long labs(long); long long llabs(long long);
div_t div(int, int); ldiv_t ldiv(long, long); int mblen(const char *, size_t); int mbtowc(wchar_t *, const char *, size_t); int wctomb(char *, wchar_t); size_t mbstowcs(wchar_t *, const char *, size_t); size_t wcstombs(char *, const wchar_t *, size_t);
int getloadavg(double *, int); int getsubopt(char **, char *const *, char **); char *setkey(const char *); int grantpt(int); int unlockpt(int); char *ptsname(int); int posix_openpt(int); int rpmatch(const char *); long a64l(const char *); char *l64a(long);
#define _MAX_PATH 260
#define _MAX_DRIVE 3
#define _MAX_DIR 256
#define _MAX_FNAME 256
#define _MAX_EXT 256
#define __max(a, b) (((a) > (b)) ? (a) : (b))
#define __min(a, b) (((a) < (b)) ? (a) : (b))
int _putenv(const char *); int _putenv_s(const char *, const char *); int _wputenv(const wchar_t *); wchar_t *_wgetenv(const wchar_t *); int getenv_s(size_t *, char *, size_t, const char *); int _dupenv_s(char **, size_t *, const char *); int _wsystem(const wchar_t *);
char *_itoa(int, char *, int); char *itoa(int, char *, int); char *_ltoa(long, char *, int); int _itoa_s(int, char *, size_t, int); wchar_t *_itow(int, wchar_t *, int); int _wtoi(const wchar_t *); long _wtol(const wchar_t *); long long _atoi64(const char *); long long _strtoi64(const char *, char **, int);
char *_fullpath(char *, const char *, size_t); wchar_t *_wfullpath(wchar_t *, const wchar_t *, size_t); void _splitpath(const char *, char *, char *, char *, char *); void _makepath(char *, const char *, const char *, const char *, const char *); int mbstowcs_s(size_t *, wchar_t *, size_t, const char *, size_t); int wcstombs_s(size_t *, char *, size_t, const wchar_t *, size_t);
void _exit(int) __attribute__((noreturn)); char *_mktemp(char *); int _mktemp_s(char *, size_t); extern int __argc; extern char **__argv; extern wchar_t **__wargv; extern char **_environ;
__END_DECLS
