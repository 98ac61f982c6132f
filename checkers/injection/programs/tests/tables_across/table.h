struct handler { const char *name; int (*run)(const char *argument); };
extern const struct handler handlers[];
