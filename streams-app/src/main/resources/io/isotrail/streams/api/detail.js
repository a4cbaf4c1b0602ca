// The evidence for one resource, for an auditor and for whoever has to mend it.

import { element, instant, visible, write } from "./words.js";

const byId = (id) => document.getElementById(id);
let shownText = "";

/** Opens the panel before its content is there. */
export function openDetail(item) {
  shownText = "";
  write(byId("detail-name"), visible(item.name));
  byId("detail-body").replaceChildren(element("p", "note", "Loading the evidence …"));
  byId("detail").hidden = false;
  document.body.dataset.detail = "open";
  byId("detail-name").focus({ preventScroll: false });
}

export function closeDetail() {
  byId("detail").hidden = true;
  delete document.body.dataset.detail;
}

export function failDetail(message) {
  if (shownText === "") {
    byId("detail-body").replaceChildren(element("p", "note alarming", message));
  }
}

/** Shows the answer of /api/v1/resources/{key}; keeps the panel as it is where nothing changed. */
export function showDetail(resource) {
  const text = JSON.stringify(resource);
  if (text === shownText) {
    return;
  }
  shownText = text;
  const scrolled = byId("detail").scrollTop;
  write(byId("detail-name"), visible(resource.name));
  byId("detail-body").replaceChildren(
    ...mend(resource),
    properties(resource),
    heading("Verdicts"),
    spells(resource.spells),
    heading("Evidence"),
    facts(resource.facts),
    ...tags(resource.tags),
  );
  byId("detail").scrollTop = scrolled;
}

function heading(text) {
  return element("h3", "", text);
}

function mend(resource) {
  if (resource.status !== "VIOLATION" || resource.kind !== "model") {
    return [];
  }
  const box = element("div", "mend");
  box.append(
    element("h3", "", "How to mend it"),
    element(
      "p",
      "",
      "Network isolation of a model cannot be changed. Create the model again under another name with EnableNetworkIsolation = true, update the endpoints to a configuration that uses it, then delete this one.",
    ),
  );
  return [box];
}

function properties(resource) {
  const list = element("dl", "properties");
  const yes = (value) => (value === null ? "not known" : value ? "yes" : "no");
  for (const [term, value] of [
    ["Status", resource.status.toLowerCase().replaceAll("_", " ")],
    ["Isolation", resource.isolation.toLowerCase().replaceAll("_", " ")],
    ["Exception", resource.exception],
    ["Open since", resource.openedAt && instant(resource.openedAt)],
    ["Exposed since", resource.exposedSince && instant(resource.exposedSince)],
    ["First known here", resource.detectedAt && instant(resource.detectedAt)],
    ["Due", resource.dueAt && `${instant(resource.dueAt)}${resource.overdue ? " (overdue)" : ""}`],
    ["Created", resource.createdAt ? instant(resource.createdAt) : "before the history begins"],
    ["Created by", resource.createdBy],
    ["Generation", resource.generation > 1 ? String(resource.generation) : null],
    ["VPC configuration", yes(resource.vpc)],
    ["Traffic between containers encrypted", yes(resource.interContainerEncryption)],
    ["Endpoints", resource.endpoints.length > 0 ? resource.endpoints.join(", ") : null],
    ["ARN", resource.arn],
  ]) {
    if (value) {
      list.append(element("dt", "", term), element("dd", "", visible(value)));
    }
  }
  return list;
}

function spells(all) {
  const list = element("ol", "trail");
  for (const spell of [...all].reverse()) {
    const entry = element("li");
    entry.dataset.status = spell.status;
    const parts = [spell.severity, spell.environment, spell.sensitivity, spell.exception && `exception ${spell.exception}`]
      .filter(Boolean)
      .map(visible)
      .join(" · ");
    entry.append(
      element("strong", "", spell.status.toLowerCase().replaceAll("_", " ")),
      " ",
      element("span", "when", spell.to === null ? `from ${instant(spell.from)}` : `${instant(spell.from)} – ${instant(spell.to)}`),
      element("span", "under", parts),
    );
    if (spell.endedAs !== null) {
      entry.append(element("span", "under", `ended: ${spell.endedAs.toLowerCase()}`));
    }
    list.append(entry);
  }
  return list;
}

function facts(all) {
  if (all.length === 0) {
    return element("p", "note", "No record is kept.");
  }
  const list = element("ol", "trail");
  for (const fact of [...all].reverse()) {
    const entry = element("li");
    const detail = Object.entries(fact.detail)
      .map(([key, value]) => `${visible(key)}: ${visible(value)}`)
      .join(" · ");
    entry.append(
      element("strong", "", visible(fact.operation)),
      " ",
      element("span", "when", instant(fact.at)),
      element("span", "under", fact.actor === null ? "caller not known" : visible(fact.actor)),
    );
    if (detail !== "") {
      entry.append(element("span", "under", detail));
    }
    entry.append(element("span", "under code", `event ${visible(fact.eventId)}`));
    for (const source of fact.sources) {
      entry.append(element("span", "under code", visible(source)));
    }
    list.append(entry);
  }
  return list;
}

function tags(all) {
  const entries = Object.entries(all);
  if (entries.length === 0) {
    return [];
  }
  const list = element("ul", "tags");
  for (const [key, value] of entries) {
    list.append(element("li", "", `${visible(key)} = ${visible(value)}`));
  }
  return [heading("Tags"), list];
}
