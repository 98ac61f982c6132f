mkdir tree
echo "k = $(token github-pat)" > tree/$'caf\xe9\xff.py'
