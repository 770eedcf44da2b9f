// Enhancement only: while a long import runs, a bar says how far it is.
document.querySelectorAll("form[data-progress]").forEach((form) => form.addEventListener("submit", () => {
  const bar = document.createElement("progress"), words = document.createElement("p"), box = document.createElement("div");
  const token = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "meter", value: token });
  bar.max = 100;
  words.textContent = "正在处理，请不要关闭页面";
  words.setAttribute("role", "status");
  bar.setAttribute("aria-label", "处理进度");
  box.className = "busy";
  box.append(words, bar);
  form.append(field);
  const place = document.querySelector(".savebar .wrap") || form;
  place.append(box);
  setInterval(async () => {
    try {
      const said = await (await fetch(`${form.dataset.progress}?token=${token}`)).json();
      if (said.percent >= 0) { bar.value = said.percent; words.textContent = `${said.words}，已完成 ${said.percent}%`; }
    } catch { /* the next answer will do */ }
  }, 1000);
}));
addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll(".busy").forEach((box) => box.remove()); });
