// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef unsigned tcflag_t; typedef unsigned char cc_t; typedef unsigned speed_t; struct termios { tcflag_t c_iflag, c_oflag, c_cflag, c_lflag; cc_t c_line, c_cc[32]; speed_t c_ispeed, c_ospeed; };
#define ECHO 8
#define ECHONL 0100
#define ICANON 2
#define ISIG 1
#define IEXTEN 0100000
#define TCSANOW 0
#define TCSADRAIN 1
#define TCSAFLUSH 2
#define VMIN 6
#define VTIME 5
int tcgetattr(int, struct termios *); int tcsetattr(int, int, const struct termios *); void cfmakeraw(struct termios *); int tcflush(int, int); int tcdrain(int); int cfsetispeed(struct termios *, speed_t); int cfsetospeed(struct termios *, speed_t);
__END_DECLS
