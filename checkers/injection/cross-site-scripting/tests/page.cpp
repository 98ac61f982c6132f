#include <cstdlib>
#include <string>
struct evbuffer;
int evbuffer_add_printf(evbuffer*, const char*, ...);
const char* evhttp_request_get_uri(const void*);
char* evhttp_htmlescape(const char*);
void page_bad(evbuffer* b, void* r) {
  evbuffer_add_printf(b, "<p>%s</p>", evhttp_request_get_uri(r));  // EXPECT: cross-site-scripting
}
void page_ok(evbuffer* b, void* r) {
  evbuffer_add_printf(b, "<p>%s</p>", evhttp_htmlescape(evhttp_request_get_uri(r)));
}
namespace httplib {
struct Request {
  std::string get_param_value(const std::string&) const;
};
struct Response {
  void set_content(const std::string&, const std::string&);
  void set_redirect(const std::string&);
};
}  // namespace httplib
void httplib_bad(const httplib::Request& q, httplib::Response& r) {
  r.set_content("<p>" + q.get_param_value("x") + "</p>", "text/html");  // EXPECT: cross-site-scripting
}
void httplib_ok(const httplib::Request& q, httplib::Response& r) {
  r.set_content(q.get_param_value("x"), "text/plain");
}
