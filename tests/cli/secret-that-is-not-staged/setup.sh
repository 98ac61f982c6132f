git init -q .
echo one > a
git add a
git commit -q -m one
echo "k = $(token github-pat)" >> a
