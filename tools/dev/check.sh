#!/usr/bin/env bash
# Format, lint and layers: check.sh BUILD_FOLDER (a configured one). `./dev check` calls this. All steps run, so that
# one run shows everything.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
failed=()

step() {
  local name=$1
  shift
  echo "check: $name"
  "$@" || failed+=("$name")
}

shell_scripts() {
  git ls-files -z | while IFS= read -r -d '' file; do
    [[ -f $file && ! -L $file && $file != tests/cli/* ]] || continue
    if [[ $file == *.sh ]] || head -c 64 -- "$file" | head -n 1 | tr -d '\0' | grep -qE '^#!.*\b(ba|da)?sh\b'; then
      printf '%s\0' "$file"
    fi
  done
}
check_shell() { shell_scripts | xargs -0 -r shellcheck; }
check_python() {
  git ls-files -z -- '*.py' ':!tests/cli' |
    xargs -0 -r python3 -c 'import ast, sys; [ast.parse(open(f, "rb").read(), f) for f in sys.argv[1:]]'
}

step layers python3 tools/dev/check_layers.py
step format tools/dev/check_format.sh
step "shell scripts" check_shell
step "Python scripts" check_python
step hooks pre-commit validate-manifest .pre-commit-hooks.yaml
step clang-tidy tools/dev/check_changed.sh "$1"

if ((${#failed[@]})); then
  printf 'check: failed:'
  printf ' %s' "${failed[@]}"
  printf '\n'
  exit 1
fi
echo "check: all is well"
