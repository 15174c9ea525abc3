/** The answer to read: elements as cards, names as lists, figures as tables. It knows GraphQL, not the schema. */

import { TEXTS, WORDS } from "./texts.js";

const NAMES = new Set(["id", "name", "nameEn", "__typename"]);

/** An element with a class, attributes of the DOM and children; text stays text. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** The data of an answer as an element of the page. */
export function overview(data, language) {
  const view = new View(language);
  const parts = Object.entries(data).map(([key, value]) =>
    make("section", { className: "root" }, make("h3", {}, view.word(key)), view.value(value, key, 0)));
  return make("div", { className: "overview" }, ...parts);
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isScalar = (value) => value === null || typeof value !== "object";

/** An edge is shown as its element, with the connection's own fields added. */
function merged(item) {
  if (!isObject(item) || !isObject(item.node)) return item;
  const { node, ...own } = item;
  return { ...node, ...own };
}

/** The items of a list or of a connection; null for anything else. */
function itemsOf(value) {
  if (Array.isArray(value)) return value.map(merged);
  const list = isObject(value) ? value.edges ?? value.nodes : null;
  return Array.isArray(list) ? list.map(merged) : null;
}

class View {
  constructor(language) {
    this.language = language;
    this.texts = TEXTS[language];
  }

  word(key) {
    return WORDS[this.language][key] ?? key;
  }

  value(value, key, depth) {
    const items = itemsOf(value);
    if (items) return this.list(items, value.totalCount, depth);
    if (isObject(value)) return this.element(value, depth);
    return this.scalar(value, key);
  }

  scalar(value, key) {
    if (value === null) return make("span", { className: "none" }, "–");
    if (typeof value === "boolean") return this.texts[value ? "yes" : "no"];
    if (typeof value === "number") return this.number(value, key);
    if (/^https?:\/\//.test(value)) return make("a", { href: value, rel: "noopener noreferrer", target: "_blank" }, value);
    return key === "signal" || key === "__typename" ? this.word(value) : value;
  }

  number(value, key) {
    const text = value.toLocaleString(this.language, { maximumFractionDigits: 3 });
    if (key !== "score" || value < 0 || value > 1) return text;
    return make("span", { className: "score" }, make("meter", { min: 0, max: 1, value, ariaHidden: "true" }), text);
  }

  list(items, total, depth) {
    const count = total === undefined ? null
      : make("p", { className: "count" }, this.texts.total(items.length, total));
    const list = !items.length ? make("p", { className: "none" }, this.texts.nothing) : this.items(items, depth);
    return count ? make("div", {}, count, list) : list;
  }

  items(items, depth) {
    if (items.every(isScalar)) return this.plain(items.map((item) => this.scalar(item, "")));
    if (!items.every(isObject)) return make("pre", {}, JSON.stringify(items, null, 2));
    const keys = new Set(items.flatMap(Object.keys));
    if (keys.size === 1 && items.every((item) => Object.values(item).every(isScalar))) {
      const key = [...keys][0];
      return this.plain(items.map((item) => this.scalar(item[key], key)), key === "text");
    }
    if ([...keys].every((key) => NAMES.has(key))) return this.plain(items.map((item) => this.named(item)), depth === 0);
    const flat = items.every((item) => Object.values(item).every(isScalar));
    if (flat && !keys.has("name") && keys.size > 1) return this.table(items, [...keys]);
    return make("ol", { className: "cards" }, ...items.map((item) => make("li", {}, this.element(item, depth + 1))));
  }

  plain(contents, sentences = false) {
    return make("ul", { className: sentences ? "sentences" : "names" }, ...contents.map((one) => make("li", {}, one)));
  }

  table(items, keys) {
    const head = make("tr", {}, ...keys.map((key) => make("th", { scope: "col" }, this.word(key))));
    const rows = items.map((item) => make("tr", {}, ...keys.map((key) => {
      const figure = typeof item[key] === "number";
      return make("td", { className: figure ? "figure" : "" }, this.scalar(item[key] ?? null, key));
    })));
    return make("div", { className: "table" }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
  }

  /** The name in the language of the page, then, in a heading that stands alone, the other one; the type and the id. */
  named(item, alone = false) {
    const english = this.language === "en" && item.nameEn;
    const [first, second] = english ? [item.nameEn, item.name] : [item.name, item.nameEn];
    const other = alone && second && second !== first ? make("span", { className: "other" }, second) : null;
    const type = item.__typename ? make("span", { className: "type" }, this.word(item.__typename)) : null;
    const id = item.id ? make("code", {}, item.id) : null;
    return make("span", { className: "named" }, make("b", {}, first ?? ""), other, type, id);
  }

  element(item, depth) {
    const hasName = typeof item.name === "string";
    const rest = Object.entries(item).filter(([key, value]) => value !== null && !(hasName && (NAMES.has(key) || key === "score")));
    const score = hasName && typeof item.score === "number" ? this.number(item.score, "score") : null;
    const head = hasName ? make("div", { className: "head" }, this.named(item, true), score) : null;
    const fields = rest.map(([key, value]) =>
      make("div", {}, make("dt", {}, this.word(key)), make("dd", {}, this.value(value, key, depth + 1))));
    return make("div", { className: "element" }, head, rest.length ? make("dl", {}, ...fields) : null);
  }
}
