#include <cstdlib>
#include <filesystem>
#include <iostream>
void folder_bad() {
  for (const auto &entry : std::filesystem::directory_iterator(std::getenv("QUERY_STRING")))  // EXPECT: path-traversal
    std::cout << entry.path();
}
void folder_ok() {
  for (const auto &entry : std::filesystem::recursive_directory_iterator("/srv")) std::cout << entry.path();
}
