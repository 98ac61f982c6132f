#include <boost/asio.hpp>
#include <boost/filesystem.hpp>
#include <boost/process.hpp>
#include <boost/format.hpp>
#include <boost/algorithm/string.hpp>
#include <boost/program_options.hpp>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/json_parser.hpp>
#include <iostream>
#include <sstream>
#include <cstdlib>
#include <string>
#include <vector>
using boost::asio::ip::tcp;
namespace po = boost::program_options;
void a(tcp::socket &s) { boost::asio::streambuf b; boost::asio::read_until(s, b, '\n'); std::istream is(&b); std::string line; std::getline(is, line); std::system(line.c_str()); }  // EXPECT: command-injection
void b(tcp::socket &s) { char d[512]; size_t n = s.read_some(boost::asio::buffer(d)); std::string str(d, n); boost::filesystem::remove("/data/" + str); }  // EXPECT: path-traversal
void c(tcp::socket &s) { std::vector<char> d(512); s.receive(boost::asio::buffer(d)); std::string str(d.begin(), d.end()); boost::process::system(str); }  // EXPECT: command-injection
void d(int argc, char **argv) { po::variables_map vm; (void)argc; (void)argv; }
void e(tcp::socket &s) { char d[512]; s.read_some(boost::asio::buffer(d, 512)); std::string q = boost::str(boost::format("rm %1%") % d); std::system(q.c_str()); }  // EXPECT: command-injection
void f(tcp::socket &s) { char d[512]; size_t n = s.read_some(boost::asio::buffer(d)); std::istringstream in(std::string(d, n)); boost::property_tree::ptree t; boost::property_tree::read_json(in, t); std::string v = t.get<std::string>("cmd"); std::system(v.c_str()); }  // EXPECT: command-injection
void g(boost::asio::ssl::context &c) { c.set_verify_mode(boost::asio::ssl::verify_none); }  // EXPECT: certificate-not-verified
void g2(boost::asio::ssl::context &c) { c.set_verify_mode(boost::asio::ssl::verify_peer); }
