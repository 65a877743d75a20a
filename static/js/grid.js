/* The grid form[data-grid]: moving by keys, pasting from a worksheet, saving row by row. Without it the form posts the page. */
(() => {
  "use strict";

  const { cellsOf, Paste, Notice, NOTHING } = window.Pasting;
  const PAUSE = 1200; // ms after the last key
  const RETRY = 15000; // ms after a failure
  const WORDS = {
    waiting: "ยังไม่ได้บันทึก",
    saving: "กำลังบันทึก…",
    offline: "ยังไม่ได้บันทึก ระบบจะลองอีกครั้งเอง",
    ended: "เซสชันหมดอายุ กด “บันทึกหน้านี้” เพื่อเข้าสู่ระบบอีกครั้ง",
    theirs: "ใช้ค่าของผู้อื่น",
    mine: "ใช้ค่าของฉัน",
    summary: (saved, wrong, conflicts) =>
      [saved && `บันทึกแล้ว ${saved} แถว`, wrong && `ต้องแก้ไข ${wrong} แถว`, conflicts && `มีผู้อื่นแก้ไข ${conflicts} แถว`]
        .filter(Boolean)
        .join(" · "),
  };

  // Satang as an integer, null for what cannot be read; the server has the last word.
  const satang = (text) => {
    const plain = text.replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit)).replace(/บาท|฿|,|\s/g, "").replace(/\.[-–—]+$/, "");
    const [, baht, part = ""] = plain.match(/^(\d{1,12})(?:\.(\d{1,2}))?$/) || [];
    return baht === undefined ? null : Number(baht) * 100 + Number(part.padEnd(2, "0"));
  };
  const baht = (amount) =>
    `${Math.floor(amount / 100).toString().replace(/\B(?=(\d{3})+$)/g, ",")}.${String(amount % 100).padStart(2, "0")}`;

  class Row {
    constructor(place, grid) {
      this.place = place;
      this.grid = grid;
      this.key = place.dataset.row;
      this.boxes = [...place.querySelectorAll("[data-column]")];
      this.state = place.querySelector("[data-row-state]");
      this.version = "unsaved" in place.dataset ? 1 : 0; // grows with every change
      this.kept = 0; // the version the server has, or has refused for its errors
      this.isHeld = false; // waits for the officer to choose between two answers
    }

    field(name) {
      return this.place.querySelector(`[name="${this.key}-${name}"]`);
    }

    get isWrong() {
      return this.place.classList.contains("row-wrong");
    }

    get isDirty() {
      return this.version > this.kept && !this.isHeld;
    }

    // Satang of the boxes that say anything.
    get amounts() {
      return this.boxes.map((box) => box.value.trim()).filter((text) => !NOTHING.test(text)).map(satang);
    }

    // Amounts that add up to nothing, and no tick that says so.
    get isNought() {
      const amounts = this.amounts;
      return amounts.length > 0 && amounts.every((amount) => amount === 0);
    }

    changed() {
      this.version += 1;
      this.say("waiting", WORDS.waiting);
      this.addUp();
    }

    tick() {
      this.field("zero").checked = true;
      this.settle(this.field("zero"));
      this.changed();
    }

    stands() {
      return { amounts: this.boxes.map((box) => box.value), zero: this.field("zero").checked };
    }

    putBack(state) {
      this.boxes.forEach((box, column) => (box.value = state.amounts[column]));
      this.field("zero").checked = state.zero;
      this.changed();
    }

    // An amount takes the tick away and a tick the amounts: one answer, never two.
    settle(field) {
      if (field === this.field("zero") && field.checked) for (const box of this.boxes) box.value = "";
      if (field.dataset.column && !NOTHING.test(field.value.trim())) this.field("zero").checked = false;
    }

    addUp() {
      const amounts = this.amounts;
      const total = this.place.querySelector("[data-total]");
      if (this.field("zero").checked) total.textContent = "0.00";
      else if (!amounts.length) total.textContent = "–";
      else if (!amounts.includes(null)) total.textContent = baht(amounts.reduce((sum, amount) => sum + amount, 0));
      this.grid.addUp();
    }

    fill(body) {
      for (const input of this.place.querySelectorAll("input")) {
        if (input.name !== "pick" && (input.type !== "checkbox" || input.checked)) body.append(input.name, input.value);
      }
    }

    hear(answer, version) {
      this.field("seen").value = answer.seen;
      this.field("was").value = answer.was;
      this.kept = Math.max(this.kept, version);
      this.showErrors(answer.errors);
      this.showFindings(answer);
      this.place.classList.toggle("row-wrong", answer.state !== "saved");
      this.theirs = answer.theirs;
      this.isHeld = answer.state === "conflict";
      const pick = this.place.querySelector(".grid-pick input");
      if (pick) pick.disabled = answer.was !== "";
      if (this.isHeld || this.version === version) this.say(answer.state, answer.told);
      if (this.isHeld) this.offer();
    }

    showErrors(errors) {
      for (const input of this.place.querySelectorAll("[aria-describedby]")) {
        const place = document.getElementById(`${input.name}-error`);
        const told = (errors[input.name] || []).join(" ");
        if (place) place.textContent = told;
        if (told) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    }

    showFindings(answer) {
      const list = document.createElement("ul");
      list.className = "marks grid-marks";
      const lines = [...answer.findings, ...(answer.needs_reason ? ["กรุณาระบุเหตุผล"] : [])];
      list.append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
      document.getElementById(`${this.key}-findings`).replaceChildren(...(lines.length ? [list] : []));
    }

    offer() {
      for (const [words, act] of [[WORDS.theirs, () => this.takeTheirs()], [WORDS.mine, () => this.keepMine()]]) {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-small", textContent: words });
        button.addEventListener("click", act);
        this.state.append(document.createElement("br"), button);
      }
    }

    takeTheirs() {
      this.boxes.forEach((box, column) => (box.value = this.theirs.amounts[column]));
      this.field("zero").checked = this.theirs.zero;
      this.field("reason").value = this.theirs.reason;
      this.keepMine();
      this.boxes[0].focus();
    }

    keepMine() {
      this.isHeld = false;
      this.changed();
      this.grid.later(0);
    }

    say(state, words) {
      this.state.dataset.state = state;
      this.state.classList.remove("grid-conflict");
      this.state.textContent = words;
    }
  }

  class Grid {
    constructor(form) {
      this.form = form;
      this.summary = form.querySelector("[data-save-state]");
      this.rows = [...form.querySelectorAll("[data-row]")].map((place) => new Row(place, this));
      this.timer = 0;
      this.isSending = false;
      this.isLeaving = false;
      this.edited = null; // the box whose text the arrows move in
      this.notice = new Notice(form.querySelector("[data-grid-notice]"), this);
      form.addEventListener("mousedown", (event) => this.press(event));
      form.addEventListener("click", (event) => this.enter(event));
      form.addEventListener("focusout", () => (this.edited = null));
      form.addEventListener("input", (event) => this.heard(event));
      form.addEventListener("keydown", (event) => this.move(event));
      form.addEventListener("paste", (event) => this.paste(event));
      form.addEventListener("submit", () => (this.isLeaving = true));
      window.addEventListener("pageshow", () => (this.isLeaving = false));
      window.addEventListener("online", () => this.send());
      document.addEventListener("visibilitychange", () => document.hidden && this.send({ keepalive: true }));
      window.addEventListener("beforeunload", (event) => this.isUnkept && event.preventDefault());
      this.later(PAUSE); // what was typed before the session ended
    }

    get isUnkept() {
      return !this.isLeaving && this.rows.some((row) => row.version > row.kept || row.isHeld || row.isWrong);
    }

    rowOf(element) {
      const place = element.closest("[data-row]");
      return place && this.rows.find((row) => row.place === place);
    }

    heard(event) {
      const row = this.rowOf(event.target);
      if (!row || event.target.name === "pick") return;
      this.notice.typed();
      row.settle(event.target);
      row.changed();
      this.later(PAUSE);
    }

    addUp() {
      const totals = this.rows.map((row) => satang(row.place.querySelector("[data-total]").textContent));
      const told = totals.filter((total) => total !== null);
      this.form.querySelector("[data-page-total]").textContent = told.length ? baht(told.reduce((sum, total) => sum + total, 0)) : "–";
    }

    // --- keys ---

    // As in a worksheet: a box that was walked or clicked into is written over; F2 or a second click goes into its text.
    press(event) {
      this.pressed = event.target === document.activeElement ? event.target : null;
    }

    enter(event) {
      if (event.target.dataset.column === undefined) return;
      if (this.pressed === event.target) this.edited = event.target;
      else event.target.select();
    }

    move(event) {
      const box = event.target;
      if ((event.ctrlKey || event.metaKey) && event.key === "z" && this.notice.isFresh) return this.takeBack(event);
      if (box.dataset.column === undefined || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
      if (event.key === "F2") this.edited = box;
      const step = this.stepOf(event, box);
      if (!step) return;
      event.preventDefault();
      const target = this.boxAt(this.rows.indexOf(this.rowOf(box)) + step[0], Number(box.dataset.column) + step[1]);
      if (!target) return;
      target.focus();
      target.select();
    }

    takeBack(event) {
      event.preventDefault();
      this.notice.undo();
    }

    stepOf(event, box) {
      const isWhole = box.selectionStart === 0 && box.selectionEnd === box.value.length;
      const isWalking = this.edited !== box;
      if (event.key === "Enter") return [event.shiftKey ? -1 : 1, 0];
      if (event.shiftKey) return null;
      if (event.key === "ArrowDown") return [1, 0];
      if (event.key === "ArrowUp") return [-1, 0];
      if (event.key === "ArrowLeft" && (isWalking || isWhole || box.selectionEnd === 0)) return [0, -1];
      if (event.key === "ArrowRight" && (isWalking || isWhole || box.selectionStart === box.value.length)) return [0, 1];
      return null;
    }

    boxAt(row, column) {
      return this.rows[row] && this.rows[row].boxes[column];
    }

    // --- a block from a worksheet ---

    paste(event) {
      const box = event.target;
      const text = event.clipboardData.getData("text/plain");
      if (box.dataset.column === undefined || !/[\t\r\n]/.test(text)) return;
      event.preventDefault();
      this.notice.tell(new Paste(this, this.rows.indexOf(this.rowOf(box)), Number(box.dataset.column), cellsOf(text)));
      this.later(PAUSE);
    }

    // --- saving ---

    later(pause) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), pause);
    }

    async send(options = {}) {
      const rows = this.rows.filter((row) => row.isDirty);
      if (!rows.length || this.isSending || this.isLeaving) return;
      const versions = new Map(rows.map((row) => [row, row.version]));
      this.isSending = true;
      for (const row of rows) row.say("saving", WORDS.saving);
      try {
        await this.hear(await fetch(this.form.action, this.request(rows, options)), versions);
      } catch {
        this.fail(rows, WORDS.offline);
        this.later(RETRY);
      } finally {
        this.isSending = false;
      }
      if (this.rows.some((row) => row.isDirty && versions.get(row) !== row.version)) this.later(PAUSE);
    }

    request(rows, options) {
      const body = new FormData();
      const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
      for (const row of rows) row.fill(body);
      return {
        method: "POST",
        body,
        redirect: "manual",
        credentials: "same-origin",
        headers: { "X-CSRFToken": token, "X-Requested-With": "fetch", Accept: "application/json" },
        ...options,
      };
    }

    async hear(response, versions) {
      const rows = [...versions.keys()];
      const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
      if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) return this.fail(rows, WORDS.ended);
      if (!isJson) throw new Error("no answer");
      const answer = await response.json();
      if (!response.ok) return this.fail(rows, answer.message);
      for (const row of rows) if (answer.rows[row.key]) row.hear(answer.rows[row.key], versions.get(row));
      this.told(rows.map((row) => answer.rows[row.key]).filter(Boolean), answer.tally);
    }

    told(answers, tally) {
      for (const [name, value] of Object.entries(tally)) {
        for (const place of document.querySelectorAll(`[data-tally="${name}"]`)) place.textContent = value;
      }
      const count = (state) => answers.filter((answer) => answer.state === state).length;
      const isGood = count("saved") === answers.length;
      this.say(isGood ? "saved" : "failed", WORDS.summary(count("saved"), count("wrong"), count("conflict")));
    }

    fail(rows, words) {
      for (const row of rows) row.say("wrong", words);
      this.say("failed", words);
    }

    say(state, words) {
      this.summary.dataset.state = state;
      this.summary.textContent = words;
    }
  }

  for (const form of document.querySelectorAll("form[data-grid]")) new Grid(form);
})();
