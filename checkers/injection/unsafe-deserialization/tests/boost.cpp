#include <cstdlib>
#include <sstream>
#include <string>
extern "C" void *PyMarshal_ReadObjectFromString(const char *, long);
namespace boost::archive { struct binary_iarchive { explicit binary_iarchive(std::istream &); }; }
void marshal_bad() { PyMarshal_ReadObjectFromString(getenv("A"), 10); }  // EXPECT: unsafe-deserialization
void archive_bad() {
  std::istringstream in(getenv("A"));
  boost::archive::binary_iarchive a(in);  // EXPECT: unsafe-deserialization
}
void archive_ok() {
  std::istringstream in("x");
  boost::archive::binary_iarchive a(in);
}
