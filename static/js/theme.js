// A classic script in the head, so that the chosen theme stands before the first paint.
{
  const KEY = "kspp-theme";
  const root = document.documentElement;

  const stored = () => {
    try {
      return localStorage.getItem(KEY) ?? "auto";
    } catch {
      return "auto";
    }
  };

  const apply = (choice) => {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
  };

  const remember = (choice) => {
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // Storage refused: the choice holds for this page.
    }
  };

  const mark = (group, choice) => {
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === choice));
    }
  };

  root.dataset.js = "";
  apply(stored());

  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll("[data-kspp-theme]")) {
      group.hidden = false;
      mark(group, stored());
      group.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        apply(button.value);
        remember(button.value);
        mark(group, button.value);
      });
    }
  });
}
