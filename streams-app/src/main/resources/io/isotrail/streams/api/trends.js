// The course of the KPIs over the last 90 days: small line charts, drawn as SVG.

import { duration, number, percent, write } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 320;
const HEIGHT = 96;

const CHARTS = [
  { id: "trend-ratio", value: (point) => point.isolationRatio, words: percent, most: 1 },
  { id: "trend-open", value: (point) => point.open.count, words: number },
  { id: "trend-mean", value: (point) => point.remediation.meanSeconds, words: duration },
  { id: "trend-rejections", value: (point) => point.rejections.isolation, words: number },
];

/** Shows the answer of /api/v1/trends. */
export function showTrends({ points }) {
  for (const chart of CHARTS) {
    const figures = points.map((point) => (point.models === null ? null : chart.value(point)));
    draw(document.getElementById(chart.id), figures, points, chart);
  }
}

function draw(figure, figures, points, { words, most }) {
  const known = figures.filter((value) => value !== null);
  const top = most ?? Math.max(1, ...known);
  const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", preserveAspectRatio: "none" });
  const latest = known.length === 0 ? "nothing yet" : words(known[known.length - 1]);
  const title = element("title", {});
  title.textContent = `${figure.dataset.name}: ${latest}; at most ${known.length === 0 ? "–" : words(Math.max(...known))}`;
  svg.append(title, element("line", { class: "base", x1: 0, x2: WIDTH, y1: HEIGHT - 1, y2: HEIGHT - 1 }));
  for (const stretch of stretches(figures)) {
    const path = stretch.map(({ at, value }) => `${x(at, figures.length)},${y(value, top)}`);
    svg.append(
      stretch.length === 1
        ? element("circle", { class: "course", cx: x(stretch[0].at, figures.length), cy: y(stretch[0].value, top), r: 2 })
        : element("polyline", { class: "course", points: path.join(" ") }),
    );
  }
  figure.querySelector(".chart").replaceChildren(svg);
  write(figure.querySelector(".latest"), latest);
  write(figure.querySelector(".since"), points[0].from.slice(0, 10));
}

/** What is not known leaves a gap. */
function stretches(figures) {
  const found = [];
  figures.forEach((value, at) => {
    if (value === null) {
      return;
    }
    if (at === 0 || figures[at - 1] === null) {
      found.push([]);
    }
    found[found.length - 1].push({ at, value });
  });
  return found;
}

function x(at, count) {
  return count === 1 ? WIDTH / 2 : ((at * WIDTH) / (count - 1)).toFixed(1);
}

function y(value, top) {
  return (HEIGHT - 3 - (value / top) * (HEIGHT - 8)).toFixed(1);
}

function element(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, String(value));
  }
  return node;
}
