/** Times as the person would read them: the workspace's clock, the person's time zone. */

const DAY = 86_400;

let offset = 0;
let zone;

/** Follow the workspace's clock, in seconds since 1970. */
export function setClock(now) {
  offset = now - Date.now() / 1000;
}

/** Follow a person's time zone; an unknown one leaves the browser's. */
export function setZone(tz) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: tz });
    zone = tz;
  } catch {
    zone = undefined;
  }
}

/** The workspace's time now, in seconds. */
export function now() {
  return Date.now() / 1000 + offset;
}

/** The seconds in a message's ts. */
export function seconds(ts) {
  return Number.parseFloat(ts);
}

/** Formatters are dear to make: one for each zone and form is kept. */
const formatters = new Map();

function format(at, options) {
  const key = `${zone} ${JSON.stringify(options)}`;
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat("en", { timeZone: zone, ...options }));
  return formatters.get(key).format(new Date(at * 1000));
}

function dayNumber(at) {
  const [month, day, year] = format(at, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/").map(Number);
  return Date.UTC(year, month - 1, day) / 1000 / DAY;
}

/** "14:05". */
export function clockTime(at) {
  return format(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function relativeDay(at) {
  return { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[dayNumber(at) - dayNumber(now())] ?? null;
}

function ordinal(day) {
  const teen = day > 10 && day < 14;
  return `${day}${teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th")}`;
}

/** "Today", or "Monday, November 24th": what stands on the line between two days. */
export function dayHeading(at) {
  const near = relativeDay(at);
  if (near) return near;
  const sameYear = format(at, { year: "numeric" }) === format(now(), { year: "numeric" });
  return sameYear ? dateFormats.date(at).replace(/, \d+$/, "") : dateFormats.date(at);
}

/** A key that is equal for two times of the same day. */
export function dayKey(at) {
  return String(dayNumber(at));
}

/** "Today at 14:05", for tooltips and thread summaries. */
export function fullTime(at) {
  return `${relativeDay(at) ?? format(at, { weekday: "short", month: "short", day: "numeric" })} at ${clockTime(at)}`;
}

/** "3 minutes ago", "in 2 days". */
export function ago(at) {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const distance = at - now();
  const steps = [
    ["day", DAY],
    ["hour", 3600],
    ["minute", 60],
  ];
  const [unit, size] = steps.find(([, each]) => Math.abs(distance) >= each) ?? ["second", 1];
  return words.format(Math.round(distance / size), unit);
}

const dateFormats = {
  date_num: (at) => {
    const [month, day, year] = format(at, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/");
    return `${year}-${month}-${day}`;
  },
  date_slash: (at) => format(at, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: (at) => {
    const day = ordinal(Number(format(at, { day: "numeric" })));
    return `${format(at, { weekday: "long" })}, ${format(at, { month: "long" })} ${day}, ${format(at, { year: "numeric" })}`;
  },
  date_short: (at) => format(at, { month: "short", day: "numeric", year: "numeric" }),
  date_long: (at) => dateFormats.date(at),
  date_long_full: (at) => dateFormats.date(at),
  time: clockTime,
  time_secs: (at) => format(at, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
  day_divider_pretty: dayHeading,
  ago,
};

for (const name of ["date", "date_short", "date_long"]) {
  dateFormats[`${name}_pretty`] = (at) => relativeDay(at)?.toLowerCase() ?? dateFormats[name](at);
}

/** Fill the tokens of Slack's date formatting: `{date_short} at {time}`. Unknown tokens stay. */
export function formatDate(pattern, at) {
  return pattern.replace(/\{(\w+)\}/g, (token, name) => dateFormats[name]?.(at) ?? token);
}

/** The value of a datetime-local field for a time, in the person's zone. */
export function toLocalField(at) {
  return `${dateFormats.date_num(at)}T${clockTime(at)}`;
}

/** The time that a datetime-local field means in the person's zone. */
export function fromLocalField(text) {
  const guess = Date.parse(`${text}:00Z`) / 1000;
  const shown = Date.parse(`${toLocalField(guess)}:00Z`) / 1000;
  return guess - (shown - guess);
}
