// After CVE-2014-8361 (Realtek miniigd) and CVE-2017-17215 (Huawei HG532): a value out of a SOAP request is part of a command.
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
static char *element(char *body, const char *name, char *out, size_t size) {
  char open[64], close[64], *begin, *end;
  snprintf(open, sizeof open, "<%s>", name);
  snprintf(close, sizeof close, "</%s>", name);
  begin = strstr(body, open);
  if (begin == NULL) return NULL;
  begin += strlen(open);
  end = strstr(begin, close);
  if (end == NULL || (size_t)(end - begin) >= size) return NULL;
  memcpy(out, begin, (size_t)(end - begin));
  out[end - begin] = 0;
  return out;
}
void add_mapping_bad(int s) {
  char body[2048] = "", client[128], command[256];
  if (recv(s, body, sizeof body - 1, 0) <= 0) return;
  if (element(body, "NewInternalClient", client, sizeof client) == NULL) return;
  sprintf(command, "iptables -t nat -A PREROUTING -j DNAT --to %s", client);
  system(command);  // EXPECT: command-injection
}
void add_mapping_ok(int s) {
  char body[2048] = "", client[128], text[INET_ADDRSTRLEN], command[256];
  struct in_addr address;
  if (recv(s, body, sizeof body - 1, 0) <= 0) return;
  if (element(body, "NewInternalClient", client, sizeof client) == NULL) return;
  if (inet_pton(AF_INET, client, &address) != 1) return;
  inet_ntop(AF_INET, &address, text, sizeof text);
  sprintf(command, "iptables -t nat -A PREROUTING -j DNAT --to %s", text);
  system(command);
}
