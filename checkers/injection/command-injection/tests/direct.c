int system(const char *command);
char *getenv(const char *name);
long recv(int s, void *buffer, unsigned long size, int flags);

void direct_bad(void) {
  system(getenv("COMMAND"));  // EXPECT: command-injection
}

void direct_ok(void) {
  if (getenv("COMMAND")) system("ls");
}

static void run(const char *command) {
  system(command);  // EXPECT: command-injection
}

void through_a_parameter_bad(int s) {
  char buffer[100];
  recv(s, buffer, sizeof buffer, 0);
  run(buffer);
}

static char *read_it(void) { return getenv("X"); }
void through_a_result_bad(void) {
  char *p = read_it();
  char *q = p;
  system(q);  // EXPECT: command-injection
}
