#include <stdlib.h>
int luaL_loadstring(void *, const char *);
int PyRun_SimpleString(const char *);
void lua_bad(void *l) { luaL_loadstring(l, getenv("A")); }  // EXPECT: code-injection
void python_bad(void) { PyRun_SimpleString(getenv("A")); }  // EXPECT: code-injection
void lua_ok(void *l) { luaL_loadstring(l, "return 1"); }
