#include <QCoreApplication>
#include <QSqlQuery>
#include <QSqlDatabase>
#include <QProcess>
#include <QCryptographicHash>
#include <QFile>
#include <QTcpSocket>
#include <QSslSocket>
#include <QNetworkReply>
#include <QLineEdit>
#include <QDebug>
class Login : public QWidget { Q_OBJECT public: void check(); private: QLineEdit *user; QLineEdit *pass; };
void Login::check() { QString u = user->text(); QSqlQuery q; q.exec("SELECT * FROM users WHERE name='" + u + "'"); }  // EXPECT: sql-injection
void c2(QTcpSocket *s) { QString l = QString::fromUtf8(s->readLine()); QProcess p; p.start("sh -c \"ls " + l + "\""); }  // EXPECT: command-injection
void c3(const QByteArray& p) { QByteArray h = QCryptographicHash::hash(p, QCryptographicHash::Md5); qDebug() << h.toHex(); }  // EXPECT: weak-hash
void c4(QTcpSocket *s) { QString n = s->readAll(); QFile f("/srv/" + n); f.open(QIODevice::ReadOnly); }  // EXPECT: path-traversal
void c5(QSslSocket *s) { s->setPeerVerifyMode(QSslSocket::VerifyNone); }  // EXPECT: certificate-not-verified
void c6(QNetworkReply *r) { r->ignoreSslErrors(); }  // EXPECT: certificate-not-verified
void c7() { QSqlDatabase d = QSqlDatabase::addDatabase("QMYSQL"); d.setPassword("Sup3rS3cret9"); }  // EXPECT: hard-coded-credential
void c8(QTcpSocket *s) { QString n = s->readAll(); QSqlQuery q; q.prepare("SELECT * FROM t WHERE n=?"); q.addBindValue(n); q.exec(); }
void c9(QTcpSocket *s) { QString n = s->readAll(); QSqlQuery q(QString("SELECT * FROM t WHERE n='%1'").arg(n)); }  // EXPECT: sql-injection
int main(int argc, char **argv) { QCoreApplication a(argc, argv); QStringList l = QCoreApplication::arguments(); QProcess::execute("rm -rf " + l.at(1)); return a.exec(); }  // EXPECT: command-injection
