// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <stdlib.h>
#include <string.h>
#include <string>
#include <memory>
#include <stdexcept>
#include <sqlite3.h>
namespace SQLite {
enum { OPEN_READONLY = 1, OPEN_READWRITE = 2, OPEN_CREATE = 4 }; class Exception : public std::runtime_error { public: Exception(const std::string &); const char *getErrorStr() const; };
class Column { public: const char *getText(const char * = "") const; std::string getString() const; int getInt() const; long long getInt64() const; double getDouble() const; const void *getBlob() const; bool isNull() const; operator std::string() const; operator const char *() const; operator int() const; };
class Database { public: Database(const char *, int = 1, int = 0, const char * = nullptr); Database(const std::string &, int = 1, int = 0, const std::string & = ""); int exec(const char *); int exec(const std::string &); int tryExec(const char *); int tryExec(const std::string &); Column execAndGet(const char *); Column execAndGet(const std::string &); bool tableExists(const std::string &) const; sqlite3 *getHandle() const; void key(const std::string &) const; void rekey(const std::string &) const; void loadExtension(const char *, const char *); long long getLastInsertRowid() const; };
class Statement { public: Statement(const Database &, const char *); Statement(const Database &, const std::string &); void bind(int, const std::string &); void bind(int, const char *); void bind(int, int); void bind(int, long long); void bind(int, double); void bind(const char *, const std::string &); void bind(const std::string &, const std::string &); void bind(const char *, int); bool executeStep(); int exec(); void reset(); Column getColumn(int) const; Column getColumn(const char *) const; int getColumnCount() const; };
class Transaction { public: explicit Transaction(Database &); void commit(); };
}
