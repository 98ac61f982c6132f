token github-pat > /dev/null
printf "first \xc3\xa4\nk = %s\n" "$(token github-pat)" | iconv -f UTF-8 -t UTF-16 > wide.txt
