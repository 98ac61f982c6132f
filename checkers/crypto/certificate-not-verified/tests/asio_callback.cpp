#include <boost/asio/ssl.hpp>
namespace ssl = boost::asio::ssl;
static bool always(bool, ssl::verify_context&) {
  return true;
}
static bool as_found(bool found, ssl::verify_context&) {
  return found;
}
void lambda_bad(ssl::context& c) {
  c.set_verify_mode(ssl::verify_peer);
  c.set_verify_callback([](bool, ssl::verify_context&) { return true; });  // EXPECT: certificate-not-verified
}
void function_bad(ssl::context& c) {
  c.set_verify_callback(always);  // EXPECT: certificate-not-verified
}
void lambda_ok(ssl::context& c) {
  c.set_verify_callback([](bool found, ssl::verify_context&) { return found; });
}
void function_ok(ssl::context& c) {
  c.set_verify_callback(as_found);
}
