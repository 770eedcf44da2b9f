// Photos, one by one, as soon as they are chosen. A photo carries its own token, so that one sent
// twice over a bad line is stored once. Without this file the form sends them all together.
const WAITS = [1, 2, 4, 8, 16];
const LONGEST = 2000, BIG = 700_000, MEGABYTE = 1024 * 1024, MOST_BYTES = 10 * MEGABYTE;

export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((n) => n.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// A phone's photo is far larger than what is kept: made smaller here it travels ten times faster.
// Where the browser cannot read it, the server decides about the original.
async function shrink(file) {
  if (file.size < BIG) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
    return small && small.size < file.size ? small : file;
  } catch { return file; }
}

function make(tag, words = "", more = {}) {
  return Object.assign(document.createElement(tag), { textContent: words }, more);
}

// One photo on its way: its line below the button, sent again until it has arrived.
class Sending {
  constructor(file, box) {
    this.file = file;
    this.token = uuid();
    this.tries = 0;
    this.line = make("li");
    this.words = make("span", `${file.name}：等待上传`);
    this.words.setAttribute("role", "status");
    this.bar = make("progress", "", { max: 100, value: 0 });
    this.bar.setAttribute("aria-label", `${file.name} 的上传进度`);
    this.line.append(this.words, this.bar);
    box.append(this.line);
  }

  say(words) { this.words.textContent = `${this.file.name}：${words}`; }

  offer(word, act) {
    const button = make("button", word, { type: "button", className: "btn btn-2" });
    button.addEventListener("click", () => { button.remove(); act(); });
    this.line.append(button);
  }

  send(address, csrf) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", csrf);
    body.append("token", this.token);
    body.append("photo", this.blob, "photo.jpg");
    return new Promise((done) => {
      const asked = new XMLHttpRequest();
      asked.upload.onprogress = (at) => { if (at.lengthComputable) this.bar.value = (at.loaded / at.total) * 100; };
      asked.onload = () => {
        let said = null;
        try { said = JSON.parse(asked.responseText); } catch { /* a page, not an answer: signed out or broken */ }
        done({ status: asked.status, said });
      };
      asked.onerror = asked.onabort = asked.ontimeout = () => done({ status: 0, said: null });
      asked.timeout = 180_000;
      asked.open("POST", address);
      asked.send(body);
    });
  }
}

export function uploads(form, { address, changed }) {
  const input = form.querySelector("[name=photos]"), box = form.querySelector("[data-sending]");
  const shots = form.querySelector("[data-shots]"), most = Number(form.dataset.most);
  const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const waiting = [];
  let running = null;
  const pending = () => waiting.filter((one) => !one.failed).length;

  function renumber() {
    [...shots.children].forEach((shot, at) => {
      const walker = document.createTreeWalker(shot, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(/第 \d+ 张/, `第 ${at + 1} 张`);
    });
  }

  function arrived(one, html) {
    waiting.splice(waiting.indexOf(one), 1);
    one.line.remove();
    const holder = make("template");
    holder.innerHTML = html;
    const photo = holder.content.querySelector("[data-photo]");
    if (!shots.querySelector(`[data-photo="${photo.dataset.photo}"]`)) shots.append(photo);
    renumber();
    changed();
  }

  function refuse(one, words) {
    one.failed = true;
    one.say(words);
    one.bar.hidden = true;
    one.offer("移除", () => { waiting.splice(waiting.indexOf(one), 1); one.line.remove(); });
  }

  function lost(one) {
    one.bar.value = 0;
    if (one.tries < WAITS.length) {
      const seconds = WAITS[one.tries++];
      one.say(`网络不通，${seconds} 秒后再传`);
      one.until = Date.now() + seconds * 1000;
      setTimeout(run, seconds * 1000 + 20);
    } else {
      one.failed = true;
      one.say("没有传上去");
      one.offer("重试", () => { again(one); run(); });
    }
  }

  function again(one) { one.failed = false; one.tries = 0; one.until = 0; }

  async function step(one) {
    try {
      one.blob = one.blob || await shrink(one.file);
      if (one.blob.size > MOST_BYTES) {
        refuse(one, `这张照片 ${Math.round(one.blob.size / MEGABYTE)} MB，超过 10 MB。可用微信“原图”关闭后再发`);
        return;
      }
      const where = await address();
      if (!where) { lost(one); return; }
      one.say("正在上传");
      const { status, said } = await one.send(where, csrf);
      if (status === 200 && said && said.html) arrived(one, said.html);
      else if (status === 400 && said && said.error) refuse(one, said.error);
      else if (status === 413) refuse(one, "照片超过 10 MB");
      else if (status === 200 || status === 403 || status === 404) refuse(one, "登录已过期或没有权限，重新登录后再传");
      else lost(one);
    } catch { lost(one); }
  }

  async function loop() {
    for (;;) {
      const one = waiting.find((each) => !each.failed && (each.until || 0) <= Date.now());
      if (!one) return;
      await step(one);
    }
  }

  function run() {
    if (!running) running = loop().finally(() => { running = null; });
    return running;
  }

  input.addEventListener("change", () => {
    const free = most - shots.children.length - waiting.length;
    [...input.files].forEach((file, at) => {
      const one = new Sending(file, box);
      waiting.push(one);
      if (at >= free) refuse(one, `最多 ${most} 张照片，先移除一张再添加`);
    });
    input.value = "";
    run();
  });

  addEventListener("online", () => { waiting.forEach((one) => { if (!one.failed) one.until = 0; }); run(); });

  shots.addEventListener("click", async (event) => {
    const shot = event.target.closest("[data-photo]");
    if (event.target.closest("[data-up]")) {
      event.preventDefault();
      if (shot.previousElementSibling) shot.previousElementSibling.before(shot);
      renumber();
      changed();
      event.target.closest("[data-up]").focus();
    } else if (event.target.closest("[data-out]")) {
      event.preventDefault();
      const body = new FormData();
      body.append("csrfmiddlewaretoken", csrf);
      try {
        const answer = await fetch(shot.dataset.remove, { method: "POST", body });
        if (!answer.ok && answer.status !== 404) return;
        shot.remove();
        renumber();
        changed();
        form.querySelector(".pick").scrollIntoView({ block: "nearest" });
      } catch { /* still there; the button can be pressed again */ }
    }
  });

  return { pending, hasFailed: () => waiting.length > pending() };
}
