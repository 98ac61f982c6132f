// The compiled pattern databases, and the filters that say where to search, as they lie in memory, read-only.
// Aligned as Hyperscan asks, and to pages, so that only those in use are ever read in.

.macro image name, file
    .global trawl_\name\()_begin
    .global trawl_\name\()_end
    .balign 4096
trawl_\name\()_begin:
    .incbin "\file"
trawl_\name\()_end:
    .byte 0
.endm

    .section .rodata
    image database_generic, "generic.hsdb"
    image database_avx2, "avx2.hsdb"
    image database_avx512, "avx512.hsdb"
    image database_generic_runs, "generic_runs.hsdb"
    image database_avx2_runs, "avx2_runs.hsdb"
    image database_avx512_runs, "avx512_runs.hsdb"
    image stub_filter, "stub_filter.bin"
    image stub_filter_runs, "stub_filter_runs.bin"
    .section .note.GNU-stack, "", %progbits
