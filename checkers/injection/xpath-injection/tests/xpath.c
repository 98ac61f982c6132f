#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef unsigned char xmlChar;
void *xmlXPathEvalExpression(const xmlChar *, void *);
void *xmlXPathEval(const xmlChar *, void *);
int xmlXPathRegisterVariable(void *, const xmlChar *, void *);
void eval_bad(void *c) {
  char x[100];
  snprintf(x, sizeof x, "//u[@n='%s']", getenv("N"));
  xmlXPathEvalExpression((const xmlChar *)x, c);  // EXPECT: xpath-injection
}
void variable_ok(void *c) {
  xmlXPathRegisterVariable(c, (const xmlChar *)"n", getenv("N"));
  xmlXPathEval((const xmlChar *)"//u[@n=$n]", c);
}
void quotes_ok(void *c) {
  char x[100];
  char *n = getenv("N");
  if (strpbrk(n, "'\"")) return;
  snprintf(x, sizeof x, "//u[@n='%s']", n);
  xmlXPathEval((const xmlChar *)x, c);
}
