mkdir src
echo "key = '$(token github-pat)'" > src/app.py
