// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <libxml/tree.h>
__BEGIN_DECLS
typedef struct _xmlTextWriter *xmlTextWriterPtr; int xmlTextWriterWriteRaw(xmlTextWriterPtr, const xmlChar *); int xmlTextWriterWriteString(xmlTextWriterPtr, const xmlChar *); int xmlTextWriterStartElement(xmlTextWriterPtr, const xmlChar *);
__END_DECLS
