/* Turns select[data-typeahead] into a type-ahead; without scripts the select stays.
   The matcher reads Thai as people type it in a hurry: tone marks, spaces, ์ ็ and Thai digits do not count. */
(() => {
  "use strict";

  const selects = [...document.querySelectorAll("select[data-typeahead]")];
  if (!selects.length) return;

  const LIGHT_MARKS = /[\u0e47-\u0e4c\u0e4e\s.\-()]/g;
  const key = (text) =>
    text
      .normalize("NFC")
      .replace(/\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, "$1\u0e33")
      .replace(/\u0e40\u0e40/g, "\u0e41")
      .replace(LIGHT_MARKS, "")
      .replace(/[\u0e50-\u0e59]/g, (digit) => digit.charCodeAt(0) - 0x0e50)
      .toLowerCase();

  const KIND = /^(ตําบล|ตำบล|แขวง|อําเภอ|อำเภอ|เขต|จังหวัด)/;

  // Names that begin with the typed letters first, then those of which a word does (a province, เมือง…), then the rest.
  const matcher = (names) => {
    const keyed = names.map((name) => {
      const bare = key(name).replace(KIND, "");
      const words = name.split(/\s+/).map((word) => key(word).replace(KIND, ""));
      return { name, bare, whole: key(name), words: words.flatMap((word) => [word, word.replace(/^เมือง/, "")]) };
    });
    const rank = (each, wanted) =>
      each.bare.startsWith(wanted) ? 0 : each.words.some((word) => word.startsWith(wanted)) ? 1 : 2;
    return (query, show) => {
      const wanted = key(query);
      const found = keyed.filter((each) => each.whole.includes(wanted));
      found.sort((a, b) => rank(a, wanted) - rank(b, wanted));
      show(found.map((each) => each.name));
    };
  };

  const enhance = (select) => {
    const options = [...select.options].filter((option) => option.value);
    const label = document.querySelector(`label[for="${select.id}"]`);
    const [describedBy, invalid] = [select.getAttribute("aria-describedby"), select.getAttribute("aria-invalid")];
    const id = select.id;
    window.accessibleAutocomplete.enhanceSelectElement({
      selectElement: select,
      source: matcher(options.map((option) => option.text)),
      defaultValue: select.value ? select.selectedOptions[0].text : "",
      showAllValues: true,
      confirmOnBlur: true,
      displayMenu: "overlay",
      dropdownArrow: () => "",
      onConfirm: (name) => choose(select, options, name),
      tNoResults: () => "ไม่พบชื่อที่ตรงกัน",
      tStatusQueryTooShort: (least) => `พิมพ์อย่างน้อย ${least} ตัวอักษร`,
      tStatusNoResults: () => "ไม่พบชื่อที่ตรงกัน",
      tStatusSelectedOption: (name, count, index) => `${name} รายการที่ ${index + 1} จาก ${count}`,
      tStatusResults: (count, chosen) => `พบ ${count} รายการ ${chosen}`,
      tAssistiveHint: () => "เมื่อมีรายการให้เลือก ใช้ลูกศรขึ้นลงเพื่อดู และกด Enter เพื่อเลือก",
    });
    const input = document.getElementById(id);
    if (describedBy) input.setAttribute("aria-describedby", `${describedBy} ${input.getAttribute("aria-describedby") || ""}`.trim());
    if (invalid) input.setAttribute("aria-invalid", invalid);
    if (label) label.htmlFor = id;
    // Text that is no name of the list must not leave the earlier choice behind.
    input.addEventListener("input", () => choose(select, options, input.value));
  };

  // The hidden select is what the form sends; its change wakes the autosave.
  const choose = (select, options, name) => {
    if (name === undefined) return;
    const option = options.find((each) => each.text === name);
    const value = option ? option.value : "";
    if (select.value === value) return;
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const library = document.createElement("script");
  library.src = document.currentScript.dataset.library;
  library.onload = () => selects.forEach(enhance);
  document.head.append(library);
})();
