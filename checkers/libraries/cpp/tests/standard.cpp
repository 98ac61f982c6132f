#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>
#include <cstdio>
#include <unistd.h>
#include <sys/socket.h>
namespace fs = std::filesystem;
static std::string read_socket(int fd) {
  std::string data; char chunk[512]; ssize_t n;
  while ((n = ::recv(fd, chunk, sizeof chunk, 0)) > 0) data.append(chunk, static_cast<size_t>(n));
  return data;
}
void a(int fd) { std::string s = read_socket(fd); std::system(("convert " + s).c_str()); }  // EXPECT: command-injection
void b(int fd) { std::istringstream in(read_socket(fd)); std::string word; while (in >> word) std::system(word.c_str()); }  // EXPECT: command-injection
void c(int fd) { std::stringstream out; out << "rm -rf " << read_socket(fd) << std::endl; ::system(out.str().c_str()); }  // EXPECT: command-injection
void d(int fd) { std::map<std::string, std::string> m; m["cmd"] = read_socket(fd); auto it = m.find("cmd"); if (it != m.end()) system(it->second.c_str()); }  // EXPECT: command-injection
void e(int fd) { std::vector<std::string> v; v.emplace_back(read_socket(fd)); for (const auto &x : v) system(x.c_str()); }  // EXPECT: command-injection
void f(int fd) { std::queue<std::string> q; q.push(read_socket(fd)); while (!q.empty()) { system(q.front().c_str()); q.pop(); } }  // EXPECT: command-injection
void g(int fd) { auto p = std::make_pair(1, read_socket(fd)); auto [n, s] = p; system(s.c_str()); }  // EXPECT: command-injection
void h(int fd) { std::optional<std::string> o = read_socket(fd); if (o) system(o->c_str()); }  // EXPECT: command-injection
void i(int fd) { std::function<void(const std::string &)> run = [](const std::string &x) { system(x.c_str()); }; run(read_socket(fd)); }  // EXPECT: command-injection
void j(int fd) { std::string_view v; std::string s = read_socket(fd); v = s; std::string t(v.substr(2)); system(t.c_str()); }  // EXPECT: command-injection
void k(int fd) { std::ofstream out("/data/" + read_socket(fd)); }  // EXPECT: path-traversal
void l(int fd) { fs::path p = fs::path("/data") / read_socket(fd); fs::remove(p); }  // EXPECT: path-traversal
void l_ok(int fd) { fs::path p = fs::path("/data") / fs::path(read_socket(fd)).filename(); fs::remove(p); }
void m(int fd) { std::ifstream in; in.open(read_socket(fd).c_str()); std::string line; std::getline(in, line); std::system(line.c_str()); }  // EXPECT: path-traversal, command-injection
void n(int fd) { std::string s = read_socket(fd); if (!std::all_of(s.begin(), s.end(), [](char ch) { return isalnum(static_cast<unsigned char>(ch)); })) return; system(("id " + s).c_str()); }
void o(int fd) { static const std::set<std::string> allowed{"up", "down"}; std::string s = read_socket(fd); if (allowed.count(s) == 0) return; system(("svc " + s).c_str()); }
void p(int fd) { std::string s = read_socket(fd); if (s.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos) throw std::runtime_error("bad"); system(("id " + s).c_str()); }
void q(int fd) { int n = std::stoi(read_socket(fd)); system(("kill " + std::to_string(n)).c_str()); }
struct Job { virtual ~Job() = default; virtual void run(const std::string &arg) = 0; };
struct ShellJob : Job { void run(const std::string &arg) override { std::system(arg.c_str()); } };  // EXPECT: command-injection
struct PrintJob : Job { void run(const std::string &arg) override { std::puts(arg.c_str()); } };
static std::unique_ptr<Job> make_job(bool shell) { if (shell) return std::make_unique<ShellJob>(); return std::make_unique<PrintJob>(); }
void r(int fd) { auto job = make_job(true); job->run(read_socket(fd)); }
class Config {
 public:
  void load(std::istream &in) { std::string line; while (std::getline(in, line)) { auto pos = line.find('='); if (pos != std::string::npos) values_[line.substr(0, pos)] = line.substr(pos + 1); } }
  std::string get(const std::string &key, const std::string &fallback = "") const { auto it = values_.find(key); return it == values_.end() ? fallback : it->second; }
 private:
  std::unordered_map<std::string, std::string> values_;
};
void s() { Config c; std::ifstream in("app.ini"); c.load(in); std::system(c.get("editor", "vi").c_str()); }  // EXPECT: command-injection
template <typename T> class Stack { public: void push(T t) { items_.push_back(std::move(t)); } T pop() { T t = items_.back(); items_.pop_back(); return t; } private: std::vector<T> items_; };
void t(int fd) { Stack<std::string> st; st.push(read_socket(fd)); std::string x = st.pop(); system(x.c_str()); }  // EXPECT: command-injection
class Guard { public: explicit Guard(std::string cmd) : cmd_(std::move(cmd)) {} ~Guard() { std::system(cmd_.c_str()); } private: std::string cmd_; };  // EXPECT: command-injection
void u(int fd) { Guard guard(read_socket(fd)); }
void v(int fd) { std::variant<int, std::string> x = read_socket(fd); if (auto *ps = std::get_if<std::string>(&x)) system(ps->c_str()); }  // EXPECT: command-injection
void w(int fd) { std::shared_ptr<std::string> sp = std::make_shared<std::string>(read_socket(fd)); auto copy = sp; system(copy->c_str()); }  // EXPECT: command-injection
void x(int fd) { std::string s = read_socket(fd); std::string up; std::transform(s.begin(), s.end(), std::back_inserter(up), ::toupper); system(up.c_str()); }  // EXPECT: command-injection
void y(int fd) { try { throw std::runtime_error(read_socket(fd)); } catch (const std::exception &ex) { system(ex.what()); } }  // EXPECT: command-injection
void z() { std::string name; std::cin >> name; std::printf(name.c_str()); }  // EXPECT: format-string
void z2() { char buf[64]; std::cin.getline(buf, sizeof buf); std::system(buf); }  // EXPECT: command-injection
void z3() { std::string s(std::istreambuf_iterator<char>(std::cin), {}); std::system(s.c_str()); }  // EXPECT: command-injection
void z4(int argc, char **argv) { std::vector<std::string> args(argv, argv + argc); }
int main(int argc, char **argv) { std::vector<std::string> args(argv + 1, argv + argc); if (args.empty()) return 1; std::string cmd = "ls"; for (const auto &a : args) cmd += " " + a; return std::system(cmd.c_str()); }  // EXPECT: command-injection
