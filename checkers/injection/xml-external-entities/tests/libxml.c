typedef void *xmlDocPtr;
enum { XML_PARSE_NOENT = 2, XML_PARSE_DTDLOAD = 4, XML_PARSE_NONET = 2048 };
xmlDocPtr xmlReadMemory(const char *, int, const char *, const char *, int);
xmlDocPtr xmlReadFile(const char *, const char *, int);
int xmlSubstituteEntitiesDefault(int);
void memory_bad(const char *t, int n) { xmlReadMemory(t, n, "x", 0, XML_PARSE_NOENT | XML_PARSE_NONET); }  // EXPECT: xml-external-entities
void file_bad(void) { xmlReadFile("x", 0, XML_PARSE_DTDLOAD); }  // EXPECT: xml-external-entities
void default_bad(void) { xmlSubstituteEntitiesDefault(1); }  // EXPECT: xml-external-entities
void memory_ok(const char *t, int n) { xmlReadMemory(t, n, "x", 0, XML_PARSE_NONET); }
void file_ok(void) { xmlReadFile("x", 0, 0); }
void default_ok(void) { xmlSubstituteEntitiesDefault(0); }
