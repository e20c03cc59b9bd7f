// Evidence: sends a file as soon as it is chosen, shows how far it is, and keeps what could not be sent for another
// try under the same key, so that the server takes it once. Without scripting the plain forms do the same work.

const LATER = "belum terkirim — coba lagi";
const queues = new Map(); // id of the evidence part → items waiting, the first one on its way
const spoken = document.createElement("div");
spoken.className = "visually-hidden";
spoken.setAttribute("role", "status");
spoken.setAttribute("aria-live", "polite");
document.body.append(spoken);

const say = (text) => {
  if (spoken.textContent !== text) spoken.textContent = text;
};

const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

const partOf = (id) => document.getElementById(id);

const enhance = () => {
  for (const part of document.querySelectorAll("[data-kspp-upload]:not([data-ready])")) {
    part.dataset.ready = "";
    for (const button of part.querySelectorAll("[data-plain-submit]")) button.hidden = true;
    draw(part.id);
  }
};

function draw(id) {
  const box = partOf(id)?.querySelector("[data-state]");
  if (!box) return;
  const [item, ...waiting] = queues.get(id) ?? [];
  box.hidden = !item;
  if (!item) return;
  const more = waiting.length ? ` (${waiting.length} lagi menunggu)` : "";
  const words = item.failed ? LATER : item.percent < 100 ? `mengunggah ${item.percent} persen` : "diperiksa";
  box.querySelector("[data-state-text]").textContent = `${item.label}: ${words}${more}`;
  box.querySelector("[data-state-retry]").hidden = !item.failed;
  const bar = box.querySelector("[data-state-progress]");
  bar.hidden = item.failed;
  if (item.percent < 100) bar.value = item.percent;
  else bar.removeAttribute("value");
}

function refuse(id, sentence) {
  const part = partOf(id);
  if (!part) {
    say(sentence);
    return;
  }
  part.querySelector(".evidence-problems, .evidence-notice")?.remove();
  const box = document.createElement("div");
  box.className = "evidence-problems";
  box.setAttribute("role", "alert");
  const line = document.createElement("p");
  line.textContent = sentence;
  box.append(line);
  const form = part.querySelector(".evidence-form");
  if (form) form.before(box);
  else part.append(box);
}

function enqueue(id, item) {
  const queue = queues.get(id) ?? [];
  queue.push({ percent: 0, failed: false, ...item });
  queues.set(id, queue);
  if (queue.length === 1) send(id);
  else draw(id);
}

function send(id) {
  const item = queues.get(id)?.[0];
  if (!item) return;
  Object.assign(item, { failed: false, percent: 0, request: new XMLHttpRequest() });
  const { request } = item;
  request.open("POST", item.url);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    item.percent = Math.floor((100 * event.loaded) / event.total);
    draw(id);
    if (item.percent % 25 === 0) say(`${item.label}: ${item.percent} persen`);
  });
  request.addEventListener("load", () => settle(id, item));
  request.addEventListener("error", () => fail(id, item));
  request.addEventListener("timeout", () => fail(id, item));
  request.timeout = 10 * 60 * 1000;
  draw(id);
  say(`${item.label}: mengunggah`);
  request.send(item.data);
}

function fail(id, item) {
  item.failed = true;
  draw(id);
  say(`${item.label}: ${LATER}`);
}

// A fragment is the server's answer, whether it took the file or says why not. Anything else did not reach our code.
function settle(id, item) {
  const { request } = item;
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const fresh = page.getElementById(id);
  if (fresh?.hasAttribute("data-kspp-upload")) {
    finish(id);
    replace(id, document.importNode(fresh, true), item.label);
    send(id);
    return;
  }
  const sentence = hopeless(item);
  if (!sentence) {
    fail(id, item);
    return;
  }
  finish(id);
  draw(id);
  refuse(id, sentence);
  send(id);
}

// What another try would not mend; empty when it may.
function hopeless({ request, tooLarge, url }) {
  if (request.status === 413) return tooLarge;
  if (request.responseURL !== url) return "Sesi Anda sudah berakhir. Muat ulang halaman, masuk lagi, lalu ulangi.";
  if (request.status === 403 || request.status === 404) return "Bukti di sini tidak dapat Anda ubah. Muat ulang halaman.";
  return "";
}

function finish(id) {
  const queue = queues.get(id);
  queue.shift();
  if (!queue.length) queues.delete(id);
}

function replace(id, fresh, label) {
  const old = partOf(id);
  if (!old) {
    say(`${label}: terlampir. Muat ulang halaman untuk melihatnya.`);
    return;
  }
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  const pick = active?.dataset.pick;
  old.replaceWith(fresh);
  enhance();
  if (active) (fresh.querySelector(pick ? `[data-pick="${pick}"]` : "[data-pick], summary, a") ?? fresh).focus();
  const problem = fresh.querySelector(".evidence-problems");
  if (!problem) say(`${label}: ${fresh.querySelector(".evidence-notice")?.textContent.trim() ?? "selesai"}`);
}

function chosen(part, input) {
  const form = input.form;
  const [file] = input.files;
  const tooLarge = form.dataset.tooLarge;
  if (file.size > Number(form.dataset.maxBytes)) {
    input.value = "";
    refuse(part.id, tooLarge);
    return;
  }
  const data = new FormData();
  for (const field of form.querySelectorAll("input[type=hidden]")) data.set(field.name, field.value);
  data.set("upload_key", newKey());
  data.set("file", file, file.name);
  input.value = "";
  part.querySelector(".evidence-problems, .evidence-notice")?.remove();
  enqueue(part.id, { url: form.action, data, label: file.name, tooLarge });
}

// Caught on the way down: evidence is no part of the answer around it, which saves itself on every change within.
for (const kind of ["change", "input"]) {
  document.addEventListener(
    kind,
    (event) => {
      const input = event.target;
      const part = input.closest?.("[data-kspp-upload]");
      if (!part) return;
      event.stopPropagation();
      if (kind === "change" && input.type === "file" && input.files.length) chosen(part, input);
    },
    { capture: true },
  );
}

// Before other listeners, so that they see the form is taken care of.
document.addEventListener(
  "submit",
  (event) => {
    const part = event.target.closest("[data-kspp-upload]");
    if (!part) return;
    event.preventDefault();
    const data = new FormData(event.target);
    const label = data.get("link") ? "Tautan" : "Bukti";
    if ((queues.get(part.id) ?? []).some((item) => item.source === event.target)) return;
    enqueue(part.id, { url: event.target.action, data, label, tooLarge: "", source: event.target });
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  const part = event.target.closest?.("[data-kspp-upload]");
  if (!part) return;
  if (event.target.closest("[data-state-retry]")) send(part.id);
  if (event.target.closest("[data-state-cancel]")) {
    queues.get(part.id)?.[0]?.request?.abort();
    finish(part.id);
    draw(part.id);
    say("Unggahan dibatalkan.");
    send(part.id);
  }
});

window.addEventListener("online", () => {
  for (const [id, [first]] of queues) if (first.failed) send(id);
});
window.addEventListener("beforeunload", (event) => {
  if (queues.size) event.preventDefault();
});
document.addEventListener("htmx:afterSettle", enhance);
enhance();
