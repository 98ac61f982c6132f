git init -q .
echo one > a
git add a
git commit -q -m one
echo two > a
git add a
file=$(git rev-parse :a | sed "s,^..,&/,")
chmod u+w .git/objects/$file
echo damaged > .git/objects/$file
