#include "shape.h"
#include <sys/socket.h>
extern int connection;
void Request::load() {
  char buffer[100];
  long n = recv(connection, buffer, sizeof buffer - 1, 0);
  buffer[n > 0 ? n : 0] = 0;
  body_ = buffer;
}
