// Stub header of trawl. Declarations and constants only.
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>
