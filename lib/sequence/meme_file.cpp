#include "sequence/meme_file.h"

#include <algorithm>
#include <map>

#include "core/text.h"
#include "sequence/meme_lines.h"

namespace cre {
namespace {

constexpr std::string_view kBases = "ACGT";
constexpr std::string_view kVersion = "MEME version";
constexpr std::string_view kMatrix = "letter-probability matrix:";
constexpr std::string_view kLogOdds = "log-odds matrix:";

class MemeReader {
 public:
  MemeReader(std::string_view content, const std::string& file) : lines_(content, file) { set_.file = file; }

  MotifSet read() {
    read_version();
    while (lines_.next()) {
      read_part();
    }
    require_matrix();
    if (set_.motifs.empty()) {
      fail(ErrorKind::input, lines_.file(), ": no motif; allowed: at least one line 'MOTIF name' with its matrix");
    }
    return std::move(set_);
  }

 private:
  // What begins at the present line.
  void read_part() {
    const std::string_view text = lines_.text();
    if (text.starts_with(kVersion)) {
      begin_file();
    } else if (text.starts_with("ALPHABET")) {
      read_alphabet();
    } else if (text.starts_with("strands:")) {
      read_strands();
    } else if (text.starts_with("Background letter frequencies")) {
      read_background();
    } else if (text.starts_with("MOTIF")) {
      begin_motif();
    } else if (text.starts_with(kMatrix)) {
      read_matrix();
    } else if (text.starts_with(kLogOdds)) {
      while (lines_.next_if_numbers()) {
      }
    } else if (lines_.is_numbers()) {
      lines_.fail("numbers outside a matrix; allowed: rows directly after a line '", kMatrix, "'");
    }
  }

  void read_version() {
    while (lines_.next() && lines_.text().empty()) {
    }
    if (!lines_.text().starts_with(kVersion)) {
      lines_.fail_at(std::max<std::int64_t>(lines_.number(), 1), "'", lines_.text().substr(0, 40),
                     "' begins no MEME file; allowed: a first line 'MEME version 4'");
    }
  }

  // Where another file was joined to the one above: nothing stated there counts here.
  void begin_file() {
    require_matrix();
    background_ = kUniformBases;
  }

  void read_alphabet() {
    const std::string_view given = strip(lines_.text().substr(std::string_view("ALPHABET").size()));
    const bool one_line = given.starts_with('=');
    if (one_line && strip(given.substr(1)) == kBases) {
      return;
    }
    if (one_line || given.ends_with("PROTEIN-LIKE") || given.ends_with("RNA-LIKE")) {
      lines_.fail("alphabet '", lines_.text(), "'; allowed: 'ALPHABET= ACGT' (DNA)");
    }
    read_alphabet_block();
  }

  // A line for each symbol or pair of complements (A "Adenine" CC0000 ~ T "Thymine" 008000), and lines for symbols
  // that stand for others (N = ACGT).
  void read_alphabet_block() {
    const std::int64_t begin = lines_.number();
    std::string symbols;
    while (lines_.next() && lines_.words() != std::vector<std::string_view>{"END", "ALPHABET"}) {
      const std::vector<std::string_view>& words = lines_.words();
      if (words.empty() || words[0].starts_with('#') || std::count(words.begin(), words.end(), "=") > 0) {
        continue;
      }
      symbols += words[0];
      const auto pair = std::find(words.begin(), words.end(), "~");
      if (pair != words.end() && pair + 1 != words.end()) {
        symbols += *(pair + 1);
      }
    }
    if (lines_.words() != std::vector<std::string_view>{"END", "ALPHABET"}) {
      lines_.fail_at(begin, "an alphabet without end; allowed: a line 'END ALPHABET' after its symbols");
    }
    std::sort(symbols.begin(), symbols.end());
    if (symbols != kBases) {
      lines_.fail_at(begin, "an alphabet of the symbols '", symbols, "'; allowed: A, C, G and T (DNA)");
    }
  }

  void read_strands() const {
    const std::string_view given = strip(lines_.text().substr(lines_.text().find(':') + 1));
    if (given != "+ -" && given != "+") {
      lines_.fail("strands '", given, "'; allowed: '+ -' or '+'");
    }
  }

  void read_background() {
    PerBase frequency{};  // 0: not stated
    while (lines_.next_if_frequencies()) {
      const std::vector<std::string_view>& words = lines_.words();
      for (std::size_t i = 0; i < words.size(); i += 2) {
        const std::size_t base = words[i].size() == 1 ? kBases.find(words[i]) : std::string_view::npos;
        if (base == std::string_view::npos) {
          lines_.fail("background of '", words[i], "'; allowed: A, C, G, T");
        }
        frequency[base] = lines_.probability(words[i + 1]);
        if (frequency[base] == 0.0) {
          lines_.fail("background 0 of ", words[i], "; allowed: above 0");
        }
      }
    }
    for (std::size_t base = 0; base < kBases.size(); ++base) {
      if (frequency[base] == 0.0) {
        lines_.fail("no background frequency of ", kBases[base], "; allowed: A, C, G and T");
      }
    }
    background_ = lines_.normalized(frequency, "the background");
  }

  void begin_motif() {
    require_matrix();
    const std::vector<std::string_view>& words = lines_.words();
    if (words[0] != "MOTIF" || words.size() < 2) {
      lines_.fail("'", lines_.text(), "'; allowed: 'MOTIF name [alternative name]'");
    }
    Motif motif;
    motif.name = words[1];
    motif.background = background_;
    motif.alternative_name = join({words.begin() + 2, words.end()}, " ");
    const auto [at, is_new] = line_of_.emplace(motif.name, lines_.number());
    if (!is_new) {
      lines_.fail("motif ", motif.name, " is in line ", at->second, " already; allowed: every name once");
    }
    set_.motifs.push_back(std::move(motif));
  }

  void read_matrix() {
    if (set_.motifs.empty()) {
      lines_.fail("a matrix before the first line 'MOTIF name'");
    }
    Motif& motif = set_.motifs.back();
    if (motif.width() > 0) {
      lines_.fail("motif ", motif.name, " has a second matrix; allowed: one");
    }
    if (const auto columns = lines_.stated("alength="); columns && *columns != 4) {
      lines_.fail("alength= ", *columns, "; allowed: 4 (A, C, G, T)");
    }
    const std::optional<std::int64_t> width = lines_.stated("w=");
    if (width && (*width < 1 || *width > static_cast<std::int64_t>(kLargestMotifWidth))) {
      lines_.fail("w= ", *width, "; allowed: 1 to ", kLargestMotifWidth);
    }
    const std::int64_t header = lines_.number();
    motif.first_line = header + 1;
    while (lines_.next_if_numbers()) {
      motif.probability.push_back(row());
      if (motif.width() > kLargestMotifWidth) {
        lines_.fail("a row too many; allowed: ", kLargestMotifWidth);
      }
    }
    if (motif.width() == 0 || (width && static_cast<std::int64_t>(motif.width()) != *width)) {
      lines_.fail_at(header, "motif ", motif.name, " has ", motif.width(),
                     " rows of probabilities; allowed: ", width ? concat(*width, " (its w=)") : "at least 1");
    }
  }

  PerBase row() const {
    const std::vector<std::string_view>& words = lines_.words();
    PerBase values{};
    if (words.size() != values.size()) {
      lines_.fail("a row of ", words.size(), " values; allowed: 4 (A, C, G, T)");
    }
    std::transform(words.begin(), words.end(), values.begin(), [this](auto word) { return lines_.probability(word); });
    return lines_.normalized(values, "the row");
  }

  void require_matrix() const {
    if (set_.motifs.empty() || set_.motifs.back().width() > 0) {
      return;
    }
    const std::string& name = set_.motifs.back().name;
    lines_.fail_at(line_of_.at(name), "motif ", name, " has no matrix; allowed: a line '", kMatrix,
                   "' with rows; is the file truncated?");
  }

  MotifSet set_;
  MemeLines lines_;
  PerBase background_ = kUniformBases;           // stated last
  std::map<std::string, std::int64_t> line_of_;  // each motif's line, by name
};

}  // namespace

MotifSet parse_meme(std::string_view content, const std::string& file) {
  return MemeReader(content, file).read();
}

}  // namespace cre
