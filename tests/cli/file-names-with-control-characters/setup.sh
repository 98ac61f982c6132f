mkdir tree
echo "k = $(token github-pat)" > tree/$'esc\033[31mape\n\r\ttab.py'
