    .section .rodata
    .global trawl_embedded_headers
    .balign 16
trawl_embedded_headers:
    .incbin "headers.bin"
    .section .note.GNU-stack, "", %progbits
