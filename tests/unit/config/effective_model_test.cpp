#include "engine/config/effective_model.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "engine/config/input_kind.h"

namespace trawl {
namespace {

/// A tree of files, and what is in effect in it.
class Models : public testing::Test {
 protected:
  void add(const std::string& path, const std::string& text) {
    const InputKind* kind = input_kind_of(path, text);
    ASSERT_NE(kind, nullptr) << path;
    const DocumentReading reading = kind->read(text, {});
    ASSERT_FALSE(reading.failure) << path << ": " << *reading.failure;
    for (const Document& document : reading.documents) {
      for (ModelRowFound& found : model_rows(kind->name, path, document)) {
        const auto line =
            1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(found.span.begin.value),
                           '\n');
        models_[std::string(found.model)].rows.push_back(
            {path, static_cast<std::uint64_t>(line), found.cells});
      }
    }
  }

  void settle(bool whole = true) { settle_models(models_, whole, measures_); }

  /// The rows of a table, cells joined by " | ".
  std::vector<std::string> rows(const std::string& model) {
    std::vector<std::string> lines;
    for (const ModelRow& row : models_[model].rows)
      lines.push_back(fmt::format("{}:{} {}", row.path, row.line, fmt::join(row.cells, " | ")));
    return lines;
  }

  std::string measure(const std::string& name) {
    const auto found = measures_.find(name);
    return found == measures_.end() ? "none" : fmt::format("{} of {}", found->second.met, found->second.of);
  }

  std::map<std::string, ModelTable> models_;
  std::map<std::string, Measure> measures_;
};

using Rows = std::vector<std::string>;

TEST_F(Models, PermissionsOfAJobReplaceThoseOfTheWorkflow) {
  add(".github/workflows/a.yml",
      "on: [push, pull_request]\npermissions: read-all\njobs:\n  a:\n    permissions: {contents: write}\n    "
      "steps:\n"
      "      - run: x\n        env: {KEY: '${{ secrets.DEPLOY }}'}\n  b: {steps: [{run: y}]}\n");
  add(".github/workflows/b.yml",
      "on: push\njobs:\n  c: {uses: o/r/.github/workflows/w.yml@v1, secrets: inherit}\n");
  settle();
  EXPECT_EQ(rows("jobs"),
            (Rows{".github/workflows/a.yml:4 a | push, pull_request | contents: write | DEPLOY",
                  ".github/workflows/a.yml:9 b | push, pull_request | read-all | -",
                  ".github/workflows/b.yml:3 c | push | the repository's default | all (inherit)"}));
  EXPECT_EQ(measure("secrets_managed"), "1 of 1");
}

TEST_F(Models, HeadersOfALocationThatSetsItsOwnAreNotThoseAbove) {
  add("nginx.conf",
      "server {\n  add_header X-Frame-Options DENY;\n  location /a { root /a; }\n  location /b { root /b; "
      "add_header Referrer-Policy "
      "no-referrer; }\n}\n");
  settle();
  ASSERT_EQ(rows("headers").size(), 2u);  // /a has what its server has
  EXPECT_EQ(rows("headers")[0], "nginx.conf:1 server | - | - | DENY | - | - | - | -");
  EXPECT_EQ(rows("headers")[1], "nginx.conf:4 server location /b | - | - | - | - | no-referrer | - | -");
}

TEST_F(Models, AContainerStandsOverItsPod) {
  add("pod.yaml",
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      "
      "securityContext: {runAsUser: "
      "1000}\n      containers:\n        - {name: a, image: 'x:1'}\n        - name: b\n          image: "
      "y:1\n          securityContext: "
      "{runAsUser: 0, privileged: true}\n");
  settle();
  EXPECT_EQ(rows("containers"), (Rows{"pod.yaml:9 Deployment web: a | x:1 | 1000 | false | true | false",
                                      "pod.yaml:10 Deployment web: b | y:1 | 0 | true | true | false"}));
}

TEST_F(Models, WhereSettingsGetTheirSecretsFrom) {
  add("compose.yml",
      "services:\n  a:\n    environment:\n      PLAIN_TOKEN: abc\n      OUTSIDE_TOKEN: ${T}\n      "
      "DEFAULT_TOKEN: ${T:-abc}\n"
      "      DEMANDED_TOKEN: ${T:?set it}\n      DB_PASSWORD_FILE: /run/secrets/x\n      TOKEN_TTL: 5m\n     "
      " EMPTY_SECRET: ''\n  b:\n    environment:\n      - API_KEY\n"
      "      - API_SECRET=abc\n    secrets: [certificate]\n");
  add("pod.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - name: c\n      image: "
      "x:1\n      env:\n"
      "        - {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: p}}}\n        - {name: "
      "OTHER_PASSWORD, value: abc}\n");
  add("Dockerfile", "FROM x:1\nENV API_TOKEN=abc PORT=80\n");
  settle();
  EXPECT_EQ(
      rows("secrets"),
      (Rows{"Dockerfile:2 image | API_TOKEN | literal", "compose.yml:4 service a | PLAIN_TOKEN | literal",
            "compose.yml:5 service a | OUTSIDE_TOKEN | variable",
            "compose.yml:6 service a | DEFAULT_TOKEN | literal",
            "compose.yml:7 service a | DEMANDED_TOKEN | variable",
            "compose.yml:8 service a | DB_PASSWORD_FILE | manager",
            "compose.yml:13 service b | API_KEY | variable",
            "compose.yml:14 service b | API_SECRET | literal",
            "compose.yml:15 service b | certificate | manager", "pod.yaml:9 Pod p | DB_PASSWORD | manager",
            "pod.yaml:10 Pod p | OTHER_PASSWORD | literal"}));
  EXPECT_EQ(measure("secrets_managed"), "3 of 11");
}

constexpr const char* kScrape =
    "scrape_configs:\n  - job_name: web\n    static_configs: [{targets: ['web:9464']}]\n";
constexpr const char* kServices =
    "services:\n  web: {image: 'x:1'}\n  db: {image: 'postgres:17'}\n  grafana: {image: "
    "'grafana/grafana:11'}\n";

TEST_F(Models, AServiceIsWatchedWhereItIsScrapedAlertedAboutAndShown) {
  add("compose.yml", kServices);
  add("prometheus.yml", kScrape);
  add("rules.yml", "groups:\n  - rules:\n      - {alert: Down, expr: up == 0}\n");
  add("dashboard.json",
      R"({"title": "d", "schemaVersion": 1, "panels": [{"title": "t", "targets": [{"expr": "up{job=\"web\"}"}]}]})");
  settle();
  EXPECT_EQ(rows("services"),
            (Rows{"compose.yml:3 db | - | Down (rules.yml:3) | -",
                  "compose.yml:2 web | prometheus.yml:2 | Down (rules.yml:3) | d (dashboard.json:1)"}));
  EXPECT_EQ(measure("monitoring_coverage"), "1 of 2");
}

TEST_F(Models, AnAlertAboutAnotherServiceDoesNotCount) {
  add("compose.yml", kServices);
  add("rules.yml", "groups:\n  - rules:\n      - {alert: Down, expr: 'up{job=\"webshop\"} == 0'}\n");
  settle();
  EXPECT_EQ(rows("services"), (Rows{"compose.yml:3 db | - | - | -", "compose.yml:2 web | - | - | -"}));
  EXPECT_EQ(measure("monitoring_coverage"), "0 of 2");
}

TEST_F(Models, OfOneServiceEveryAlertIsAboutIt) {
  add("compose.yml", "services: {shop: {build: .}}\n");
  add("alerts.yml", "alerts:\n  - {name: HighErrorRate, condition: error_rate > 5%}\n");
  settle();
  EXPECT_EQ(rows("services"), (Rows{"compose.yml:1 shop | - | HighErrorRate (alerts.yml:2) | -"}));
}

TEST_F(Models, AnAlertIsTestedWhereATestMakesItFire) {
  add("rules.yml",
      "groups:\n  - rules:\n      - {alert: A, expr: a}\n      - {alert: B, expr: b}\n      - {alert: C, "
      "expr: c}\n      - {record: r, expr: c}\n");
  add("tests/rules_test.yml",
      "rule_files: [rules.yml]\ntests:\n  - alert_rule_test:\n      - {eval_time: 1m, alertname: A, "
      "exp_alerts: [{exp_labels: {}}]}\n"
      "      - {eval_time: 1m, alertname: B, exp_alerts: []}\n");
  settle();
  EXPECT_EQ(measure("alerts_tested_ratio"), "1 of 3");
}

TEST_F(Models, AShareOfNothingAndOfAPartIsNoMeasure) {
  settle();
  EXPECT_TRUE(measures_.empty());
  add("compose.yml", kServices);
  settle(false);
  EXPECT_EQ(rows("services").size(), 2u);
  EXPECT_TRUE(measures_.empty());
}

TEST_F(Models, WhatTestsReadTellsNothing) {
  add("tests/compose.yml", kServices);
  settle();
  EXPECT_TRUE(models_.empty());
}

TEST_F(Models, DoNotDependOnTheOrderOfFiles) {
  add("compose.yml", kServices);
  add("prometheus.yml", kScrape);
  std::map<std::string, ModelTable> other = models_;
  for (auto& [name, table] : other) std::reverse(table.rows.begin(), table.rows.end());
  settle();
  std::map<std::string, Measure> measures;
  settle_models(other, true, measures);
  for (const auto& [name, table] : models_) {
    ASSERT_EQ(table.rows.size(), other[name].rows.size());
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      EXPECT_EQ(table.rows[i].cells, other[name].rows[i].cells);
  }
}

TEST_F(Models, ATableKeepsSoManyRowsAndSaysHowManyMore) {
  for (int i = 0; i < 3000; ++i)
    models_["jobs"].rows.push_back({fmt::format("{:05}", i), 1, {"a", "b", "c", "d"}});
  settle();
  EXPECT_EQ(models_["jobs"].rows.size(), ModelTable::kMostRows);
  EXPECT_EQ(models_["jobs"].left_out, 1000u);
}

}  // namespace
}  // namespace trawl
