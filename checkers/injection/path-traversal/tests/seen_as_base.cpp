// A library that gets an object as its base class does not read what the class of the program added.
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QString>
#include <cstdlib>
class Program : public QCoreApplication {
 public:
  Program(int &count, char **words) : QCoreApplication(count, words) { page = getenv("QUERY_STRING"); }
  QString page;
};
void parsed_ok(int count, char **words) {
  Program program(count, words);
  QCommandLineParser parser;
  parser.process(program);
  QFile::remove(parser.value("file"));
}
void page_bad(int count, char **words) {
  Program program(count, words);
  QFile::remove(program.page);  // EXPECT: path-traversal
}
