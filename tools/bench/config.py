#!/usr/bin/env python3
"""Files of configuration: 5,000 of a monorepo in one scan, and 20 of them in a hook.

usage: config.py [FILES]

The files are generated: workflows, Dockerfiles, compose files, manifests of Kubernetes, Terraform, environment
files, alerts, in the shares that large repositories have; 5 KB each on the average, 25 MB together.
"""

import pathlib
import random
import subprocess
import sys

from measure import Runs, Workspace, describe_machine, milliseconds, table, trawl

CPU_SCAN = 1.0
CPU_HOOK = 0.030


def workflow(draw):
    jobs = "".join(
        f"""  job{i}:
    runs-on: ubuntu-24.04
    permissions:
      contents: read
    env:
      VERSION: "1.{i}"
    steps:
      - uses: actions/checkout@0123456789abcdef0123456789abcdef0123456{i % 10}
        with:
          persist-credentials: false
      - name: build part {i}
        run: |
          set -euo pipefail
          make -C parts/{draw.randrange(1000)} all
          ./tools/check "$VERSION"
      - uses: owner{draw.randrange(50)}/action@v{draw.randrange(9)}
        with: {{path: dist, name: part-{i}}}
"""
        for i in range(12))
    return f"name: build\non:\n  push:\n    branches: [main]\n  pull_request:\npermissions:\n  contents: read\njobs:\n{jobs}"


def dockerfile(draw):
    layers = "".join(f"RUN apt-get update && apt-get install -y --no-install-recommends package{draw.randrange(999)} \\\n"
                     f"    && rm -rf /var/lib/apt/lists/* # layer {i}\nCOPY part{i} /app/part{i}\n" for i in range(20))
    return f"FROM debian:13 AS build\nWORKDIR /app\n{layers}FROM debian:13\nCOPY --from=build /app /app\nUSER 1000\nCMD [\"/app/run\"]\n"


def compose(draw):
    services = "".join(
        f"""  service{i}:
    image: registry.example/team/service{draw.randrange(99)}:1.{i}
    restart: unless-stopped
    environment:
      LOG_LEVEL: info
      DATABASE_HOST: db
      API_KEY: ${{API_KEY}}
    ports:
      - "127.0.0.1:{8000 + i}:80"
    volumes:
      - data{i}:/var/lib/service
    depends_on: [db]
"""
        for i in range(14))
    return f"services:\n{services}  db:\n    image: postgres:17\nvolumes:\n  data: {{}}\n"


def manifest(draw):
    documents = [
        f"""apiVersion: apps/v1
kind: Deployment
metadata:
  name: app{draw.randrange(9999)}
  namespace: shop
  labels: {{app: a, tier: web}}
spec:
  replicas: 3
  selector: {{matchLabels: {{app: a}}}}
  template:
    metadata: {{labels: {{app: a}}}}
    spec:
      serviceAccountName: app
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        seccompProfile: {{type: RuntimeDefault}}
      containers:
        - name: app
          image: registry.example/app:2.{i}
          args: ["--port=8080", "--workers=4"]
          env:
            - {{name: LOG_LEVEL, value: info}}
            - name: DB_PASSWORD
              valueFrom: {{secretKeyRef: {{name: db, key: password}}}}
          ports: [{{containerPort: 8080}}]
          resources:
            limits: {{cpu: 500m, memory: 256Mi}}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {{drop: [ALL]}}
---
apiVersion: v1
kind: Service
metadata: {{name: app{i}, namespace: shop}}
spec:
  selector: {{app: a}}
  ports: [{{port: 80, targetPort: 8080}}]
"""
        for i in range(3)]
    return "---\n".join(documents)


def terraform(draw):
    return 'variable "region" {\n  default = "eu-central-1"\n}\n' + "".join(
        f"""resource "aws_security_group" "group{i}" {{
  name   = "group-{draw.randrange(9999)}"
  vpc_id = aws_vpc.main.id
  ingress {{
    from_port   = {8000 + i}
    to_port     = {8000 + i}
    protocol    = "tcp"
    cidr_blocks = ["10.{i}.0.0/16"]
  }}
  tags = {{
    Region = var.region
    Owner  = "team-{i}"
  }}
}}

resource "aws_s3_bucket" "bucket{i}" {{
  bucket = "data-${{var.region}}-{i}"
}}

"""
        for i in range(12))


def environment(draw):
    return "".join(f"SETTING_{i}=value-{draw.randrange(9999)}\n" for i in range(60))


def alerts(draw):
    return "groups:\n  - name: g\n    rules:\n" + "".join(
        f"""      - alert: Alert{i}
        expr: rate(requests_total{{job="a{draw.randrange(99)}"}}[5m]) > {i}
        for: 10m
        labels: {{severity: warning}}
        annotations:
          summary: too many requests
          runbook_url: https://runbooks.example/alert{i}
"""
        for i in range(20))


KINDS = (  # share in hundredths, name, text
    (10, ".github/workflows/w{}.yml", workflow),
    (15, "parts/p{}/Dockerfile", dockerfile),
    (10, "parts/p{}/compose.yml", compose),
    (35, "deploy/p{}/app.yaml", manifest),
    (20, "infra/p{}/main.tf", terraform),
    (5, "parts/p{}/.env.test", environment),
    (5, "monitoring/p{}/rules.yml", alerts),
)


def write(folder, count):
    draw = random.Random(7)
    names = []
    size = 0
    for i in range(count):
        share = i % 100
        for part, pattern, text in KINDS:
            if share < part:
                break
            share -= part
        path = folder / pattern.format(i)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = text(draw)
        path.write_text(content)
        size += len(content)
        names.append(path.relative_to(folder))
    return names, size


def git(folder, *arguments):
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    describe_machine()
    rows = []
    with Workspace() as workspace:
        tree = pathlib.Path(workspace.path) / "tree"
        tree.mkdir()
        _, size = write(tree, count)
        for what in ("secrets", "config"):
            runs = Runs([trawl(), "scan", "--only", what, "--threads", "1", str(tree)], 5, env=workspace.env)
            rows.append((f"{count} files, {size / 1e6:.0f} MB, --only {what}", milliseconds(runs.median("cpu"))))
        for what in ("plain text", "configuration"):
            change = pathlib.Path(workspace.path) / what.replace(" ", "-")
            change.mkdir()
            git(change, "init", "-q")
            names, _ = write(change, 20)
            if what == "plain text":  # the same bytes under names that say nothing
                for i, name in enumerate(names):
                    (change / name).rename(change / f"file{i}.txt")
            git(change, "add", "-A")
            runs = Runs([trawl(), "staged", "-q"], 20, cwd=change, env=workspace.env)
            rows.append((f"hook with 20 files of {what}", milliseconds(runs.median("cpu"))))
    table(("what", "CPU time"), rows)
    print(f"\nBudgets: {CPU_SCAN:g} s for the scan, {1000 * CPU_HOOK:g} ms more for the hook than without configuration.")


if __name__ == "__main__":
    main()
