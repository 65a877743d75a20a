/* Keys of the province's queue: J and K go down and up the rows, Enter opens; on a record J and K are next and previous,
   Space passes it once the end of the page has been seen. The pages work without it. */
(() => {
  "use strict";

  const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]");
  const rows = [...document.querySelectorAll("[data-row]")];

  const step = (by) => {
    const here = rows.indexOf(document.activeElement);
    const next = rows[here < 0 && by > 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1)];
    if (next) next.focus();
  };

  const turn = (rel) => {
    const link = document.querySelector(`main a[rel=${rel}][data-turn]`);
    if (link) link.click();
  };

  const isAtEnd = () => innerHeight + scrollY >= document.documentElement.scrollHeight - 4;

  const pass = (event) => {
    const button = document.querySelector("button[data-pass]");
    const isFree = document.activeElement === document.body || document.activeElement === button;
    if (!button || !isFree || !isAtEnd() || event.repeat) return;
    event.preventDefault();
    button.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    const by = { KeyJ: 1, KeyK: -1 }[event.code];
    if (by && rows.length) step(by);
    else if (by) turn(by > 0 ? "next" : "prev");
    else if (event.code === "Space" && document.activeElement.matches("[data-row]")) {
      event.preventDefault();
      document.activeElement.click();
    } else if (event.code === "Space") pass(event);
  });

  for (const told of document.querySelectorAll("[data-keys]")) told.hidden = false;
})();
