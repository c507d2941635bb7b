/**
 * The list of entries: selects all on the page at once, tells how many are selected, and keeps the
 * counts of the filters in the header true to what the list shows. Without this script entries are
 * selected one by one.
 * The export: takes old errors away. A message: asks for a moment only where one was chosen.
 */

const boxes = () => [...document.querySelectorAll(".inbox-entries input[name='entry']")];

function update() {
  const all = document.querySelector("[data-select-all]");
  if (!all) return;
  const selected = boxes().filter((box) => box.checked).length;
  all.hidden = false;
  all.checked = selected === boxes().length;
  all.indeterminate = selected > 0 && !all.checked;
  const told = document.querySelector("[data-selected]");
  told.textContent = selected ? told.dataset.selected.replace("{count}", selected) : "";
}

/** The next stop after a box that is ticked is the way to what can be done with it. */
function leadOnFrom(box) {
  const way = document.querySelector("[data-to-bulk]");
  way.hidden = !boxes().some((each) => each.checked);
  box.after(way);
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-select-all]")) {
    boxes().forEach((box) => (box.checked = target.checked));
  }
  if (target.closest(".inbox-entries")) {
    update();
    leadOnFrom(target);
  }
  showWithChoice();
});

/** A question that belongs to one choice of another is shown with it: data-only-with="name=value". */
function showWithChoice() {
  document.querySelectorAll("[data-only-with]").forEach((part) => {
    const [name, value] = part.dataset.onlyWith.split("=");
    part.hidden = !document.querySelector(`input[name="${name}"][value="${value}"]:checked`);
  });
}

/** A filter has changed, and Wagtail has put in the new list with new counts beside it. */
document.addEventListener("w-swap:success", () => {
  const fresh = document.querySelector("#inbox-filters");
  fresh?.content.querySelectorAll("select, input").forEach((field) => {
    const shown = document.getElementById(field.id);
    if (!shown) return;
    if (field.matches("select")) shown.replaceChildren(...field.cloneNode(true).children);
    if (shown !== document.activeElement) shown.value = field.value;
  });
  update();
});

/** A file is asked for anew: it comes beside the page, which goes on telling what was wrong. */
document.addEventListener("submit", ({ target }) => {
  if (!("download" in target.dataset)) return;
  document.querySelectorAll(".inbox-problems, .error-message").forEach((old) => old.remove());
  target.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  document.title = document.title.replace(target.dataset.download, "").trim();
});

update();
showWithChoice();
