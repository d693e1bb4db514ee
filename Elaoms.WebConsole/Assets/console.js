// What the console does beyond plain pages: focus and charts. Everything works without it.
"use strict";

function draw(place) {
  if (place.dataset.drawn || typeof uPlot === "undefined") return;
  place.dataset.drawn = "true";
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(name).trim();
  const data = JSON.parse(place.dataset.chart);
  const axis = { stroke: color("--muted"), grid: { stroke: color("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
  const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" });
  const bars = (width, shown) => ({ paths: uPlot.paths.bars({ size: [width, 40] }), points: { show: false }, ...shown });
  const options = {
    width: place.clientWidth,
    height: 180,
    tzDate: (time) => uPlot.tzDate(new Date(time * 1000), "UTC"),
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { range: (_, from, to) => [from - 43200, to + 43200] }, y: { range: (_, from, to) => [0, Math.max(4, to * 1.1)] } },
    axes: [
      { ...axis, grid: { show: false }, values: (_, times) => times.map((time) => day.format(time * 1000)) },
      { ...axis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000, 100000] },
    ],
    series: [
      {},
      bars(0.6, { label: "Calls", stroke: color("--accent"), fill: color("--accent"), width: 0 }),
      bars(0.6, { label: "Failed", stroke: color("--bad"), fill: color("--bad"), width: 0 }),
    ],
  };
  const chart = new uPlot(options, data, place);
  new ResizeObserver(() => place.clientWidth > 0 && chart.setSize({ width: place.clientWidth, height: 180 })).observe(place);
}

function drawAll() {
  document.querySelectorAll("[data-chart]").forEach(draw);
}

// After a page came without a reload, a screen reader is told what is new, and the keyboard goes on from there.
document.addEventListener("htmx:after:swap", (event) => {
  // How far a job is comes every two seconds, and must not take the focus each time.
  if (event.detail?.ctx?.sourceElement?.id === "job") return;
  drawAll();
  const turn = location.hash && document.getElementById(location.hash.slice(1));
  const news = turn || document.getElementById("notice") || document.getElementById("answer") || document.querySelector("main h1");
  if (news) news.focus({ preventScroll: !turn });
  if (turn) turn.scrollIntoView({ block: "center" });
  else if (!document.getElementById("answer")) window.scrollTo(0, 0);
});

// One panel at a time, and Escape closes it.
document.addEventListener("toggle", (event) => {
  const opened = event.target;
  if (!(opened instanceof HTMLDetailsElement) || !opened.open || !opened.matches(".act")) return;
  document.querySelectorAll("details.act[open]").forEach((other) => { if (other !== opened) other.open = false; });
}, true);
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target instanceof Element && event.target.closest("details.act[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  document.querySelectorAll("[data-chart]").forEach((place) => { place.replaceChildren(); delete place.dataset.drawn; draw(place); });
});
drawAll();
