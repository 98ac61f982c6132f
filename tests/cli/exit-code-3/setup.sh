echo text > a
echo text > b
chmod 0 a
