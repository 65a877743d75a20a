/* Puts what was typed when a session ended back into the boxes of the same names. Hidden boxes stay as they are. */
(() => {
  "use strict";

  const said = document.getElementById("kept-boxes");
  if (!said) return;
  const kept = JSON.parse(said.textContent);

  const put = (control, values, place) => {
    if (control.type === "hidden" || control.type === "file" || control.type === "submit") return;
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else control.value = values[Math.min(place, values.length - 1)];
    const fold = control.closest("details");
    if (fold && control.value) fold.open = true;
  };

  const boxes = (form) => [...form.elements].filter((control) => control.name in kept && control.type !== "hidden");
  const forms = [...document.querySelectorAll("main form[method=post]")].sort((a, b) => boxes(b).length - boxes(a).length);
  if (!forms.length) return;
  const seen = {};
  for (const control of boxes(forms[0])) {
    const place = seen[control.name] || 0;
    seen[control.name] = place + 1;
    put(control, kept[control.name], place);
  }
  forms[0].dispatchEvent(new Event("input", { bubbles: true })); // the draft is kept again
})();
