// The citizen's pages work without this. With it services follow the unit, heavy files are noticed before they cost
// anybody's data, and the slip has a button that prints. A form sent twice is the server's to notice: here a button that
// stays off would strand whoever lost the connection.

for (const button of document.querySelectorAll("[data-kspp-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const form = document.querySelector("[data-kspp-citizen]");
const unit = form?.elements.unit;
const product = form?.elements.product;
if (unit && product) {
  const groups = [...product.querySelectorAll("optgroup")];
  const follow = () => {
    const name = unit.value && unit.selectedOptions[0].text;
    for (const group of groups) group.hidden = group.disabled = Boolean(name) && group.label !== name;
    if (product.selectedOptions[0]?.parentElement.disabled) product.value = "";
  };
  unit.addEventListener("change", follow);
  follow();
}

for (const input of document.querySelectorAll("input[data-megabytes]")) {
  const most = Number(input.dataset.megabytes);
  const words = input.parentElement.querySelector("[data-kspp-weight]");
  input.addEventListener("change", () => {
    const weight = [...input.files].reduce((sum, file) => sum + file.size, 0) / 1024 / 1024;
    words.hidden = weight <= most;
    words.textContent = words.hidden
      ? ""
      : `Berkas ini ${Math.ceil(weight)} MB, lebih dari ${most} MB. Pilih lebih sedikit, atau kecilkan dahulu.`;
  });
}

document.querySelector("main [aria-invalid='true']")?.focus();
