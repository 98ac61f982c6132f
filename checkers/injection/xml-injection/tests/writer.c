#include <stdlib.h>
typedef unsigned char xmlChar;
int xmlTextWriterWriteRaw(void *, const xmlChar *);
int xmlTextWriterWriteString(void *, const xmlChar *);
xmlChar *xmlEncodeSpecialChars(const void *, const xmlChar *);
void raw_bad(void *w) { xmlTextWriterWriteRaw(w, (xmlChar *)getenv("A")); }  // EXPECT: xml-injection
void string_ok(void *w) { xmlTextWriterWriteString(w, (xmlChar *)getenv("A")); }
void escaped_ok(void *w) { xmlTextWriterWriteRaw(w, xmlEncodeSpecialChars(0, (xmlChar *)getenv("A"))); }
