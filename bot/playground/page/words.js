// German days, times and sizes, in the zone of the moved clock.
let zone = "Europe/Berlin";
const formats = new Map(); // making one takes longer than drawing a bubble

export function setZone(name) {
  if (name !== zone) formats.clear();
  zone = name;
}

function written(seconds, options) {
  const key = Object.entries(options).join();
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("de-DE", { timeZone: zone, ...options }));
  return formats.get(key).format(new Date(seconds * 1000));
}

export const time = (seconds) => written(seconds, { hour: "2-digit", minute: "2-digit" });
export const dayKey = (seconds) => written(seconds, { year: "numeric", month: "2-digit", day: "2-digit" });
export const longDay = (seconds) => written(seconds, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const shortDay = (seconds) =>
  `${written(seconds, { weekday: "short" }).replace(".", "")} ${written(seconds, { day: "numeric", month: "numeric" })}`;

export function separator(seconds) {
  return written(seconds, { weekday: "long", day: "numeric", month: "long" });
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} Byte`;
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${value.toLocaleString("de-DE", { maximumFractionDigits: 1 })} ${unit}`;
}

// as the bot folds what is typed: ä = ae, ß = ss
export const fold = (text) =>
  text.toLowerCase().replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue").replaceAll("ß", "ss");
