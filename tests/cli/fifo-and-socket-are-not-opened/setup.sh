mkdir tree
mkfifo tree/pipe
echo text > tree/a
"$PYTHON" -c "import socket; socket.socket(socket.AF_UNIX).bind('tree/socket')"
