// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
#define NID_undef 0
#define NID_md5 4
#define NID_sha1 64
#define NID_sha256 672
#define NID_rsaEncryption 6
#define NID_commonName 13
#define NID_secp112r1 704
#define NID_secp112r2 705
#define NID_secp128r1 706
#define NID_secp128r2 707
#define NID_secp160k1 708
#define NID_secp160r1 709
#define NID_secp160r2 710
#define NID_secp192k1 711
#define NID_X9_62_prime192v1 409
#define NID_X9_62_prime256v1 415
#define NID_secp224k1 712
#define NID_secp224r1 713
#define NID_secp256k1 714
#define NID_secp384r1 715
#define NID_secp521r1 716
#define NID_sect113r1 717
#define NID_sect131r1 719
#define NID_sect163k1 721
#define NID_sect163r1 722
#define NID_sect163r2 723
#define NID_sect193r1 724
#define SN_md5 "MD5"
#define SN_sha1 "SHA1"
#define SN_sha256 "SHA256"
int OBJ_txt2nid(const char *); int OBJ_sn2nid(const char *); const char *OBJ_nid2sn(int);
__END_DECLS
