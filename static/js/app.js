/* Small help for every page; each page works without it. */
(() => {
  "use strict";

  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== except) menu.open = false;
    }
  };

  // What went wrong is read first; the page stays where the reader can see it.
  const focusTrouble = () => {
    const trouble = document.querySelector("[data-error-summary]");
    if (trouble) trouble.focus();
  };

  // A link of the summary puts the cursor into the field, with its label in view.
  const followToField = (event) => {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView();
    field.focus({ preventScroll: true });
  };

  // A second click or a held Enter sends nothing more. The pressed button keeps its name and value.
  const sendOnce = (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => {
      for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = true;
      if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    });
  };

  // Back from the browser's own page store: the buttons work again.
  const allowSending = () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("button[type=submit]")) {
        button.disabled = false;
        button.removeAttribute("aria-busy");
      }
    }
  };

  // A long table of figures starts folded where the screen is small.
  const foldOnPhones = () => {
    if (!matchMedia("(max-width: 47.99rem)").matches) return;
    for (const fold of document.querySelectorAll("details[data-fold]")) fold.open = false;
  };

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details[data-menu]"));
    followToField(event);
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("submit", sendOnce);
  foldOnPhones();
  window.addEventListener("pageshow", (event) => event.persisted && allowSending());
  // Last of all deferred scripts, so that a type-ahead has taken its place before it is focused.
  window.addEventListener("load", focusTrouble);
})();
