// Stub header of trawl: yaml-cpp. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <string>
#include <istream>
namespace YAML { class Node { public: Node(); Node operator[](const std::string &) const; Node operator[](const char *) const; Node operator[](int) const; template <class T> T as() const; template <class T, class U> T as(const U &) const; bool IsDefined() const; bool IsNull() const; bool IsMap() const; bool IsSequence() const; bool IsScalar() const; size_t size() const; explicit operator bool() const; const std::string &Scalar() const; const Node *begin() const; const Node *end() const; Node first, *second; }; Node Load(const std::string &); Node Load(std::istream &); Node LoadFile(const std::string &); }
