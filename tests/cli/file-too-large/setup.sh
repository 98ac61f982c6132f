head -c 2000 /dev/zero | tr '\0' x > large
echo a > small
