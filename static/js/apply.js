/**
 * Filling in a form: saves while somebody types, counts characters, and sends once.
 *
 * Without this script a step is saved when it is sent, and the server counts.
 */

const PAUSE = 3_000;
const LONGEST_WAIT = 15_000;
const ANNOUNCE_AFTER = 1_000;

const form = document.querySelector("form[data-autosave]");
if (form) {
  saveWhileTyping(form);
}
document.querySelectorAll("[data-limit]").forEach(countCharacters);
document.querySelectorAll("form[data-once]").forEach(sendOnce);

/** Save what is typed after a pause, and at the latest fifteen seconds after the first letter. */
function saveWhileTyping(form) {
  const status = document.querySelector(".saved");
  let pause;
  let latest;
  let isSending = false;

  const save = async () => {
    clearTimeout(pause);
    clearTimeout(latest);
    latest = undefined;
    if (isSending) {
      return;
    }
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") {
        typed.append(name, value);
      }
    }
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body: typed });
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      status.textContent = (await response.json()).saved;
      status.classList.remove("failed");
    } catch {
      status.textContent = form.dataset.notSaved;
      status.classList.add("failed");
      latest = setTimeout(save, LONGEST_WAIT);
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") {
      return;
    }
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
    latest ??= setTimeout(save, LONGEST_WAIT);
  });
  form.addEventListener("submit", () => {
    isSending = true;
  });
  addEventListener("pageshow", () => {
    isSending = false;
  });
}

/** Tell how many characters are left; to those who listen, after a pause in typing. */
function countCharacters(field) {
  const line = document.getElementById(`${field.id}_count`);
  if (!line) {
    return;
  }
  const limit = Number(field.dataset.limit);
  const told = document.createElement("span");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  line.after(told);
  let pause;

  const update = () => {
    // A line break counts as one character and an emoji as one, as on the server.
    const left = limit - [...field.value.trim()].length;
    const text = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = text.replace("{number}", Math.abs(left).toLocaleString(document.documentElement.lang));
    line.classList.toggle("over", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => {
      told.textContent = line.textContent;
    }, ANNOUNCE_AFTER);
  };

  field.addEventListener("input", update);
  if (field.value) {
    update();
  }
}

/** Let a second click do nothing. The server takes care of those without this script. */
function sendOnce(form) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) {
      event.preventDefault();
    }
    isSent = true;
  });
  addEventListener("pageshow", () => {
    isSent = false;
  });
}
