#include "table/delimited_table.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "table/delimited_line.h"

namespace cre {
namespace {

// Pictures, archives and spreadsheets have control characters early on.
bool looks_like_text(const std::vector<char>& begin) {
  constexpr std::ptrdiff_t kLooked = 4096;
  const auto end = begin.begin() + std::min(kLooked, std::ssize(begin));
  return std::all_of(begin.begin(), end, [](char c) {
    return static_cast<unsigned char>(c) >= ' ' || c == '\t' || c == '\r' || c == '\n';
  });
}

}  // namespace

DelimitedTable::DelimitedTable(const std::filesystem::path& file) : file_(file), reader_(file) {
  if (!reader_.next(first_)) fail(ErrorKind::input, file_, ": is empty; a header line and rows are needed");
  if (!looks_like_text(first_.text)) {
    fail(ErrorKind::input, file_, ": line 1: is no text; a CSV or TSV table, plain or gzip, is needed");
  }
  read_header(first_.lines.front());
  first_.lines.erase(first_.lines.begin());
  ++first_.first_line;
  first_pending_ = !first_.lines.empty();
}

void DelimitedTable::read_header(std::string_view line) {
  delimiter_ = line.find('\t') != std::string_view::npos ? '\t' : ',';
  std::vector<std::string_view> fields;
  std::string unquoted;
  if (const LineProblem problem = split_delimited(line, delimiter_, fields, unquoted)) {
    fail(ErrorKind::input, file_, ": line 1 (header): ", problem);
  }
  for (const std::string_view field : fields) {
    columns_.emplace_back(strip(field));
  }
}

bool DelimitedTable::next(LineBlock& block) {
  if (std::exchange(first_pending_, false)) {
    block = std::move(first_);
    return true;
  }
  return reader_.next(block);
}

}  // namespace cre
