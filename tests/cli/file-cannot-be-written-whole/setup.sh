mkdir src
for i in $(seq 40); do echo "key = '$(token github-pat $i)'" > src/$i.py; done
