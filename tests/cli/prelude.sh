# Read before the setup and the command of every scenario.

# token KIND [SEED]: a made-up secret; the runner checks that it is never printed.
token() {
  "$PYTHON" "$MAKE_TOKEN" --seed "${2:-1}" "$1" | tee -a "$TOKEN_LOG"
}

# as_nobody COMMAND...: without the rights of root, to whom no file is unreadable.
as_nobody() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
  else
    "$@"
  fi
}

# report_state FORMAT: reads a report from standard input; says whether it is valid and whether it is partial.
report_state() {
  "$PYTHON" -c '
import json, sys
report = json.load(sys.stdin)
if "runs" in report:
    invocation = report["runs"][0]["invocations"][0]
    print("valid SARIF,", "complete" if invocation["executionSuccessful"] else "partial")
else:
    print("valid JSON,", "complete" if report["outcome"]["complete"] else "partial")
'
}
