/** What happens to what a person writes: a message, a reply, or a slash command. */

import { act } from "../api.js";
import { interacting, problemText } from "../elements/surface.js";
import { me } from "../store.js";

const COMMAND = /^(\/[\w-]+)(?:\s+([\s\S]*))?$/;

/** Send a text to a channel or a thread; throws what the person is to be told. Resolves to the ts of a message. */
export async function send({ channel, thread, text, files, broadcast }) {
  const command = COMMAND.exec(text);
  if (command) return runCommand({ channel, thread, command: command[1], text: command[2] ?? "" });
  const body = { user: me().id, channel, text, thread_ts: thread ?? undefined, files, broadcast };
  return (await act("message", body)).ts;
}

async function runCommand({ channel, thread, command, text }) {
  const body = { user: me().id, channel, command, text, thread_ts: thread ?? undefined };
  const answer = await interacting(() => act("command", body));
  if (answer.shown.length > 0) throw new Error(`${command} failed: ${answer.shown.map(problemText).join(" ")}`);
  return null;
}
