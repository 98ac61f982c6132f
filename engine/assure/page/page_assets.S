// The template and style of the audit report, as bytes of the program.

.macro asset name, file
    .global trawl_page_\name\()_begin
    .global trawl_page_\name\()_end
trawl_page_\name\()_begin:
    .incbin "\file"
trawl_page_\name\()_end:
    .byte 0
.endm

    .section .rodata
    asset template, "audit.mustache"
    asset style, "audit.css"
    .section .note.GNU-stack, "", %progbits
