// The entry form by keyboard: Ctrl+Enter saves, and who stays anonymous is not asked for a name.

const form = document.querySelector("[data-kspp-entry]");
const { channel, secrecy } = form.elements;
const person = form.querySelector("[data-kspp-person]");
let chosenByHand = false;

const follow = () => {
  person.hidden = secrecy.value === "anonymous";
};

secrecy.addEventListener("change", () => {
  chosenByHand = true;
  follow();
});
channel.addEventListener("change", () => {
  if (chosenByHand) return;
  secrecy.value = channel.value === "box" ? "anonymous" : "named";
  follow();
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector("[type=submit]"));
});
follow();
