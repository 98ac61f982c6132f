#!/usr/bin/env python3
"""Conditions of the catalogue of hardening, one small file each: the rule that tells of it, or (with `!`) is silent."""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

TRAWL = os.environ["TRAWL"]
W='.github/workflows/a.yml'
def wf(on,steps,extra=''): return f"on: {on}\n{extra}jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"
D='Dockerfile'; C='compose.yml'; K='k.yaml'; N='nginx.conf'; TF='main.tf'
def pod(c,spec=''): return f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a, namespace: n}}\nspec:\n{spec}  containers:\n  - name: a\n    image: x:1@sha256:{'a'*64}\n{c}"
CASES = [
(W,wf('issues','      - run: echo "${{ github.event.issue.title }}"\n'),'gha-script-injection'),
(W,wf('issues',"      - run: echo \"${{ github['event']['issue']['title'] }}\"\n"),'gha-script-injection'),
(W,wf('issues','      - run: echo "${{ format(\'{0}\', github.event.issue.body) }}"\n'),'gha-script-injection'),
(W,wf('issues','      - run: echo "$T"\n        env: {T: "${{ github.event.issue.title }}"}\n'),'!gha-script-injection'),
(W,wf('issues','      - run: echo "${{ env.T }}"\n        env: {T: "${{ github.event.issue.title }}"}\n'),'gha-script-injection'),
(W,wf('issue_comment','      - uses: actions/github-script@v7\n        with: {script: "console.log(\'${{ github.event.comment.body }}\')"}\n'),'gha-script-injection'),
(W,wf('issues','      - run: echo "${{ contains(github.event.issue.title, \'x\') }}"\n'),'!gha-script-injection'),
(W,wf('issues','      - run: echo "T=${{ github.event.issue.title }}" >> $GITHUB_ENV\n'),'gha-env-file-injection'),
(W,wf('push','      - run: x\n','permissions: write-all\n'),'gha-broad-permissions'),
(W,wf('push','      - run: echo "${{ toJSON(secrets) }}"\n'),'gha-secret-exposed'),
(W,wf('push','      - run: x\n        if: "${{ github.ref == \'x\' }} && true"\n'),'gha-always-true-condition'),
(W,wf('push','      - run: bash <(curl -s https://x.example/i)\n'),'gha-pipe-to-shell'),
(W,wf('push','      - run: gitleaks detect || true\n'),'ci-check-cannot-fail'),
(W,wf('push','      - uses: o/a@'+'a'*40+'\n'),'!gha-unpinned-action'),
(W,wf('pull_request_target','      - run: gh pr checkout 1 && npm test\n'),'gha-untrusted-checkout'),
('.gitlab-ci.yml','include: [{remote: "https://x.example/a.yml"}]\n','gitlab-unpinned-include'),
('.gitlab-ci.yml','a:\n  script: [\'eval "echo $CI_COMMIT_MESSAGE"\']\n','gitlab-script-injection'),
('.gitlab-ci.yml','a:\n  script: [\'echo "$CI_COMMIT_MESSAGE"\']\n','!gitlab-script-injection'),
('.gitlab-ci.yml','variables: {CI_DEBUG_TRACE: "true"}\na: {script: [x]}\n','gitlab-debug-trace'),
('azure-pipelines.yml','pool: x\nsteps:\n- script: echo $(Build.SourceVersionMessage)\n','azp-script-injection'),
('Jenkinsfile','pipeline { stages { stage("a") { steps { sh "echo ${params.X}" } } } }\n','jenkins-script-injection'),
('Jenkinsfile',"pipeline { stages { stage('a') { steps { sh 'echo ${params.X}' } } } }\n",'!jenkins-script-injection'),
('.circleci/config.yml','version: 2.1\norbs: {a: o/a@volatile}\njobs: {b: {docker: [{image: x}], steps: [run: x]}}\n','circleci-volatile-orb'),
('.pre-commit-config.yaml','repos: [{repo: "https://x.example/r", rev: main, hooks: [{id: a}]}]\n','precommit-mutable-rev'),
(D,'FROM debian:13\nRUN x\n','dockerfile-root-user'),(D,'ARG U\nFROM debian:13\nARG U\nUSER $U\n','!dockerfile-root-user'),
(D,'FROM debian\nUSER 1\n','dockerfile-unpinned-base'),(D,'FROM scratch\nUSER 1\n','!dockerfile-unpinned-base'),
(D,'FROM debian:13\nADD https://x.example/a /a\nUSER 1\n','dockerfile-add-remote'),(D,'FROM debian:13\nRUN curl -k https://x.example\nUSER 1\n','dockerfile-verification-off'),
(D,'FROM debian:13\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\nUSER 1\n','dockerfile-verification-off'),
(D,'FROM debian:13\nRUN pip install --trusted-host x y\nUSER 1\n','dockerfile-verification-off'),(D,'FROM debian:13\nRUN chmod 777 /a\nUSER 1\n','dockerfile-world-writable'),
(D,'FROM debian:13\nEXPOSE 22\nUSER 1\n','dockerfile-ssh-port'),(D,'FROM debian:13\nRUN sudo x\nUSER 1\n','dockerfile-sudo'),
(C,"services: {a: {image: 'x:1', volumes: [{type: bind, source: /var/run/docker.sock, target: /s}]}}\n",'compose-docker-socket'),
(C,"services: {a: {image: 'x:1', pid: host}}\n",'compose-host-namespace'),(C,"services: {a: {image: 'x:1', cap_add: [ALL]}}\n",'compose-added-capability'),
(C,"services: {db: {image: 'postgres:16', ports: ['5432:5432']}}\n",'compose-database-published'),(C,"services: {db: {image: 'postgres:16', ports: ['127.0.0.1:5432:5432']}}\n",'!compose-database-published'),
(C,"services: {db: {image: 'postgres:16', environment: {POSTGRES_HOST_AUTH_METHOD: trust}}}\n",'compose-auth-off'),
(C,"services: {a: {image: 'x:1', volumes: ['/etc:/e']}}\n",'compose-sensitive-mount'),(C,"services: {a: {image: 'x:1', logging: {driver: none}}}\n",'compose-logging-off'),
(K,pod('    securityContext: {privileged: true}\n'),'k8s-privileged'),(K,pod('','  hostPID: true\n'),'k8s-host-namespace'),(K,pod('    securityContext: {capabilities: {add: [SYS_ADMIN]}}\n'),'k8s-added-capability'),
(K,pod('    securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}\n'),'!k8s-added-capability'),(K,pod('    securityContext: {procMount: Unmasked}\n'),'k8s-proc-unmasked'),
(K,pod('','  securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}\n'),'k8s-unsafe-sysctl'),(K,pod('    livenessProbe: {httpGet: {host: x, port: 1}}\n'),'k8s-host-probe'),
(K,pod('    securityContext: {seccompProfile: {type: Unconfined}}\n'),'k8s-seccomp-off'),
(K,"apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects: [{kind: Group, name: 'system:unauthenticated'}]\n",'k8s-anonymous-binding'),
(K,"apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n",'k8s-no-pod-security'),
(TF,'resource "aws_security_group_rule" "a" {\n  type = "ingress"\n  from_port = 22\n  to_port = 22\n  protocol = "tcp"\n  cidr_blocks = ["0.0.0.0/0"]\n}\n','cloud-open-admin-port'),
(TF,'resource "aws_security_group_rule" "a" {\n  count = 0\n  type = "ingress"\n  from_port = 22\n  to_port = 22\n  protocol = "tcp"\n  cidr_blocks = ["0.0.0.0/0"]\n}\n','!cloud-open-admin-port'),
(TF,'resource "aws_db_instance" "a" {\n  publicly_accessible = true\n}\n','cloud-public-database'),(TF,'resource "aws_instance" "a" {\n  metadata_options {\n    http_tokens = "optional"\n  }\n}\n','cloud-imds-v1'),
(TF,'resource "aws_lambda_function_url" "a" {\n  authorization_type = "NONE"\n}\n','cloud-lambda-public-url'),(TF,'resource "aws_kms_key" "a" {\n  enable_key_rotation = false\n}\n','cloud-no-key-rotation'),
(TF,'resource "aws_ecr_repository" "a" {\n  image_tag_mutability = "MUTABLE"\n}\n','cloud-mutable-image-tags'),(TF,'resource "google_project_iam_binding" "a" {\n  role = "roles/owner"\n}\n','cloud-primitive-role'),
(N,'server { listen 80; location /i { alias /srv/i/; } }\n','nginx-alias-traversal'),(N,'server { listen 80; location / { return 302 https://$host$uri; } }\n','nginx-header-splitting'),(N,'server { listen 80; location / { return 302 https://$host$request_uri; } }\n','!nginx-header-splitting'),
(N,'server { listen 80; location / { proxy_pass http://$arg_h; } }\n','nginx-ssrf'),(N,'server { listen 80; set_real_ip_from 0.0.0.0/0; location / { } }\n','real-ip-any'),
(N,'server { listen 443 ssl; ssl_protocols TLSv1 TLSv1.2; location / { } }\n','tls-old-protocol'),(N,'server { listen 443 ssl; ssl_ciphers RC4-SHA:HIGH; location / { } }\n','tls-weak-cipher'),
(N,'server { listen 80; client_max_body_size 0; location / { } }\n','server-unlimited-body'),(N,'server { listen 80; location / { allow 10.0.0.0/8; } }\n','nginx-allow-without-deny'),
('a.ts','import cors from "cors";\napp.use(cors({origin: /a\\.example$/, credentials: true}));\n','cors-weak-origin-check'),('a.ts','import helmet from "helmet";\napp.use(helmet({hstss: false}));\n','helmet-unknown-option'),
('a.ts','import helmet from "helmet";\napp.use(helmet({contentSecurityPolicy: {directives: {scriptSrc: ["self"]}}}));\n','csp-unquoted-keyword'),
('_headers','/*\n  Content-Security-Policy: default-src \'self\'; script-src \'unsafe-inline\'\n','csp-inline-script'),
('_headers','/*\n  Content-Security-Policy: default-src \'self\'; script-src \'unsafe-inline\' \'nonce-abcdefghijklmnopqrstuv12\'\n','!csp-inline-script'),
('_headers','/*\n  Strict-Transport-Security: max-age=100\n','hsts-short'),('_headers','/*\n  X-Frame-Options: ALLOW-FROM https://x.example\n','framing-allowed'),
('a.html','<html><script src="https://cdn.example/a.js"></script></html>\n','sri-missing'),
('pg_hba.conf','host all all 0.0.0.0/0 trust\n','db-auth-off'),('.env','DATABASE_URL=postgres://u@db.example/x?sslmode=disable\n','db-plain-transport'),
('.npmrc','strict-ssl=false\n','registry-tls-off'),('.npmrc','registry=http://npm.example/\n','registry-plain'),
('pip.conf','[global]\nextra-index-url = https://x.example/s\n','confusion-pip-extra-index'),
('alerts.yml','alerts:\n- {name: a, condition: "x >", severity: critical}\n','alert-invalid'),
]


def told(path, text):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        done = subprocess.run([TRAWL, "scan", ".", "--no-config", "--only", "config,dependencies", "-o", "json"], cwd=folder,
                              capture_output=True, text=True, timeout=120)
        report = json.loads(done.stdout)
        assert report["outcome"]["complete"], (path, text, report["notifications"])
        return {finding["rule"]["id"] for finding in report["findings"]}


class Conditions(unittest.TestCase):
    def test_each_is_told_or_not(self):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for (path, text, wanted), ids in zip(CASES, pool.map(lambda case: told(*case[:2]), CASES)):
                rule = wanted.removeprefix("!")
                with self.subTest(path=path, text=text):
                    self.assertEqual(any(one.startswith(rule) for one in ids), not wanted.startswith("!"), (wanted, sorted(ids)))


if __name__ == "__main__":
    unittest.main()
