#include <string.h>
#include "table.h"
int main(int argc, char **argv) {
  if (argc < 3) return 1;
  for (int i = 0; handlers[i].name; i++) {
    if (strcmp(handlers[i].name, argv[1]) == 0) return handlers[i].run(argv[2]);
  }
  return 2;
}
