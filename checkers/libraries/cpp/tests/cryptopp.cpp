#include <cryptopp/md5.h>
#include <cryptopp/des.h>
#include <cryptopp/aes.h>
#include <cryptopp/modes.h>
#include <cryptopp/filters.h>
#include <cryptopp/osrng.h>
#include <cryptopp/rsa.h>
#include <cryptopp/pwdbased.h>
#include <cryptopp/sha.h>
using namespace CryptoPP;
std::string a1(const std::string& m) { byte d[16]; Weak::MD5 h; h.CalculateDigest(d, (const byte*)m.data(), m.size()); return std::string((char*)d, 16); }  // EXPECT: weak-hash
void a2(const std::string& m) { SHA1 h; h.Update((const byte*)m.data(), m.size()); }  // EXPECT: weak-hash
void a3(const std::string& m) { SHA256 h; h.Update((const byte*)m.data(), m.size()); }
std::string a4(const byte* key, const byte* iv, const std::string& p) { std::string c; CBC_Mode<DES>::Encryption e; e.SetKeyWithIV(key, 8, iv); StringSource s(p, true, new StreamTransformationFilter(e, new StringSink(c))); return c; }  // EXPECT: weak-cipher
std::string a5(const byte* key, const std::string& p) { std::string c; ECB_Mode<AES>::Encryption e; e.SetKey(key, 16); StringSource s(p, true, new StreamTransformationFilter(e, new StringSink(c))); return c; }  // EXPECT: ecb-mode
void a6(const std::string& p) { byte key[16] = {1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}; byte iv[16] = {0}; CBC_Mode<AES>::Encryption e(key, sizeof(key), iv); }  // EXPECT: hard-coded-key, static-iv
void a7() { AutoSeededRandomPool rng; RSA::PrivateKey k; k.GenerateRandomWithKeySize(rng, 1024); }  // EXPECT: weak-key-size
void a8(RSA::PublicKey& k) { RSAES_PKCS1v15_Encryptor e(k); }  // EXPECT: rsa-without-oaep
void a9(const byte* pw, size_t n) { byte out[32]; PKCS5_PBKDF2_HMAC<SHA256> p; byte salt[4] = {1,2,3,4}; p.DeriveKey(out, 32, 0, pw, n, salt, 4, 1000); }  // EXPECT: predictable-salt, weak-password-hash
void a10(const byte* key, const byte* iv) { GCM<AES>::Encryption e; e.SetKeyWithIV(key, 16, iv); }
void a11() { AutoSeededRandomPool r; byte k[16], iv[16]; r.GenerateBlock(k, 16); r.GenerateBlock(iv, 16); CBC_Mode<AES>::Encryption e(k, 16, iv); }
