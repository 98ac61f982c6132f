// What is looked up by a name is not the name.
#include <QByteArray>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>
#include <QRegularExpressionMatch>
#include <QString>
void named_ok(const QString &line) {
  QRegularExpressionMatch match = QRegularExpression("key=(?<value>.*)").match(line);
  QMessageAuthenticationCode code(QCryptographicHash::Sha256);
  code.setKey(match.captured("value").toUtf8());
}
void constant_bad() {
  QMessageAuthenticationCode code(QCryptographicHash::Sha256);
  code.setKey(QByteArray("a-4-constant-k3y"));  // EXPECT: hard-coded-key
}
