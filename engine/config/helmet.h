#pragma once

#include <string_view>

#include "engine/config/header_model.h"
#include "engine/config/javascript_value.h"

namespace trawl {

/// What `helmet(options)` of a version sends: its defaults, and what the options make of them. `options` is
/// null where there are none. `place` is the call, for what is not written anywhere.
HeaderEntry helmet_entry(const JavaScriptEvaluator& program, const JavaScriptValue* options, unsigned major,
                         ByteSpan place, bool fastify);

/// The policy of `helmet.contentSecurityPolicy(options)`.
void add_helmet_policy(const JavaScriptEvaluator& program, const JavaScriptValue* options, unsigned major,
                       ByteSpan place, HeaderEntry& entry);

}  // namespace trawl
