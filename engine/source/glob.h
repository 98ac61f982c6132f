#pragma once

#include "engine/base/glob.h"
