mkdir tree elsewhere
echo "k = $(token github-pat)" > elsewhere/key
ln -s ../elsewhere tree/folder
ln -s ../elsewhere/key tree/file
ln -s nowhere tree/dangling
ln -s . tree/loop
