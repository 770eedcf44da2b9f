// Enhancement only: without this file every page still works.
(() => {
  const page = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];

  // 长辈版 (lg) and 高对比 (hc): the server writes the class from the cookie; here it changes without a reload.
  const words = { lg: ["长辈版", "标准版"], hc: ["高对比", "标准色"] };
  const show = () => all("[data-mode]").forEach((link) => {
    const mode = link.dataset.mode, isOn = page.classList.contains(mode);
    const address = new URL(location.href);
    address.searchParams.set(mode, isOn ? 0 : 1);
    link.href = address.search;
    (link.querySelector("span") || link).textContent = words[mode][isOn ? 1 : 0];
  });
  all("[data-mode]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    const mode = link.dataset.mode, isOn = page.classList.toggle(mode);
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${mode}=${isOn ? 1 : ""}; Path=/; Max-Age=${isOn ? 31536000 : 0}; SameSite=Lax${secure}`;
    show();
  }));

  // 朗读: the button appears only where the browser can read aloud.
  if ("speechSynthesis" in window) all("[data-speak]").forEach((button) => {
    const word = button.querySelector("span"), voice = window.speechSynthesis;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (voice.speaking) { voice.cancel(); word.textContent = "朗读"; return; }
      const speech = new SpeechSynthesisUtterance(document.getElementById("main").innerText);
      speech.lang = "zh-CN";
      speech.rate = 0.9;
      speech.onend = () => { word.textContent = "朗读"; };
      voice.speak(speech);
      word.textContent = "停止朗读";
    });
  });

  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // The error summary takes the focus, and the tab says how many.
  const summary = document.getElementById("esum");
  if (summary) {
    summary.focus();
    if (!document.title.startsWith("有 ")) document.title = `${summary.querySelector("h2").textContent} - ${document.title}`;
  }

  // An address that points at folded text unfolds it.
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.closest("details");
    if (details) details.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
})();
