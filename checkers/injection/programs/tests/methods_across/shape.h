#pragma once
#include <string>
class Action {
 public:
  virtual ~Action() {}
  virtual void act(const std::string &s) = 0;
};
class RunAction : public Action {
 public:
  void act(const std::string &s) override;
};
class ShowAction : public Action {
 public:
  void act(const std::string &s) override;
};
class Request {
 public:
  void load();
  const std::string &body() const { return body_; }
  std::string body_;
};
void perform(Action *a, const Request &r);
