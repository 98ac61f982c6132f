#include <windows.h>
#include <wininet.h>
#include <winhttp.h>
#include <winnetwk.h>
#include <winldap.h>
#include <sql.h>
#include <sqlext.h>
#include <tchar.h>
#include <stdio.h>
#include <lm.h>
#define DB_PASSWORD _T("Qwerty!234")
void Odbc1(SQLHDBC dbc) { SQLConnect(dbc, (SQLTCHAR *)_T("dsn"), SQL_NTS, (SQLTCHAR *)_T("sa"), SQL_NTS, (SQLTCHAR *)DB_PASSWORD, SQL_NTS); }  // EXPECT: hard-coded-credential
void Odbc2(SQLHDBC dbc) { SQLCHAR out[1024]; SQLSMALLINT n; SQLDriverConnectA(dbc, NULL, (SQLCHAR *)"DRIVER={SQL Server};SERVER=db;UID=sa;PWD=Qwerty!234;", SQL_NTS, out, 1024, &n, SQL_DRIVER_NOPROMPT); }  // EXPECT: hard-coded-credential
void Odbc3(SQLHDBC dbc) { SQLCHAR out[1024]; SQLSMALLINT n; SQLDriverConnectA(dbc, NULL, (SQLCHAR *)"DSN=app;Trusted_Connection=yes;", SQL_NTS, out, 1024, &n, SQL_DRIVER_NOPROMPT); }
void Sql(SQLHSTMT st, LPCSTR unused) {
  char name[100], sql[300];
  DWORD n = GetEnvironmentVariableA("CUSTOMER", name, 100);
  if (!n) return;
  sprintf_s(sql, sizeof sql, "SELECT * FROM c WHERE n='%s'", name);
  SQLExecDirectA(st, (SQLCHAR *)sql, SQL_NTS);  // EXPECT: sql-injection
}
void SqlOk(SQLHSTMT st) {
  char name[100]; SQLLEN ind = SQL_NTS;
  DWORD n = GetEnvironmentVariableA("CUSTOMER", name, 100);
  if (!n) return;
  SQLPrepareA(st, (SQLCHAR *)"SELECT * FROM c WHERE n=?", SQL_NTS);
  SQLBindParameter(st, 1, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, 100, 0, name, 0, &ind);
  SQLExecute(st);
}
void Net(void) { NETRESOURCEW nr; ZeroMemory(&nr, sizeof nr); nr.dwType = RESOURCETYPE_DISK; nr.lpRemoteName = (LPWSTR)L"\\\\srv\\share"; WNetAddConnection2W(&nr, L"S3cretShare", L"user", 0); }  // EXPECT: hard-coded-credential
void Ftp(HINTERNET h) { InternetConnectA(h, "ftp.example.com", INTERNET_DEFAULT_FTP_PORT, "user", "pa55w0rd", INTERNET_SERVICE_FTP, 0, 0); }  // EXPECT: hard-coded-credential, cleartext-transmission
void Http(HINTERNET h) { WinHttpSetCredentials(h, WINHTTP_AUTH_TARGET_SERVER, WINHTTP_AUTH_SCHEME_BASIC, L"user", L"pa55w0rd", NULL); }  // EXPECT: hard-coded-credential
void Flags(HINTERNET h) { DWORD f = SECURITY_FLAG_IGNORE_UNKNOWN_CA | SECURITY_FLAG_IGNORE_CERT_CN_INVALID; WinHttpSetOption(h, WINHTTP_OPTION_SECURITY_FLAGS, &f, sizeof f); }  // EXPECT: certificate-not-verified
void Flags2(HINTERNET h) { DWORD f = SECURITY_FLAG_IGNORE_UNKNOWN_CA; InternetSetOption(h, INTERNET_OPTION_SECURITY_FLAGS, &f, sizeof f); }  // EXPECT: certificate-not-verified
void Proc(void) { STARTUPINFOW si; PROCESS_INFORMATION pi; ZeroMemory(&si, sizeof si); si.cb = sizeof si; CreateProcessWithLogonW(L"admin", L".", L"Adm1n!", 0, L"C:\\app.exe", NULL, 0, NULL, NULL, &si, &pi); }  // EXPECT: hard-coded-credential
void Ldap(void) {
  LDAP *ld = ldap_init((PCHAR)"dc1.corp.example", LDAP_PORT);
  char filter[256], user[64];
  if (GetEnvironmentVariableA("USER_FILTER", user, sizeof user) == 0) return;
  ldap_simple_bind_sA(ld, (PCHAR)"cn=svc", (PCHAR)"Svc-pa55");  // EXPECT: hard-coded-credential, cleartext-transmission
  _snprintf(filter, sizeof filter, "(&(objectClass=user)(sAMAccountName=%s))", user);
  LDAPMessage *res = NULL;
  ldap_search_sA(ld, (PCHAR)"dc=corp", LDAP_SCOPE_SUBTREE, filter, NULL, 0, &res);  // EXPECT: ldap-injection
  ldap_unbind(ld);
}
void LdapW(void) {
  LDAP *ld = ldap_initW((PWCHAR)L"localhost", LDAP_PORT);
  WCHAR filter[256], user[64]; ULONG rc; PWCHAR attrs[2] = {(PWCHAR)L"cn", NULL};
  if (fgetws(user, 64, stdin) == NULL) return;
  swprintf_s(filter, 256, L"(cn=%s)", user);
  LDAPMessage *res = NULL;
  rc = ldap_search_ext_sW(ld, (PWCHAR)L"dc=corp", LDAP_SCOPE_SUBTREE, filter, attrs, 0, NULL, NULL, LDAP_NO_LIMIT, LDAP_NO_LIMIT, &res);  // EXPECT: ldap-injection
  if (rc == LDAP_SUCCESS) ldap_msgfree(res);
  ldap_unbind_s(ld);
}
void Host(void) {
  char name[MAX_COMPUTERNAME_LENGTH + 1];
  if (fgets(name, sizeof name, stdin)) SetComputerNameExA(ComputerNamePhysicalDnsHostname, name);  // EXPECT: config-injection
}
void RegWrite(HKEY k) { char v[100]; if (scanf("%99s", v) == 1) RegSetValueExA(k, "Mode", 0, REG_SZ, (const BYTE *)v, (DWORD)strlen(v)); }  // EXPECT: config-injection
void User(void) { USER_INFO_1 ui; ZeroMemory(&ui, sizeof ui); ui.usri1_name = (LPWSTR)L"svc"; ui.usri1_password = (LPWSTR)L"Svc-pa55w0rd"; NetUserAdd(NULL, 1, (LPBYTE)&ui, NULL); }  // EXPECT: hard-coded-credential
