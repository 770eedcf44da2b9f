// Enhancement only: the draft saves itself, and a figure that leaves the records' asks why.
const form = document.querySelector("form[data-report]");
const bar = document.querySelector("[data-save]");
const say = (text) => { if (bar) bar.textContent = text; };

if (form) {
  const key = `report:${form.action}`;
  let timer = 0, sending = false, again = false, stopped = false, waiting = null;
  const content = () => { const said = new FormData(form); said.delete("files"); return said; };
  const keep = (said) => {
    try { localStorage.setItem(key, JSON.stringify([...said].filter(([name]) => name !== "csrfmiddlewaretoken"))); } catch { /* no room: the page still holds it */ }
  };

  const send = async () => {
    if (stopped) return;
    if (sending) { again = true; return; }
    sending = true;
    say("正在保存…");
    const said = content();
    try {
      const answer = await fetch(form.action, { method: "POST", body: said, headers: { "X-Autosave": "1" }, redirect: "error" });
      const told = await answer.json();
      if (answer.ok) { form.elements.version.value = told.version; localStorage.removeItem(key); }
      if (told.conflict) { stopped = true; offer(); }
      say(told.message);
    } catch {
      keep(said);
      say("没有保存，网络不通，正在重试。内容保存在本机");
      later(8000);
    }
    sending = false;
    if (waiting) form.requestSubmit(waiting);
    else if (again) { again = false; later(0); }
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };
  // Saving by hand answers with both versions side by side.
  const offer = () => {
    const button = Object.assign(document.createElement("button"), { type: "submit", value: "save", name: "do", textContent: "看差异", className: "btn btn-2 btn-s" });
    button.setAttribute("form", form.id);
    bar.parentElement.querySelector(".row").prepend(button);
  };

  const ask = (input) => {
    const why = input.closest("tr")?.querySelector(".why");
    if (!why || input.dataset.known === undefined) return;
    const typed = input.value.normalize("NFKC").replace(/[,，\s]/g, "");
    if (typed !== input.dataset.known) why.hidden = false;
    else if (!why.querySelector("input").value && !input.closest("tr").className) why.hidden = true;
  };
  form.addEventListener("input", (event) => { ask(event.target); if (event.target.type !== "file") later(1000); });
  form.addEventListener("change", (event) => { if (event.target.type !== "file") later(0); });
  // What was typed before this script arrived, on a slow line, is saved as well.
  const isTouched = (one) => one.type === "checkbox" || one.type === "radio" ? one.checked !== one.defaultChecked : one.value !== one.defaultValue;
  if ([...form.elements].some((one) => one.name && "defaultValue" in one && one.type !== "file" && isTouched(one))) later(1000);
  // A click while the page is saving waits for the answer: its version is the one to send.
  form.addEventListener("submit", (event) => {
    stopped = true;
    clearTimeout(timer);
    if (sending) { event.preventDefault(); waiting = event.submitter; }
  });
}

document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const area = document.getElementById(button.dataset.copy);
    area.select();
    try { await navigator.clipboard.writeText(area.value); } catch { document.execCommand("copy"); }
    button.textContent = "已复制";
  });
});
