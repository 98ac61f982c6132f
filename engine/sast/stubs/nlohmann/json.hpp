// Stub header of trawl: nlohmann/json. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <stdlib.h>
#include <string.h>
#include <string>
#include <vector>
#include <map>
#include <istream>
#include <ostream>
#include <initializer_list>
namespace nlohmann { class json { public: json(); template <class T> json(const T &); json(const char *); json(std::initializer_list<json>); static json parse(const std::string &); static json parse(const char *); static json parse(std::istream &); template <class I> static json parse(I, I); template <class... A> static json parse(const std::string &, A...); static json object(); static json array(); std::string dump(int = -1) const; json &operator[](const char *); json &operator[](const std::string &); json &operator[](size_t); json &operator[](int); const json &operator[](const char *) const; const json &operator[](const std::string &) const; const json &operator[](size_t) const; json &at(const std::string &); const json &at(const std::string &) const; const json &at(size_t) const; template <class T> T get() const; template <class T> void get_to(T &) const; template <class T> T value(const std::string &, const T &) const; std::string value(const std::string &, const char *) const; template <class T> operator T() const; bool contains(const std::string &) const; size_t size() const; bool empty() const; size_t count(const std::string &) const; void push_back(const json &); bool is_string() const; bool is_object() const; bool is_array() const; bool is_null() const; bool is_number() const; bool is_boolean() const; json *begin(); json *end(); const json *begin() const; const json *end() const; const json *find(const std::string &) const; class exception : public std::exception { }; class parse_error : public exception { }; std::vector<std::pair<std::string, json>> items() const; }; std::ostream &operator<<(std::ostream &, const json &); std::istream &operator>>(std::istream &, json &); typedef json ordered_json; }
