// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <libxml/tree.h>
__BEGIN_DECLS
typedef struct _xmlXPathContext *xmlXPathContextPtr; typedef struct _xmlNodeSet { int nodeNr, nodeMax; xmlNodePtr *nodeTab; } *xmlNodeSetPtr; typedef struct _xmlXPathObject { int type; xmlNodeSetPtr nodesetval; int boolval; double floatval; xmlChar *stringval; } *xmlXPathObjectPtr; typedef struct _xmlXPathCompExpr *xmlXPathCompExprPtr; xmlXPathContextPtr xmlXPathNewContext(xmlDocPtr); void xmlXPathFreeContext(xmlXPathContextPtr); xmlXPathObjectPtr xmlXPathEval(const xmlChar *, xmlXPathContextPtr); xmlXPathObjectPtr xmlXPathEvalExpression(const xmlChar *, xmlXPathContextPtr); xmlXPathCompExprPtr xmlXPathCompile(const xmlChar *); xmlXPathCompExprPtr xmlXPathCtxtCompile(xmlXPathContextPtr, const xmlChar *); xmlXPathObjectPtr xmlXPathNodeEval(xmlNodePtr, const xmlChar *, xmlXPathContextPtr); void xmlXPathFreeObject(xmlXPathObjectPtr); int xmlXPathRegisterVariable(xmlXPathContextPtr, const xmlChar *, xmlXPathObjectPtr); xmlXPathObjectPtr xmlXPathNewCString(const char *);
__END_DECLS
