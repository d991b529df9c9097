// Sections that count only while a choice has one value (Description::section_if).

#include <gtest/gtest.h>

#include "core/config.h"
#include "expect_error.h"

namespace cre {
namespace {

enum class Shape { circle, square };

struct Circle {
  double radius = 1.0;
};
struct Square {
  double side = 2.0;
};
struct Drawing {
  Shape shape = Shape::circle;
  Circle circle;
  Square square;
};
struct Page {
  Drawing drawing;
};

void describe(Description& d, Circle& c) {
  d.number("radius", c.radius, above(0), "", "Radius");
}
void describe(Description& d, Square& c) {
  d.number("side", c.side, above(0), "", "Side");
}
void describe(Description& d, Drawing& c) {
  d.choice<Shape>("shape", c.shape, {{"circle", Shape::circle}, {"square", Shape::square}}, "Which");
  d.section_if("circle", c.circle, "shape", "circle", "Of circles");
  d.section_if("square", c.square, "shape", "square", "Of squares");
}
void describe(Description& d, Page& c) {
  d.section("drawing", c.drawing, "A drawing");
}

Drawing parse(const std::string& text) {
  Drawing drawing;
  ConfigView(drawing).read(nlohmann::json::parse(text), "c.json");
  return drawing;
}

std::string dump_of(Drawing drawing) {
  return ConfigView(drawing).dump().dump();
}

TEST(ConditionalSection, DumpLeavesOutWhatDoesNotCount) {
  EXPECT_EQ(dump_of(Drawing{}), R"({"circle":{"radius":1.0},"shape":"circle"})");
  EXPECT_EQ(dump_of(parse(R"({"shape": "square"})")), R"({"shape":"square","square":{"side":2.0}})");
}

TEST(ConditionalSection, IsReadWhetherItCountsOrNot) {
  const Drawing drawing = parse(R"({"shape": "square", "circle": {"radius": 5}, "square": {"side": 3}})");
  EXPECT_EQ(drawing.circle.radius, 5.0);
  EXPECT_EQ(drawing.square.side, 3.0);
  EXPECT_EQ(dump_of(drawing), R"({"shape":"square","square":{"side":3.0}})");
}

TEST(ConditionalSection, IsCheckedWhetherItCountsOrNot) {
  expect_error(ErrorKind::config, "c.json: circle.radius: -1 is out of range",
               [] { parse(R"({"shape": "square", "circle": {"radius": -1}})"); });
  expect_error(ErrorKind::config, "c.json: circle.radus: unknown key",
               [] { parse(R"({"shape": "square", "circle": {"radus": 1}})"); });
}

TEST(ConditionalSection, SchemaHasThemAllAndSaysWhenTheyCount) {
  Drawing drawing;
  const auto keys = ConfigView(drawing).schema().at("properties");
  EXPECT_EQ(keys.at("circle").at("x-when").dump(), R"({"shape":"circle"})");
  EXPECT_EQ(keys.at("square").at("x-when").dump(), R"({"shape":"square"})");
  EXPECT_FALSE(keys.at("shape").contains("x-when"));
}

TEST(ConditionalSection, IsLeftOutOfTheSectionAroundItToo) {
  Page page;
  page.drawing.shape = Shape::square;
  EXPECT_EQ(ConfigView(page).dump().dump(), R"({"drawing":{"shape":"square","square":{"side":2.0}}})");
}

}  // namespace
}  // namespace cre
