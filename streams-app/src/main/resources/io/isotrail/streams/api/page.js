// The page: asks every two seconds, shows what changed, and says plainly when it cannot.

import { closeDetail, failDetail, openDetail, showDetail } from "./detail.js";
import { showTiles } from "./tiles.js";
import { showTrends } from "./trends.js";
import { showViolations } from "./violations.js";
import { instant, write } from "./words.js";

const byId = (id) => document.getElementById(id);
const USUAL_PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;
const PATIENCE = 15_000;
const MOST_ROWS = 500;

/** What stands until somebody mends it. A job is over by itself; how many were isolated is a number above. */
const STANDING = [
  "model",
  "endpoint-config",
  "monitoring-schedule",
  "data-quality-job-definition",
  "model-quality-job-definition",
  "model-bias-job-definition",
  "model-explainability-job-definition",
].join(",");
const TRENDS_PAUSE = 60_000;

const state = { answer: null, selected: null, opener: null, failures: 0, timer: 0, round: 0, trendsAt: 0, integrityAt: 0 };

async function ask(path, accepted = [200]) {
  const response = await fetch(path, {
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!accepted.includes(response.status)) {
    const problem = await response.json().catch(() => null);
    throw new Error(problem?.detail ?? `the server answered ${response.status}`);
  }
  return response.json();
}

/** One round. A later round makes an earlier one's answer void. */
async function poll() {
  clearTimeout(state.timer);
  const round = ++state.round;
  const chosen = document.querySelector("input[name=window]:checked").value;
  try {
    const [kpis, resources, readiness] = await Promise.all([
      ask(`/api/v1/kpis?window=${chosen}`),
      ask(`/api/v1/resources?status=VIOLATION&kind=${STANDING}&sort=severity&limit=${MOST_ROWS}`),
      ask("/readyz", [200, 503]),
    ]);
    if (round !== state.round) {
      return;
    }
    state.failures = 0;
    state.answer = { kpis, resources, readiness };
    show();
    await refreshDetail();
    await refreshTrends();
    await refreshIntegrity();
  } catch (error) {
    if (round !== state.round) {
      return;
    }
    state.failures += 1;
    showFailure(error);
  }
  if (round === state.round) {
    state.timer = setTimeout(poll, pause());
  }
}

/** Days change slowly, so they are asked for once a minute; a failure leaves what is there. */
async function refreshTrends() {
  if (Date.now() - state.trendsAt < TRENDS_PAUSE) {
    return;
  }
  state.trendsAt = Date.now();
  try {
    showTrends(await ask("/api/v1/trends"));
    byId("trends-note").hidden = true;
  } catch (error) {
    byId("trends-note").hidden = false;
    write(byId("trends-note"), `The trends cannot be had: ${error.message}`);
  }
}

/** Whether the logs are as delivered. Digests come once an hour, so once a minute is enough. */
async function refreshIntegrity() {
  if (Date.now() - state.integrityAt < TRENDS_PAUSE) {
    return;
  }
  state.integrityAt = Date.now();
  try {
    const integrity = await ask("/api/v1/integrity");
    const until = integrity.trails
      .map((trail) => trail.verifiedUntil)
      .filter((time) => time !== null)
      .sort()[0];
    byId("integrity").hidden = integrity.ok && until === undefined;
    byId("integrity").dataset.ok = integrity.ok;
    write(byId("integrity-text"), integrity.ok ? `logs verified until ${instant(until ?? "")} UTC` : "logs not as delivered");
    byId("integrity-text").title = integrity.message;
  } catch {
    byId("integrity").hidden = true;
  }
}

function pause() {
  return Math.min(LONGEST_PAUSE, USUAL_PAUSE * 2 ** Math.min(state.failures, 5));
}

function show() {
  const { kpis, readiness } = state.answer;
  document.body.dataset.phase = "live";
  byId("banner").hidden = true;
  write(byId("as-of"), `${instant(kpis.asOf)} UTC`);
  byId("as-of").dateTime = kpis.asOf;
  showState(kpis, readiness);
  showTiles(kpis);
  showTable();
}

function showState(kpis, readiness) {
  const waiting = readiness.components
    .filter((component) => !component.ok)
    .map((component) => `${component.name}: ${component.message}`)
    .join("; ");
  const [name, words] = !readiness.ready
    ? ["starting", `Starting${waiting && ` – ${waiting}`}`]
    : kpis.complete
      ? ["complete", "Complete"]
      : ["catching-up", waiting ? `Not complete – ${waiting}` : "Not complete – catching up"];
  byId("state").dataset.state = name;
  write(byId("state-text"), words);
}

function showTable() {
  if (state.answer === null) {
    return;
  }
  const { kpis, resources } = state.answer;
  showViolations(resources.items, {
    asOf: kpis.asOf,
    more: resources.next !== null,
    complete: kpis.complete,
    selected: state.selected?.key,
    onSelect: select,
  });
}

/** What is on the page stays, marked as old. */
function showFailure(error) {
  document.body.dataset.phase = state.answer === null ? "failed" : "stale";
  byId("state").dataset.state = "lost";
  write(byId("state-text"), "Connection lost");
  const seconds = Math.round(pause() / 1000);
  const old = state.answer === null ? "" : " What is shown is of the time above.";
  const why = error instanceof TypeError || error.name === "TimeoutError" ? "The server does not answer" : error.message;
  byId("banner").hidden = false;
  write(byId("banner"), `${why.replace(/\.$/, "")}. Trying again every ${seconds} s.${old}`);
  if (state.answer === null) {
    byId("placeholder").dataset.kind = "waiting";
    write(byId("placeholder-title"), "Not reachable");
    write(byId("placeholder-text"), "This fills by itself once the server answers.");
  }
}

function select(item, opener) {
  state.selected = item;
  state.opener = opener;
  history.replaceState(null, "", `#${encodeURI(item.key)}`);
  openDetail(item);
  showTable();
  refreshDetail();
}

function unselect() {
  if (state.selected === null) {
    return;
  }
  const opener = state.opener;
  state.selected = null;
  history.replaceState(null, "", location.pathname);
  closeDetail();
  showTable();
  (opener?.isConnected ? opener : byId("violations")).focus();
}

async function refreshDetail() {
  const selected = state.selected;
  if (selected === null) {
    return;
  }
  const path = selected.key.split("/").map(encodeURIComponent).join("/");
  try {
    const resource = await ask(`/api/v1/resources/${path}`);
    if (state.selected === selected) {
      showDetail(resource);
    }
  } catch (error) {
    if (state.selected === selected) {
      failDetail(`The evidence cannot be had: ${error.message}`);
    }
  }
}

for (const input of document.querySelectorAll("input[name=window]")) {
  input.addEventListener("change", poll);
}
byId("filter").addEventListener("input", showTable);
byId("detail-close").addEventListener("click", unselect);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target !== byId("filter")) {
    unselect();
  }
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    clearTimeout(state.timer);
    state.round += 1;
  } else {
    poll();
  }
});

/** Empty when it cannot be read, so that a broken link leaves a working page. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** A link may name a resource: /#aws/123456789012/us-east-1/model/fraud-v3 opens its evidence. */
function selectLinked() {
  const key = decoded(location.hash.slice(1));
  if (/^[^/]+(\/[^/]+){4}$/.test(key) && key !== state.selected?.key) {
    select({ key, name: key.split("/")[4] }, null);
  }
}

window.addEventListener("hashchange", selectLinked);
selectLinked();
poll();
