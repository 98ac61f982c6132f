#!/usr/bin/env bash
# Names the tracked C and C++ files that are not formatted. `check_format.sh --fix` formats them instead.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Inputs of tests are data: their form is part of the test. A tracked file may be gone from the work tree.
mapfile -d '' -t files < <(git ls-files -z -- '*.h' '*.hpp' '*.c' '*.cc' '*.cpp' ':!tests/cli' ':!checkers/*/*/tests/*' ':!tests/checkers/programs/*' ':!tests/fuzz/corpus/*' ':!engine/sast/stubs/*' |
  while IFS= read -r -d '' file; do [[ ! -f $file ]] || printf '%s\0' "$file"; done)

if [[ ${1:-} == --fix ]]; then
  clang-format-19 -i -- "${files[@]}"
  exit 0
fi
unformatted=$(clang-format-19 --dry-run -Werror -- "${files[@]}" 2>&1 |
  sed -n 's/^\([^ :]*\):[0-9]*:[0-9]*: error: code should be clang-formatted.*/\1/p' | sort -u || true)
[[ -n $unformatted ]] || exit 0
printf '%s\n' "$unformatted" "not formatted: run tools/dev/check_format.sh --fix"
exit 1
