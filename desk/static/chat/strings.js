// The chat's words in the visitor's language, from the desk, and dates the way the visitor writes them.

import * as api from "./api.js";

export const LANGUAGES = { en: "English", it: "Italiano", ar: "العربية", sv: "Svenska", fr: "Français", fi: "Suomi" };

// Said when not even the words can be fetched; a test holds it equal to errors.unreachable in content/chat.
export const UNREACHABLE = {
  en: "We can't reach the chat just now. We'll keep trying, and it will open by itself.",
  it: "In questo momento la chat non è raggiungibile. Continuiamo a provare e si aprirà da sola.",
  ar: "لا يمكن الوصول إلى المحادثة الآن. نحاول باستمرار وستُفتح من تلقاء نفسها.",
  sv: "Vi når inte chatten just nu. Vi fortsätter försöka, och den öppnas av sig själv.",
  fr: "Le chat n’est pas accessible pour l’instant. Nous continuons d’essayer, et il s’ouvrira de lui-même.",
  fi: "Emme saa juuri nyt yhteyttä keskusteluun. Yritämme koko ajan, ja se avautuu itsestään.",
};

export const known = (tag) => (Object.hasOwn(LANGUAGES, (tag ?? "").slice(0, 2)) ? tag.slice(0, 2) : null);

// A language chosen in the chat stays chosen, until the page itself changes its language.
export function chosenLanguage(store, page) {
  const choice = store.get("language");
  return choice?.page === page ? choice.chosen : page;
}

export async function load(language, store) {
  const strings = await api.strings(language);
  store.set(`strings.${language}`, strings);
  return new Strings(language, strings);
}

export function kept(language, store) {
  const strings = store.get(`strings.${language}`);
  return strings && new Strings(language, strings);
}

export class Strings {
  constructor(language, strings) {
    this.language = language;
    this.strings = strings;
    this.direction = strings.direction === "rtl" ? "rtl" : "ltr";
    const standard = (strings.locale ?? language).replace("_", "-");
    this.locale = navigator.languages.find((tag) => tag.includes("-") && tag.slice(0, 2) === language) ?? standard;
  }

  // t("composer.left", {n: 12}). An unknown key shows itself, so that it is found.
  t(key, values = {}) {
    const text = key.split(".").reduce((part, name) => part?.[name], this.strings);
    if (typeof text !== "string") return key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  date(iso, options) {
    // Arabic without a country writes the digits our replies are written with.
    const digits = this.locale === "ar" ? { numberingSystem: "latn" } : {};
    const moment = new Date(iso);
    return Number.isNaN(moment.getTime()) ? "" : new Intl.DateTimeFormat(this.locale, { ...options, ...digits }).format(moment);
  }

  // The company's time, which the offset of the date tells: the sentence beside it names that time too.
  due(iso) {
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? [];
    const offset = sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60000 : 0;
    const there = sign ? new Date(Date.parse(iso) + offset).toISOString() : iso;
    return this.date(there, { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit", ...(sign && { timeZone: "UTC" }) });
  }

  day(iso) {
    return this.date(iso, { weekday: "long", day: "numeric", month: "long" });
  }

  time(iso) {
    return this.date(iso, { hour: "numeric", minute: "2-digit" });
  }
}
