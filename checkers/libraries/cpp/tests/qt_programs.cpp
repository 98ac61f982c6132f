#include <QtCore/QProcess>
#include <QString>
#include <QFile>
#include <QDir>
#include <QTcpSocket>
#include <QNetworkReply>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSqlQuery>
#include <QSqlDatabase>
#include <QCryptographicHash>
#include <QSslSocket>
#include <QSettings>
#include <QLineEdit>
#include <QMessageAuthenticationCode>
#include <QPasswordDigestor>
#include <QUrl>
#include <QJsonDocument>
#include <QJsonObject>
void a(QTcpSocket *s) { QString cmd = QString::fromUtf8(s->readLine()); QProcess::execute("sh", QStringList() << "-c" << cmd); }  // EXPECT: command-injection
void a2(QTcpSocket *s) { QProcess p; p.startCommand(QString("convert %1").arg(QString(s->readAll()))); }  // EXPECT: command-injection
void b(QTcpSocket *s) { QString name = s->readLine().trimmed(); QFile f("/data/" + name); f.open(QIODevice::ReadOnly); }  // EXPECT: path-traversal
void b2(QTcpSocket *s) { QString name = QFileInfo(QString(s->readLine().trimmed())).fileName(); QFile f("/data/" + name); f.open(QIODevice::ReadOnly); }
void c(QLineEdit *e) { QSqlQuery q; q.exec("SELECT * FROM u WHERE n='" + e->text() + "'"); }  // EXPECT: sql-injection
void c2(QLineEdit *e) { QSqlQuery q; q.prepare("SELECT * FROM u WHERE n=?"); q.addBindValue(e->text()); q.exec(); }
QByteArray d(const QByteArray &x) { return QCryptographicHash::hash(x, QCryptographicHash::Md5); }  // EXPECT: weak-hash
QByteArray d2(const QByteArray &x) { return QCryptographicHash::hash(x, QCryptographicHash::Sha256); }
void e(QSslSocket *s) { s->setPeerVerifyMode(QSslSocket::VerifyNone); }  // EXPECT: certificate-not-verified
void e2(QSslSocket *s) { s->setPeerVerifyMode(QSslSocket::VerifyPeer); }
void f(QSqlDatabase &db) { db.setPassword("pa55-word"); }  // EXPECT: hard-coded-credential
void f2(QSqlDatabase &db) { db.setPassword(qEnvironmentVariable("DBPW")); }
void g(QNetworkReply *r, QNetworkAccessManager *m) { QJsonObject o = QJsonDocument::fromJson(r->readAll()).object(); m->get(QNetworkRequest(QUrl(o["next"].toString()))); }  // EXPECT: server-side-request-forgery
void h(QNetworkReply *r) { QString s = r->readAll(); qDebug(s.toUtf8().constData()); }  // EXPECT: format-string
