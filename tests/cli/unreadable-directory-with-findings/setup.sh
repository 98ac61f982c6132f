mkdir src
echo "key = '$(token github-pat)'" > src/app.py
mkdir closed
chmod 0 closed
