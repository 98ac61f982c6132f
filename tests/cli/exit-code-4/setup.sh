mkdir src
echo "key = '$(token github-pat)'" > src/app.py
echo text > a
chmod 0 a
