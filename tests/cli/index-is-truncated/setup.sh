git init -q .
echo one > a
git add a
git commit -q -m one
echo two > a
git add a
head -c 40 .git/index > index
mv index .git/index
