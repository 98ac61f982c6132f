mkdir src docs
for f in src/a.py src/b.md docs/c.py; do echo "k = $(token github-pat)" > $f; done
