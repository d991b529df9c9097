#include <algorithm>

#include "core/error.h"
#include "storage/hdf5_file.h"
#include "storage/hdf5_handle.h"

namespace cre {

namespace {

using hdf5::Handle;

std::string shape_text(const Shape& shape) {
  std::string out = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    out += concat(i > 0 ? ", " : "", shape[i]);
  }
  return out + ")";
}

}  // namespace

struct Hdf5Reader::State {
  std::filesystem::path path;
  Handle file;

  [[noreturn]] void fail_integrity(const std::string& what) const { fail(ErrorKind::integrity, path, ": ", what); }

  Handle open(const std::string& name) const {
    Handle dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), &H5Dclose);
    if (!dataset.valid()) {
      fail_integrity("dataset " + name + " is missing");
    }
    return dataset;
  }

  bool is_group(const std::string& name) const {
    const Handle object(H5Oopen(file, name.c_str(), H5P_DEFAULT), &H5Oclose);
    return object.valid() && H5Iget_type(object) == H5I_GROUP;
  }

  static Shape shape_of(hid_t dataset) {
    const Handle space(H5Dget_space(dataset), &H5Sclose);
    const int rank = H5Sget_simple_extent_ndims(space);
    std::vector<hsize_t> sizes(static_cast<std::size_t>(std::max(0, rank)));
    H5Sget_simple_extent_dims(space, sizes.data(), nullptr);
    return {sizes.begin(), sizes.end()};
  }

  /// What the file claims must be there before memory is taken for it; nothing of ours is compressed.
  void check(const Handle& dataset, const std::string& name, const Shape& expected, hid_t type) const {
    const Shape found = shape_of(dataset);
    if (found != expected) {
      fail_integrity(concat("dataset ", name, " has shape ", shape_text(found), ", expected ", shape_text(expected)));
    }
    const Handle stored(H5Dget_type(dataset), &H5Tclose);
    if (H5Tget_class(stored) != H5Tget_class(type) || H5Tget_size(stored) != H5Tget_size(type) ||
        (H5Tget_class(type) == H5T_INTEGER && H5Tget_sign(stored) != H5Tget_sign(type))) {
      fail_integrity("dataset " + name + " has an unexpected type");
    }
    std::uint64_t bytes = H5Tget_size(type);
    for (const std::uint64_t size : expected) {
      bytes *= size;
    }
    if (H5Dget_storage_size(dataset) < bytes) {
      fail_integrity("dataset " + name + " is incomplete");
    }
  }

  void read_all(const Handle& dataset, const std::string& name, hid_t type, void* values) const {
    if (H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0) {
      fail_integrity("dataset " + name + " cannot be read: its checksum does not match or the file is damaged");
    }
  }

  template <class Value>
  void read_values(const std::string& name, hid_t type, std::vector<Value>& values, const Shape& expected) const {
    const Handle dataset = open(name);
    check(dataset, name, expected, type);
    std::uint64_t count = 1;
    for (const std::uint64_t size : expected) {
      count *= size;
    }
    values.resize(count);
    read_all(dataset, name, type, values.data());
  }
};

Hdf5Reader::Hdf5Reader(const std::filesystem::path& file, const ArtifactKind& kind) {
  hdf5::start_library();
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    fail(ErrorKind::io, file, ": no such file");
  }
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), &H5Pclose);
  // Artifacts are never changed in place, and locks fail on some cluster file systems.
  H5Pset_file_locking(access, false, true);
  state_ = std::make_unique<State>(State{file, Handle(H5Fopen(file.c_str(), H5F_ACC_RDONLY, access), &H5Fclose)});
  if (!state_->file.valid()) {
    state_->fail_integrity("is not a readable HDF5 file (truncated or damaged?)");
  }
  const std::string found = text_attribute("creflow_artifact");
  if (found != kind.name) {
    state_->fail_integrity(concat("holds '", found, "', expected '", kind.name, "'"));
  }
  const std::int64_t version = integer_attribute("schema_version");
  if (version != kind.version) {
    state_->fail_integrity(concat("has schema version ", version, ", this build reads ", kind.version, "; ",
                                  version < kind.version ? "make it again with this build, or read it with the one "
                                                           "that made it"
                                                         : "a newer build of creflow made it"));
  }
}

Hdf5Reader::~Hdf5Reader() = default;

bool Hdf5Reader::has(const std::string& name) const {
  // H5Lexists wants every group on the way to exist.
  for (std::size_t end = name.find('/', 1); end != std::string::npos; end = name.find('/', end + 1)) {
    if (H5Lexists(state_->file, name.substr(0, end).c_str(), H5P_DEFAULT) <= 0) {
      return false;
    }
  }
  return H5Lexists(state_->file, name.c_str(), H5P_DEFAULT) > 0;
}

Shape Hdf5Reader::shape(const std::string& name) const {
  const std::string offsets = name + hdf5::kTextOffsets;
  if (!state_->is_group(name) || !has(offsets)) {
    return State::shape_of(state_->open(name));
  }
  const Shape stored = State::shape_of(state_->open(offsets));
  if (stored.size() != 1 || stored[0] == 0) {
    state_->fail_integrity("dataset " + offsets + " is no list of offsets");
  }
  return {stored[0] - 1};
}

std::vector<std::string> Hdf5Reader::datasets(const std::string& group) const {
  const Handle opened(H5Gopen2(state_->file, group.c_str(), H5P_DEFAULT), &H5Gclose);
  if (!opened.valid()) {
    state_->fail_integrity("group " + group + " is missing");
  }
  std::vector<std::string> names;
  const auto visit = [](hid_t, const char* name, const H5O_info_t* info, void* out) -> herr_t {
    if (info->type == H5O_TYPE_DATASET) {
      static_cast<std::vector<std::string>*>(out)->emplace_back(name);
    }
    return 0;
  };
  H5Ovisit2(opened, H5_INDEX_NAME, H5_ITER_INC, visit, &names, H5O_INFO_BASIC);
  std::sort(names.begin(), names.end());
  return names;
}

void Hdf5Reader::read(const std::string& name, std::vector<std::uint8_t>& values, const Shape& shape) const {
  state_->read_values(name, H5T_NATIVE_UINT8, values, shape);
}
void Hdf5Reader::read(const std::string& name, std::vector<std::int16_t>& values, const Shape& shape) const {
  state_->read_values(name, H5T_NATIVE_INT16, values, shape);
}
void Hdf5Reader::read(const std::string& name, std::vector<std::int64_t>& values, const Shape& shape) const {
  state_->read_values(name, H5T_NATIVE_INT64, values, shape);
}
void Hdf5Reader::read(const std::string& name, std::vector<std::uint32_t>& values, const Shape& shape) const {
  state_->read_values(name, H5T_NATIVE_UINT32, values, shape);
}
void Hdf5Reader::read(const std::string& name, std::vector<float>& values, const Shape& shape) const {
  state_->read_values(name, H5T_NATIVE_FLOAT, values, shape);
}
void Hdf5Reader::read(const std::string& name, std::vector<double>& values, const Shape& shape) const {
  state_->read_values(name, H5T_NATIVE_DOUBLE, values, shape);
}

std::vector<std::string> Hdf5Reader::read_texts(const std::string& name, std::uint64_t count) const {
  if (!has(name + hdf5::kTextOffsets) || !has(name + hdf5::kTextBytes)) {
    state_->fail_integrity(has(name) ? "dataset " + name + " does not hold texts" : "dataset " + name + " is missing");
  }
  std::vector<std::int64_t> offsets;
  read(name + hdf5::kTextOffsets, offsets, {count + 1});
  const Shape size = shape(name + hdf5::kTextBytes);
  std::vector<std::uint8_t> bytes;
  read(name + hdf5::kTextBytes, bytes, {size.empty() ? 0 : size[0]});
  if (offsets.front() != 0 || offsets.back() != std::ssize(bytes) || !std::is_sorted(offsets.begin(), offsets.end())) {
    state_->fail_integrity("dataset " + name + " has offsets that do not fit its bytes");
  }
  std::vector<std::string> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    out.emplace_back(bytes.begin() + offsets[i], bytes.begin() + offsets[i + 1]);
  }
  return out;
}

std::string Hdf5Reader::text_attribute(const std::string& name) const {
  const Handle attribute(H5Aopen(state_->file, name.c_str(), H5P_DEFAULT), &H5Aclose);
  if (!attribute.valid()) {
    state_->fail_integrity("attribute " + name + " is missing (not an artifact of creflow?)");
  }
  const Handle type(H5Aget_type(attribute), &H5Tclose);
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0) {
    state_->fail_integrity("attribute " + name + " is not a text");
  }
  std::string value(H5Tget_size(type), '\0');
  if (H5Aread(attribute, type, value.data()) < 0) {
    state_->fail_integrity("attribute " + name + " cannot be read");
  }
  value.resize(std::min(value.size(), value.find('\0')));
  return value;
}

std::int64_t Hdf5Reader::integer_attribute(const std::string& name) const {
  const Handle attribute(H5Aopen(state_->file, name.c_str(), H5P_DEFAULT), &H5Aclose);
  std::int64_t value = 0;
  if (!attribute.valid() || H5Aread(attribute, H5T_NATIVE_INT64, &value) < 0) {
    state_->fail_integrity("attribute " + name + " is missing or no integer");
  }
  return value;
}

}  // namespace cre
