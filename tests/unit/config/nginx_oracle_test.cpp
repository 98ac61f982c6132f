// What nginx itself answers is what the model of headers says, over generated configurations. Skipped where
// nginx is not installed (Debian: nginx-light).

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/config/header_model.h"

namespace trawl {
namespace {

using Headers = std::multimap<std::string, std::string>;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address));
  socklen_t size = sizeof(address);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return ntohs(address.sin_port);
}

std::optional<std::string> ask(std::uint16_t port, const std::string& path) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(port);
  std::optional<std::string> answer;
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
    const std::string request = fmt::format("GET {} HTTP/1.0\r\nHost: localhost\r\n\r\n", path);
    EXPECT_EQ(::send(socket, request.data(), request.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(request.size()));
    answer.emplace();
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(socket, buffer, sizeof(buffer))) > 0;) {
      answer->append(buffer, static_cast<std::size_t>(count));
    }
  }
  ::close(socket);
  return answer;
}

// Those that the configurations set.
Headers own_headers(const std::string& answer) {
  Headers headers;
  std::size_t at = answer.find("\r\n");
  while (at != std::string::npos && answer.compare(at, 4, "\r\n\r\n") != 0) {
    const std::size_t end = answer.find("\r\n", at + 2);
    const std::string line = answer.substr(at + 2, end - at - 2);
    const std::size_t colon = line.find(": ");
    if (line.starts_with("X-T")) {
      std::string name = line.substr(0, colon);
      for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      headers.emplace(name, line.substr(colon + 2));
    }
    at = end;
  }
  return headers;
}

class Nginx {
 public:
  Nginx(const std::string& configuration, const std::filesystem::path& folder) : folder_(folder) {
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "nginx.conf") << configuration;
    process_ = ::fork();
    if (process_ == 0) {
      const int null = ::open("/dev/null", O_WRONLY);
      ::dup2(null, 1);
      ::dup2(null, 2);
      const std::string prefix = folder.string();
      ::execl("/usr/sbin/nginx", "nginx", "-p", prefix.c_str(), "-c", "nginx.conf",
              static_cast<char*>(nullptr));
      ::_exit(127);
    }
  }
  ~Nginx() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    std::filesystem::remove_all(folder_);
  }
  Nginx(const Nginx&) = delete;
  Nginx& operator=(const Nginx&) = delete;

 private:
  std::filesystem::path folder_;
  pid_t process_ = -1;
};

TEST(NginxOracle, SendsWhatTheModelSays) {
  if (::access("/usr/sbin/nginx", X_OK) != 0) GTEST_SKIP() << "nginx is not installed";
  std::mt19937 random(7);
  const auto one_in = [&](unsigned n) { return random() % n == 0; };
  const auto some_headers = [&] {
    std::string text;
    for (const char* name : {"X-Ta", "X-Tb", "X-TC"}) {
      if (one_in(3)) {
        text += fmt::format("add_header {} \"{}\"{};\n", name,
                            one_in(5) ? "" : fmt::format("v{}", random() % 100), one_in(2) ? " always" : "");
      }
      if (one_in(12)) text += fmt::format("add_header {} 'again;\\'';\n", name);
    }
    return text;
  };
  for (int round = 0; round < 8; ++round) {
    const std::uint16_t port = free_port();
    std::vector<std::vector<std::string>> paths;  // each with the blocks it is in, innermost last
    std::string servers =
        fmt::format("server {{\nlisten 127.0.0.1:{};\nserver_name localhost;\n", port) + some_headers();
    for (int i = 0; i < 6; ++i) {
      const std::string outer = fmt::format("location /l{}/", i);
      servers += outer + " {\n" + some_headers();
      for (int j = 0; j < 2; ++j) {
        const std::string inner = fmt::format("location /l{}/m{}", i, j);
        servers += inner + " {\n" + some_headers() + "return 200 ok;\n}\n";
        paths.push_back({outer, inner});
      }
      servers += "return 200 ok;\n}\n";
      paths.push_back({outer});
    }
    servers += "}\n";
    const std::string configuration =
        "daemon off; master_process off; pid nginx.pid; error_log /dev/null; events { worker_connections 64; "
        "}\n"
        "http {\naccess_log off; client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; "
        "uwsgi_temp_path t; "
        "scgi_temp_path t;\n" +
        some_headers() + servers + "}\n";

    const DocumentReading reading = read_nginx_with_headers(configuration, {});
    ASSERT_EQ(reading.documents.size(), 2U) << reading.failure.value_or("") << configuration;
    const Document& model = reading.documents[1];
    const NodeIndex effective = model.find(model.root(), "effective");
    const Nginx nginx(configuration, std::filesystem::temp_directory_path() /
                                         fmt::format("trawl-nginx-{}-{}", ::getpid(), round));
    std::optional<std::string> ready;
    for (int i = 0; i < 400 && !ready; ++i) {
      ready = ask(port, "/");
      if (!ready) ::usleep(25'000);
    }
    ASSERT_TRUE(ready) << "nginx did not start with\n" << configuration;
    for (const auto& blocks : paths) {
      // A block without headers of its own has no entry: what holds is the entry around it.
      std::string name = "server localhost";
      NodeIndex entry = model.find(effective, name);
      for (const std::string& block : blocks) {
        name += " " + block;
        if (const NodeIndex inner = model.find(effective, name); inner != kNoNode) entry = inner;
      }
      Headers expected;
      for (const NodeIndex header : model.children(model.find(entry, "headers"))) {
        expected.emplace(model.node(header).key, model.node(header).text);
      }
      const std::string path = blocks.back().substr(blocks.back().find('/'));
      const std::optional<std::string> answer = ask(port, path);
      ASSERT_TRUE(answer);
      EXPECT_EQ(own_headers(*answer), expected) << path << "\n" << configuration;
    }
  }
}

}  // namespace
}  // namespace trawl
