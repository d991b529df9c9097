#include "qc/rules/rejection.h"

#include <algorithm>
#include <string_view>

#include "core/files.h"
#include "core/text.h"
#include "table/text_encoding.h"

namespace cre {
namespace {

std::string without_control_characters(std::string_view text) {
  std::string out = as_utf8(text);
  std::replace_if(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return out;
}

}  // namespace

std::string quoted_value(std::string_view value) {
  constexpr std::size_t kLongest = 40;
  if (value.size() <= kLongest) {
    return concat("'", without_control_characters(value), "'");
  }
  return concat("'", without_control_characters(value.substr(0, kLongest)), "...'");
}

void write_rejections(const std::filesystem::path& file, const std::vector<Rejection>& rejections,
                      const std::vector<std::string>& sources) {
  std::string text = concat("line\tid\tcode\tdetail", sources.empty() ? "\n" : "\tsource\n");
  for (const Rejection& rejection : rejections) {
    text += concat(rejection.line, "\t", without_control_characters(rejection.id), "\t", rejection.code, "\t",
                   without_control_characters(rejection.detail));
    text += sources.empty() ? "\n" : concat("\t", without_control_characters(sources[rejection.source]), "\n");
  }
  write_gzip_file(file, text);
}

}  // namespace cre
