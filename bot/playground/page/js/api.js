/** The control API of the stand-in: what a person sees, and what a person does. */

/** A refusal by the stand-in; `code` is its error, the message its detail. */
export class Refused extends Error {
  constructor(answer) {
    super(answer.detail || answer.error || "The playground refused this.");
    this.code = answer.error;
  }
}

async function call(path, init) {
  const response = await fetch(`/_control/${path}`, init);
  const answer = await response.json().catch(() => ({ error: `http_${response.status}`, detail: response.statusText }));
  if (!answer.ok) throw new Refused(answer);
  return answer;
}

/** Read something, with query parameters. */
export function read(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(given).toString();
  return call(search ? `${path}?${search}` : path);
}

/** Change something about the workspace itself. */
export function change(path, body = {}, method = "POST") {
  const headers = { "Content-Type": "application/json" };
  return call(path, method === "DELETE" ? { method } : { method, headers, body: JSON.stringify(body) });
}

/** Do something as a person; keys without a value are left out. */
export function act(name, body) {
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  return change(`act/${name}`, given);
}

/** The live socket: `user`'s changes, or with `traffic` what goes over the wire too. */
export function liveSocket(user, traffic = false) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const more = traffic ? "&traffic=1" : "";
  return new WebSocket(`${scheme}://${location.host}/_control/live?user=${encodeURIComponent(user)}${more}`);
}
