mkdir -p .github/workflows
printf 'on: issue_comment\njobs:\n  a:\n    steps:\n      - uses: x/y@v1\n      - run: |\n          set -e\n          echo "${{ github.event.comment.body }}"\n' > .github/workflows/a.yml
printf 'FROM debian:12\nUSER app\nRUN apt-get update \\\n  # why\n  && curl -k https://example.com/x -o x\n' > Dockerfile
printf 'services:\n  db:\n    image: x:1\n    privileged: true # trawl:allow needs the device\n' > compose.yml
printf 'apiVersion: v1\nkind: Pod\n{{- if .Values.x }}\n' > pod.yaml
