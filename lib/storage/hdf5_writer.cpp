#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "core/error.h"
#include "core/files.h"
#include "storage/hdf5_file.h"
#include "storage/hdf5_handle.h"

namespace cre {

namespace {

using hdf5::Handle;

std::uint64_t product(const Shape& shape) {
  std::uint64_t n = 1;
  for (const std::uint64_t size : shape) {
    n *= size;
  }
  return n;
}

Handle text_type(std::size_t width) {
  Handle type(H5Tcopy(H5T_C_S1), &H5Tclose);
  H5Tset_size(type, std::max<std::size_t>(1, width));
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

/// Fletcher-32 needs chunks; a chunk is as many whole rows as fit into 1 MiB.
std::uint64_t rows_of_chunk(std::uint64_t rows, std::uint64_t row_bytes) {
  constexpr std::uint64_t kChunkBytes = 1U << 20U;
  return std::clamp<std::uint64_t>(kChunkBytes / row_bytes, 1, rows);
}

Handle creation_properties(const Shape& shape, std::size_t item_bytes) {
  Handle properties(H5Pcreate(H5P_DATASET_CREATE), &H5Pclose);
  H5Pset_obj_track_times(properties, false);
  const std::uint64_t items = product(shape);
  if (items > 0) {
    std::vector<hsize_t> chunk(shape.begin(), shape.end());
    chunk[0] = rows_of_chunk(shape[0], items / shape[0] * item_bytes);
    H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data());
    H5Pset_fletcher32(properties);
  }
  return properties;
}

/// Rows `first` up to `first + count` of a dataset of this shape.
bool write_part(const Handle& dataset, hid_t memory_type, const Shape& shape, std::uint64_t first, std::uint64_t count,
                const void* values) {
  std::vector<hsize_t> start(shape.size(), 0), size(shape.begin(), shape.end());
  start[0] = first;
  size[0] = count;
  const Handle there(H5Dget_space(dataset), &H5Sclose);
  const Handle here(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), &H5Sclose);
  return H5Sselect_hyperslab(there, H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr) >= 0 &&
         H5Dwrite(dataset, memory_type, here, there, H5P_DEFAULT, values) >= 0;
}

}  // namespace

struct Hdf5Writer::State {
  PendingFile pending;
  std::optional<Handle> file;

  explicit State(const std::filesystem::path& target) : pending(target) {}

  [[noreturn]] void fail_io(const std::string& what) const {
    fail(ErrorKind::io, pending.target(), ": ", what, errno != 0 ? concat(": ", std::strerror(errno)) : "");
  }

  Handle create(const std::string& name, hid_t file_type, const Shape& shape) const {
    errno = 0;
    const Handle links(H5Pcreate(H5P_LINK_CREATE), &H5Pclose);
    H5Pset_create_intermediate_group(links, 1);
    const std::vector<hsize_t> sizes(shape.begin(), shape.end());
    const Handle space(H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr), &H5Sclose);
    const Handle properties = creation_properties(shape, H5Tget_size(file_type));
    Handle dataset(H5Dcreate2(*file, name.c_str(), file_type, space, links, properties, H5P_DEFAULT), &H5Dclose);
    if (!dataset.valid()) {
      fail_io("writing " + name + " failed");
    }
    return dataset;
  }

  void write(const std::string& name, hid_t memory_type, hid_t file_type, const void* values, std::uint64_t count,
             const Shape& shape) {
    require(!shape.empty() && product(shape) == count, "a dataset has as many values as its shape says");
    Handle dataset = create(name, file_type, shape);
    if ((count > 0 && H5Dwrite(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0) || !dataset.close()) {
      fail_io("writing " + name + " failed");
    }
  }

  /// Chunk by chunk: `fill` writes the values of some rows from `first` on.
  template <class Value>
  void write_parts(const std::string& name, hid_t memory_type, hid_t file_type, const Shape& shape,
                   const std::function<void(std::uint64_t first, std::span<Value> values)>& fill) const {
    Handle dataset = create(name, file_type, shape);
    const std::uint64_t width = product(shape) == 0 ? 0 : product(shape) / shape[0];
    const std::uint64_t rows = width == 0 ? 0 : shape[0];
    const std::uint64_t at_once = rows == 0 ? 1 : rows_of_chunk(rows, width * sizeof(Value));
    std::vector<Value> values(std::min(rows, at_once) * width);
    for (std::uint64_t first = 0; first < rows; first += at_once) {
      const std::uint64_t count = std::min(at_once, rows - first);
      fill(first, std::span(values).first(count * width));
      if (!write_part(dataset, memory_type, shape, first, count, values.data())) {
        fail_io("writing " + name + " failed");
      }
    }
    if (!dataset.close()) {
      fail_io("writing " + name + " failed");
    }
  }
};

Hdf5Writer::Hdf5Writer(const std::filesystem::path& file, const ArtifactKind& kind)
    : state_(std::make_unique<State>(file)) {
  hdf5::start_library();
  errno = 0;
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), &H5Pclose);
  H5Pset_obj_track_times(creation, false);
  state_->file.emplace(H5Fcreate(state_->pending.path().c_str(), H5F_ACC_TRUNC, creation, H5P_DEFAULT), &H5Fclose);
  if (!state_->file->valid()) {
    state_->fail_io("cannot be written");
  }
  attribute("creflow_artifact", std::string(kind.name));
  attribute("schema_version", std::int64_t{kind.version});
}

Hdf5Writer::~Hdf5Writer() = default;

void Hdf5Writer::write(const std::string& name, std::span<const std::uint8_t> values, const Shape& shape) {
  state_->write(name, H5T_NATIVE_UINT8, H5T_STD_U8LE, values.data(), values.size(), shape);
}
void Hdf5Writer::write(const std::string& name, std::span<const std::int16_t> values, const Shape& shape) {
  state_->write(name, H5T_NATIVE_INT16, H5T_STD_I16LE, values.data(), values.size(), shape);
}
void Hdf5Writer::write(const std::string& name, std::span<const std::int64_t> values, const Shape& shape) {
  state_->write(name, H5T_NATIVE_INT64, H5T_STD_I64LE, values.data(), values.size(), shape);
}
void Hdf5Writer::write(const std::string& name, std::span<const std::uint32_t> values, const Shape& shape) {
  state_->write(name, H5T_NATIVE_UINT32, H5T_STD_U32LE, values.data(), values.size(), shape);
}
void Hdf5Writer::write(const std::string& name, std::span<const float> values, const Shape& shape) {
  state_->write(name, H5T_NATIVE_FLOAT, H5T_IEEE_F32LE, values.data(), values.size(), shape);
}
void Hdf5Writer::write(const std::string& name, std::span<const double> values, const Shape& shape) {
  state_->write(name, H5T_NATIVE_DOUBLE, H5T_IEEE_F64LE, values.data(), values.size(), shape);
}

void Hdf5Writer::write_rows(const std::string& name, std::uint64_t rows, std::uint64_t width,
                            const std::function<void(std::size_t row, std::span<std::uint8_t> values)>& fill) {
  state_->write_parts<std::uint8_t>(name, H5T_NATIVE_UINT8, H5T_STD_U8LE, {rows, width},
                                    [&](std::uint64_t first, std::span<std::uint8_t> values) {
                                      for (std::size_t i = 0; i < values.size() / width; ++i) {
                                        fill(first + i, values.subspan(i * width, width));
                                      }
                                    });
}

void Hdf5Writer::write(const std::string& name, const std::vector<std::string>& values) {
  std::int64_t end = 0;
  state_->write_parts<std::int64_t>(name + hdf5::kTextOffsets, H5T_NATIVE_INT64, H5T_STD_I64LE, {values.size() + 1},
                                    [&](std::uint64_t first, std::span<std::int64_t> offsets) {
                                      for (std::size_t i = 0; i < offsets.size(); ++i) {
                                        end += first + i == 0 ? 0 : std::ssize(values[first + i - 1]);
                                        offsets[i] = end;
                                      }
                                    });
  describe(name + hdf5::kTextOffsets, "where each text begins in bytes; the last is where they end");
  std::size_t text = 0, done = 0;  // of its bytes
  state_->write_parts<std::uint8_t>(name + hdf5::kTextBytes, H5T_NATIVE_UINT8, H5T_STD_U8LE,
                                    {static_cast<std::uint64_t>(end)},
                                    [&](std::uint64_t, std::span<std::uint8_t> bytes) {
                                      while (!bytes.empty()) {
                                        const std::size_t count = std::min(bytes.size(), values[text].size() - done);
                                        std::copy_n(values[text].data() + done, count, bytes.data());
                                        bytes = bytes.subspan(count);
                                        done += count;
                                        if (done == values[text].size()) {
                                          ++text;
                                          done = 0;
                                        }
                                      }
                                    });
  describe(name + hdf5::kTextBytes, "UTF-8, one text after the other");
}

void Hdf5Writer::attribute(const std::string& name, const std::string& value) {
  const Handle type = text_type(value.size());
  const Handle space(H5Screate(H5S_SCALAR), &H5Sclose);
  const Handle made(H5Acreate2(*state_->file, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), &H5Aclose);
  if (!made.valid() || H5Awrite(made, type, value.c_str()) < 0) {
    state_->fail_io("writing attribute " + name + " failed");
  }
}

void Hdf5Writer::attribute(const std::string& name, std::int64_t value) {
  const Handle space(H5Screate(H5S_SCALAR), &H5Sclose);
  const Handle made(H5Acreate2(*state_->file, name.c_str(), H5T_STD_I64LE, space, H5P_DEFAULT, H5P_DEFAULT), &H5Aclose);
  if (!made.valid() || H5Awrite(made, H5T_NATIVE_INT64, &value) < 0) {
    state_->fail_io("writing attribute " + name + " failed");
  }
}

void Hdf5Writer::describe(const std::string& name, const std::string& text) {
  const Handle dataset(H5Dopen2(*state_->file, name.c_str(), H5P_DEFAULT), &H5Dclose);
  const Handle type = text_type(text.size());
  const Handle space(H5Screate(H5S_SCALAR), &H5Sclose);
  const Handle made(H5Acreate2(dataset, "description", type, space, H5P_DEFAULT, H5P_DEFAULT), &H5Aclose);
  if (!made.valid() || H5Awrite(made, type, text.c_str()) < 0) {
    state_->fail_io("writing the description of " + name + " failed");
  }
}

void Hdf5Writer::close() {
  errno = 0;
  // On a full disk the error comes at the flush or even at the close.
  if (H5Fflush(*state_->file, H5F_SCOPE_GLOBAL) < 0 || !state_->file->close()) {
    state_->fail_io("writing failed");
  }
  state_->pending.commit();
}

}  // namespace cre
