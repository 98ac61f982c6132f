// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <libxml/tree.h>
__BEGIN_DECLS
enum { XML_PARSE_RECOVER = 1, XML_PARSE_NOENT = 2, XML_PARSE_DTDLOAD = 4, XML_PARSE_DTDATTR = 8, XML_PARSE_DTDVALID = 16, XML_PARSE_NOERROR = 32, XML_PARSE_NOWARNING = 64, XML_PARSE_NOBLANKS = 256, XML_PARSE_XINCLUDE = 1024, XML_PARSE_NONET = 2048, XML_PARSE_HUGE = 1 << 19 };
xmlDocPtr xmlReadMemory(const char *, int, const char *, const char *, int); xmlDocPtr xmlReadFile(const char *, const char *, int); xmlDocPtr xmlReadFd(int, const char *, const char *, int); xmlDocPtr xmlReadDoc(const xmlChar *, const char *, const char *, int); xmlDocPtr xmlParseFile(const char *); xmlDocPtr xmlParseMemory(const char *, int); xmlDocPtr xmlParseDoc(const xmlChar *); xmlDocPtr xmlCtxtReadMemory(xmlParserCtxtPtr, const char *, int, const char *, const char *, int); xmlDocPtr xmlCtxtReadFile(xmlParserCtxtPtr, const char *, const char *, int); int xmlCtxtUseOptions(xmlParserCtxtPtr, int); xmlParserCtxtPtr xmlNewParserCtxt(void); void xmlFreeParserCtxt(xmlParserCtxtPtr); int xmlSubstituteEntitiesDefault(int); void xmlInitParser(void); void xmlCleanupParser(void);
__END_DECLS
