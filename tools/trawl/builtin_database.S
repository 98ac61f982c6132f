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

.macro filter name, file
    .global trawl_\name\()_begin
    .global trawl_\name\()_end
    .balign 4096
trawl_\name\()_begin:
    .incbin "\file"
trawl_\name\()_end:
    .byte 0
.endm

    .section .rodata
    database generic, "generic.hsdb"
    database avx2, "avx2.hsdb"
    database avx512, "avx512.hsdb"
    database generic_runs, "generic_runs.hsdb"
    database avx2_runs, "avx2_runs.hsdb"
    database avx512_runs, "avx512_runs.hsdb"
    filter stub_filter, "stub_filter.bin"
    filter stub_filter_runs, "stub_filter_runs.bin"
    .section .note.GNU-stack, "", %progbits
