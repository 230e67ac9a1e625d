/** Charts as SVG, drawn at the width there is. A hidden table says the same to screen readers. */

import { fill, h, s } from "../dom.js";
import { areaOrLine, bars, colour, shortNumber, valueAt } from "./chart_series.js";

const WIDEST = 640;
const NARROWEST = 240;

/** A `data_visualization` block. */
export function charts(block) {
  const { chart } = block;
  const draw = DRAWN[chart.type];
  if (!draw) throw new Error(`unknown chart ${chart.type}`);
  const canvas = h("div", { class: "chart-canvas" });
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.min(WIDEST, Math.max(NARROWEST, Math.floor(entry.contentRect.width)));
    if (width === canvas.drawnAt) return;
    canvas.drawnAt = width;
    fill(canvas, draw(chart, width, block.title));
  });
  observer.observe(canvas);
  return h("figure", { class: "chart" }, h("figcaption", {}, block.title), canvas, legend(chart), hiddenTable(block));
}

const DRAWN = { bar: bars, line: areaOrLine, area: areaOrLine, pie };

function legend(chart) {
  const names = chart.type === "pie" ? chart.segments.map(pieLabel(chart)) : chart.series.map((series) => series.name);
  if (chart.type !== "pie" && names.length < 2) return null;
  const key = (name, at) => h("span", { class: "legend-key" }, h("i", { style: { background: colour(at) } }), name);
  return h("div", { class: `legend${chart.type === "pie" ? " legend-pie" : ""}` }, names.map(key));
}

function pieLabel(chart) {
  const total = chart.segments.reduce((sum, segment) => sum + segment.value, 0);
  return ({ label, value }) => [
    label,
    " ",
    h("small", {}, `${shortNumber(value)}${total > 0 ? ` · ${Math.round((value / total) * 100)}%` : ""}`),
  ];
}

function hiddenTable({ chart, title }) {
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((cell) => h(tag, {}, cell)),
    );
  const rows =
    chart.type === "pie"
      ? chart.segments.map((segment) => row([segment.label, segment.value], "td"))
      : [
          row(["Category", ...chart.series.map((series) => series.name)], "th"),
          ...chart.axis_config.categories.map((category) =>
            row([category, ...chart.series.map((series) => valueAt(series, category))], "td"),
          ),
        ];
  // A table cannot be clipped to nothing itself: it grows with its rows.
  return h("div", { class: "visually-hidden" }, h("table", {}, h("caption", {}, title), rows));
}

const PIE = 180;

function pie(chart, width, title) {
  const total = chart.segments.reduce((sum, segment) => sum + segment.value, 0);
  const radius = PIE / 2;
  let from = -Math.PI / 2;
  const slices = chart.segments.map((segment, at) => {
    const angle = total > 0 ? (segment.value / total) * Math.PI * 2 : 0;
    const path = slice(radius, radius * 0.58, from, from + angle);
    from += angle;
    const share = total > 0 ? Math.round((segment.value / total) * 100) : 0;
    return s(
      "path",
      { d: path, fill: colour(at), class: "slice" },
      s("title", {}, `${segment.label}: ${shortNumber(segment.value)} (${share}%)`),
    );
  });
  const label = s("text", { x: 0, y: 6, class: "pie-total" }, shortNumber(total));
  const view = `${-radius - 2} ${-radius - 2} ${PIE + 4} ${PIE + 4}`;
  return s(
    "svg",
    { viewBox: view, width: PIE, height: PIE, role: "img", "aria-label": `Pie chart: ${title}`, class: "pie" },
    slices,
    label,
  );
}

function slice(outer, inner, from, to) {
  const end = to - from >= Math.PI * 2 ? from + Math.PI * 1.9999 : to;
  const large = end - from > Math.PI ? 1 : 0;
  const at = (radius, angle) => `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  return `M${at(outer, from)}A${outer} ${outer} 0 ${large} 1 ${at(outer, end)}L${at(inner, end)}A${inner} ${inner} 0 ${large} 0 ${at(inner, from)}Z`;
}
