// Nothing is reported without models of one's own.
char *getenv(const char *);
void query_engine_run(const char *);
void unknown_ok(void) { query_engine_run(getenv("A")); }
