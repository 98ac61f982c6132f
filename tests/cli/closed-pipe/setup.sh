mkdir src
for i in $(seq 60); do cat > src/$i.py <<< "key = '$(token github-pat $i)'"; done
