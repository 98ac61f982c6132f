// Neither the types nor the names below are declared anywhere: their headers are not there.
#include "no_such_header.h"

char *getenv(const char *name);
int system(const char *command);
int snprintf(char *text, size_t size, const char *format, ...);
void keep(const uintptr_t *values, size_t count);

// An element that cannot be converted leaves holes in the list of the array.
void hole_in_an_array_bad(no_such_type value) {
  uintptr_t values[3] = {value};
  keep(values, sizeof values);
  system(getenv("COMMAND"));  // EXPECT: command-injection
}

void calculated_size_bad(uint32_t extra) {
  char command[200];
  size_t room = sizeof command - extra;
  uint8_t *end = (uint8_t *)command + (room & ~(size_t)7);
  snprintf(command, room > 10 ? room : end - (uint8_t *)command, "ls %s", getenv("FOLDER"));
  system(command);  // EXPECT: command-injection
}

void calculated_size_ok(uint32_t extra) {
  char command[200];
  size_t room = sizeof command - extra;
  uint8_t *end = (uint8_t *)command + (room & ~(size_t)7);
  snprintf(command, room > 10 ? room : end - (uint8_t *)command, "ls %u", extra);
  system(command);
}
