// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct _IO_FILE { int _fileno; } FILE; typedef long fpos_t;
extern FILE *stdin; extern FILE *stdout; extern FILE *stderr;
#define stdin stdin
#define stdout stdout
#define stderr stderr
#define EOF (-1)
#define BUFSIZ 8192
#define FILENAME_MAX 4096
#define FOPEN_MAX 16
#define L_tmpnam 20
#define TMP_MAX 238328
#define P_tmpdir "/tmp"
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#define _IOFBF 0
#define _IOLBF 1
#define _IONBF 2
FILE *fopen(const char *, const char *); FILE *fopen64(const char *, const char *); FILE *freopen(const char *, const char *, FILE *); FILE *fdopen(int, const char *); FILE *fmemopen(void *, size_t, const char *); FILE *open_memstream(char **, size_t *); FILE *tmpfile(void);
int fclose(FILE *); int fflush(FILE *); void setbuf(FILE *, char *); int setvbuf(FILE *, char *, int, size_t); void setlinebuf(FILE *); int fileno(FILE *); int feof(FILE *); int ferror(FILE *); void clearerr(FILE *);
size_t fread(void *, size_t, size_t, FILE *); size_t fwrite(const void *, size_t, size_t, FILE *); int fgetc(FILE *); int getc(FILE *); int getchar(void); char *fgets(char *, int, FILE *); char *gets(char *); int ungetc(int, FILE *);
int fputc(int, FILE *); int putc(int, FILE *); int putchar(int); int fputs(const char *, FILE *); int puts(const char *); ssize_t getline(char **, size_t *, FILE *); ssize_t getdelim(char **, size_t *, int, FILE *);
int printf(const char *, ...) __attribute__((format(printf, 1, 2))); int fprintf(FILE *, const char *, ...) __attribute__((format(printf, 2, 3))); int sprintf(char *, const char *, ...) __attribute__((format(printf, 2, 3))); int snprintf(char *, size_t, const char *, ...) __attribute__((format(printf, 3, 4)));
int dprintf(int, const char *, ...) __attribute__((format(printf, 2, 3))); int asprintf(char **, const char *, ...) __attribute__((format(printf, 2, 3))); int vprintf(const char *, va_list); int vfprintf(FILE *, const char *, va_list); int vsprintf(char *, const char *, va_list);
int vsnprintf(char *, size_t, const char *, va_list); int vdprintf(int, const char *, va_list); int vasprintf(char **, const char *, va_list); int scanf(const char *, ...); int fscanf(FILE *, const char *, ...); int sscanf(const char *, const char *, ...);
int vscanf(const char *, va_list); int vfscanf(FILE *, const char *, va_list); int vsscanf(const char *, const char *, va_list); int fseek(FILE *, long, int); long ftell(FILE *); void rewind(FILE *); int fseeko(FILE *, off_t, int); off_t ftello(FILE *); int fgetpos(FILE *, fpos_t *); int fsetpos(FILE *, const fpos_t *);
int remove(const char *); int rename(const char *, const char *); int renameat(int, const char *, int, const char *); char *tmpnam(char *); char *tmpnam_r(char *); char *tempnam(const char *, const char *); void perror(const char *); FILE *popen(const char *, const char *); int pclose(FILE *); char *ctermid(char *);
void flockfile(FILE *); void funlockfile(FILE *); int getc_unlocked(FILE *); int getchar_unlocked(void); int putc_unlocked(int, FILE *); int putchar_unlocked(int); int fputs_unlocked(const char *, FILE *); size_t fwrite_unlocked(const void *, size_t, size_t, FILE *); size_t fread_unlocked(void *, size_t, size_t, FILE *); char *fgets_unlocked(char *, int, FILE *);
int _snprintf(char *, size_t, const char *, ...); int _vsnprintf(char *, size_t, const char *, va_list); int sprintf_s(char *, size_t, const char *, ...); int _snprintf_s(char *, size_t, size_t, const char *, ...); int vsprintf_s(char *, size_t, const char *, va_list); int printf_s(const char *, ...); int fprintf_s(FILE *, const char *, ...); int sscanf_s(const char *, const char *, ...); int scanf_s(const char *, ...); int fscanf_s(FILE *, const char *, ...);
int fopen_s(FILE **, const char *, const char *); int freopen_s(FILE **, const char *, const char *, FILE *); char *gets_s(char *, size_t); wchar_t *_getws_s(wchar_t *, size_t); int tmpfile_s(FILE **); int tmpnam_s(char *, size_t); FILE *_fsopen(const char *, const char *, int); FILE *_popen(const char *, const char *); FILE *_wpopen(const wchar_t *, const wchar_t *); int _pclose(FILE *); FILE *_wfopen(const wchar_t *, const wchar_t *); int _wfopen_s(FILE **, const wchar_t *, const wchar_t *); FILE *_fdopen(int, const char *); int _fileno(FILE *);
int _fseeki64(FILE *, long long, int); long long _ftelli64(FILE *); int _wremove(const wchar_t *); int _wrename(const wchar_t *, const wchar_t *); char *_tempnam(const char *, const char *); int _getw(FILE *); int _fcloseall(void);
wint_t fgetwc(FILE *); wint_t fputwc(wchar_t, FILE *); wchar_t *fgetws(wchar_t *, int, FILE *); int fputws(const wchar_t *, FILE *); int wprintf(const wchar_t *, ...); int fwprintf(FILE *, const wchar_t *, ...); int swprintf(wchar_t *, size_t, const wchar_t *, ...); int vwprintf(const wchar_t *, va_list); int vfwprintf(FILE *, const wchar_t *, va_list); int vswprintf(wchar_t *, size_t, const wchar_t *, va_list);
int wscanf(const wchar_t *, ...); int fwscanf(FILE *, const wchar_t *, ...); int swscanf(const wchar_t *, const wchar_t *, ...); int _snwprintf(wchar_t *, size_t, const wchar_t *, ...); int _vsnwprintf(wchar_t *, size_t, const wchar_t *, va_list); int swprintf_s(wchar_t *, size_t, const wchar_t *, ...); int _swprintf(wchar_t *, const wchar_t *, ...); int _putws(const wchar_t *); wchar_t *_getws(wchar_t *);
__END_DECLS
#ifdef __cplusplus
template <size_t N, class... A> int sprintf_s(char (&)[N], const char *, A...); template <size_t N, class... A> int swprintf_s(wchar_t (&)[N], const wchar_t *, A...); template <size_t N, class... A> int _snprintf_s(char (&)[N], size_t, const char *, A...); template <size_t N, class... A> int _snwprintf_s(wchar_t (&)[N], size_t, const wchar_t *, A...);
#endif

