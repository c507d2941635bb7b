/**
 * Earlier winners by year: makes each year's heading a button that opens and closes it.
 *
 * Without this script every year is open. With it the newest is; an address that ends with a
 * year (#2021) opens that one, and so does a search in the page.
 */

const sections = [...document.querySelectorAll(".archive-year")];

if (sections.length > 1) {
  const years = sections.map(makeYear);
  const all = document.querySelector(".archive-all");

  const isAllOpen = () => years.every((year) => year.isOpen);
  const update = () => all.firstElementChild.setAttribute("aria-pressed", String(isAllOpen()));
  const openAddressed = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const year = years.find(({ section }) => section.id === id);
    if (year) {
      year.isOpen = true;
      year.section.scrollIntoView();
    }
  };

  years.forEach((year, place) => (year.isOpen = place === 0));
  all.hidden = false;
  all.addEventListener("click", () => {
    const isOpening = !isAllOpen();
    years.forEach((year) => (year.isOpen = isOpening));
  });
  document.querySelector(".archive").addEventListener("toggle", update);
  addEventListener("hashchange", openAddressed);
  openAddressed();
  update();
}

/** Put a button in the year's heading. Opening or closing it is told by a "toggle" event. */
function makeYear(section) {
  const heading = section.querySelector("h3");
  const body = section.querySelector(".archive-body");
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  body.id = `${section.id}-winners`;
  button.setAttribute("aria-controls", body.id);
  heading.append(button);

  const year = {
    section,
    get isOpen() {
      return !body.hasAttribute("hidden");
    },
    set isOpen(isOpen) {
      button.setAttribute("aria-expanded", String(isOpen));
      if (isOpen) body.removeAttribute("hidden");
      else body.setAttribute("hidden", "until-found");
      section.dispatchEvent(new Event("toggle", { bubbles: true }));
    },
  };
  button.addEventListener("click", () => (year.isOpen = !year.isOpen));
  body.addEventListener("beforematch", () => (year.isOpen = true));
  return year;
}
