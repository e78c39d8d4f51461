// Ties the stream of the playground to the phones: one per rep, side by side where there is room.
import { follow } from "./api.js";
import { ClockPanel } from "./clock.js";
import { Phone } from "./phone.js";
import { el } from "./text.js";
import { setZone } from "./words.js";

const phones = new Map();
const tabs = new Map();
const clock = new ClockPanel();
const stage = document.querySelector(".phones");
const tabList = document.querySelector(".tabs");
const offline = document.querySelector(".offline");
let waiting = []; // entries of a chat that has no phone yet
let live = false;
let run = ""; // which playground this is: another one under the same address has another chat

function state(news) {
  if (run && run !== news.run) return window.location.reload();
  run = news.run;
  setZone(news.zone);
  clock.setNow(news);
  for (const user of news.users) if (!phones.has(user.id)) addPhone(user, news.bot.first_name);
  const several = phones.size > 1;
  phones.forEach((phone) => phone.setNow(news.now, news.commands, several));
  document.body.classList.toggle("several", several);
  document.body.classList.toggle("moving", news.moving);
  tabList.hidden = !several;
  return undefined;
}

function addPhone(user, botName) {
  const phone = new Phone(user, botName);
  phones.set(user.id, phone);
  phone.node.querySelector(".open-clock").addEventListener("click", (event) => clock.open(event.currentTarget));
  stage.append(phone.node);
  addTab(user, phone);
  if (phones.size === 1) choose(user.id);
  const missed = waiting.filter((entry) => entry.chat === user.id);
  waiting = waiting.filter((entry) => entry.chat !== user.id);
  missed.forEach((entry) => phone.take(entry, false));
  phone.log.setAttribute("aria-live", live ? "polite" : "off");
}

function addTab(user, phone) {
  const tab = el("button", "tab", user.name);
  tab.type = "button";
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", phone.node.id);
  tab.append(el("span", "badge"));
  tab.addEventListener("click", () => choose(user.id));
  tab.addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const ids = [...phones.keys()];
    const step = event.key === "ArrowRight" ? 1 : ids.length - 1;
    const next = ids[(ids.indexOf(user.id) + step) % ids.length];
    choose(next);
    tabs.get(next).focus();
  });
  tabs.set(user.id, tab);
  tabList.append(tab);
}

function choose(id) {
  phones.forEach((phone, other) => phone.node.classList.toggle("chosen", other === id));
  tabs.forEach((tab, other) => {
    tab.setAttribute("aria-selected", String(other === id));
    tab.tabIndex = other === id ? 0 : -1;
  });
  tabs.get(id).querySelector(".badge").textContent = "";
  phones.get(id).toEnd();
}

function entry(news) {
  const phone = phones.get(news.chat);
  if (!phone) return waiting.push(news);
  phone.take(news, live);
  if (live && news.by_bot && news.kind !== "alert" && !phone.node.classList.contains("chosen")) count(news.chat);
  return undefined;
}

function count(id) {
  const badge = tabs.get(id).querySelector(".badge");
  badge.textContent = String(Number(badge.textContent || 0) + 1);
}

function ready() {
  live = true;
  offline.hidden = true;
  phones.forEach((phone) => {
    phone.keepEnd();
    phone.log.setAttribute("aria-live", "polite");
  });
  if (!document.body.dataset.ready && window.matchMedia("(hover: hover)").matches) {
    document.querySelector(".phone.chosen textarea")?.focus();
  }
  document.body.dataset.ready = "yes";
}

function lost() {
  live = false;
  offline.hidden = false;
}

follow({ state, entry, ready, lost });
