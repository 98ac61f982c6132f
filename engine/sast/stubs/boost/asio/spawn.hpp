// Stub header of trawl. Declarations and constants only.
#pragma once
#include <bits/stub_boost.h>
