/** Colours for GraphQL and JSON, as elements: no text is ever read as HTML. */

const GRAPHQL = [
  ["comment", /#[^\n]*/y],
  ["string", /"""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?/y],
  ["variable", /\$\w+|@\w+/y],
  ["number", /-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ["keyword", /\b(?:query|fragment|on|true|false|null)\b/y],
  ["type", /\b[A-Z]\w*/y],
  ["argument", /\b\w+(?=\s*:)/y],
  ["", /\w+|\s+|[^\w\s]/y],
];

const JSON_TOKENS = [
  ["argument", /"(?:\\.|[^"\\])*"(?=\s*:)/y],
  ["string", /"(?:\\.|[^"\\])*"?/y],
  ["number", /-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ["keyword", /\b(?:true|false|null)\b/y],
  ["", /\w+|\s+|[^\w\s]/y],
];

const LONGEST = 200_000;

function paint(text, rules) {
  const painted = document.createDocumentFragment();
  if (text.length > LONGEST) {
    painted.append(text);
    return painted;
  }
  let at = 0;
  while (at < text.length) {
    for (const [kind, pattern] of rules) {
      pattern.lastIndex = at;
      const found = pattern.exec(text)?.[0];
      if (!found) continue;
      if (kind) {
        const span = document.createElement("span");
        span.className = `t-${kind}`;
        span.textContent = found;
        painted.append(span);
      } else {
        painted.append(found);
      }
      at += found.length;
      break;
    }
  }
  painted.normalize();
  return painted;
}

export const paintGraphQL = (text) => paint(text, GRAPHQL);
export const paintJSON = (text) => paint(text, JSON_TOKENS);
