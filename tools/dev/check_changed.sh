#!/usr/bin/env bash
# clang-tidy on what changed since the base of this branch: check_changed.sh BUILD_FOLDER
#
# A whole run takes an hour; the changed files of a usual branch take a minute. There is a bound on time, and what was
# not reached is named.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1
most_seconds=${TRAWL_TIDY_SECONDS:-300}

# The commit this branch left the main line at; on the main line itself, the one before the last.
base=$(git merge-base HEAD origin/HEAD 2>/dev/null || true)
if [[ -z $base || $base == "$(git rev-parse HEAD)" ]]; then
  base=$(git rev-parse -q --verify 'HEAD~' || true)
fi
if [[ -z $base ]]; then
  echo "clang-tidy: no commit to compare with; nothing looked at"
  exit 0
fi

mapfile -d '' -t files < <(git diff -z --name-only --diff-filter=d "$base" -- 'engine/*.cpp' 'tools/*.cpp' 'checkers/*.cpp')
status=0
for i in "${!files[@]}"; do
  if ((SECONDS >= most_seconds)); then
    echo "clang-tidy: $most_seconds s are over; not looked at: ${files[*]:i}"
    break
  fi
  grep -qF "/${files[i]}\"" "$build/compile_commands.json" || continue  # not part of this build
  echo "clang-tidy: ${files[i]}"
  # GCC's options that Clang does not know are no mistake.
  code=0
  timeout $((most_seconds - SECONDS)) clang-tidy-19 --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option \
    --extra-arg=-Wno-unused-command-line-argument "${files[i]}" 2>/dev/null || code=$?
  ((code == 124)) || ((code == 0)) || status=1
done
exit $status
