/**
 * Earlier winners by year: makes each year's heading a button that opens and closes it.
 *
 * Without this script every year is open. The newest stays open; an address that ends with a
 * year (#2021) opens that one, and so does a search in the page.
 */

const archive = document.querySelector(".archive");
const years = archive ? [...archive.querySelectorAll(".archive-year")].map(makeYear) : [];

function makeYear(section) {
  const heading = section.querySelector("h3");
  const body = section.querySelector(".archive-body");
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  body.id ||= `${section.id}-winners`;
  button.setAttribute("aria-controls", body.id);
  heading.append(button);

  const year = {
    section,
    get isOpen() {
      return button.getAttribute("aria-expanded") === "true";
    },
    open(isOpen) {
      button.setAttribute("aria-expanded", String(isOpen));
      if (isOpen) body.removeAttribute("hidden");
      else body.setAttribute("hidden", "until-found");
    },
  };
  button.addEventListener("click", () => {
    year.open(!year.isOpen);
    tellAll();
  });
  body.addEventListener("beforematch", () => {
    year.open(true);
    tellAll();
  });
  return year;
}

/** The button for all years, when there are several. Its words are those of the page. */
const all = archive?.parentElement.querySelector(".archive-all button");

function tellAll() {
  if (!all) return;
  const allOpen = years.every((year) => year.isOpen);
  all.setAttribute("aria-pressed", String(allOpen));
}

function openAddressed() {
  const id = decodeURIComponent(location.hash.slice(1));
  const year = years.find(({ section }) => section.id === id);
  if (!year) return;
  year.open(true);
  year.section.scrollIntoView();
  tellAll();
}

if (years.length > 1) {
  years.forEach((year, place) => year.open(place === 0));
  if (all) {
    all.parentElement.hidden = false;
    all.addEventListener("click", () => {
      const isOpening = !years.every((year) => year.isOpen);
      years.forEach((year) => year.open(isOpening));
      tellAll();
    });
  }
  openAddressed();
  tellAll();
  addEventListener("hashchange", openAddressed);
} else {
  years.forEach((year) => year.open(true));
}
