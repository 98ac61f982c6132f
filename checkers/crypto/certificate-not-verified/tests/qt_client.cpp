#include <QSslConfiguration>
#include <QSslSocket>
struct Client {
  QSslConfiguration configuration;
  QSslSocket socket;
  Client() { configuration.setPeerVerifyMode(QSslSocket::VerifyNone); }  // EXPECT: certificate-not-verified
  void connect() {
    socket.setSslConfiguration(configuration);
    socket.connectToHostEncrypted("example.org", 443);
  }
};
