/** GraphiQL in place of the plain editor. Its files are loaded when it is first wanted. */

let loading = null;
let root = null;

function load(address) {
  return new Promise((resolve, reject) => {
    const style = new URL(address, location.href).pathname.endsWith(".css");
    const element = document.createElement(style ? "link" : "script");
    Object.assign(element, style ? { rel: "stylesheet", href: address } : { src: address, async: false });
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error(address)));
    document.head.append(element);
  });
}

/** Show a question in GraphiQL. `changed` is told of every edit. Fails when a file cannot be had. */
export async function showGraphiQL(place, addresses, question, ask, changed) {
  loading ??= Promise.all(addresses.map(load));
  try {
    await loading;
  } catch (error) {
    loading = null;
    throw error;
  }
  root ??= window.ReactDOM.createRoot(place);
  const GraphiQL = window.GraphiQL;
  root.render(window.React.createElement(GraphiQL, {
    fetcher: ask,
    query: question.query,
    variables: question.variables,
    onEditQuery: (query) => changed({ query: query ?? "" }),
    onEditVariables: (variables) => changed({ variables: variables ?? "" }),
    isHeadersEditorEnabled: false,
    shouldPersistHeaders: false,
    storage: memory(),
  }));
}

const kept = new Map();

/** GraphiQL keeps nothing: the question is in the address, and its tabs of last time would hide it. */
function memory() {
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    clear: () => kept.clear(),
    get length() { return kept.size; },
  };
}
