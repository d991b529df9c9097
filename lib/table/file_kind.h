#pragma once
// What a file is that should be text: workbooks, archives, web pages and the like are named, with what to do.

#include <filesystem>
#include <string_view>

namespace cre {

/// `begin`: the first bytes of the file, uncompressed if it was gzip. Throws input when they are those of a known kind
/// of file that is no text (or text that stands for something else: HTML, a Git-LFS pointer).
void refuse_other_kinds(const std::filesystem::path& file, std::string_view begin);

/// "a FASTA file", "JSON", ... for text that is no table; null when it is none of them.
const char* kind_of_text(std::string_view begin);

}  // namespace cre
