#include "qc/rules/rejection.h"

#include <algorithm>
#include <string_view>
#include <utility>

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

Rejections::Rejections(const std::vector<Rejection>& rejections) {
  for (const Rejection& rejection : rejections) {
    add(rejection);
  }
}

void Rejections::add(const Rejection& rejection) {
  line_.push_back(rejection.line);
  source_.push_back(static_cast<std::int64_t>(rejection.source));
  id_.push_back(rejection.id);
  detail_.push_back(rejection.detail);
  const auto code = std::find(codes_.begin(), codes_.end(), rejection.code);
  code_.push_back(static_cast<std::uint8_t>(code - codes_.begin()));
  if (code == codes_.end()) {
    codes_.push_back(rejection.code);
  }
}

Rejections in_table_order(Rejections some, Rejections others) {
  if (some.empty() || others.empty()) {
    return some.empty() ? std::move(others) : std::move(some);
  }
  Rejections all;
  const auto add = [&all](const Rejections& from, std::size_t i) {
    all.add({from.line(i), std::string(from.id(i)), from.code(i), std::string(from.detail(i)), from.source(i)});
  };
  std::size_t i = 0, j = 0;
  while (i < some.size() || j < others.size()) {
    const bool is_other_next = i == some.size() || (j < others.size() && std::pair(others.source(j), others.line(j)) <
                                                                             std::pair(some.source(i), some.line(i)));
    if (is_other_next) {
      add(others, j++);
    } else {
      add(some, i++);
    }
  }
  return all;
}

void write_rejections(const std::filesystem::path& file, const Rejections& rejections,
                      const std::vector<std::string>& sources) {
  std::string text = concat("line\tid\tcode\tdetail", sources.empty() ? "\n" : "\tsource\n");
  for (std::size_t i = 0; i < rejections.size(); ++i) {
    text += concat(rejections.line(i), "\t", without_control_characters(rejections.id(i)), "\t", rejections.code(i),
                   "\t", without_control_characters(rejections.detail(i)));
    text += sources.empty() ? "\n" : concat("\t", without_control_characters(sources[rejections.source(i)]), "\n");
  }
  write_gzip_file(file, text);
}

}  // namespace cre
