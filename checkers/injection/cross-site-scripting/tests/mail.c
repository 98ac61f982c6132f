// Mail has the header of a page, too: a program that sends one and asks for no request writes none.
#include <stdio.h>
#include <sys/socket.h>
static const char *content_type = "Content-Type: text/html;\n";
void send_ok(FILE *mail, int s) {
  char answer[100];
  fputs(content_type, mail);
  if (recv(s, answer, sizeof answer, 0) > 0) puts(answer);
}
