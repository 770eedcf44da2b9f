// The activity's form saves itself: on the server a second after typing stops, in this browser while the
// line is down. Without this file it is an ordinary form with a button to save.
import { uploads, uuid } from "./uploads.js";

const form = document.getElementById("activity"), status = document.querySelector("[data-saving]");
const PAUSE = 1000, AGAIN = 5000, SHORTEST = 2;
const one = (selector) => form.querySelector(selector);
const savesItself = "auto" in form.dataset;
const say = (words) => { if (status.textContent !== words) status.textContent = words; };
const key = () => `activity:${form.dataset.user}:${new URL(form.action).pathname}`;
let isDirty = false, saving = null, timer = 0, isStopped = false, isSure = false;

// --- the copy in this browser

function written() {
  const body = new FormData(form);
  body.delete("photos");
  return body;
}

function keepCopy() {
  const fields = [...written()].filter(([name]) => !["csrfmiddlewaretoken", "find"].includes(name));
  try { localStorage.setItem(key(), JSON.stringify(fields)); } catch { /* full or forbidden: the server has the rest */ }
}

function dropCopy(name = key()) {
  try { localStorage.removeItem(name); } catch { /* nothing was kept */ }
}

async function takeCopy() {
  let fields = null;
  try { fields = JSON.parse(localStorage.getItem(key())); } catch { return; }
  if (!fields) return;
  const values = new Map();
  fields.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
  const station = values.get("station");
  if (station && one("[name=station]").value !== station[0]) {
    one("[name=station]").value = station[0];
    await listPeople();
  }
  [...form.elements].forEach((field) => {
    if (!field.name || ["csrfmiddlewaretoken", "photos", "find", "intent", "photo"].includes(field.name)) return;
    const kept = values.get(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = Boolean(kept && kept.includes(field.value));
    else if (kept) field.value = kept[0];
  });
  tell();
  values.forEach((kept, name) => { if (name.startsWith("part_") && one(`[name=${name}]`)) one(`[name=${name}]`).value = kept[0]; });
  say("已恢复本机保存的内容");
  changed();
}

// --- saving

async function send() {
  const body = written(), before = key();
  body.set("intent", "auto");
  isDirty = false;
  say("正在保存…");
  const answer = await fetch(form.action, { method: "POST", body });
  const said = await answer.json().catch(() => null);
  if (!said) throw new Error(answer.redirected || answer.status === 403 ? "signed out" : "broken");
  if (said.clash) {
    isStopped = true;
    say(`${said.clash}。按“保存草稿”看差异，您的内容不会丢`);
    return "clash";
  }
  if (said.errors) {
    say(`没有保存：${Object.values(said.errors)[0][0].message}`);
    return "wrong";
  }
  one("[name=version]").value = said.version;
  if (form.action !== new URL(said.address, location).href) {
    form.action = said.address;
    form.dataset.photos = said.photos;
    one("[name=page]").value = one("[name=token]").value;
    history.replaceState(null, "", said.address);
  }
  dropCopy(before);
  if (isDirty) keepCopy();
  say(`${said.at} 已自动保存到草稿`);
  return "saved";
}

async function save() {
  while (saving) await saving;
  if (isStopped) return "clash";
  clearTimeout(timer);
  saving = send().catch((error) => {
    isDirty = true;
    keepCopy();
    const isOut = error.message === "signed out";
    say(isOut ? "登录已过期，内容已存在本机，重新登录后会恢复" : "没有保存，网络不通，正在重试（内容已存在本机）");
    if (!isOut) timer = setTimeout(save, AGAIN);
    return "lost";
  });
  const outcome = await saving;
  saving = null;
  return outcome;
}

function changed() {
  if (!savesItself) return;
  isDirty = true;
  keepCopy();
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

// --- who took part

const list = one("[data-ticks]"), find = one("[name=find]"), picked = one("[data-picked]"), none = one("[data-none]");
const fold = (words) => words.toLowerCase().replace(/\s+/g, "");
let seeking = 0;

function tell() {
  const ticked = [...list.children].filter((line) => line.querySelector("input").checked);
  const names = ticked.map((line) => line.dataset.name);
  [...list.children].forEach((line) => {
    const box = line.querySelector("input"), known = line.querySelector("select");
    if (known && !box.checked) known.remove();
    if (known || !box.checked) return;
    const part = one("[data-part]").content.firstElementChild.cloneNode(true);
    part.name = `part_${box.value}`;
    part.setAttribute("aria-label", `${line.dataset.name}的参与方式`);
    line.append(part);
  });
  picked.textContent = names.length ? `已选 ${names.length} 名：${names.join("、")}` : "勾选到场的代表，先列本站的";
}

function narrow() {
  const words = fold(find.value);
  let shown = 0;
  [...list.children].forEach((line) => {
    line.hidden = Boolean(words) && !line.dataset.spelling.includes(words);
    shown += line.hidden ? 0 : 1;
  });
  none.hidden = shown > 0;
  none.textContent = one("[name=station]").value ? "没有找到代表，换姓名里的两个字试试" : "先选联络站，再勾选代表";
}

async function fetchPeople(words = "") {
  const query = new URLSearchParams({ station: one("[name=station]").value, q: words });
  const holder = document.createElement("ul");
  try { holder.innerHTML = (await (await fetch(`${form.dataset.people}?${query}`)).json()).html; } catch { /* offline: what is listed can still be ticked */ }
  return [...holder.children];
}

function add(lines) {
  const known = new Set([...list.querySelectorAll("input")].map((box) => box.value));
  list.append(...lines.filter((line) => !known.has(line.querySelector("input").value)));
}

async function listPeople() {
  const kept = [...list.children].filter((line) => line.querySelector("input").checked);
  list.replaceChildren(...kept);
  if (one("[name=station]").value) add(await fetchPeople());
  narrow();
  tell();
}

find.addEventListener("input", (event) => {
  event.stopPropagation();
  narrow();
  clearTimeout(seeking);
  const words = find.value.trim();
  if (fold(words).length >= SHORTEST) seeking = setTimeout(async () => {
    const found = await fetchPeople(words);
    if (find.value.trim() === words) { add(found); narrow(); }
  }, 300);
});
find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
one("[data-find]").hidden = true;
one("[name=station]").addEventListener("change", listPeople);

// --- all together

const photos = uploads(form, {
  changed,
  async address() {
    if (!form.dataset.photos && await save() !== "saved") return "";
    return form.dataset.photos;
  },
});

if (!one("[name=page]").value) one("[name=page]").value = one("[name=token]").value || uuid();
form.addEventListener("input", changed);
form.addEventListener("change", () => { tell(); changed(); });
form.addEventListener("focusout", () => { if (isDirty && savesItself && !saving) save(); });
addEventListener("online", () => { if (isDirty) save(); });

form.addEventListener("submit", async (event) => {
  if (isSure) return;
  event.preventDefault();
  const button = event.submitter;
  while (photos.pending()) {
    say(`还有 ${photos.pending()} 张照片在上传，传完自动继续`);
    await new Promise((done) => { setTimeout(done, 200); });
  }
  if (photos.hasFailed()) { say("有照片没有传上去：重试，或者移除以后再提交"); return; }
  if (savesItself && !isStopped && await save() === "lost") return;
  isSure = true;
  isDirty = false;
  dropCopy();
  form.requestSubmit(button);
});
addEventListener("beforeunload", (event) => {
  if (!isSure && (photos.pending() || (isDirty && savesItself))) event.preventDefault();
});
addEventListener("pageshow", (event) => { if (event.persisted) { isSure = false; } });

tell();
if (savesItself) takeCopy();
