// Stub header of trawl. Declarations and constants only.
#pragma once
#include <json/json.h>
