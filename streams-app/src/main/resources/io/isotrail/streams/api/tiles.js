// The four KPIs.

import { counted, duration, number, percent, write } from "./words.js";

const byId = (id) => document.getElementById(id);

/** Shows the answer of /api/v1/kpis. */
export function showTiles(kpis) {
  const days = counted(Number.parseInt(kpis.window.slice(1), 10), "day");
  isolation(kpis);
  remediation(kpis, days);
  rejections(kpis.rejections, days);
  exceptions(kpis.exceptions, days);
  runs(kpis.runs, days);
  byId("tiles").removeAttribute("aria-busy");
}

function isolation({ models, isolationRatio, coverage }) {
  write(byId("ratio"), percent(isolationRatio));
  const rest = [
    [models.exempt, "exempt"],
    [models.violation, "in violation"],
    [models.undetermined, "undetermined"],
    [models.outOfScope, "out of scope"],
  ]
    .filter(([count]) => count > 0)
    .map(([count, words]) => ` · ${number(count)} ${words}`)
    .join("");
  write(
    byId("ratio-note"),
    models.production === 0
      ? "No production model was seen yet."
      : `${number(models.isolated)} of ${number(models.production)} isolated${rest}`,
  );
  write(
    byId("ratio-coverage"),
    coverage.historyFrom === null
      ? ""
      : `Seen since ${coverage.historyFrom.slice(0, 10)}` +
          (coverage.createdBefore > 0
            ? `; ${counted(coverage.createdBefore, "model")} created before that`
            : ""),
  );
  for (const share of byId("shares").children) {
    const count = models[share.dataset.share];
    share.style.flexGrow = String(count);
    share.hidden = count === 0;
  }
}

function remediation({ remediation: done, open }, days) {
  write(byId("mean"), duration(done.meanSeconds));
  write(byId("p50"), duration(done.p50Seconds));
  write(byId("p90"), duration(done.p90Seconds));
  write(
    byId("remediation-note"),
    done.count === 0 ? `None remediated in ${days}` : `${number(done.count)} remediated in ${days}`,
  );
  const overdue = open.overdue > 0 ? `, ${number(open.overdue)} overdue` : "";
  write(
    byId("open-note"),
    open.count === 0
      ? "None is open"
      : `${number(open.count)} still open${overdue}; on average for ` +
          `${duration(open.meanAgeSeconds)}, the oldest for ${duration(open.oldestSeconds)}`,
  );
  byId("open-note").classList.toggle("alarming", open.overdue > 0);
}

function rejections(rejected, days) {
  write(byId("rejections"), number(rejected.isolation));
  write(
    byId("rejections-note"),
    `in ${days}; beside them ${number(rejected.unknown)} whose reason cannot be seen` +
      ` and ${number(rejected.other)} for other reasons`,
  );
  write(
    byId("rejections-distinct"),
    `${counted(rejected.distinct, "distinct attempt")}; ${number(rejected.bySource.aws)} stopped by AWS,` +
      ` ${number(rejected.bySource.pipeline)} by pipelines`,
  );
}

function runs({ total, isolated, undetermined }, days) {
  write(byId("runs"), percent(total === 0 ? null : isolated / total));
  write(
    byId("runs-note"),
    total === 0
      ? `No training, processing or tuning job in ${days}`
      : `${number(isolated)} of ${number(total)} training, processing and tuning jobs in ${days}`,
  );
  write(
    byId("runs-undetermined"),
    undetermined > 0 ? `${number(undetermined)} whose request cannot be seen` : "",
  );
}

function exceptions(approved, days) {
  write(byId("exceptions"), number(approved.active));
  write(
    byId("exceptions-note"),
    `${counted(approved.exemptResources, "model")} exempt · ` +
      `${number(approved.expiringIn30Days)} ending within 30 days`,
  );
  write(byId("exceptions-ended"), `${number(approved.expired)} ended in the last ${days}`);
}
