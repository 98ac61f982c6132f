const int flag_true = 1;
const int flag_false = 0;
int changing = 0;
int yes_global = 1;
int always(void) { return 1; }
int never(void) { return 0; }
int sometimes(void) { return changing++; }
