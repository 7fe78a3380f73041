"use strict";

const RESULTS = 10;
const STATUS_INTERVAL_MILLIS = 2000;
const PLOT = { width: 800, height: 260, left: 44, right: 132, top: 12, bottom: 30 };

/** What the plot calls its lines: a version is judged while it is in training, whether or not it ever serves. */
const NAMES = { live: "training", control: "frozen" };

/** What the page calls what a server may search by. */
const MODES = { dense: "vectors", lexical: "words", hybrid: "vectors and words" };

const byId = id => document.getElementById(id);
let shownQuery = "";
let shownMode = "dense";
let shownVersion = null;
let searches = 0;

/** An element with text; everything that comes from the server passes through here, as text and never as markup. */
function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function drawing(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

async function get(path) {
  const response = await fetch(path);
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body;
}

function tell(message) {
  byId("message").textContent = message;
  byId("message").hidden = !message;
}

async function search(query, mode) {
  const turn = ++searches;
  const path = "search?k=" + RESULTS + "&mode=" + encodeURIComponent(mode) + "&q=" + encodeURIComponent(query);
  try {
    const [live, control] = await Promise.all([get(path), get(path + "&encoder=control")]);
    if (turn !== searches) return;
    shownQuery = query;
    shownMode = mode;
    shownVersion = live.version;
    tell("");
    show("live", live, control);
    show("control", control, null);
    byId("columns").hidden = false;
  } catch (problem) {
    if (turn === searches) tell(problem.message);
  }
}

function show(side, answer, other) {
  const ranks = new Map(other ? other.results.map((result, rank) => [result.id, rank]) : []);
  byId(side).replaceChildren(...answer.results.map((result, rank) => {
    const item = element("li", "result");
    item.append(element("span", "rank", rank + 1), element("span", "text", result.text));
    if (other) item.append(movement(ranks.get(result.id), rank));
    item.append(element("span", "origin", result.id + " · " + result.score.toPrecision(3)));
    return item;
  }));
  const encoder = answer.mode === "lexical" ? "no encoder" : "version " + (answer.version ?? "first encoder");
  const way = "by " + MODES[answer.mode] + (answer.exact ? "" : ", approximately");
  byId(side + "-answered").textContent =
    encoder + " · manifest " + answer.manifest + " · " + way + " · " + answer.millis + " ms";
}

/** How far the live model moved a document from where the control has it. */
function movement(controlRank, rank) {
  if (controlRank === undefined) return labelled("new", "new", "not among the control's results");
  if (controlRank === rank) return element("span");
  const by = Math.abs(controlRank - rank);
  return controlRank > rank
    ? labelled("up", "▲ " + by, by + " higher than in the control's results")
    : labelled("down", "▼ " + by, by + " lower than in the control's results");
}

function labelled(className, text, meaning) {
  const made = element("span", "moved " + className, text);
  made.title = meaning;
  made.setAttribute("aria-label", meaning);
  return made;
}

function plot(curve) {
  const svg = byId("plot");
  svg.replaceChildren();
  const drawn = curve.filter(point => point.mrr10 !== null);
  svg.style.display = drawn.length ? "" : "none";
  if (!drawn.length) return;

  const highest = Math.max(0.05, ...drawn.flatMap(point => [point.mrr10, point.controlMrr10 ?? 0]));
  const step = [0.02, 0.05, 0.1, 0.2].find(size => highest / size <= 5) ?? 0.25;
  const top = Math.ceil(highest / step) * step;
  const first = drawn[0].examples;
  const span = Math.max(1, drawn[drawn.length - 1].examples - first);
  const x = examples => PLOT.left + (PLOT.width - PLOT.left - PLOT.right) * (examples - first) / span;
  const y = value => PLOT.height - PLOT.bottom - (PLOT.height - PLOT.top - PLOT.bottom) * value / top;

  for (let value = 0; value <= top + step / 2; value += step) {
    svg.append(drawing("line", { class: "grid", x1: PLOT.left, x2: PLOT.width - PLOT.right, y1: y(value), y2: y(value) }));
    svg.append(drawing("text", { x: PLOT.left - 8, y: y(value) + 4, "text-anchor": "end" }, value.toFixed(2)));
  }
  for (const [examples, anchor] of [[first, "start"], [first + span, "end"]]) {
    svg.append(drawing("text", { x: x(examples), y: PLOT.height - 8, "text-anchor": anchor }, examples.toLocaleString("en") + " examples"));
  }
  const ends = [["control", "controlMrr10"], ["live", "mrr10"]].map(([side, field]) => line(svg, side, field, drawn, x, y));
  label(svg, ends.filter(end => end));
  const last = drawn[drawn.length - 1];
  byId("plot-summary").textContent = "After " + last.examples.toLocaleString("en") + " examples: training "
    + last.mrr10.toFixed(3) + (last.controlMrr10 === null ? "." : ", frozen " + last.controlMrr10.toFixed(3) + ".");
}

function line(svg, side, field, curve, x, y) {
  const points = curve.filter(point => point[field] !== null);
  if (!points.length) return null;
  const spots = points.map(point => x(point.examples).toFixed(1) + "," + y(point[field]).toFixed(1));
  if (spots.length === 1) spots.push(spots[0]);
  svg.append(drawing("polyline", { class: side, points: spots.join(" ") }));
  const last = points[points.length - 1];
  return { side, value: last[field], at: x(last.examples), height: y(last[field]) };
}

/** The names of the lines at their ends, kept apart where the lines meet. */
function label(svg, ends) {
  ends.sort((a, b) => a.height - b.height);
  if (ends.length === 2 && ends[1].height - ends[0].height < 16) {
    const middle = (ends[0].height + ends[1].height) / 2;
    ends[0].height = middle - 8;
    ends[1].height = middle + 8;
  }
  for (const end of ends) {
    svg.append(drawing("text", { class: end.side, x: end.at + 8, y: end.height + 4 }, NAMES[end.side] + " " + end.value.toFixed(3)));
  }
}

function showStatus(status) {
  const facts = {
    documents: status.documents.toLocaleString("en"),
    manifest: status.manifest ?? "none yet",
    version: status.version ?? "first encoder",
    versions: status.versions.toLocaleString("en"),
    examples: status.examples.toLocaleString("en"),
  };
  byId("status").replaceChildren(...Object.entries(facts).map(([name, value]) => {
    const fact = element("div");
    fact.append(element("dt", "", name), element("dd", "", value));
    return fact;
  }));
  byId("problems").replaceChildren(...status.problems.map(problem => element("li", "", problem)));
  byId("problems").hidden = !status.problems.length;
}

/** Lets choose where there is a choice. */
function offer(modes) {
  const choice = byId("mode");
  if (modes.length < 2 || choice.options.length) return;
  choice.append(...modes.map(mode => new Option(MODES[mode], mode)));
  choice.value = addressMode();
  choice.hidden = false;
}

function suggest(queries) {
  const place = byId("suggestions");
  if (!queries.length || place.children.length) return;
  place.append(...queries.map(query => {
    const link = element("a", "", query);
    link.href = "?q=" + encodeURIComponent(query);
    return link;
  }));
  place.hidden = false;
}

async function follow() {
  try {
    const status = await get("status");
    showStatus(status);
    offer(status.modes);
    suggest(status.suggestions);
    plot(status.curve);
    if (shownQuery && status.version !== shownVersion) await search(shownQuery, shownMode);
  } catch (problem) {
    byId("problems").replaceChildren(element("li", "", "No answer from the server: " + problem.message));
    byId("problems").hidden = false;
  }
  setTimeout(follow, STATUS_INTERVAL_MILLIS);
}

function addressMode() {
  return new URLSearchParams(location.search).get("mode") ?? "dense";
}

function searchAddress() {
  const query = new URLSearchParams(location.search).get("q") ?? "";
  byId("q").value = query;
  if (byId("mode").options.length) byId("mode").value = addressMode();
  if (query.trim()) search(query, addressMode());
}

function open(query) {
  const mode = byId("mode").value || addressMode();
  history.pushState(null, "", "?q=" + encodeURIComponent(query) + (mode === "dense" ? "" : "&mode=" + mode));
  searchAddress();
}

byId("form").addEventListener("submit", event => {
  event.preventDefault();
  open(byId("q").value);
});
byId("mode").addEventListener("change", () => open(byId("q").value));
byId("suggestions").addEventListener("click", event => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  open(link.textContent);
});
addEventListener("popstate", searchAddress);
searchAddress();
follow();
