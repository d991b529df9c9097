#include "table/number_field.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/text.h"
#include "table/short_decimal.h"

namespace cre {
namespace {

constexpr std::string_view kMinusSign = "\xE2\x88\x92";  // U+2212

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view without_sign(std::string_view field) {
  if (field.starts_with('+') || field.starts_with('-')) {
    field.remove_prefix(1);
  }
  return field;
}

std::string with_point(std::string_view field) {
  std::string out(field);
  std::replace(out.begin(), out.end(), ',', '.');
  return out;
}

void keep_first(std::optional<NumberForms::Example>& kept, const std::optional<NumberForms::Example>& later) {
  if (!kept) {
    kept = later;
  }
}

}  // namespace

bool has_decimal_comma(std::string_view field) {
  field = strip(field);
  const std::size_t comma = field.find(',');
  if (comma == std::string_view::npos || comma + 1 >= field.size() || !is_digit(field[comma + 1])) {
    return false;
  }
  const std::string_view whole = without_sign(field.substr(0, comma));
  return std::all_of(whole.begin(), whole.end(), is_digit) && field.find('.') == std::string_view::npos &&
         parse_number(with_point(field)).has_value();
}

bool may_have_thousands(std::string_view field) {
  field = without_sign(strip(field));
  const std::size_t comma = field.find(',');
  constexpr std::size_t kGroup = 3;
  return comma >= 1 && comma <= kGroup && field.front() != '0' && field.size() == comma + 1 + kGroup;
}

void NumberForms::merge(const NumberForms& later) {
  keep_first(point, later.point);
  keep_first(comma, later.comma);
  keep_first(minus, later.minus);
}

void check_number_forms(const NumberForms& forms, const std::filesystem::path& file) {
  if (!forms.comma || !forms.point) {
    return;
  }
  fail(ErrorKind::input, file, ": numbers with a decimal comma (line ", forms.comma->line, ": '", forms.comma->text,
       "') and with a decimal point (line ", forms.point->line, ": '", forms.point->text,
       "'); which of them separates thousands cannot be told; write all of them in one way");
}

std::vector<std::string> form_notes(const NumberForms& forms, bool decimal_commas) {
  std::vector<std::string> notes;
  if (decimal_commas && forms.comma) {
    notes.push_back(
        concat("numbers are read with decimal commas: '", forms.comma->text, "' (line ", forms.comma->line, ")"));
  }
  if (forms.minus) {
    notes.push_back(
        concat("the character U+2212 is read as minus: '", forms.minus->text, "' (line ", forms.minus->line, ")"));
  }
  return notes;
}

NumberField NumberReader::read(std::string_view field, std::int64_t line, double& value) {
  field = strip(field);
  std::optional<double> number = short_decimal(field);
  if (!number) {
    number = parse_number(field);
  }
  if (!number) {
    return read_other(field, line, value);
  }
  if (!forms_.point && field.find('.') != std::string_view::npos) {
    forms_.point = {std::string(field), line};
  }
  value = *number;
  return known(value);
}

NumberField NumberReader::read_other(std::string_view field, std::int64_t line, double& value) {
  value = std::numeric_limits<double>::quiet_NaN();
  if (missing_.contains(field)) {
    return NumberField::missing;
  }
  if (has_decimal_comma(field)) {
    if (!forms_.comma) {
      forms_.comma = {std::string(field), line};
    }
    if (!decimal_commas_) {
      return NumberField::unreadable;
    }
    value = *parse_number(with_point(field));
    return known(value);
  }
  const std::size_t sign = field.find(kMinusSign);
  if (sign == std::string_view::npos) {
    return NumberField::unreadable;
  }
  if (!forms_.minus) {
    forms_.minus = {std::string(field), line};
  }
  return read(std::string(field.substr(0, sign)).append("-").append(field.substr(sign + kMinusSign.size())), line,
              value);
}

NumberField NumberReader::known(double& value) const {
  if (missing_.contains_number(value)) {
    value = std::numeric_limits<double>::quiet_NaN();
  }
  return std::isnan(value) ? NumberField::missing : NumberField::number;
}

}  // namespace cre
