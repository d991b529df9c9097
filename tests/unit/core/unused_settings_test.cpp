// Settings that have no effect beside others (Description::unused_when, section_if).

#include "core/unused_settings.h"

#include <gmock/gmock.h>

#include "core/config.h"

namespace cre {
namespace {

using Texts = std::vector<std::string>;

enum class Kind { huber, mse };
enum class Shape { circle, square };

struct Circle {
  double radius = 1.0;
};
struct Loss {
  Kind kind = Kind::huber;
  double delta = 1.0;
  std::optional<double> warmup_epochs;
  double warmup = 0.1;
};
struct Settings {
  std::int64_t layers = 0;
  std::int64_t width = 8;
  Shape shape = Shape::circle;
  Circle circle;
  Loss loss;
};

void describe(Description& d, Circle& c) {
  d.number("radius", c.radius, above(0), "", "Radius");
}
void describe(Description& d, Loss& c) {
  d.choice<Kind>("kind", c.kind, {{"huber", Kind::huber}, {"mse", Kind::mse}}, "Loss");
  d.number("delta", c.delta, above(0), "", "Of huber");
  d.number("warmup_epochs", c.warmup_epochs, at_least(0), "", "Instead of warmup");
  d.number("warmup", c.warmup, at_least(0), "", "Share");
  d.unused_when("delta", {is_not("kind", {"huber"})});
  d.unused_when("warmup", {is_not("warmup_epochs", {nullptr})});
  d.unused_when("warmup", {is("kind", {"mse"}), is("/layers", {0, 1})});
  d.unused_when("kind", {is("/nowhere.key", {1})});
}
void describe(Description& d, Settings& c) {
  d.integer("layers", c.layers, at_least(0), "", "How many");
  d.integer("width", c.width, at_least(1), "", "How wide");
  d.unused_when("width", {is("layers", {0})});
  d.choice<Shape>("shape", c.shape, {{"circle", Shape::circle}, {"square", Shape::square}}, "Which");
  d.section_if("circle", c.circle, "shape", "circle", "Of circles");
  d.section("loss", c.loss, "The loss");
}

Texts unused(const std::string& text) {
  const auto given = nlohmann::json::parse(text);
  Settings settings;
  const ConfigView view(settings);
  const auto schema = view.schema();
  view.read(given, "c.json");
  return unused_settings(given, view.dump(), schema);
}

TEST(UnusedSettings, DefaultsAreNobodysWish) {
  EXPECT_EQ(unused("{}"), Texts{});
  EXPECT_EQ(unused(R"({"layers": 0, "loss": {"kind": "mse"}})"), Texts{});
  EXPECT_EQ(unused(R"({"width": 8, "loss": {"kind": "mse", "delta": 1}})"), Texts{}) << "defaults, written out";
}

TEST(UnusedSettings, AKeyBesideAnother) {
  EXPECT_EQ(unused(R"({"width": 4})"), Texts{"width has no effect with layers: 0"});
  EXPECT_EQ(unused(R"({"width": 4, "layers": 1})"), Texts{});
  EXPECT_EQ(unused(R"({"loss": {"kind": "mse", "delta": 2}})"), Texts{"loss.delta has no effect with loss.kind: mse"});
  EXPECT_EQ(unused(R"({"loss": {"warmup": 0.2, "warmup_epochs": 3}})"),
            Texts{"loss.warmup has no effect with loss.warmup_epochs: 3.0"});
}

TEST(UnusedSettings, SeveralPartsMustHoldTogether) {
  EXPECT_EQ(unused(R"({"loss": {"warmup": 0.2, "kind": "mse"}, "layers": 1})"),
            Texts{"loss.warmup has no effect with loss.kind: mse and layers: 1"});
  EXPECT_EQ(unused(R"({"loss": {"warmup": 0.2, "kind": "mse"}, "layers": 2})"), Texts{});
  EXPECT_EQ(unused(R"({"loss": {"kind": "mse"}})"), Texts{}) << "a condition on a key that the config does not have";
}

TEST(UnusedSettings, ASectionOfAnotherChoice) {
  EXPECT_EQ(unused(R"({"shape": "square", "circle": {"radius": 3}})"),
            Texts{"circle has no effect with shape: square"});
  EXPECT_EQ(unused(R"({"circle": {"radius": 3}})"), Texts{});
}

TEST(UnusedSettings, TheSchemaSaysWhen) {
  Settings settings;
  const auto keys = ConfigView(settings).schema().at("properties").at("loss").at("properties");
  EXPECT_EQ(keys.at("delta").at("x-unused-when").dump(), R"([{"kind":{"not":["huber"]}}])");
  EXPECT_EQ(keys.at("warmup").at("x-unused-when").dump(),
            R"([{"warmup_epochs":{"not":[null]}},{"kind":["mse"],"/layers":[0,1]}])");
}

}  // namespace
}  // namespace cre
