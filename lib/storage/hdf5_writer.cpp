#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>

#include "core/error.h"
#include "core/files.h"
#include "storage/fletcher32.h"
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

static_assert(std::endian::native == std::endian::little, "values are in files as they are in memory");

/// How a value is in a file.
template <class Value>
hid_t file_type();
template <>
hid_t file_type<std::uint8_t>() {
  return H5T_STD_U8LE;
}
template <>
hid_t file_type<std::int16_t>() {
  return H5T_STD_I16LE;
}
template <>
hid_t file_type<std::int64_t>() {
  return H5T_STD_I64LE;
}
template <>
hid_t file_type<std::uint32_t>() {
  return H5T_STD_U32LE;
}
template <>
hid_t file_type<float>() {
  return H5T_IEEE_F32LE;
}
template <>
hid_t file_type<double>() {
  return H5T_IEEE_F64LE;
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

constexpr std::size_t kChecksumBytes = sizeof(std::uint32_t);  // behind the values of a chunk

void check_shape(std::uint64_t count, const Shape& shape) {
  require(!shape.empty() && product(shape) == count, "a dataset has as many values as its shape says");
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

  /// Chunk by chunk: `fill` writes the values of some rows from `first` on. What the library would do with a chunk on
  /// its way, its checksum above all, is done here.
  template <class Value, class Fill>
  void write_chunks(const std::string& name, const Shape& shape, Fill fill) const {
    Handle dataset = create(name, file_type<Value>(), shape);
    const std::uint64_t count = product(shape);
    const std::uint64_t rows = count == 0 ? 0 : shape[0], width = count == 0 ? 0 : count / rows;
    const std::uint64_t at_once = rows == 0 ? 1 : rows_of_chunk(rows, width * sizeof(Value));
    const std::uint64_t chunk_bytes = at_once * width * sizeof(Value);
    std::vector<Value> chunk(at_once * width + (kChecksumBytes + sizeof(Value) - 1) / sizeof(Value));
    auto* const bytes = reinterpret_cast<std::uint8_t*>(chunk.data());
    std::vector<hsize_t> start(shape.size(), 0);
    for (std::uint64_t first = 0; first < rows; first += at_once) {
      const std::span<Value> values = std::span(chunk).first(std::min(at_once, rows - first) * width);
      fill(first, values);
      start[0] = first;
      std::fill(bytes + values.size_bytes(), bytes + chunk_bytes, std::uint8_t{0});
      const std::uint32_t checksum = fletcher32({bytes, chunk_bytes});
      std::memcpy(bytes + chunk_bytes, &checksum, kChecksumBytes);
      if (H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, start.data(), chunk_bytes + kChecksumBytes, bytes) < 0) {
        fail_io("writing " + name + " failed");
      }
    }
    if (!dataset.close()) {
      fail_io("writing " + name + " failed");
    }
  }

  template <class Value>
  void write(const std::string& name, std::span<const Value> values, const Shape& shape) const {
    check_shape(values.size(), shape);
    const std::uint64_t width = values.empty() ? 0 : values.size() / shape[0];
    write_chunks<Value>(name, shape, [&](std::uint64_t first, std::span<Value> part) {
      std::copy_n(values.data() + first * width, part.size(), part.data());
    });
  }

  template <class Texts>
  void write_texts(const std::string& name, const Texts& values) const {
    std::int64_t end = 0;
    write_chunks<std::int64_t>(name + hdf5::kTextOffsets, {values.size() + 1},
                               [&](std::uint64_t first, std::span<std::int64_t> offsets) {
                                 for (std::size_t i = 0; i < offsets.size(); ++i) {
                                   end += first + i == 0 ? 0 : std::ssize(values[first + i - 1]);
                                   offsets[i] = end;
                                 }
                               });
    describe(name + hdf5::kTextOffsets, "where each text begins in bytes; the last is where they end");
    std::size_t text = 0, done = 0;  // of its bytes
    write_chunks<std::uint8_t>(name + hdf5::kTextBytes, {static_cast<std::uint64_t>(end)},
                               [&](std::uint64_t, std::span<std::uint8_t> bytes) {
                                 while (!bytes.empty()) {
                                   const std::string_view rest = std::string_view(values[text]).substr(done);
                                   const std::size_t count = std::min(bytes.size(), rest.size());
                                   std::copy_n(rest.data(), count, bytes.data());
                                   bytes = bytes.subspan(count);
                                   done += count;
                                   if (count == rest.size()) {
                                     ++text;
                                     done = 0;
                                   }
                                 }
                               });
    describe(name + hdf5::kTextBytes, "UTF-8, one text after the other");
  }

  void close_file() {
    errno = 0;
    // On a full disk the error comes at the flush or even at the close.
    if (H5Fflush(*file, H5F_SCOPE_GLOBAL) < 0 || !file->close()) {
      fail_io("writing failed");
    }
  }

  void describe(const std::string& name, const std::string& text) const {
    const Handle dataset(H5Dopen2(*file, name.c_str(), H5P_DEFAULT), &H5Dclose);
    const Handle type = text_type(text.size());
    const Handle space(H5Screate(H5S_SCALAR), &H5Sclose);
    const Handle made(H5Acreate2(dataset, "description", type, space, H5P_DEFAULT, H5P_DEFAULT), &H5Aclose);
    if (!made.valid() || H5Awrite(made, type, text.c_str()) < 0) {
      fail_io("writing the description of " + name + " failed");
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
  state_->write(name, values, shape);
}
void Hdf5Writer::write(const std::string& name, std::span<const std::int16_t> values, const Shape& shape) {
  state_->write(name, values, shape);
}
void Hdf5Writer::write(const std::string& name, std::span<const std::int64_t> values, const Shape& shape) {
  state_->write(name, values, shape);
}
void Hdf5Writer::write(const std::string& name, std::span<const std::uint32_t> values, const Shape& shape) {
  state_->write(name, values, shape);
}
void Hdf5Writer::write(const std::string& name, std::span<const float> values, const Shape& shape) {
  state_->write(name, values, shape);
}
void Hdf5Writer::write(const std::string& name, std::span<const double> values, const Shape& shape) {
  state_->write(name, values, shape);
}

void Hdf5Writer::write(const std::string& name, const PackedNumbers& values, const Shape& shape) {
  check_shape(values.size(), shape);
  const std::uint64_t width = values.empty() ? 0 : values.size() / shape[0];
  write_parts<double>(name, shape, [&](std::uint64_t row, std::span<double> part) { values.read(row * width, part); });
}

void Hdf5Writer::write(const std::string& name, const PackedIntegers& values, const Shape& shape) {
  check_shape(values.size(), shape);
  const std::uint64_t width = values.empty() ? 0 : values.size() / shape[0];
  write_parts<std::int64_t>(name, shape, [&](std::uint64_t row, std::span<std::int64_t> part) {
    for (std::size_t i = 0; i < part.size(); ++i) {
      part[i] = values[row * width + i];
    }
  });
}

template <class Value>
void Hdf5Writer::write_parts(const std::string& name, const Shape& shape, const PartOf<Value>& fill) {
  state_->write_chunks<Value>(name, shape, fill);
}
template void Hdf5Writer::write_parts(const std::string& name, const Shape& shape, const PartOf<std::uint8_t>& fill);
template void Hdf5Writer::write_parts(const std::string& name, const Shape& shape, const PartOf<std::int64_t>& fill);
template void Hdf5Writer::write_parts(const std::string& name, const Shape& shape, const PartOf<float>& fill);
template void Hdf5Writer::write_parts(const std::string& name, const Shape& shape, const PartOf<double>& fill);

void Hdf5Writer::write(const std::string& name, const std::vector<std::string>& values) {
  state_->write_texts(name, values);
}
void Hdf5Writer::write(const std::string& name, const PackedTexts& values) {
  state_->write_texts(name, values);
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
  state_->describe(name, text);
}

void Hdf5Writer::close() {
  state_->close_file();
  state_->pending.commit();
}

std::string Hdf5Writer::close_digested() {
  state_->close_file();
  std::string digest = state_->pending.digest();
  state_->pending.commit();
  return digest;
}

}  // namespace cre
