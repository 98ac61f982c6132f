// A server that asks its clients for no certificates.
#include <QSslConfiguration>
#include <QSslSocket>
struct Server {
  QSslConfiguration configuration;
  QSslSocket socket;
  Server() { configuration.setPeerVerifyMode(QSslSocket::VerifyNone); }
  void accepted_ok() {
    socket.setSslConfiguration(configuration);
    socket.startServerEncryption();
  }
};
