#include <stdio.h>
#include <stdlib.h>
#include "table.h"
static int do_run(const char *argument) { return system(argument); }  // EXPECT: command-injection
static int do_show(const char *argument) { return puts(argument); }
const struct handler handlers[] = {{"run", do_run}, {"show", do_show}, {0, 0}};
