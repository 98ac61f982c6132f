// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <stdlib.h>
#include <string.h>
#include <string>
#include <map>
#include <memory>
#include <stdexcept>
#include <istream>
namespace sql {
class SQLString { public: SQLString(); SQLString(const std::string &); SQLString(const char *); SQLString(const char *, size_t); operator const std::string &() const; const std::string &asStdString() const; const char *c_str() const; size_t length() const; };
SQLString operator+(const SQLString &, const SQLString &); typedef std::map<SQLString, SQLString> ConnectOptionsMap;
class SQLException : public std::runtime_error { public: explicit SQLException(const std::string &); int getErrorCode() const; const std::string &getSQLState() const; };
class ResultSet { public: virtual ~ResultSet(); virtual bool next(); virtual SQLString getString(unsigned) const; virtual SQLString getString(const SQLString &) const; virtual int getInt(unsigned) const; virtual int getInt(const SQLString &) const; virtual long long getInt64(unsigned) const; virtual double getDouble(unsigned) const; virtual size_t rowsCount() const; virtual void close(); };
class Statement { public: virtual ~Statement(); virtual bool execute(const SQLString &); virtual ResultSet *executeQuery(const SQLString &); virtual int executeUpdate(const SQLString &); virtual void close(); virtual ResultSet *getResultSet(); };
class PreparedStatement : public Statement { public: virtual bool execute(); virtual ResultSet *executeQuery(); virtual int executeUpdate(); virtual void setString(unsigned, const SQLString &); virtual void setInt(unsigned, int); virtual void setInt64(unsigned, long long); virtual void setDouble(unsigned, double); virtual void setBlob(unsigned, std::istream *); virtual void setNull(unsigned, int); };
class Connection { public: virtual ~Connection(); virtual Statement *createStatement(); virtual PreparedStatement *prepareStatement(const SQLString &); virtual void setSchema(const SQLString &); virtual void setAutoCommit(bool); virtual void commit(); virtual void rollback(); virtual void close(); virtual bool isValid(); };
class Driver { public: virtual ~Driver(); virtual Connection *connect(const SQLString &, const SQLString &, const SQLString &); virtual Connection *connect(ConnectOptionsMap &); };
namespace mysql { class MySQL_Driver : public Driver { public: void threadInit(); void threadEnd(); }; class MySQL_Connection : public Connection { public: virtual SQLString escapeString(const SQLString &); }; MySQL_Driver *get_mysql_driver_instance(); MySQL_Driver *get_driver_instance(); }
}
extern "C" { sql::Driver *get_driver_instance(); }
