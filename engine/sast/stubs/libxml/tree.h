// Stub header: libxml2. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef unsigned char xmlChar; typedef struct _xmlNode { void *_private; int type; const xmlChar *name; struct _xmlNode *children, *last, *parent, *next, *prev; struct _xmlDoc *doc; xmlChar *content; } xmlNode, *xmlNodePtr; typedef struct _xmlDoc { void *_private; int type; char *name; xmlNodePtr children; } xmlDoc, *xmlDocPtr; typedef struct _xmlAttr xmlAttr, *xmlAttrPtr; typedef struct _xmlNs *xmlNsPtr; typedef struct _xmlParserCtxt *xmlParserCtxtPtr; typedef void *xmlEntityPtr;
#define BAD_CAST (xmlChar *)
xmlNodePtr xmlDocGetRootElement(const xmlDoc *); xmlChar *xmlGetProp(const xmlNode *, const xmlChar *); xmlChar *xmlNodeGetContent(const xmlNode *); xmlChar *xmlNodeListGetString(xmlDocPtr, const xmlNode *, int); void xmlFreeDoc(xmlDocPtr); xmlNodePtr xmlNewChild(xmlNodePtr, xmlNsPtr, const xmlChar *, const xmlChar *); xmlAttrPtr xmlNewProp(xmlNodePtr, const xmlChar *, const xmlChar *); xmlChar *xmlEncodeSpecialChars(const xmlDoc *, const xmlChar *); xmlChar *xmlEncodeEntitiesReentrant(xmlDocPtr, const xmlChar *); void xmlFree(void *);
__END_DECLS
