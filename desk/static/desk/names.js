// What is read of a message, as agents read it: feelings with their strength, causes, signals, facts, and time passing.

export const FEELINGS = ["calm", "grateful", "confused", "worried", "disappointed", "frustrated", "angry", "shocked"];
export const SIGNALS = ["going_public", "leaving", "legal", "abusive", "vulnerable", "at_risk", "repeat_contact", "wants_human"];
export const GRAVE = new Set(["at_risk", "vulnerable", "legal", "abusive"]);

// An id without a name shows itself, so that it is found; "none" is the cause of a message that names no cause.
export const named = (strings, kind, id) => (id === "none" ? "" : (strings.strings.names?.[kind]?.[id] ?? id ?? ""));

export function feeling(strings, id, intensity) {
  if (!id) return "";
  const name = named(strings, "feelings", id);
  return intensity > 0 ? strings.t("feeling_with", { feeling: name, intensity: strings.t(`intensity.${intensity}`) }) : name;
}

// What words of a message speak for: a feeling, a cause, a signal or a fact.
export function meaning(strings, id) {
  const { names = {} } = strings.strings;
  return ["feelings", "causes", "signals", "facts"].map((kind) => names[kind]?.[id]).find(Boolean) ?? id;
}

export const causes = (strings) => Object.keys(strings.strings.names?.causes ?? {});

export function number(strings, value, options = {}) {
  const digits = strings.locale === "ar" ? { numberingSystem: "latn" } : {};
  return new Intl.NumberFormat(strings.locale, { ...options, ...digits }).format(value);
}

// Anna, Bo and Cilla, as the language puts it.
export const listed = (strings, items) => new Intl.ListFormat(strings.locale).format(items);

const unit = (strings, value, name) => number(strings, value, { style: "unit", unit: name, unitDisplay: "short" });

// 40 min, 3 h 5 min, 2 days: as exact as anybody needs it.
export function duration(strings, milliseconds) {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 60) return unit(strings, minutes, "minute");
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return unit(strings, Math.floor(hours / 24), "day");
  return hours >= 10 || minutes % 60 === 0 ? unit(strings, hours, "hour") : `${unit(strings, hours, "hour")} ${unit(strings, minutes % 60, "minute")}`;
}

export const languageName = (strings, id) => named(strings, "languages", id);

export const customer = (strings, item) => item.name || strings.t("visitor", { id: String(item.id).slice(0, 6) });

const today = (iso) => new Date(iso).toDateString() === new Date().toDateString();

// The hour today, day and hour otherwise.
export const moment = (strings, iso) =>
  today(iso) ? strings.time(iso) : strings.date(iso, { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
