#!/usr/bin/env bash
# Gets the npm packages of third_party/tree-sitter into build/npm: exact versions, checked against the hashes of the
# lock file, no script of them run. Which registry is asked is the user's own setting of npm. With nothing to do it
# takes a few milliseconds.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)
from="$root/third_party/tree-sitter"
into="$root/build/npm"

if [[ -d $into/node_modules ]] && cmp -s "$from/package-lock.json" "$into/complete"; then exit 0; fi
if ! command -v npm >/dev/null; then
  echo "fetch_parsers: npm is missing; it gets the parsers of JavaScript and TypeScript" >&2
  exit 2
fi
mkdir -p "$into"
cp "$from/package.json" "$from/package-lock.json" "$from/.npmrc" "$into/"
if ! (cd "$into" && npm ci --ignore-scripts --no-audit --no-fund) >"$into/npm.log" 2>&1; then
  tail -n 20 "$into/npm.log" >&2
  echo "fetch_parsers: the parsers of JavaScript and TypeScript could not be had from your npm registry: npm's reason stands above" >&2
  exit 2
fi
cp "$from/package-lock.json" "$into/complete"
