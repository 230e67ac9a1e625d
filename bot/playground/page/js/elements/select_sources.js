/** Where the options of a select come from, and how what it holds is read from Slack's state. */

import { channelOf, isAppUser, me, nameOf, store, userOf } from "../store.js";
import { avatar } from "../ui/avatar.js";
import { icon } from "../icons.js";
import { people } from "./surface.js";

const baseOf = (element) => element.type.replace(/^multi_/, "").replace(/_select$/, "");

function userOption(id) {
  const text = isAppUser(id) ? nameOf(id) : (userOf(id)?.real_name ?? id);
  return { value: id, text: { text }, node: avatar(id, 20) };
}

function channelOption(id) {
  const channel = channelOf(id);
  if (!channel) return { value: id, text: { text: id } };
  const isDm = channel.type === "im" || channel.type === "mpim";
  const node = isDm ? avatar(channel.with, 20) : icon(channel.is_private ? "lock" : "hash", 16);
  return { value: id, text: { text: channel.name }, node };
}

const HELD = {
  users: ["selected_user", "selected_users", "initial_user", "initial_users", userOption],
  channels: ["selected_channel", "selected_channels", "initial_channel", "initial_channels", channelOption],
  conversations: [
    "selected_conversation",
    "selected_conversations",
    "initial_conversation",
    "initial_conversations",
    channelOption,
  ],
  static: ["selected_option", "selected_options", "initial_option", "initial_options", (option) => option],
};

/** The options that a select holds, from Slack's state or from what it begins with. */
export function heldOptions(element, held) {
  const [one, many, initialOne, initialMany, make] = HELD[baseOf(element)] ?? HELD.static;
  const multi = element.type.startsWith("multi_");
  const value = held ? held[multi ? many : one] : element[multi ? initialMany : initialOne];
  return (multi ? (value ?? []) : value ? [value] : []).map(make);
}

/** What to offer for what was typed: `{groups: [{label, options}], hint}`. */
export async function loadGroups(element, block, surface, typed) {
  if (baseOf(element) === "external") return external(element, block, surface, typed);
  const groups = (SOURCES[baseOf(element)] ?? SOURCES.static)(element);
  const wanted = typed.trim().toLowerCase();
  const matches = (option) => !wanted || option.text.text.toLowerCase().includes(wanted);
  const found = groups.map((group) => ({ ...group, options: group.options.filter(matches) }));
  return { groups: found.filter((group) => group.options.length > 0), hint: "No matches" };
}

const SOURCES = {
  static: (element) =>
    element.option_groups?.map((group) => ({ label: group.label.text, options: group.options })) ?? [
      { options: element.options ?? [] },
    ],
  users: () => [{ options: people().map((user) => userOption(user.id)) }],
  channels: () => [
    {
      options: store.view.channels
        .filter((each) => each.type === "channel" && !each.is_archived)
        .map((each) => channelOption(each.id)),
    },
  ],
  conversations: (element) => [
    {
      options: store.view.channels
        .filter((each) => conversationFits(each, element.filter))
        .map((each) => channelOption(each.id)),
    },
  ],
};

const KINDS = { channel: "public", group: "private", im: "im", mpim: "mpim" };

function conversationFits(channel, filter) {
  if (channel.is_archived || (channel.is_private && !channel.members.includes(me().id))) return false;
  if (filter?.include && !filter.include.includes(KINDS[channel.type])) return false;
  return !(filter?.exclude_bot_users && isAppUser(channel.with));
}

async function external(element, block, surface, typed) {
  const least = element.min_query_length ?? 3;
  if (typed.length < least) return { groups: [], hint: `Type ${least} or more characters to search` };
  try {
    const answer = await surface.suggest(block, element, typed);
    const groups = answer.option_groups?.map((group) => ({ label: group.label.text, options: group.options }));
    const found = groups ?? [{ options: answer.options ?? [] }];
    const failed = answer.ack && answer.ack.status !== "acked";
    return {
      groups: found.filter((group) => group.options.length > 0),
      hint: failed ? "The app did not answer" : "No matches",
    };
  } catch (problem) {
    return { groups: [], hint: problem.message };
  }
}
