git init -q .
for f in tracked.py other.py; do echo "k = $(token github-pat)" > $f; done
git add tracked.py
