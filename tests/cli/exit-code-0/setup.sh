echo harmless > a
