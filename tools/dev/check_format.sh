#!/usr/bin/env bash
# Whether all tracked C and C++ files are formatted. `check_format.sh --fix` formats those that are not.
set -euo pipefail
cd "$(dirname "$0")/../.."

mode=(--dry-run -Werror)
[[ ${1:-} != --fix ]] || mode=(-i)

# Inputs of tests are data: their form is part of the test. A tracked file may be gone from the work tree.
git ls-files -z -- '*.h' '*.hpp' '*.c' '*.cc' '*.cpp' ':!tests/cli' ':!checkers/*/*/tests' ':!**/data/**' |
  while IFS= read -r -d '' file; do [[ ! -f $file ]] || printf '%s\0' "$file"; done |
  xargs -0 -r clang-format-19 "${mode[@]}"
