// A program's own function of the name of a library's: what stands there as a format is one of the values here.
char *getenv(const char *name);
int error(const char *format, ...);

void own_error_ok(void) {
  error("%s does not know %s: %s", "it", "this", getenv("NAME"));
}
