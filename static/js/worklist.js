// Keys for the work list: j and k move, Enter opens (the focused link does), / goes to the search box.
const list = document.querySelector("[data-kspp-worklist]");
const search = document.querySelector("[role=search] input[name=q]");
const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
  } else if (list && (event.key === "j" || event.key === "k")) {
    const links = [...list.querySelectorAll("tbody a")];
    const here = links.indexOf(document.activeElement);
    links[Math.min(Math.max(here + (event.key === "j" ? 1 : -1), 0), links.length - 1)]?.focus();
  }
});
