// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <stdlib.h>
#include <string.h>
#include <string>
#include <vector>
#include <memory>
#include <stdexcept>
namespace soci {
enum indicator { i_ok, i_null, i_truncated }; class soci_error : public std::runtime_error { public: explicit soci_error(const std::string &); };
class backend_factory { }; class row { public: size_t size() const; template <class T> T get(size_t) const; template <class T> T get(const std::string &) const; template <class T> T get(size_t, const T &) const; indicator get_indicator(size_t) const; };
class into_type_ptr_ { }; class use_type_ptr_ { };
template <class T> into_type_ptr_ into(T &); template <class T> into_type_ptr_ into(T &, indicator &); template <class T> use_type_ptr_ use(const T &); template <class T> use_type_ptr_ use(const T &, const std::string &); template <class T> use_type_ptr_ use(const T &, indicator &);
class once_temp_type { public: template <class T> once_temp_type &operator<<(const T &); once_temp_type &operator,(const into_type_ptr_ &); once_temp_type &operator,(const use_type_ptr_ &); }; class prepare_temp_type { public: template <class T> prepare_temp_type &operator<<(const T &); prepare_temp_type &operator,(const into_type_ptr_ &); prepare_temp_type &operator,(const use_type_ptr_ &); };
class once_type { public: template <class T> once_temp_type operator<<(const T &); }; class prepare_type { public: template <class T> prepare_temp_type operator<<(const T &); };
template <class T> class rowset { public: typedef const T *const_iterator; rowset(const prepare_temp_type &); const_iterator begin() const; const_iterator end() const; };
class session { public: session(); explicit session(const std::string &); session(const std::string &, const std::string &); session(const backend_factory &, const std::string &); void open(const std::string &); void open(const backend_factory &, const std::string &); void close(); void begin(); void commit(); void rollback(); template <class T> once_temp_type operator<<(const T &); once_type once; prepare_type prepare; bool got_data() const; std::string get_query() const; };
class statement { public: statement(session &); statement(const prepare_temp_type &); void prepare(const std::string &); void alloc(); void define_and_bind(); bool execute(bool = false); bool fetch(); void exchange(const into_type_ptr_ &); void exchange(const use_type_ptr_ &); long long get_affected_rows(); }; class transaction { public: explicit transaction(session &); void commit(); void rollback(); }; class connection_pool { public: explicit connection_pool(size_t); session &at(size_t); };
extern backend_factory const &mysql, &postgresql, &sqlite3, &odbc, &oracle, &firebird;
}
