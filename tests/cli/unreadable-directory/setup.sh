mkdir closed open
echo text > open/a
chmod 0 closed
