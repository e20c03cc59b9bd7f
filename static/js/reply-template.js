// A reply template takes the place of what was typed only when the officer says so.

document.addEventListener("htmx:confirm", (event) => {
  const picker = event.target.closest("[data-kspp-template]");
  const text = picker && document.querySelector(`#${picker.dataset.ksppTemplate} textarea`);
  if (text?.value.trim() && !window.confirm("Ganti pesan yang sudah ditulis dengan templat?")) event.preventDefault();
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.requestConfig?.elt.matches("[data-kspp-template]")) event.target.querySelector("textarea")?.focus();
});
