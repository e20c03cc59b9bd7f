// Side notes are folded on a phone and open where there is room beside the text.

if (window.matchMedia("(min-width: 62em)").matches) {
  for (const note of document.querySelectorAll("[data-kspp-open-wide]")) note.open = true;
}
