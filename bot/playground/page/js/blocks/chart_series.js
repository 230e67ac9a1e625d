/** Charts over categories: bars, lines, areas. */

import { s } from "../dom.js";

/** Colours in order; the style sheet gives each scheme its own. */
export const colour = (at) => `var(--chart-${(at % 12) + 1})`;

/** A number as people write it. */
export const shortNumber = (value) =>
  new Intl.NumberFormat("en", {
    notation: Math.abs(value) >= 10_000 ? "compact" : "standard",
    maximumFractionDigits: 2,
  }).format(value);

/** The value of a series at a category. */
export function valueAt(series, category) {
  return series.data.find((point) => point.label === category)?.value ?? 0;
}

const HEIGHT = 250;
const LABEL_WIDTH = 6.4;

/** Where things go: margins, scales, and how category labels are written. */
function layout(chart, width) {
  const { categories, x_label: xLabel, y_label: yLabel } = chart.axis_config;
  const values = chart.series.flatMap((series) => series.data.map((point) => point.value));
  const ticks = niceTicks(Math.min(0, ...values), Math.max(0, ...values));
  const widest = Math.max(...ticks.map((tick) => shortNumber(tick).length));
  const left = widest * LABEL_WIDTH + 14 + (yLabel ? 18 : 0);
  const step = (width - left - 10) / categories.length;
  const longest = Math.max(...categories.map((category) => category.length)) * LABEL_WIDTH;
  const tilted = longest > step - 6;
  const bottom = (tilted ? Math.min(longest * 0.71 + 14, 96) : 24) + (xLabel ? 18 : 0);
  const top = 10;
  const [low, high] = [ticks[0], ticks.at(-1)];
  const y = (value) => top + ((high - value) / (high - low)) * (HEIGHT - top - bottom);
  return {
    width,
    left,
    step,
    tilted,
    bottom,
    top,
    ticks,
    y,
    categories,
    xLabel,
    yLabel,
    x: (at) => left + step * (at + 0.5),
  };
}

/** Round numbers that span the values, about five of them. */
function niceTicks(low, high) {
  if (low === high) return [0, 1];
  const rough = (high - low) / 4;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * size).find((each) => each >= rough);
  const from = Math.floor(low / step);
  const to = Math.ceil(high / step);
  return Array.from({ length: to - from + 1 }, (_, at) => (from + at) * step);
}

function frame(plan, title, kind, drawn) {
  const { width, left, bottom, y, ticks } = plan;
  const grid = ticks.map((tick) => [
    s("line", { x1: left, x2: width - 6, y1: y(tick), y2: y(tick), class: tick === 0 ? "axis" : "gridline" }),
    s("text", { x: left - 7, y: y(tick) + 4, class: "tick", "text-anchor": "end" }, shortNumber(tick)),
  ]);
  const middle = (HEIGHT - bottom) / 2;
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": `${kind} chart: ${title}` },
    grid,
    drawn,
    plan.categories.map((category, at) => categoryLabel(plan, category, at)),
    plan.xLabel &&
      s("text", { x: (left + width) / 2, y: HEIGHT - 4, class: "axis-label", "text-anchor": "middle" }, plan.xLabel),
    plan.yLabel &&
      s(
        "text",
        { x: 12, y: middle, class: "axis-label", "text-anchor": "middle", transform: `rotate(-90 12 ${middle})` },
        plan.yLabel,
      ),
  );
}

function categoryLabel(plan, category, at) {
  const x = plan.x(at);
  const y = HEIGHT - plan.bottom + 16;
  if (!plan.tilted) return s("text", { x, y, class: "tick", "text-anchor": "middle" }, category);
  return s(
    "text",
    { x: x + 4, y: y - 2, class: "tick", "text-anchor": "end", transform: `rotate(-45 ${x + 4} ${y - 2})` },
    category,
  );
}

const tip = (series, category, value) => s("title", {}, `${series.name}, ${category}: ${shortNumber(value)}`);

/** Bars side by side; a single series has its values written above. */
export function bars(chart, width, title) {
  const plan = layout(chart, width);
  const many = chart.series.length;
  const group = Math.min(plan.step * 0.72, 56 * many);
  const each = group / many;
  const drawn = chart.series.flatMap((series, index) =>
    plan.categories.map((category, at) => {
      const value = valueAt(series, category);
      const x = plan.x(at) - group / 2 + index * each;
      const [top, height] = [Math.min(plan.y(value), plan.y(0)), Math.abs(plan.y(value) - plan.y(0))];
      const thick = Math.max(each - (many > 1 ? 2 : 0), 1);
      const label =
        many === 1 && each > 16
          ? s("text", { x: x + thick / 2, y: top - 4, class: "bar-value", "text-anchor": "middle" }, shortNumber(value))
          : null;
      const bar = s(
        "rect",
        { x, y: top, width: thick, height, rx: Math.min(3, thick / 2, height / 2), fill: colour(index), class: "bar" },
        tip(series, category, value),
      );
      return [bar, label];
    }),
  );
  return frame(plan, title, "Bar", drawn);
}

/** Lines with points, areas filled below them. */
export function areaOrLine(chart, width, title) {
  const plan = layout(chart, width);
  const filled = chart.type === "area";
  const drawn = chart.series.map((series, index) => {
    const points = plan.categories.map((category, at) => [plan.x(at), plan.y(valueAt(series, category))]);
    const path = points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
    const [first, last] = [points[0][0], points.at(-1)[0]];
    const below = `${path}L${last.toFixed(1)} ${plan.y(0)}L${first.toFixed(1)} ${plan.y(0)}Z`;
    return [
      filled && s("path", { d: below, fill: colour(index), class: "area" }),
      s("path", { d: path, stroke: colour(index), class: "line" }),
      points.map(([x, y], at) =>
        s(
          "circle",
          { cx: x, cy: y, r: 3.5, fill: colour(index), class: "dot" },
          tip(series, plan.categories[at], valueAt(series, plan.categories[at])),
        ),
      ),
    ];
  });
  return frame(plan, title, filled ? "Area" : "Line", drawn);
}
