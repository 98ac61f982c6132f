#include <httplib.h>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <soci/soci.h>
#include <spdlog/spdlog.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/HTMLForm.h>
#include <Poco/Data/Session.h>
#include <Poco/Process.h>
#include <fstream>
#include <string>
using json = nlohmann::json;
void routes(httplib::Server &svr, pqxx::connection &db) {
  svr.Get("/run", [](const httplib::Request &req, httplib::Response &res) {
    std::string cmd = req.get_param_value("cmd");
    FILE *p = popen(("grep " + cmd + " /var/log/app").c_str(), "r");  // EXPECT: command-injection
    if (p) pclose(p);
    res.set_content("ok", "text/plain");
  });
  svr.Post("/q", [&db](const httplib::Request &req, httplib::Response &res) {
    json j = json::parse(req.body);
    pqxx::work w(db);
    pqxx::result r = w.exec("SELECT * FROM t WHERE n = '" + j["name"].get<std::string>() + "'");  // EXPECT: sql-injection
    res.set_content("<b>" + j["name"].get<std::string>() + "</b>", "text/html");  // EXPECT: cross-site-scripting
  });
  svr.Post("/q2", [&db](const httplib::Request &req, httplib::Response &res) {
    json j = json::parse(req.body);
    pqxx::work w(db);
    pqxx::result r = w.exec_params("SELECT * FROM t WHERE n = $1", j["name"].get<std::string>());
    w.exec("SELECT * FROM t WHERE n = " + w.quote(j["name"].get<std::string>()));
  });
  svr.Get("/go", [](const httplib::Request &req, httplib::Response &res) { res.set_redirect(req.get_param_value("to")); });  // EXPECT: open-redirect
  svr.Get("/f/(.*)", [](const httplib::Request &req, httplib::Response &res) { std::ifstream in("/srv/" + req.matches[1].str()); });  // EXPECT: path-traversal
  svr.Get("/log", [](const httplib::Request &req, httplib::Response &) { spdlog::info("agent {}", req.get_header_value("User-Agent")); });  // EXPECT: log-injection
}
void soci_q(soci::session &sql, const httplib::Request &req) { sql << "DELETE FROM t WHERE id=" + req.get_param_value("id"); }  // EXPECT: sql-injection
void soci_ok(soci::session &sql, const httplib::Request &req) { std::string id = req.get_param_value("id"); sql << "DELETE FROM t WHERE id=:id", soci::use(id); }
void poco(Poco::Net::HTTPServerRequest &req, Poco::Net::HTTPServerResponse &res) {
  Poco::Net::HTMLForm form(req);
  std::string to = form.get("to");
  res.redirect(to);  // EXPECT: open-redirect
  std::vector<std::string> args{"-c", form.get("cmd")};
  Poco::Process::launch("/bin/sh", args);  // EXPECT: command-injection
}
