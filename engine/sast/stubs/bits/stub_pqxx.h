// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <stdlib.h>
#include <string.h>
#include <string>
#include <string_view>
#include <vector>
#include <tuple>
#include <utility>
#include <memory>
#include <optional>
#include <stdexcept>
namespace pqxx {
typedef size_t result_size_type; typedef int row_size_type; typedef std::string_view zview; typedef long oid;
class failure : public std::runtime_error { public: using std::runtime_error::runtime_error; }; class broken_connection : public failure { public: using failure::failure; }; class sql_error : public failure { public: using failure::failure; const std::string &query() const; }; class unexpected_rows : public failure { public: using failure::failure; };
template <class... T> class params_t { public: params_t(); template <class... A> params_t(A &&...); template <class A> void append(A &&); }; class params { public: params(); template <class... A> params(A &&...); template <class A> void append(A &&); };
class field { public: const char *c_str() const; std::string_view view() const; size_t size() const; bool is_null() const; const char *name() const; template <class T> T as() const; template <class T> T as(const T &) const; template <class T> bool to(T &) const; template <class T> std::optional<T> get() const; };
class row { public: typedef const field *const_iterator; const_iterator begin() const; const_iterator end() const; field operator[](size_t) const; field operator[](int) const; field operator[](const char *) const; field operator[](const std::string &) const; field at(size_t) const; field at(const char *) const; field front() const; size_t size() const; template <class... T> std::tuple<T...> as() const; };
class result { public: typedef const row *const_iterator; typedef size_t size_type; typedef row reference; const_iterator begin() const; const_iterator end() const; row operator[](size_t) const; row at(size_t) const; row front() const; row back() const; row one_row() const; field one_field() const; size_t size() const; bool empty() const; size_t affected_rows() const; size_t columns() const; const char *column_name(size_t) const; const std::string &query() const; };
class connection { public: connection(); connection(const char *); explicit connection(const std::string &); connection(connection &&); bool is_open() const; void close(); const char *dbname() const; void prepare(const char *, const char *); void prepare(const std::string &, const std::string &); void prepare(const std::string &); std::string quote(const std::string &) const; std::string quote_name(std::string_view) const; std::string esc(const std::string &) const; void set_client_encoding(const char *); void set_variable(std::string_view, std::string_view); };
typedef connection lazyconnection; typedef connection asyncconnection;
class transaction_base { public: result exec(const std::string &); result exec(const char *); result exec(const std::string &, const std::string &); template <class P> result exec(const std::string &, P &&); row exec1(const std::string &); result exec0(const std::string &); result exec_n(size_t, const std::string &); template <class... A> result exec_params(const std::string &, A &&...); template <class... A> row exec_params1(const std::string &, A &&...); template <class... A> result exec_params0(const std::string &, A &&...); template <class... A> result exec_prepared(const std::string &, A &&...); template <class... A> row exec_prepared1(const std::string &, A &&...); template <class... A> result exec_prepared0(const std::string &, A &&...);
template <class T> T query_value(const std::string &); template <class... T> std::tuple<T...> query1(const std::string &); template <class... T> std::vector<std::tuple<T...>> query(const std::string &); template <class... T> std::vector<std::tuple<T...>> stream(const std::string &); template <class F> void for_stream(const std::string &, F); template <class F> void for_query(const std::string &, F); template <class T> std::string quote(const T &) const; std::string quote_name(std::string_view) const; std::string quote_raw(std::string_view) const; std::string esc(std::string_view) const; std::string esc_like(std::string_view) const; void commit(); void abort(); connection &conn() const; };
class dbtransaction : public transaction_base { }; template <int = 0, int = 0> class transaction : public dbtransaction { public: explicit transaction(connection &); transaction(connection &, const std::string &); }; class work : public dbtransaction { public: explicit work(connection &); work(connection &, const std::string &); }; class read_transaction : public dbtransaction { public: explicit read_transaction(connection &); }; class nontransaction : public transaction_base { public: explicit nontransaction(connection &); nontransaction(connection &, const std::string &); }; class robusttransaction_ : public dbtransaction { public: explicit robusttransaction_(connection &); };
class pipeline { public: explicit pipeline(transaction_base &); long insert(const std::string &); result retrieve(long); void complete(); };
template <class T> std::string to_string(const T &); template <class T> T from_string(std::string_view);
}
