// After CVE-2010-2772 (Siemens WinCC): the password of the database is the same in every plant.
#include <windows.h>
#include <sql.h>
#include <sqlext.h>
#include <stdio.h>
#include <stdlib.h>
#define DATABASE_PASSWORD "4ReallyFixed"
void open_bad(SQLHDBC c) {
  char connection[256];
  SQLCHAR out[256];
  SQLSMALLINT n;
  sprintf(connection, "DRIVER={SQL Server};SERVER=plant;UID=app;PWD=%s;", DATABASE_PASSWORD);
  SQLDriverConnect(c, NULL, (SQLCHAR *)connection, SQL_NTS, out, 256, &n, SQL_DRIVER_NOPROMPT);  // MISSED: hard-coded-credential
}
void written_out_bad(SQLHDBC c) {
  SQLCHAR out[256];
  SQLSMALLINT n;
  SQLDriverConnect(c, NULL, (SQLCHAR *)"DRIVER={SQL Server};SERVER=plant;UID=app;PWD=4ReallyFixed;", SQL_NTS, out, 256, &n, SQL_DRIVER_NOPROMPT);  // EXPECT: hard-coded-credential
}
void open_ok(SQLHDBC c) {
  char connection[256];
  SQLCHAR out[256];
  SQLSMALLINT n;
  sprintf(connection, "DRIVER={SQL Server};SERVER=plant;UID=app;PWD=%s;", getenv("PLANT_PASSWORD"));
  SQLDriverConnect(c, NULL, (SQLCHAR *)connection, SQL_NTS, out, 256, &n, SQL_DRIVER_NOPROMPT);
}
