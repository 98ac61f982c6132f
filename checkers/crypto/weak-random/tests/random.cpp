#include <cstdlib>
#include <openssl/aes.h>
#include <random>
#include <string>
#include <mysql/mysql.h>
void engine_bad(AES_KEY *a) {
  std::mt19937 engine(std::random_device{}());
  unsigned char key[16];
  for (auto &byte : key) byte = static_cast<unsigned char>(engine());
  AES_set_encrypt_key(key, 128, a);  // EXPECT: weak-random
}
void device_ok(AES_KEY *a) {
  std::random_device device;
  unsigned char key[16];
  for (int i = 0; i < 16; ++i) key[i] = static_cast<unsigned char>(device());
  AES_set_encrypt_key(key, 128, a);
}
struct Settings {
  std::string user = "app";
  std::string password = "S3cret-Pa55";
};
void member_bad(MYSQL *m) {
  Settings settings;
  mysql_real_connect(m, "host", settings.user.c_str(), settings.password.c_str(), "db", 0, nullptr, 0);  // EXPECT: hard-coded-credential
}
class Login {
 public:
  explicit Login(std::string password) : password_(std::move(password)) {}
  void connect(MYSQL *m) const {
    mysql_real_connect(m, "host", "user", password_.c_str(), "db", 0, nullptr, 0);  // EXPECT: hard-coded-credential
  }

 private:
  std::string password_;
};
void constructed_bad(MYSQL *m) { Login("S3cret-Pa55").connect(m); }
void constructed_ok(MYSQL *m) { Login(std::getenv("PASSWORD")).connect(m); }
