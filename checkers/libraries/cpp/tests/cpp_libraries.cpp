#include <pqxx/pqxx>
#include <soci/soci.h>
#include <mysql_driver.h>
#include <cppconn/statement.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <Poco/Data/Session.h>
#include <httplib.h>
#include <iostream>
#include <boost/format.hpp>
using namespace Poco::Data::Keywords;
void d1(pqxx::connection& c) { std::string s; std::cin >> s; pqxx::work w(c); w.exec("SELECT * FROM t WHERE a='" + s + "'"); }  // EXPECT: sql-injection
void d2(pqxx::connection& c) { std::string s; std::cin >> s; pqxx::work w(c); w.exec_params("SELECT * FROM t WHERE a=$1", s); }
void d3(soci::session& q) { std::string s; std::cin >> s; q << "DELETE FROM t WHERE n='" + s + "'"; }  // EXPECT: sql-injection
void d4(soci::session& q) { std::string s; std::cin >> s; q << "DELETE FROM t WHERE n=:n", soci::use(s); }
void d5(sql::Connection* c) { std::string s; std::cin >> s; std::unique_ptr<sql::Statement> st(c->createStatement()); st->executeQuery("SELECT * FROM t WHERE n='" + s + "'"); }  // EXPECT: sql-injection
void d6() { SQLite::Database db("x.db"); std::string s; std::getline(std::cin, s); SQLite::Statement st(db, "SELECT * FROM t WHERE n='" + s + "'"); }  // EXPECT: sql-injection
void d7(Poco::Data::Session& p) { std::string s; std::cin >> s; p << "INSERT INTO t VALUES('" + s + "')", now; }  // EXPECT: sql-injection
int main() { httplib::Server svr;
  svr.Get("/run", [](const httplib::Request& req, httplib::Response& res) { auto h = req.get_param_value("host"); system(("ping " + h).c_str()); res.set_content("ok", "text/plain"); });  // EXPECT: command-injection
  svr.Get("/hi", [](const httplib::Request& req, httplib::Response& res) { res.set_content("<p>" + req.get_param_value("n") + "</p>", "text/html"); });  // EXPECT: cross-site-scripting
  svr.Get("/f", [](const httplib::Request& req, httplib::Response& res) { std::string q = (boost::format("cat /data/%1%") % req.get_param_value("f")).str(); popen(q.c_str(), "r"); });  // EXPECT: command-injection
  svr.Get("/r", [](const httplib::Request& req, httplib::Response& res) { res.set_redirect(req.get_param_value("u")); });  // EXPECT: open-redirect
  svr.listen("0.0.0.0", 80); }
void d8(sql::Driver* d) { d->connect("tcp://127.0.0.1", "root", "t0psecretPW"); }  // EXPECT: hard-coded-credential
