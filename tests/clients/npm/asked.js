// What every client asks, and how it is printed.

export const address = process.argv[2];
export const after = process.argv[3];

export const QUERY = "query Libraries { libraries(first: 1) { nodes { id name } } }";
export const INVALID = "query Invalid { libraries(first: 1) { nodes { nothing } } }";
export const MUTATION = "mutation Nothing { __typename }";
export const SUBSCRIPTION =
  "subscription Changed($after: String) { changed(after: $after) { node { id element { id name } } } }";
export const REFUSED = "subscription Refused { nothing }";

export const socket = address.replace("http", "ws");

/** Print what was found, and end whatever still listens. */
export function print(found) {
  process.stdout.write(JSON.stringify(found), () => process.exit(0));
}
