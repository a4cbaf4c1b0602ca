// How instants, durations and shares read for people. Pure functions.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Seconds as the two greatest units: "3 d 4 h", "12 min", "8 s"; a dash when there is none. A unit
 * never stands on another line than its number.
 */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return "–";
  }
  const whole = Math.max(0, Math.round(seconds));
  if (whole >= 10 * DAY) {
    return one(Math.floor(whole / DAY), "d");
  }
  if (whole >= DAY) {
    return two(Math.floor(whole / DAY), "d", Math.floor((whole % DAY) / HOUR), "h");
  }
  if (whole >= HOUR) {
    return two(Math.floor(whole / HOUR), "h", Math.floor((whole % HOUR) / MINUTE), "min");
  }
  return whole >= MINUTE ? one(Math.floor(whole / MINUTE), "min") : one(whole, "s");
}

function one(count, unit) {
  return `${count}\u00a0${unit}`;
}

function two(large, largeUnit, small, smallUnit) {
  return small === 0 ? one(large, largeUnit) : `${one(large, largeUnit)} ${one(small, smallUnit)}`;
}

/** Seconds between two ISO instants. */
export function between(from, to) {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

/** "2026-03-01 12:00:00" of an ISO instant in UTC. */
export function instant(iso) {
  return iso === null || iso === undefined ? "–" : iso.replace("T", " ").replace("Z", "");
}

/** A ratio as per cent, never rounded up to a full hundred; a dash when there is none. */
export function percent(ratio) {
  if (ratio === null) {
    return "–";
  }
  const tenths = ratio < 1 ? Math.min(999, Math.round(ratio * 1000)) : 1000;
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)} %`;
}

export function number(count) {
  return count.toLocaleString("en");
}

/** "1 model", "2 models". */
export function counted(count, singular, plural = `${singular}s`) {
  return `${number(count)} ${count === 1 ? singular : plural}`;
}

/**
 * Text from outside with the characters that are invisible or turn the reading direction written
 * out, so that nothing hides in a name. Letters that merely look alike are left as they are.
 */
export function visible(text) {
  return String(text).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
    (character) => `\\u${character.codePointAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Sets a text only where it changed, so that nothing flickers or is announced twice. */
export function write(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** An element with a class and a text; everything from outside enters the page as text. */
export function element(name, className, text) {
  const node = document.createElement(name);
  if (className) {
    node.className = className;
  }
  if (text !== undefined) {
    node.textContent = text;
  }
  return node;
}
