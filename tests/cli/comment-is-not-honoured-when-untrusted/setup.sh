mkdir src
echo "key = '$(token github-pat)'  # trawl:allow made up" > src/app.py
