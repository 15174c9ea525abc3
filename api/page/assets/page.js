/** The query page: a question, its variables, its answer, and examples to start from. */

import { showGraphiQL } from "./graphiql.js";
import { make, overview } from "./overview.js";
import { paintGraphQL, paintJSON } from "./paint.js";
import { TEXTS } from "./texts.js";

const LONGEST_LINK = 8000;

const find = (id) => document.getElementById(id);
const { examples, graphiql } = JSON.parse(find("data").textContent);
const question = find("question");
const variables = find("variables");
const asked = new URLSearchParams(location.search);
const narrow = matchMedia("(max-width: 760px)");

let language = "cs";
let view = "overview";
let answer = null;
let latest = 0;
let inGraphiQL = false;

/* ------------------------------------------------------------------------------------------------- what is kept */

function recall(key) {
  try {
    return localStorage.getItem(`spojenci:${key}`);
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    localStorage.setItem(`spojenci:${key}`, value);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/* ----------------------------------------------------------------------------------------------------- language */

const text = (key) => TEXTS[language][key];

function firstLanguage() {
  const wanted = asked.get("lang") ?? recall("language") ?? navigator.language ?? "";
  return /^(cs|sk)/.test(wanted) ? "cs" : "en";
}

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = language;
  document.title = text("title");
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.ariaLabel = text(element.dataset.label);
  press("[data-language]", (button) => button.dataset.language === language);
  nameEditor();
  listExamples();
  if (answer) show();
}

function press(selector, pressed) {
  for (const button of document.querySelectorAll(selector)) button.ariaPressed = String(pressed(button));
}

/** A question that asks for a $language gets the one of the page. */
function inLanguage(query, given) {
  if (!/\$language\s*:/.test(query)) return given;
  try {
    const values = JSON.parse(given || "{}");
    return JSON.stringify({ ...values, language: language.toUpperCase() }, null, 2);
  } catch {
    return given;
  }
}

/* ----------------------------------------------------------------------------------------------------- examples */

function listExamples() {
  find("example-list").replaceChildren(...examples.map((example) => {
    const button = make("button", { type: "button" }, example[language]);
    button.dataset.example = example.name;
    button.addEventListener("click", () => choose(example));
    return make("li", {}, button);
  }));
  markExample();
}

function markExample() {
  const shown = examples.find((example) => example.query.trim() === question.value.trim());
  for (const button of document.querySelectorAll("[data-example]")) {
    button.ariaCurrent = button.dataset.example === shown?.name ? "true" : null;
  }
}

function choose(example) {
  remember(false);
  put(example.query, inLanguage(example.query, ""));
  if (inGraphiQL) {
    remember(true);
    openGraphiQL();
    return;
  }
  if (narrow.matches) find("examples").open = false;
  run();
}

/* ------------------------------------------------------------------------------------------------------ editing */

function put(query, values) {
  question.value = query;
  variables.value = values;
  find("variables-part").open = values.trim() !== "";
  paintEditors();
}

function paintEditors() {
  // The line at the end keeps the painted text as high as the edited one.
  question.previousElementSibling.replaceChildren(paintGraphQL(question.value), "\n");
  variables.previousElementSibling.replaceChildren(paintJSON(variables.value), "\n");
  markExample();
}

/** Keep the question in the address: in the present entry of the history, or in a new one. */
function remember(anew) {
  const link = address();
  if (link === location.pathname + location.search) return;
  const state = { query: question.value, variables: variables.value };
  history[anew ? "pushState" : "replaceState"](state, "", link);
}

function address() {
  const parameters = new URLSearchParams();
  if (question.value.trim() !== examples[0].query.trim()) {
    parameters.set("query", question.value);
    if (variables.value.trim()) parameters.set("variables", variables.value);
  }
  if (asked.has("lang")) parameters.set("lang", language);
  const search = parameters.toString();
  return search && search.length < LONGEST_LINK ? `${location.pathname}?${search}` : location.pathname;
}

function restore() {
  const given = new URLSearchParams(location.search);
  const query = history.state?.query ?? given.get("query") ?? examples[0].query;
  const values = history.state?.variables ?? given.get("variables");
  put(query, values ?? inLanguage(query, ""));
  if (inGraphiQL) openGraphiQL();
}

async function copyLink() {
  remember(true);
  let told = "copied";
  try {
    await navigator.clipboard.writeText(location.href);
  } catch {
    told = "notCopied";
  }
  const button = find("link");
  button.textContent = text(told);
  setTimeout(() => { button.textContent = text("link"); }, 2500);
}

/* ------------------------------------------------------------------------------------------------------- asking */

async function ask(body, signal) {
  const response = await fetch(location.pathname, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  const content = await response.text();
  try {
    return JSON.parse(content);
  } catch {
    return { errors: [{ message: `${text("noData")} (${response.status}) ${content.slice(0, 300)}` }] };
  }
}

async function run() {
  const turn = ++latest;
  remember(true);
  let values;
  try {
    values = JSON.parse(variables.value.trim() || "{}");
  } catch (error) {
    return tell({ errors: [{ message: `${text("badVariables")} ${error.message}` }] });
  }
  find("status").textContent = text("asking");
  find("answer").ariaBusy = "true";
  const begin = performance.now();
  let content;
  try {
    content = await ask({ query: question.value, variables: values });
  } catch {
    content = { errors: [{ message: text("noService") }] };
  }
  if (turn === latest) tell(content, Math.max(1, Math.round(performance.now() - begin)));
}

function tell(content, took = null) {
  answer = { content, took };
  find("answer").ariaBusy = "false";
  show();
  if (narrow.matches) find("answer").scrollIntoView({ block: "start" });
}

function show() {
  const { errors = [], data } = answer.content;
  const usable = data && Object.values(data).some((value) => value !== null);
  const state = errors.length ? text(usable ? "partly" : "failed") : answer.took ? text("took")(answer.took) : "";
  find("status").textContent = state;
  find("status").classList.toggle("bad", errors.length > 0);
  const problems = errors.length ? make("ul", { className: "errors" }, ...errors.map(problem)) : null;
  const body = view === "json" || (!usable && !problems)
    ? make("pre", { className: "json", tabIndex: 0, translate: false }, paintJSON(JSON.stringify(answer.content, null, 2)))
    : usable ? overview(data, language) : null;
  find("result").replaceChildren(...[problems, body].filter(Boolean));
  press("[data-view]", (button) => button.dataset.view === view);
}

function problem(error) {
  const place = error.locations?.[0];
  const where = place ? make("small", {}, text("at")(place.line, place.column)) : null;
  const known = text("codes")[error.extensions?.code];
  return known ? make("li", {}, known, make("small", {}, error.message), where) : make("li", {}, error.message, where);
}

/* ----------------------------------------------------------------------------------------------------- GraphiQL */

function nameEditor() {
  const button = find("editor");
  button.hidden = !graphiql.length;
  button.title = text(inGraphiQL ? "toPlain" : "toGraphiql");
  button.ariaPressed = String(inGraphiQL);
}

async function openGraphiQL() {
  const place = find("graphiql");
  inGraphiQL = true;
  arrange();
  if (!place.hasChildNodes()) find("editor").ariaBusy = "true";
  try {
    const shown = { query: question.value, variables: variables.value };
    await showGraphiQL(place, graphiql, shown, (body) => ask(body), ({ query, variables: values }) => {
      if (query !== undefined) question.value = query;
      if (values !== undefined) variables.value = values;
      paintEditors();
    });
  } catch {
    inGraphiQL = false;
    arrange();
    tell({ errors: [{ message: text("noGraphiql") }] });
  } finally {
    find("editor").ariaBusy = "false";
  }
}

function arrange() {
  document.body.classList.toggle("in-graphiql", inGraphiQL);
  find("graphiql").hidden = !inGraphiQL;
  find("ask").hidden = inGraphiQL;
  find("answer").hidden = inGraphiQL;
  nameEditor();
}

function switchEditor() {
  keep("editor", inGraphiQL ? "plain" : "graphiql");
  if (!inGraphiQL) return openGraphiQL();
  inGraphiQL = false;
  arrange();
}

/* -------------------------------------------------------------------------------------------------------- start */

function listen() {
  find("run").addEventListener("click", run);
  find("link").addEventListener("click", copyLink);
  find("editor").addEventListener("click", switchEditor);
  for (const area of [question, variables]) area.addEventListener("input", paintEditors);
  addEventListener("popstate", restore);
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || inGraphiQL) return;
    event.preventDefault();
    run();
  });
  for (const button of document.querySelectorAll("[data-view]")) {
    button.addEventListener("click", () => {
      view = button.dataset.view;
      keep("view", view);
      if (answer) show();
      else press("[data-view]", (other) => other.dataset.view === view);
    });
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      keep("language", button.dataset.language);
      speak(button.dataset.language);
      const values = inLanguage(question.value, variables.value);
      if (values === variables.value) return;
      put(question.value, values);
      if (inGraphiQL) openGraphiQL();
      else if (answer) run();
    });
  }
}

if (/Mac|iPhone|iPad/.test(navigator.platform)) document.querySelector(".run kbd").textContent = "⌘ ↵";
if (recall("view") === "json") view = "json";
press("[data-view]", (button) => button.dataset.view === view);
speak(firstLanguage());
restore();
listen();
if (narrow.matches) find("examples").open = false;
if (graphiql.length && (asked.get("editor") ?? recall("editor")) === "graphiql") openGraphiQL();
