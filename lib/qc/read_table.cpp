#include "qc/read_table.h"

#include <algorithm>
#include <iterator>

#include "core/error.h"
#include "core/parallel.h"
#include "core/progress.h"
#include "core/text.h"

namespace cre {
namespace {

constexpr std::size_t kLinesPerChunk = 2048;

std::vector<ParsedLines> parse_block(const LineBlock& block, const DelimitedTable& table, const TableColumns& columns,
                                     const QcConfig& config, unsigned threads) {
  const std::size_t count = block.lines.size();
  std::vector<ParsedLines> chunks((count + kLinesPerChunk - 1) / kLinesPerChunk);
  parallel_for(chunks.size(), threads, [&](std::size_t chunk) {
    RowParser parser(table, columns, config);
    chunks[chunk].table.tasks = config.tasks.size();
    const std::size_t end = std::min(count, (chunk + 1) * kLinesPerChunk);
    for (std::size_t i = chunk * kLinesPerChunk; i < end; ++i) {
      parser.parse(block.first_line + static_cast<std::int64_t>(i), block.lines[i], chunks[chunk]);
    }
  });
  return chunks;
}

void check_malformed(const ParsedLines& rows, const std::filesystem::path& file, double most) {
  const std::size_t read = rows.table.rows() + rows.malformed.size();
  if (read == 0) fail(ErrorKind::input, file, ": has a header line but no rows");
  const double share = static_cast<double>(rows.malformed.size()) / static_cast<double>(read);
  if (share <= most && rows.table.rows() > 0) return;
  const Rejection& first = rows.malformed.front();
  fail(ErrorKind::input, file, ": line ", first.line, ": ", first.detail, "; ", rows.malformed.size(), " of ", read,
       " lines are malformed like this (", fixed_text(100.0 * share, 1), " %), allowed are ", number_text(100.0 * most),
       " % (qc.max_malformed_fraction)");
}

}  // namespace

ParsedLines read_table(const std::filesystem::path& file, const QcConfig& config, unsigned threads) {
  DelimitedTable table(file);
  const TableColumns columns = find_columns(table, config);
  ParsedLines rows;
  rows.table.tasks = config.tasks.size();
  Progress progress("reading", 0, "rows");
  LineBlock block;
  while (table.next(block)) {
    for (ParsedLines& chunk : parse_block(block, table, columns, config, threads)) {
      rows.table.append(std::move(chunk.table));
      std::move(chunk.malformed.begin(), chunk.malformed.end(), std::back_inserter(rows.malformed));
    }
    progress.advance(block.lines.size());
  }
  check_malformed(rows, file, config.max_malformed_fraction);
  return rows;
}

}  // namespace cre
