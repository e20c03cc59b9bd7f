// The checklist saves itself. Each [data-kspp-row] is sent by htmx when it changes; this module shows what happened,
// keeps what could not be sent in this browser until it is, tries again, and never shows "saved" on its own authority.

const RETRY_SECONDS = [2, 5, 15, 30, 60];
const who = document.body.dataset.ksppUser;
const key = `kspp-unsaved:${who}:${location.pathname}`; // a draft is its writer's, also on a shared computer
const rows = () => document.querySelectorAll("[data-kspp-row]");
const state = new Map(); // row id -> "dirty" | "saving" | "failed" | "conflict"
const tries = new Map();
const before = new Map(); // row id -> what its status line said before it was changed
const line = document.querySelector("[data-kspp-save-state]");

const rowOf = (element) => element?.closest?.("[data-kspp-row]");
const fields = (row) => [...row.querySelectorAll("input:not([type=hidden]):not([type=file]), textarea")].filter((f) => f.name.includes("."));
const seen = (row) => row.querySelector("input[type=hidden][name$='.seen']");

function valuesOf(row) {
  const values = {};
  for (const field of fields(row)) {
    if (field.type === "checkbox") values[field.name] = field.checked ? field.value : "";
    else if (field.type !== "radio") values[field.name] = field.value;
    else if (field.checked) values[field.name] = field.value;
  }
  return values;
}

function putValues(row, values) {
  for (const field of fields(row)) {
    if (!(field.name in values)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === values[field.name];
    else field.value = values[field.name];
    if (field.value && field.type !== "radio" && field.type !== "checkbox") field.closest("details")?.setAttribute("open", "");
  }
}

// What is not saved yet survives leaving the page, closing the browser and a dead battery.
function drafts() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}
function keepDraft(row) {
  const all = drafts();
  all[row.id] = { values: valuesOf(row), seen: seen(row)?.value ?? "" };
  write(all);
}
function dropDraft(id) {
  const all = drafts();
  delete all[id];
  write(all);
}
function write(all) {
  try {
    if (Object.keys(all).length) localStorage.setItem(key, JSON.stringify(all));
    else localStorage.removeItem(key);
  } catch {
    // A full or forbidden store costs only the draft; the page still says that the answer is not saved.
  }
}

function status(row, words) {
  const place = document.getElementById(`st-${row.id}`);
  if (!place) return;
  place.textContent = words;
  place.classList.remove("obs-saved");
}

function summarise(lastSaved) {
  if (!line) return;
  const all = [...state.values()];
  const unsaved = all.length;
  line.dataset.state = all.includes("conflict") ? "conflict" : all.includes("failed") ? "failed" : unsaved ? "saving" : "saved";
  if (all.includes("conflict")) line.textContent = "Ada isian lain. Pilih salah satu.";
  else if (all.includes("failed")) line.textContent = `${unsaved} isian belum tersimpan${navigator.onLine ? ". Akan dicoba lagi." : ": tidak ada sambungan."}`;
  else if (unsaved) line.textContent = "Menyimpan…";
  else line.textContent = lastSaved ?? "";
}

function fail(row, words) {
  state.set(row.id, "failed");
  keepDraft(row);
  status(row, words);
  const tried = tries.get(row.id) ?? 0;
  tries.set(row.id, tried + 1);
  const wait = RETRY_SECONDS[Math.min(tried, RETRY_SECONDS.length - 1)] * 1000;
  setTimeout(() => state.get(row.id) === "failed" && navigator.onLine && retry(row.id), wait);
  summarise();
}

function retry(id) {
  const row = document.getElementById(id);
  if (row && window.htmx) window.htmx.trigger(row, "kspp:retry");
}

// Signing in again in another tab gives up the tokens this page was made with; any page has the new one.
const renewed = new Set(); // row ids that were refused once since they were last saved
async function renewToken() {
  const answer = await fetch("/");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.body.dataset.ksppUser !== who) throw new Error("somebody else, or nobody, is signed in");
  const headers = page.body.getAttribute("hx-headers");
  document.body.setAttribute("hx-headers", headers);
  const token = JSON.parse(headers)["X-CSRFToken"];
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
}

function refused(row) {
  if (renewed.has(row.id)) return false;
  renewed.add(row.id);
  state.set(row.id, "failed");
  keepDraft(row);
  renewToken().then(
    () => retry(row.id),
    () => {
      renewed.delete(row.id);
      fail(row, "Belum tersimpan: masuk lagi dengan akun Anda di tab lain. Akan dicoba lagi.");
    },
  );
  return true;
}

function changed(event) {
  const row = rowOf(event.target);
  if (!row || !event.target.name?.includes(".")) return;
  if (state.get(row.id) !== "conflict") state.set(row.id, "dirty");
  keepDraft(row);
  if (!before.has(row.id)) before.set(row.id, document.getElementById(`st-${row.id}`)?.textContent.trim() ?? "");
  status(row, "Belum tersimpan.");
  summarise();
}

// Before htmx hears of it, so that its "saving" comes after our "dirty".
document.addEventListener("change", changed, true);
document.addEventListener("input", changed, true);

// A figure that was changed and changed back fires no "change" of its own.
document.addEventListener("focusout", (event) => {
  const row = rowOf(event.target);
  if (row && state.get(row.id) === "dirty") retry(row.id);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const row = rowOf(event.detail.elt);
  if (!row || event.detail.elt !== row) return;
  state.set(row.id, "saving");
  status(row, "Menyimpan…");
  summarise();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const row = rowOf(event.detail.elt);
  if (!row || event.detail.elt !== row) return;
  // A finished session answers with the login page: that is not a save.
  if (event.detail.xhr.responseURL && !new URL(event.detail.xhr.responseURL).pathname.startsWith("/penilaian/")) {
    event.detail.shouldSwap = false;
    fail(row, "Belum tersimpan: sesi Anda berakhir. Masuk lagi di tab lain; isian ini tetap ada.");
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, xhr } = event.detail; // its `successful` is also true of a 409, because that is swapped
  const row = rowOf(elt);
  if (!row || elt !== row || state.get(row.id) === "failed") return;
  if (xhr.status >= 200 && xhr.status < 300) {
    const wasChangedAgain = state.get(row.id) === "dirty";
    tries.delete(row.id);
    renewed.delete(row.id);
    if (!wasChangedAgain) {
      state.delete(row.id);
      dropDraft(row.id);
    }
    const place = document.getElementById(`st-${row.id}`);
    // No row in the answer: it says what is stored already.
    if (!wasChangedAgain && place?.textContent === "Menyimpan…") place.textContent = before.get(row.id) ?? "";
    before.delete(row.id);
    if (place?.dataset.ksppState) row.toggleAttribute("data-kspp-blank", place.dataset.ksppState !== "filled");
    summarise(place?.textContent.trim());
    pointToNext();
  } else if (xhr.status === 403 && refused(row)) {
    summarise();
  } else if (xhr.status === 409) {
    state.set(row.id, "conflict");
    keepDraft(row);
    summarise();
    document.getElementById(`problem-${row.id}`)?.scrollIntoView({ block: "center" });
  } else if (xhr.status === 422 || xhr.status === 403 || xhr.status === 404) {
    state.set(row.id, "conflict");
    keepDraft(row);
    if (xhr.status !== 422) status(row, "Belum tersimpan: Anda tidak lagi berwenang mengubah isian ini.");
    summarise();
    if (line) line.textContent = "Ada isian yang belum tersimpan. Lihat keterangannya.";
  } else {
    fail(row, xhr.status ? "Belum tersimpan. Akan dicoba lagi." : "Belum tersimpan: tidak ada sambungan. Akan dicoba lagi.");
  }
});

document.addEventListener("click", (event) => {
  const mine = event.target.closest?.("[data-kspp-mine]");
  const theirs = event.target.closest?.("[data-kspp-theirs]");
  if (mine) {
    const row = document.getElementById(mine.dataset.ksppMine);
    seen(row).value = mine.dataset.ksppSeen;
    retry(row.id);
  } else if (theirs) {
    state.delete(theirs.dataset.ksppTheirs);
    dropDraft(theirs.dataset.ksppTheirs);
    summarise();
  }
});

const sendWaiting = () => {
  for (const [id, what] of state) if (what === "failed" || what === "dirty") retry(id);
};
window.addEventListener("online", sendWaiting);
window.addEventListener("focus", sendWaiting); // back from signing in elsewhere
window.addEventListener("offline", () => summarise());
window.addEventListener("beforeunload", (event) => {
  if (state.size) event.preventDefault();
});

// The next answer that is still missing, from where the reader is, round to the beginning.
const next = document.querySelector("[data-kspp-next]");
function pointToNext() {
  if (!next) return;
  const hasBlank = [...rows()].some((row) => row.hasAttribute("data-kspp-blank"));
  next.textContent = hasBlank ? "Berikutnya yang belum terisi" : "Semua terisi: lanjut";
  if (!hasBlank) next.href = "#langkah";
}
next?.addEventListener("click", (event) => {
  const blanks = [...rows()].filter((row) => row.hasAttribute("data-kspp-blank"));
  if (!blanks.length) return;
  event.preventDefault();
  const here = (row) => (row.offsetParent ? row : row.closest("details")).getBoundingClientRect().top;
  const offset = document.querySelector("[data-kspp-strip]")?.getBoundingClientRect().bottom ?? 0;
  const goal = blanks.find((row) => here(row) > offset + 24 && row !== document.activeElement?.closest("[data-kspp-row]")) ?? blanks[0];
  for (let box = goal.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  (goal.closest(".indicator") ?? goal).scrollIntoView({ block: "start" });
  goal.querySelector("input:not([type=hidden]), textarea")?.focus({ preventScroll: true });
});

function openTarget() {
  const goal = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!goal) return;
  for (let box = goal.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  goal.scrollIntoView({ block: "start" });
}
window.addEventListener("hashchange", openTarget);
openTarget();

// What an earlier visit could not send is put back, shown as unsaved, and sent.
for (const [id, draft] of Object.entries(drafts())) {
  const row = document.getElementById(id);
  if (!row || !seen(row)) {
    dropDraft(id);
    continue;
  }
  putValues(row, draft.values);
  if (draft.seen) seen(row).value = draft.seen;
  state.set(id, "failed");
  status(row, "Belum tersimpan dari kunjungan sebelumnya. Sedang dikirim.");
}
summarise();
// htmx listens to the rows only once the document is there.
if (state.size) window.addEventListener("load", () => [...state.keys()].forEach(retry));
