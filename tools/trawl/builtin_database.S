// The compiled pattern databases as they lie in memory, read-only. Aligned as Hyperscan asks, and to pages, so
// that only those in use are ever read in.

.macro database tier, file
    .global trawl_database_\tier\()_begin
    .global trawl_database_\tier\()_end
    .balign 4096
trawl_database_\tier\()_begin:
    .incbin "\file"
trawl_database_\tier\()_end:
    .byte 0
.endm

    .section .rodata
    database generic, "generic.hsdb"
    database avx2, "avx2.hsdb"
    database avx512, "avx512.hsdb"
    database generic_runs, "generic_runs.hsdb"
    database avx2_runs, "avx2_runs.hsdb"
    database avx512_runs, "avx512_runs.hsdb"
    .global trawl_stub_filter_begin
    .global trawl_stub_filter_end
    .balign 4096
trawl_stub_filter_begin:
    .incbin "stub_filter.bin"
trawl_stub_filter_end:
    .byte 0
    .section .note.GNU-stack, "", %progbits
