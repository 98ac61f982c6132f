// Stub header of trawl: cpp-httplib. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <string>
#include <map>
#include <vector>
#include <functional>
#include <memory>
namespace httplib {
typedef std::multimap<std::string, std::string> Headers; typedef std::multimap<std::string, std::string> Params; struct MultipartFormData { std::string name, content, filename, content_type; };
struct Sub_ : std::string { std::string str() const; bool matched; }; struct Match_ { Sub_ operator[](size_t) const; std::string str(size_t = 0) const; size_t size() const; };
struct Request { std::string method, path, body, remote_addr, target, version; Headers headers; Params params; Match_ matches; std::map<std::string, std::string> path_params; bool has_header(const std::string &) const; std::string get_header_value(const std::string &, size_t = 0) const; bool has_param(const std::string &) const; std::string get_param_value(const std::string &, size_t = 0) const; bool has_file(const std::string &) const; MultipartFormData get_file_value(const std::string &) const; };
struct Response { std::string version, reason, body; int status; Headers headers; void set_header(const std::string &, const std::string &); void set_redirect(const std::string &, int = 302); void set_content(const char *, size_t, const std::string &); void set_content(const std::string &, const std::string &); bool has_header(const std::string &) const; std::string get_header_value(const std::string &, size_t = 0) const; };
enum class Error { Success, Unknown, Connection }; class Result { public: const Response &value() const; const Response &operator*() const; const Response *operator->() const; explicit operator bool() const; Error error() const; bool operator==(std::nullptr_t) const; };
class Server { public: typedef std::function<void(const Request &, Response &)> Handler; Server &Get(const std::string &, Handler); Server &Post(const std::string &, Handler); Server &Put(const std::string &, Handler); Server &Delete(const std::string &, Handler); Server &Patch(const std::string &, Handler); Server &Options(const std::string &, Handler); bool listen(const std::string &, int); bool set_mount_point(const std::string &, const std::string &); Server &set_error_handler(Handler); void stop(); bool set_base_dir(const std::string &); }; class SSLServer : public Server { public: SSLServer(const char *, const char *); };
class ClientImpl { public: explicit ClientImpl(const std::string &); ClientImpl(const std::string &, int); Result Get(const std::string &); Result Get(const std::string &, const Headers &); Result Post(const std::string &); Result Post(const std::string &, const std::string &, const std::string &); Result Post(const std::string &, const Headers &, const std::string &, const std::string &); Result Post(const std::string &, const Params &); Result Put(const std::string &, const std::string &, const std::string &); Result Delete(const std::string &); Result Head(const std::string &); void set_basic_auth(const std::string &, const std::string &); void set_bearer_token_auth(const std::string &); void set_follow_location(bool); void enable_server_certificate_verification(bool); void enable_server_hostname_verification(bool); void set_ca_cert_path(const std::string &); void set_default_headers(Headers); void set_connection_timeout(long, long = 0); void set_proxy(const std::string &, int); }; class Client : public ClientImpl { public: explicit Client(const std::string &); Client(const std::string &, int); }; class SSLClient : public ClientImpl { public: explicit SSLClient(const std::string &); SSLClient(const std::string &, int); };
}
