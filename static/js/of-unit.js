// Services and officers follow the unit that was chosen; without this every option names its unit.

const unit = document.querySelector("select[name=unit]");

const follow = () => {
  for (const select of document.querySelectorAll("select[data-kspp-of-unit]")) {
    for (const option of select.options) {
      const fits = !unit.value || !option.dataset.units || option.dataset.units.split(" ").includes(unit.value);
      option.hidden = option.disabled = !fits;
    }
    if (select.selectedOptions[0]?.disabled) select.value = "";
  }
};

if (unit) {
  unit.addEventListener("change", follow);
  follow();
}
