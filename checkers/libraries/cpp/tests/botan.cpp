#include <botan/hash.h>
#include <botan/cipher_mode.h>
#include <botan/rsa.h>
#include <botan/auto_rng.h>
#include <botan/pubkey.h>
#include <botan/hex.h>
void b1() { auto h = Botan::HashFunction::create("MD5"); }  // EXPECT: weak-hash
void b2() { std::unique_ptr<Botan::HashFunction> h(Botan::HashFunction::create_or_throw("SHA-1")); }  // EXPECT: weak-hash
void b3() { auto h = Botan::HashFunction::create("SHA-256"); }
void b4() { auto c = Botan::Cipher_Mode::create("DES/CBC", Botan::ENCRYPTION); }  // EXPECT: weak-cipher
void b5() { auto c = Botan::Cipher_Mode::create("AES-128/ECB", Botan::Cipher_Dir::ENCRYPTION); }  // EXPECT: ecb-mode
void b6() { Botan::AutoSeeded_RNG r; Botan::RSA_PrivateKey k(r, 1024); }  // EXPECT: weak-key-size
void b7(Botan::Public_Key& k, Botan::RandomNumberGenerator& r) { Botan::PK_Encryptor_EME e(k, r, "EME-PKCS1-v1_5"); }  // EXPECT: rsa-without-oaep
void b8() { auto c = Botan::Cipher_Mode::create("AES-256/GCM", Botan::ENCRYPTION); const uint8_t key[16] = {1,2,3,4,5,6,7,8,1,2,3,4,5,6,7,8}; c->set_key(key, 16); }  // EXPECT: hard-coded-key
