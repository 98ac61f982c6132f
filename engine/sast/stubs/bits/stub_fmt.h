// Stub header of trawl: fmt and spdlog. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <string>
#include <string_view>
#include <memory>
#include <stdio.h>
#define FMT_STRING(s) s
#define SPDLOG_INFO spdlog::info
#define SPDLOG_ERROR spdlog::error
#define SPDLOG_WARN spdlog::warn
#define SPDLOG_DEBUG spdlog::debug
#define SPDLOG_TRACE spdlog::trace
namespace fmt { struct runtime_format_string { std::string_view str; }; runtime_format_string runtime(std::string_view); struct format_string_ { format_string_(const char *); format_string_(const std::string &); format_string_(runtime_format_string); }; struct format_args_ { }; template <class... A> std::string format(format_string_, A &&...); template <class O, class... A> O format_to(O, format_string_, A &&...); template <class... A> void print(format_string_, A &&...); template <class... A> void print(FILE *, format_string_, A &&...); template <class... A> std::string sprintf(const char *, A &&...); template <class... A> std::string sprintf(const std::string &, A &&...); template <class... A> int printf(const char *, A &&...); template <class... A> format_args_ make_format_args(A &&...); std::string vformat(std::string_view, format_args_); void vprint(std::string_view, format_args_); template <class T> std::string to_string(const T &); template <class R> std::string join(const R &, std::string_view); }
namespace spdlog { namespace level { enum level_enum { trace, debug, info, warn, err, critical, off }; } class logger { public: template <class... A> void info(fmt::format_string_, A &&...); template <class... A> void warn(fmt::format_string_, A &&...); template <class... A> void error(fmt::format_string_, A &&...); template <class... A> void debug(fmt::format_string_, A &&...); template <class... A> void critical(fmt::format_string_, A &&...); template <class... A> void trace(fmt::format_string_, A &&...); void set_level(level::level_enum); void flush(); }; template <class... A> void info(fmt::format_string_, A &&...); template <class... A> void warn(fmt::format_string_, A &&...); template <class... A> void error(fmt::format_string_, A &&...); template <class... A> void debug(fmt::format_string_, A &&...); template <class... A> void critical(fmt::format_string_, A &&...); template <class... A> void trace(fmt::format_string_, A &&...); void set_level(level::level_enum); void set_pattern(const std::string &); std::shared_ptr<logger> get(const std::string &); std::shared_ptr<logger> stdout_color_mt(const std::string &); std::shared_ptr<logger> basic_logger_mt(const std::string &, const std::string &); void set_default_logger(std::shared_ptr<logger>); }
