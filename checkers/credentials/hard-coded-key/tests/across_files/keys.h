extern const unsigned char service_key[16];
const unsigned char *default_key(void);
int read_key(unsigned char *key);
struct settings { const unsigned char *key; };
void load(struct settings *s);
