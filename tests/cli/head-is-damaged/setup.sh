git init -q .
echo one > a
git add a
git commit -q -m one
echo two > a
git add a
echo nonsense > .git/HEAD
