// The table of open violations: rows are kept by identity and only changed where they differ.

import { between, duration, element, instant, number, visible, write } from "./words.js";

const byId = (id) => document.getElementById(id);
const COLUMNS = ["Severity", "Resource", "Account", "Environment", "Data", "Owner", "Open for", "Due", "Exposed for"];
const rowsById = new Map();

const identity = (item) => `${item.key}#${item.generation}`;

/**
 * Shows the items that match the filter.
 *
 * @param answer of /api/v1/resources; null before the first one
 * @param options.asOf instant that ages are told for
 * @param options.more whether the answer was cut
 * @param options.complete whether everything has been read
 * @param options.selected key of the resource whose evidence is shown
 * @param options.onSelect called with an item
 */
export function showViolations(items, { asOf, more, complete, selected, onSelect }) {
  const filter = byId("filter").value.trim().toLowerCase();
  const shown = items.filter((item) => matches(item, filter));
  const body = byId("rows");
  const wanted = new Set(shown.map(identity));
  for (const [id, row] of rowsById) {
    if (!wanted.has(id)) {
      row.node.remove();
      rowsById.delete(id);
    }
  }
  let expected = body.firstElementChild;
  for (const item of shown) {
    const row = rowsById.get(identity(item)) ?? create(identity(item), onSelect);
    row.item = item;
    update(row, item, asOf);
    row.node.toggleAttribute("data-selected", item.key === selected);
    row.name.setAttribute("aria-expanded", String(item.key === selected));
    if (row.node === expected) {
      expected = expected.nextElementSibling;
    } else {
      move(body, row.node, expected);
    }
  }
  words(items.length, shown.length, { filter, more, complete });
}

/** Moving a node takes the focus from it; it is given back. */
function move(body, node, before) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  body.insertBefore(node, before);
  focused?.focus({ preventScroll: true });
}

function matches(item, filter) {
  return (
    filter === "" ||
    [item.name, item.account, item.accountName, item.region, item.owner, item.environment, item.sensitivity, item.severity, item.kind]
      .some((value) => value !== null && String(value).toLowerCase().includes(filter))
  );
}

function create(id, onSelect) {
  const node = element("tr");
  node.role = "row";
  const cells = COLUMNS.map((label, index) => {
    const cell = element(index === 1 ? "th" : "td");
    cell.role = index === 1 ? "rowheader" : "cell";
    cell.dataset.label = label;
    node.append(cell);
    return cell;
  });
  const badge = element("span", "badge");
  cells[0].append(badge);
  const name = element("button", "name");
  name.type = "button";
  name.setAttribute("aria-controls", "detail");
  const place = element("span", "under");
  cells[1].append(name, place);
  const account = element("span");
  const region = element("span", "under");
  cells[2].append(account, region);
  const row = { node, cells, badge, name, place, account, region, item: null };
  node.addEventListener("click", (event) => {
    if (!selectsText(event, node)) {
      onSelect(row.item, name);
    }
  });
  rowsById.set(id, row);
  return row;
}

/** Whether the click ended the selection of a text in the row; a key (detail 0) never does. */
function selectsText(event, node) {
  const selection = window.getSelection();
  return event.detail > 0 && String(selection) !== "" && selection.containsNode(node, true);
}

function update(row, item, asOf) {
  write(row.badge, item.severity ?? "none");
  row.badge.dataset.severity = item.severity ?? "";
  write(row.name, visible(item.name));
  write(row.place, item.deleted ? `${item.kind}, deleted but still deployed` : item.kind);
  write(row.account, visible(item.accountName ?? item.account));
  write(row.region, visible(item.accountName === null ? item.region : `${item.account} · ${item.region}`));
  write(row.cells[3], item.environment);
  write(row.cells[4], item.sensitivity);
  write(row.cells[5], item.owner === null ? "unknown" : visible(item.owner));
  row.cells[5].classList.toggle("absent", item.owner === null);
  age(row.cells[6], item.openedAt, asOf);
  due(row.cells[7], item, asOf);
  age(row.cells[8], item.exposedSince, asOf);
}

function age(cell, since, asOf) {
  write(cell, since === null ? "–" : duration(between(since, asOf)));
  cell.title = since === null ? "" : `since ${instant(since)} UTC`;
}

function due(cell, item, asOf) {
  cell.classList.toggle("overdue", item.overdue);
  cell.title = item.dueAt === null ? "" : `due ${instant(item.dueAt)} UTC`;
  if (item.dueAt === null) {
    write(cell, "–");
  } else if (item.overdue) {
    write(cell, `overdue ${duration(between(item.dueAt, asOf))}`);
  } else {
    write(cell, `in ${duration(between(asOf, item.dueAt))}`);
  }
}

function words(total, shown, { filter, more, complete }) {
  const all = `${number(total)}${more ? "+" : ""}`;
  const count = filter === "" ? all : `${number(shown)} of ${all}`;
  write(byId("violations-count"), count);
  write(byId("violations-status"), `${count} open violations shown`);
  byId("placeholder").hidden = shown > 0;
  byId("placeholder").dataset.kind = total > 0 ? "filtered" : complete ? "clear" : "waiting";
  if (total > 0) {
    write(byId("placeholder-title"), "Nothing matches the filter");
    write(byId("placeholder-text"), `${all} open violations do not match “${visible(filter)}”.`);
  } else if (complete) {
    write(byId("placeholder-title"), "No open violations");
    write(byId("placeholder-text"), "Every resource that is in scope is isolated or exempt.");
  } else {
    write(byId("placeholder-title"), "None found so far");
    write(byId("placeholder-text"), "The history is still being read; more may appear.");
  }
  byId("more").hidden = !more;
  write(byId("more"), more ? `The worst ${number(total)} are shown. The API pages through all of them.` : "");
}
