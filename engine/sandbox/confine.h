#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trawl {

/// The layers that keep a worker in, whatever its input makes of it.
enum class Layer : std::uint8_t {
  kLimits,    ///< memory, processor time, no file to write, no core
  kNoGain,    ///< no new privileges, not traceable, dies with its program
  kLandlock,  ///< no file of the machine can be opened
  kSeccomp,   ///< no file, socket, program or process can be had
};

std::string_view name_of(Layer layer);

struct ConfineOptions {
  std::uint64_t memory_bytes = std::uint64_t{2}
                               << 30;      ///< address space; 0: no limit (sanitizers need terabytes)
  std::uint32_t processor_seconds = 3600;  ///< of the process's whole life
};

/// Confines the calling process for good: it keeps the descriptors it has and its memory, and nothing else.
/// Called before the first byte of input is read, by a process of one thread. Returns the layers that hold;
/// an old kernel has no Landlock.
std::vector<Layer> confine(const ConfineOptions& options);

}  // namespace trawl
