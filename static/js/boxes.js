/* Help while typing, for boxes that say what they hold: days in three boxes, numbers with a check digit, lengths.
   The server has the last word, and every page works without. */
(() => {
  "use strict";

  const WORDS = {
    long: (over, limit) => `ยาวเกินไป ${over} ตัวอักษร กรุณาย่อให้ไม่เกิน ${limit} ตัวอักษร ไม่มีส่วนใดถูกตัดทิ้ง`,
    digits: (count) => `ต้องมี 13 หลัก แต่พิมพ์มา ${count} หลัก`,
    wrong: "มีอย่างน้อยหนึ่งหลักที่พิมพ์ผิดหรือสลับกัน",
  };
  const ID_LENGTH = 13;

  const arabic = (text) => text.replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit));

  // One note per box, right below it.
  const tell = (box, words) => {
    let note = box.parentElement.querySelector(":scope > [data-note]");
    if (!note && !words) return;
    if (!note) {
      note = Object.assign(document.createElement("p"), { className: "field-error" });
      note.dataset.note = "";
      note.setAttribute("role", "status");
      box.after(note);
    }
    if (note.textContent !== words) note.textContent = words;
    note.hidden = !words;
  };

  // --- lengths: pasted text is never cut, its excess is told ---

  const checkLength = (box) => {
    const limit = Number(box.dataset.limit);
    const over = [...box.value].length - limit;
    tell(box, over > 0 ? WORDS.long(over, limit) : "");
  };

  // --- thirteen digits with their check ---

  const hasCheckDigit = (digits) => {
    const sum = [...digits.slice(0, -1)].reduce((total, digit, place) => total + (ID_LENGTH - place) * Number(digit), 0);
    return (11 - (sum % 11)) % 10 === Number(digits.slice(-1));
  };

  const checkNumber = (box, isLeft) => {
    const digits = arabic(box.value).replace(/[^0-9]/g, "");
    const isShort = digits.length !== ID_LENGTH;
    if (isShort) tell(box, digits && (isLeft || digits.length > ID_LENGTH) ? WORDS.digits(digits.length) : "");
    else tell(box, hasCheckDigit(digits) ? "" : WORDS.wrong);
  };

  // --- a day: "29/2/63" in one box fills three ---

  const CUTS = [/^\s*([0-9๐-๙]{1,2})\s*[/.\-\s]\s*(.*)$/, /^\s*([0-9๐-๙]{1,2}|.*[ก-๎.])\s*[/\-\s]\s*(.*)$/];

  const spread = (box) => {
    const boxes = [...box.closest(".date-boxes").querySelectorAll("input")];
    const place = boxes.indexOf(box);
    const cut = CUTS[place] && box.value.match(CUTS[place]);
    if (!cut) return;
    const next = boxes[place + 1];
    box.value = cut[1].trim();
    if (cut[2]) next.value = cut[2].trim();
    next.focus();
    next.dispatchEvent(new Event("input", { bubbles: true }));
    if (!cut[2]) next.select();
  };

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (box.dataset.limit) checkLength(box);
    if (box.dataset.check !== undefined) checkNumber(box, false);
    if (box.closest(".date-boxes")) spread(box);
  });
  document.addEventListener("change", (event) => {
    if (event.target.dataset.check !== undefined) checkNumber(event.target, true);
  });
})();
