// A link or button that opens a <dialog>. Without scripting the link leads to the page that asks the same.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-kspp-dialog]");
  if (!opener) return;
  const dialog = document.getElementById(opener.dataset.ksppDialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
});
