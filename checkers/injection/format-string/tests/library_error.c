char *getenv(const char *name);
void error(int status, int number, const char *format, ...);

void library_error_bad(void) {
  error(1, 0, getenv("NAME"));  // EXPECT: format-string
}
void library_error_ok(void) {
  error(1, 0, "%s", getenv("NAME"));
}
