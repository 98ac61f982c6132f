#!/usr/bin/env python3
"""Writes programs in which a value takes every shape of way from where it is made to where it matters.

usage: generate_flows.py FOLDER

Every shape is written once for each role (a source and a sink of one rule), in bad and repaired form, in one file and with
each function in a file of its own. check_annotations compares what is found with the marks. A shape that the engine is known
to miss for a role stands in MISSED below: a found one fails until it is taken out there.
"""

import pathlib
import sys

# role: type of the value, where the bad and the good one come from, the sink, the rule, headers.
ROLES = {
    "command": ("const char *", 'getenv("COMMAND")', '"/bin/ls"', "system({})", "command-injection", ["stdlib.h"]),
    "key": ("const char *", '"0123456789abcdef"', 'getenv("KEY")',
            "AES_set_encrypt_key((const unsigned char *){}, 128, &schedule)", "hard-coded-key",
            ["stdlib.h", "openssl/aes.h"]),
    "password": ("const char *", '"S3cret-Pa55"', 'getenv("PASSWORD")',
                 'mysql_real_connect(0, "host", "user", {}, "db", 0, 0, 0)', "hard-coded-credential",
                 ["stdlib.h", "mysql/mysql.h"]),
    "cipher": ("const char *", '"des-ede3-cbc"', '"aes-256-gcm"', "EVP_get_cipherbyname({})", "weak-cipher",
               ["openssl/evp.h"]),
    "size": ("int", "1024", "3072", "RSA_generate_key_ex(0, {}, 0, 0)", "weak-key-size", ["openssl/rsa.h"]),
    "rounds": ("int", "100", "600000", 'PKCS5_PBKDF2_HMAC(getenv("P"), -1, (unsigned char *)getenv("S"), 16, {}, EVP_sha256(), 32, out)',
               "weak-password-hash", ["stdlib.h", "openssl/evp.h"]),
    "logon": ("const char *", '"Winter-2024!"', 'getenv("PASSWORD")', 'LogonUserA("user", "domain", {}, 2, 0, 0)',
              "hard-coded-credential", ["windows.h"]),

    # Injection: what the environment says, and a constant.
    "argument": ("const char *", 'getenv("OPTION")', '"file"', 'execl("/usr/bin/tar", "tar", {}, (char *)0)', "argument-injection",
                 ["stdlib.h", "unistd.h"]),
    "program": ("const char *", 'getenv("TOOL")', '"/bin/ls"', 'execl({}, "tool", (char *)0)', "uncontrolled-program",
                ["stdlib.h", "unistd.h"]),
    "library": ("const char *", 'getenv("PLUGIN")', '"/usr/lib/own.so"', "dlopen({}, 2)", "uncontrolled-library",
                ["stdlib.h", "dlfcn.h"]),
    "search_path": ("const char *", 'getenv("FOLDERS")', '"/usr/bin"', 'setenv("PATH", {}, 1)', "search-path-injection", ["stdlib.h"]),
    "config": ("const char *", 'getenv("HOST")', '"host"', "sethostname({}, 4)", "config-injection", ["stdlib.h", "unistd.h"]),
    "sql": ("const char *", 'getenv("QUERY")', '"SELECT 1"', "sqlite3_exec(0, {}, 0, 0, 0)", "sql-injection", ["stdlib.h", "sqlite3.h"]),
    "ldap": ("const char *", 'getenv("FILTER")', '"(cn=a)"', 'ldap_search_s(0, "dc=a", 2, {}, 0, 0, 0)', "ldap-injection",
             ["stdlib.h", "ldap.h"]),
    "xpath": ("const char *", 'getenv("WAY")', '"//a"', "xmlXPathEvalExpression((const xmlChar *){}, 0)", "xpath-injection",
              ["stdlib.h", "libxml/xpath.h"]),
    "xml": ("const char *", 'getenv("TEXT")', '"<a/>"', "xmlTextWriterWriteRaw(0, (const xmlChar *){})", "xml-injection",
            ["stdlib.h", "libxml/xmlwriter.h"]),
    "path": ("const char *", 'getenv("QUERY_STRING")', '"/etc/own.conf"', 'fopen({}, "r")', "path-traversal", ["stdlib.h", "stdio.h"]),
    "header": ("const char *", 'getenv("QUERY_STRING")', '"X-A: b"', "curl_slist_append(0, {})", "header-injection",
               ["stdlib.h", "curl/curl.h"]),
    "log": ("const char *", 'getenv("QUERY_STRING")', '"started"', 'syslog(3, "%s", {})', "log-injection", ["stdlib.h", "syslog.h"]),
    "format": ("const char *", 'getenv("FORMAT")', '"hello"', "printf({})", "format-string", ["stdlib.h", "stdio.h"]),
    "page": ("const char *", 'getenv("QUERY_STRING")', '"<p>hello"', "FCGX_PutS({}, 0)", "cross-site-scripting", ["stdlib.h", "fcgiapp.h"]),
    "redirect": ("const char *", 'getenv("QUERY_STRING")', '"/start"', 'MHD_add_response_header(0, "Location", {})', "open-redirect",
                 ["stdlib.h", "microhttpd.h"]),
    "url": ("const char *", 'getenv("QUERY_STRING")', '"https://example.org/"', "curl_easy_setopt(0, CURLOPT_URL, {})",
            "server-side-request-forgery", ["stdlib.h", "curl/curl.h"]),
    "marshal": ("const char *", 'getenv("STATE")', '"N"', "PyMarshal_ReadObjectFromString({}, 1)", "unsafe-deserialization",
                ["stdlib.h"]),
    "code": ("const char *", 'getenv("SCRIPT")', '"return 1"', "PyRun_SimpleString({})", "code-injection", ["stdlib.h"]),
    "decision": ("const char *", 'getenv("HTTP_COOKIE")', '"admin=1"', 'if (strcmp({}, "admin=1") == 0) puts("in")', "untrusted-decision",
                 ["stdlib.h", "stdio.h", "string.h"]),
    "entities": ("int", "2", "0", 'xmlReadFile("a.xml", 0, {})', "xml-external-entities", ["libxml/parser.h"]),
    # Cryptography and credentials: what a constant says.
    "iv": ("const char *", '"0123456789abcdef"', 'getenv("IV")',
           'EVP_EncryptInit_ex(0, EVP_aes_256_cbc(), 0, (const unsigned char *)getenv("KEY"), (const unsigned char *){})', "static-iv",
           ["stdlib.h", "openssl/evp.h"]),
    "salt": ("const char *", '"0123456789abcdef"', 'getenv("SALT")',
             'PKCS5_PBKDF2_HMAC(getenv("P"), -1, (const unsigned char *){}, 16, 600000, EVP_sha256(), 32, out)', "predictable-salt",
             ["stdlib.h", "openssl/evp.h"]),
    "hash": ("const char *", '"md5"', '"sha256"', "EVP_get_digestbyname({})", "weak-hash", ["openssl/evp.h"]),
    "mode": ("const char *", '"aes-128-ecb"', '"aes-256-gcm"', "EVP_get_cipherbyname({})", "ecb-mode", ["openssl/evp.h"]),
    "version": ("int", "0x0301", "0x0303", "SSL_CTX_set_min_proto_version(0, {})", "weak-tls-version", ["openssl/ssl.h"]),
    "padding": ("int", "1", "4", "RSA_public_encrypt(4, out, out, 0, {})", "rsa-without-oaep", ["openssl/rsa.h"]),
    "peer": ("int", "0", "1", "SSL_CTX_set_verify(0, {}, 0)", "certificate-not-verified", ["openssl/ssl.h"]),
    "host": ("int", "0", "2", "curl_easy_setopt(0, CURLOPT_SSL_VERIFYHOST, {})", "host-not-verified", ["curl/curl.h"]),
    "seed": ("int", "42", "(int)arc4random()", "srand({})", "predictable-seed", ["stdlib.h"]),
    "kept": ("const char *", 'fgets(line, 64, fopen("p.txt", "r"))', 'getenv("PASSWORD")', 'LogonUserA("user", "domain", {}, 2, 0, 0)',
             "plaintext-password-storage", ["stdlib.h", "stdio.h", "windows.h"]),
    "mac": ("const char *", '(const char *)HMAC(EVP_sha256(), getenv("KEY"), 4, out, 4, 0, 0)', 'getenv("MAC")',
            "if (memcmp({}, out, 32) == 0) puts(\"in\")", "timing-compare", ["stdlib.h", "stdio.h", "string.h", "openssl/hmac.h"]),
}

DECLARED = """#ifdef __cplusplus
#define EXTERN_C extern "C"
#else
#define EXTERN_C extern
#endif
"""

COMMON = {"key": "static AES_KEY schedule;\n", "rounds": "static unsigned char out[32];\n",
          "salt": "static unsigned char out[32];\n", "padding": "static unsigned char out[32];\n",
          "marshal": "EXTERN_C void *PyMarshal_ReadObjectFromString(const char *, long);\n",
          "code": "EXTERN_C int PyRun_SimpleString(const char *);\n",
          "mac": "static unsigned char out[32];\n", "kept": "static char line[64];\n"}

# A shape: parts, each a declaration and a definition. @T is the type, @SRC where the value comes from, @SINK(x) the use of x,
# @V tells the bad from the good form. `text` shapes need a text and copy it.
SHAPES = {
    "straight": [("void f@V(void);", "void f@V(void) {\n  @T v = @SRC;\n  @SINK(v)\n}")],
    "direct": [("void f@V(void);", "void f@V(void) {\n  @SINK(@SRC)\n}")],
    "assigned_later": [("void f@V(void);", "void f@V(void) {\n  @T v;\n  v = @SRC;\n  @SINK(v)\n}")],
    "copy_of_copy": [("void f@V(void);", "void f@V(void) {\n  @T a = @SRC;\n  @T b = a;\n  @T c = b;\n  @SINK(c)\n}")],
    "if_true": [("void f@V(void);", "void f@V(void) {\n  @T v = 0;\n  if (1) v = @SRC;\n  @SINK(v)\n}")],
    "if_comparison": [("void f@V(void);", "void f@V(void) {\n  @T v = 0;\n  if (5 == 5) {\n    v = @SRC;\n  }\n  @SINK(v)\n}")],
    "static_const_condition": [
        ("void f@V(void);", "static const int always@V = 1;\nvoid f@V(void) {\n  @T v = 0;\n  if (always@V) v = @SRC;\n  @SINK(v)\n}")],
    "global_condition": [
        ("extern int on@V;", "int on@V = 1;"),
        ("void f@V(void);", "void f@V(void) {\n  @T v = 0;\n  if (on@V) v = @SRC;\n  @SINK(v)\n}")],
    "function_condition": [
        ("int yes@V(void);", "int yes@V(void) { return 1; }"),
        ("void f@V(void);", "void f@V(void) {\n  @T v = 0;\n  if (yes@V()) v = @SRC;\n  @SINK(v)\n}")],
    "both_branches": [
        ("void f@V(int n);", "void f@V(int n) {\n  @T v;\n  if (n > 3) {\n    v = @SRC;\n  } else {\n    v = @SRC;\n  }\n  @SINK(v)\n}")],
    "switch": [
        ("void f@V(void);", "void f@V(void) {\n  @T v = 0;\n  switch (6) {\n    case 6: v = @SRC; break;\n    default: break;\n  }\n  @SINK(v)\n}")],
    "while_once": [("void f@V(void);", "void f@V(void) {\n  @T v = 0;\n  while (1) {\n    v = @SRC;\n    break;\n  }\n  @SINK(v)\n}")],
    "do_once": [("void f@V(void);", "void f@V(void) {\n  @T v = 0;\n  do {\n    v = @SRC;\n  } while (0);\n  @SINK(v)\n}")],
    "for_once": [
        ("void f@V(void);", "void f@V(void) {\n  @T v = 0;\n  int i;\n  for (i = 0; i < 1; i++) {\n    v = @SRC;\n  }\n  @SINK(v)\n}")],
    "goto": [("void f@V(void);", "void f@V(void) {\n  @T v = @SRC;\n  goto use;\nuse:\n  @SINK(v)\n}")],
    "ternary": [("void f@V(int n);", "void f@V(int n) {\n  @T v = n ? @SRC : @SRC;\n  @SINK(v)\n}")],
    "comma": [("void f@V(void);", "void f@V(void) {\n  @T v = (0, @SRC);\n  @SINK(v)\n}")],
    "pointer_to_pointer": [
        ("void f@V(void);", "void f@V(void) {\n  @T v;\n  @T *p = &v;\n  @T **q = &p;\n  **q = @SRC;\n  @SINK(v)\n}")],
    "alias": [("void f@V(void);", "void f@V(void) {\n  @T v;\n  @T *a = &v;\n  @T *b = &v;\n  *a = @SRC;\n  @SINK(*b)\n}")],
    "void_pointer": [("void f@V(void);", "void f@V(void) {\n  @T v = @SRC;\n  void *p = &v;\n  @SINK(*(@T *)p)\n}")],
    "union": [
        ("void f@V(void);", "void f@V(void) {\n  union {\n    @T a;\n    @T b;\n  } u;\n  u.a = @SRC;\n  @SINK(u.b)\n}")],
    "structure": [
        ("void f@V(void);", "void f@V(void) {\n  struct {\n    int n;\n    @T v;\n  } s;\n  s.v = @SRC;\n  @SINK(s.v)\n}")],
    "structure_initialised": [
        ("void f@V(void);", "void f@V(void) {\n  struct {\n    int n;\n    @T v;\n  } s = {1, @SRC};\n  @SINK(s.v)\n}")],
    "structure_by_value": [
        ("struct box@V { int n; @T v; };\nvoid g@V(struct box@V b);", "void g@V(struct box@V b) {\n  @SINK(b.v)\n}"),
        ("void f@V(void);", "void f@V(void) {\n  struct box@V b;\n  b.n = 1;\n  b.v = @SRC;\n  g@V(b);\n}")],
    "structure_by_pointer": [
        ("struct box@V { int n; @T v; };\nvoid g@V(struct box@V *b);", "void g@V(struct box@V *b) {\n  @SINK(b->v)\n}"),
        ("void f@V(void);", "void f@V(void) {\n  struct box@V b;\n  b.v = @SRC;\n  g@V(&b);\n}")],
    "structure_nested": [
        ("struct in@V { @T v; };\nstruct mid@V { struct in@V i; };\nstruct out@V { struct mid@V m; };\nvoid f@V(void);",
         "void f@V(void) {\n  struct out@V o;\n  o.m.i.v = @SRC;\n  @SINK(o.m.i.v)\n}")],
    "array": [("void f@V(void);", "void f@V(void) {\n  @T a[5];\n  a[2] = @SRC;\n  @SINK(a[2])\n}")],
    "array_to_function": [
        ("void g@V(@T a[]);", "void g@V(@T a[]) {\n  @SINK(a[2])\n}"),
        ("void f@V(void);", "void f@V(void) {\n  @T a[5];\n  a[2] = @SRC;\n  g@V(a);\n}")],
    "parameter": [
        ("void g@V(@T v);", "void g@V(@T v) {\n  @SINK(v)\n}"),
        ("void f@V(void);", "void f@V(void) {\n  g@V(@SRC);\n}")],
    "parameter_of_variable": [
        ("void g@V(@T v);", "void g@V(@T v) {\n  @SINK(v)\n}"),
        ("void f@V(void);", "void f@V(void) {\n  @T v = @SRC;\n  g@V(v);\n}")],
    "result": [
        ("@T g@V(void);", "@T g@V(void) {\n  @T v = @SRC;\n  return v;\n}"),
        ("void f@V(void);", "void f@V(void) {\n  @T v = g@V();\n  @SINK(v)\n}")],
    "result_of_parameter": [
        ("@T g@V(@T v);", "@T g@V(@T v) { return v; }"),
        ("void f@V(void);", "void f@V(void) {\n  @T v = g@V(@SRC);\n  @SINK(v)\n}")],
    "out_parameter": [
        ("void g@V(@T *v);", "void g@V(@T *v) { *v = @SRC; }"),
        ("void f@V(void);", "void f@V(void) {\n  @T v;\n  g@V(&v);\n  @SINK(v)\n}")],
    "static_result": [
        ("void f@V(void);", "static @T g@V(void) { return @SRC; }\nvoid f@V(void) {\n  @T v = g@V();\n  @SINK(v)\n}")],
    "global": [
        ("extern @T shared@V;\nvoid g@V(void);", "@T shared@V;\nvoid g@V(void) {\n  @T v = shared@V;\n  @SINK(v)\n}"),
        ("void f@V(void);", "void f@V(void) {\n  shared@V = @SRC;\n  g@V();\n}")],
    "file_static": [
        ("void f@V(void);", "static @T held@V;\nstatic void g@V(void) {\n  @SINK(held@V)\n}\nvoid f@V(void) {\n  held@V = @SRC;\n  g@V();\n}")],
    "function_pointer": [
        ("void g@V(@T v);", "void g@V(@T v) {\n  @SINK(v)\n}"),
        ("void f@V(void);", "void f@V(void) {\n  void (*call)(@T) = g@V;\n  call(@SRC);\n}")],
    "operation_table": [
        ("struct ops@V { void (*use)(@T); };\nextern const struct ops@V table@V;",
         "static void g@V(@T v) {\n  @SINK(v)\n}\nconst struct ops@V table@V = {g@V};"),
        ("void f@V(void);", "void f@V(void) {\n  table@V.use(@SRC);\n}")],
    "chain_of_3": [
        ("void h@V(@T v);", "void h@V(@T v) {\n  @SINK(v)\n}"),
        ("void g@V(@T v);", "void g@V(@T v) { h@V(v); }"),
        ("void f@V(void);", "void f@V(void) { g@V(@SRC); }")],
    "chain_of_5": [
        ("void k@V(@T v);", "void k@V(@T v) {\n  @SINK(v)\n}"),
        ("void j@V(@T v);", "void j@V(@T v) { k@V(v); }"),
        ("void i@V(@T v);", "void i@V(@T v) { j@V(v); }"),
        ("void g@V(@T v);", "void g@V(@T v) { i@V(v); }"),
        ("void f@V(void);", "void f@V(void) { g@V(@SRC); }")],
    "macro": [
        ("void f@V(void);", "#define USE@V(x) @RAW(x)\nvoid f@V(void) {\n  @T v = @SRC;\n  USE@V(v);@MARK\n}")],
    "text_strcpy": [
        ("void f@V(void);", "void f@V(void) {\n  char b[100];\n  strcpy(b, @SRC);\n  @SINK(b)\n  explicit_bzero(b, sizeof b);\n}")],
    "text_memcpy": [
        ("void f@V(void);", "void f@V(void) {\n  char b[100];\n  @T v = @SRC;\n  memcpy(b, v, strlen(v) + 1);\n  @SINK(b)\n  explicit_bzero(b, sizeof b);\n}")],
    "text_snprintf": [
        ("void f@V(void);", 'void f@V(void) {\n  char b[100];\n  snprintf(b, sizeof b, "%s", @SRC);\n  @SINK(b)\n  explicit_bzero(b, sizeof b);\n}')],
    "text_strdup": [("void f@V(void);", "void f@V(void) {\n  char *b = strdup(@SRC);\n  @SINK(b)\n}")],
    "text_malloc": [
        ("void f@V(void);", "void f@V(void) {\n  char *b = malloc(100);\n  strcpy(b, @SRC);\n  @SINK(b)\n  explicit_bzero(b, 100);\n  free(b);\n}")],
    "text_filled_by_function": [
        ("void g@V(char *b);", "void g@V(char *b) { strcpy(b, @SRC); }"),
        ("void f@V(void);", "void f@V(void) {\n  char b[100];\n  g@V(b);\n  @SINK(b)\n}")],
    "text_byte_loop": [
        ("void f@V(void);", "void f@V(void) {\n  char b[100];\n  @T v = @SRC;\n  int i;\n  for (i = 0; v[i]; i++) b[i] = v[i];\n  b[i] = 0;\n  @SINK(b)\n  explicit_bzero(b, sizeof b);\n}")],
}

CXX_SHAPES = {
    "cxx_reference": [("void f@V();", "void f@V() {\n  @T v = @SRC;\n  @T &r = v;\n  @SINK(r)\n}")],
    "cxx_reference_parameter": [
        ("void g@V(@T &v);", "void g@V(@T &v) { v = @SRC; }"),
        ("void f@V();", "void f@V() {\n  @T v = 0;\n  g@V(v);\n  @SINK(v)\n}")],
    "cxx_member": [
        ("class Holder@V {\n public:\n  void set(@T v) { v_ = v; }\n  void use();\n private:\n  @T v_;\n};",
         "void Holder@V::use() {\n  @SINK(v_)\n}"),
        ("void f@V();", "void f@V() {\n  Holder@V h;\n  h.set(@SRC);\n  h.use();\n}")],
    "cxx_constructor": [
        ("class Holder@V {\n public:\n  explicit Holder@V(@T v) : v_(v) {}\n  void use() const;\n private:\n  @T v_;\n};",
         "void Holder@V::use() const {\n  @SINK(v_)\n}"),
        ("void f@V();", "void f@V() {\n  Holder@V h(@SRC);\n  h.use();\n}")],
    "cxx_destructor": [
        ("class Holder@V {\n public:\n  explicit Holder@V(@T v) : v_(v) {}\n  ~Holder@V();\n private:\n  @T v_;\n};",
         "Holder@V::~Holder@V() {\n  @SINK(v_)\n}"),
        ("void f@V();", "void f@V() {\n  Holder@V *h = new Holder@V(@SRC);\n  delete h;\n}")],
    "cxx_virtual": [
        ("struct Base@V {\n  virtual ~Base@V() {}\n  virtual void use(@T v) const = 0;\n};\nstruct Derived@V : Base@V {\n  void use(@T v) const override;\n};",
         "void Derived@V::use(@T v) const {\n  @SINK(v)\n}"),
        ("void f@V();", "void f@V() {\n  const Base@V &b = Derived@V();\n  b.use(@SRC);\n}")],
    "cxx_template": [("void f@V();", "template <class X> static X same@V(X x) { return x; }\nvoid f@V() {\n  @T v = same@V<@T>(@SRC);\n  @SINK(v)\n}")],
    "cxx_lambda": [("void f@V();", "void f@V() {\n  @T v = @SRC;\n  auto use = [v]() {\n    @SINK(v)\n  };\n  use();\n}")],
    "cxx_namespace": [
        ("namespace inner@V { @T get(); }", "namespace inner@V { @T get() { return @SRC; } }"),
        ("void f@V();", "void f@V() {\n  @SINK(inner@V::get())\n}")],
    "cxx_default_argument": [("void f@V(@T v = @SRC);\nvoid g@V();", "void g@V() { f@V(); }"), ("", "void f@V(@T v) {\n  @SINK(v)\n}")],
    "cxx_exception": [
        ("void f@V();", "void f@V() {\n  try {\n    @T v = @SRC;\n    throw v;\n  } catch (@T v) {\n    @SINK(v)\n  }\n}")],
    "cxx_vector": [("void f@V();", "void f@V() {\n  std::vector<@T> all;\n  all.push_back(@SRC);\n  @SINK(all[0])\n}")],
    "cxx_vector_parameter": [
        ("void g@V(std::vector<@T> all);", "void g@V(std::vector<@T> all) {\n  @SINK(all[0])\n}"),
        ("void f@V();", "void f@V() {\n  std::vector<@T> all;\n  all.push_back(@SRC);\n  g@V(all);\n}")],
    "cxx_list": [("void f@V();", "void f@V() {\n  std::list<@T> all;\n  all.push_back(@SRC);\n  @T v = all.back();\n  @SINK(v)\n}")],
    "cxx_map": [("void f@V();", "void f@V() {\n  std::map<int, @T> all;\n  all[0] = @SRC;\n  @SINK(all[0])\n}")],
    "text_cxx_string": [("void f@V();", "void f@V() {\n  std::string s = @SRC;\n  @SINK(s.c_str())\n}")],
    "text_cxx_concatenation": [("void f@V();", 'void f@V() {\n  std::string s = std::string("") + @SRC;\n  @SINK(s.c_str())\n}')],
    "text_cxx_unique_ptr": [
        ("void f@V();", "void f@V() {\n  auto s = std::make_unique<std::string>(@SRC);\n  @SINK(s->c_str())\n}")],
}

# (role, shape): known misses of the engine.
MISSED = set()


def text_of(template, role, name, bad):
    kind, bad_source, good_source, sink, rule, _ = ROLES[role]
    mark = ""
    if bad:
        mark = f"  // {'MISSED' if (role, name) in MISSED else 'EXPECT'}: {rule}"
    text = template.replace("@V", "_bad" if bad else "_good").replace("@T", kind).replace("@SRC", bad_source if bad else good_source)
    while "@SINK(" in text:
        begin = text.index("@SINK(")
        depth, end = 0, begin + 5
        while True:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            if depth == 0:
                break
            end += 1
        argument = text[begin + 6:end]
        text = text[:begin] + sink.format(argument) + ";" + mark + text[end + 1:]
    while "@RAW(" in text:
        begin = text.index("@RAW(")
        end = text.index(")", begin)
        text = text[:begin] + sink.format(text[begin + 5:end]) + text[end + 1:]
    return text.replace("@MARK", mark)


def write_program(folder, role, name, shape, split, cxx):
    headers = list(ROLES[role][5]) + ["stdio.h", "string.h", "stdlib.h"]
    if cxx:
        headers += ["string", "vector", "list", "map", "memory"]
    top = "".join(f"#include <{header}>\n" for header in dict.fromkeys(headers)) + (DECLARED + COMMON[role] if "EXTERN_C" in COMMON.get(role, "") else COMMON.get(role, ""))
    extension = "cpp" if cxx else "c"
    for bad in (True, False):
        declarations = [text_of(declaration, role, name, bad) for declaration, _ in shape]
        definitions = [text_of(definition, role, name, bad) for _, definition in shape]
        form = "bad" if bad else "good"
        if split:
            for number, definition in enumerate(definitions):
                (folder / f"{form}_{number}.{extension}").write_text(top + "\n".join(declarations) + "\n" + definition + "\n")
        else:
            (folder / f"{form}.{extension}").write_text(top + "\n".join(declarations) + "\n" + "\n".join(definitions) + "\n")


def main(arguments):
    if len(arguments) != 2:
        print(__doc__)
        return 2
    root = pathlib.Path(arguments[1])
    count = 0
    for role in ROLES:
        for shapes, cxx in ((SHAPES, False), (CXX_SHAPES, True)):
            for name, shape in shapes.items():
                if name.startswith("text_") and ROLES[role][0] == "int":
                    continue
                for split in (False, True):
                    if split and len(shape) == 1:
                        continue
                    folder = root / f"{role}_{name}{'_split' if split else ''}"
                    folder.mkdir(parents=True, exist_ok=True)
                    write_program(folder, role, name, shape, split, cxx)
                    count += 1
    print(f"{count} programs")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
