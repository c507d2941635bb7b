/**
 * Filling in a form: saves while somebody types, counts characters, and sends once.
 *
 * Without this script a step is saved when it is sent, and the server counts.
 */

/** Milliseconds after the last change, and at most after the first, that what is typed is saved. */
const PAUSE = 3_000;
const LONGEST_WAIT = 15_000;
/** Milliseconds that the server is waited for. */
const PATIENCE = 20_000;
/** Milliseconds after a letter that those who listen are told how many are left. */
const ANNOUNCE_AFTER = 1_000;
/** Milliseconds that a second click does nothing; whoever stops a slow page may then try again. */
const ONCE = 5_000;
/** The most that browsers send on behalf of a page that has been left. */
const MOST_AFTER_LEAVING = 60_000;

document.querySelectorAll("form[data-autosave]").forEach(saveWhileTyping);
document.querySelectorAll("form[data-once]").forEach(sendOnce);
document.querySelectorAll("[data-limit]").forEach(countCharacters);

/** Save what is typed after a pause, in good time when there is none, and when the page is left. */
function saveWhileTyping(form) {
  const tell = saveStatus();
  let saved = typedIn(form);
  let last = Promise.resolve();
  let waiting = 0;
  let isCutOff = false;
  let isSent = false;
  let pause;
  let latest;

  const post = async () => {
    const typed = typedIn(form);
    if (typed === saved) {
      isCutOff = false;
      return;
    }
    let response;
    try {
      response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(typed),
        keepalive: typed.length < MOST_AFTER_LEAVING,
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      tell((await response.json()).saved);
      saved = typed;
      removeEventListener("beforeunload", askBeforeLeaving);
    } catch {
      const isRefused = [403, 404].includes(response?.status);
      tell(isRefused ? form.dataset.noRight : form.dataset.notSaved, true);
      addEventListener("beforeunload", askBeforeLeaving);
      latest ??= setTimeout(save, LONGEST_WAIT);
    }
    isCutOff = !response;
  };

  /** Let whatever is saved next wait for a save. */
  const queue = (saving) => {
    waiting += 1;
    last = saving.finally(() => {
      waiting -= 1;
    });
    return last;
  };

  /** Save once the save before has ended: an older text must not arrive last. */
  const save = () => {
    clearTimeout(pause);
    clearTimeout(latest);
    latest = undefined;
    return queue(last.then(post));
  };

  /** Save beside a save under way: the page may be gone before that one has ended. */
  const saveAtOnce = () => {
    const isUnderWay = waiting > 0;
    queue(Promise.all([last, post()]));
    if (isUnderWay) {
      // Nobody knows which of the two arrived last. A page that is still there puts it right.
      queue(
        last.then(() => {
          saved = undefined;
          return post();
        }),
      );
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") {
      return;
    }
    isSent = false;
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
    latest ??= setTimeout(save, LONGEST_WAIT);
  });

  form.addEventListener("submit", async (event) => {
    if (waiting || isCutOff) {
      event.preventDefault();
      await save();
      // A page that does not reach the server is better than an error that has nothing typed in it.
      if (!isCutOff) {
        form.requestSubmit(event.submitter);
      }
      return;
    }
    clearTimeout(pause);
    clearTimeout(latest);
    latest = undefined;
    isSent = true;
    removeEventListener("beforeunload", askBeforeLeaving);
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !isSent) {
      saveAtOnce();
    }
  });

  addEventListener("pageshow", (event) => {
    if (event.persisted && typedIn(form) === saved) {
      // The step may have been changed since, on another page of it.
      location.reload();
    }
  });
}

/** What has been typed, as it is posted; files are sent with the step alone. */
function typedIn(form) {
  const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(texts).toString();
}

/** Show how saving went, and say it aloud when it went in another way than the last time. */
function saveStatus() {
  const shown = document.querySelector(".saved");
  const spoken = addStatus(shown);
  let hasFailed;

  return (text, fails = false) => {
    shown.textContent = text;
    shown.classList.toggle("failed", fails);
    if (fails !== hasFailed) {
      spoken.textContent = text;
    }
    hasFailed = fails;
  };
}

function askBeforeLeaving(event) {
  event.preventDefault();
}

/** Tell how many characters are left; to those who listen, after a pause in typing. */
function countCharacters(field) {
  const line = document.getElementById(`${field.id}_count`);
  if (!line) {
    return;
  }
  const limit = Number(field.dataset.limit);
  const spoken = addStatus(line);
  const inWords = new Intl.NumberFormat(document.documentElement.lang);
  let pause;

  const update = () => {
    // A line break counts as one character and an emoji as one, as on the server.
    const left = limit - [...field.value.trim()].length;
    const text = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = text.replace("{number}", inWords.format(Math.abs(left)));
    line.classList.toggle("over", left < 0);
  };

  field.addEventListener("input", () => {
    update();
    clearTimeout(pause);
    pause = setTimeout(() => {
      spoken.textContent = line.textContent;
    }, ANNOUNCE_AFTER);
  });
  // A browser may put back what was typed before.
  addEventListener("pageshow", () => {
    if (field.value) {
      update();
    }
  });
}

/** Let a second click do nothing. The server takes care of those without this script. */
function sendOnce(form) {
  let sentAt = -Infinity;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) {
      return;
    }
    if (event.timeStamp - sentAt < ONCE) {
      event.preventDefault();
    } else {
      sentAt = event.timeStamp;
    }
  });
  addEventListener("pageshow", () => {
    sentAt = -Infinity;
  });
}

/** A place beside an element where something is said aloud, and not shown. */
function addStatus(element) {
  const status = document.createElement("span");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  element.after(status);
  return status;
}
