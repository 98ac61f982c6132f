#include <string>
namespace httplib {
struct Request { std::string get_param_value(const std::string &) const; };
struct Response { void set_redirect(const std::string &); };
}
void redirect_bad(const httplib::Request &q, httplib::Response &r) {
  r.set_redirect(q.get_param_value("next"));  // EXPECT: open-redirect
}
void redirect_ok(const httplib::Request &q, httplib::Response &r) {
  r.set_redirect("/pages/" + q.get_param_value("next"));
}
