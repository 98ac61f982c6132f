git init -q .
echo one > a
git add a
git commit -q -m one
echo two > a
git add a
rm -f .git/objects/$(git rev-parse :a | sed "s,^..,&/,")
