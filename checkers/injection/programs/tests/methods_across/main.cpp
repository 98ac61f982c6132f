#include "shape.h"
int connection;
void perform(Action *a, const Request &r) { a->act(r.body()); }
int main() {
  Request r;
  r.load();
  RunAction run;
  perform(&run, r);
  ShowAction show;
  Request fixed;
  fixed.body_ = "ls";
  perform(&show, fixed);
}
