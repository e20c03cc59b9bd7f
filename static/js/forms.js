// Ordinary forms: sent once however often the button is pressed, and the first wrong field has the focus.

const busyForms = new Set();

const release = (form) => {
  busyForms.delete(form);
  for (const button of form.querySelectorAll("[data-busy]")) {
    button.removeAttribute("data-busy");
    button.removeAttribute("aria-disabled");
  }
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || event.submitter?.formMethod === "dialog" || form.method === "dialog") return;
  if (busyForms.has(form)) {
    event.preventDefault();
    return;
  }
  busyForms.add(form);
  if (event.submitter?.classList.contains("btn")) {
    event.submitter.dataset.busy = "";
    event.submitter.setAttribute("aria-disabled", "true");
  }
});

// A page taken back from the browser's memory must be usable again.
window.addEventListener("pageshow", () => [...busyForms].forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

document.querySelector("main .is-invalid, main [aria-invalid='true']")?.focus();
