#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trawl {

/// The names of one directory in the order of their bytes, in bounded memory: where not all fit, it holds the
/// smallest ones, and once they are used up `fill` reads the directory again for those that follow. A million
/// names of 20 bytes take 25 MB and are read in one go with the default budget. One thread.
class DirectoryListing {
 public:
  /// Reads the names greater than the last one that `next` gave (all at first), replacing those held.
  /// `directory` must be open for reading; `budget` is in bytes of memory; `buffer` is room to work in.
  /// Returns 0 or an errno.
  int fill(int directory, std::size_t budget, std::vector<char>& buffer);

  /// The next name, NUL-terminated, valid until `fill` or `forget`; null when those held are used up.
  const char* next();
  /// Whether there are more names than are held: then `fill` again.
  [[nodiscard]] bool more() const { return more_; }
  /// Gives the memory back; what was not used yet comes again with the next `fill`.
  void forget();
  /// Ends the listing: neither held nor further names are given.
  void abandon();
  [[nodiscard]] std::size_t memory() const { return text_.capacity() + order_.capacity() * sizeof order_[0]; }

  /// Whether the whole directory, as read by the first `fill`, has HEAD, objects and refs, and nothing that
  /// git does not put into its directories. A source folder cannot be hidden by adding three entries to it.
  [[nodiscard]] bool has_names_of_git_directory() const {
    return !foreign_name_ && has_head_ && has_objects_ && has_refs_;
  }

 private:
  void take(std::string_view name, std::size_t budget);
  void note_name_of_git(std::string_view name);
  void sort();
  void drop_greater_half();
  void release();

  std::string text_;                  ///< names, each ended by NUL
  std::vector<std::uint32_t> order_;  ///< offsets in `text_`; sorted after `fill`
  std::size_t used_ = 0;              ///< entries of `order_` already given
  std::string last_;   ///< the last name given, kept while more are to be read; empty: none yet
  std::string limit_;  ///< while filling: greater names do not fit; empty: none
  bool more_ = false;
  bool read_once_ = false;
  bool foreign_name_ = false;
  bool has_head_ = false;
  bool has_objects_ = false;
  bool has_refs_ = false;
};

}  // namespace trawl
