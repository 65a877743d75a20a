/* A block from a worksheet: read as worksheets write it, put into a grid's boxes, told until answered, undone in one act. */
(() => {
  "use strict";

  const WORDS = {
    pasted: (count) => `วางแล้ว ${count} ช่อง`,
    outside: (count) => `อีก ${count} ช่องอยู่นอกตาราง จึงไม่ได้วาง`,
    kept: (count) => `ช่องว่าง ${count} ช่องคงค่าเดิมไว้`,
    zeros: (count) => `${count} รายการเป็น 0 ทุกช่อง`,
    undone: (count) => `ย้อนการวางแล้ว ${count} แถว`,
    undo: "ย้อนการวาง",
    confirmZeros: (count) => `ยืนยันไม่มียอด ${count} รายการ`,
    dismiss: "รับทราบ",
  };
  const NOTHING = /^[-–—−]?$/; // a blank cell, or the "-" of an accounting format

  // The end of a quoted cell that begins at `start`; 0 when the quotes are only part of its text.
  const quotedEnd = (text, start) => {
    for (let at = start + 1; at < text.length; at += 1) {
      if (text[at] !== '"') continue;
      if (text[at + 1] === '"') at += 1;
      else return at + 1 === text.length || /[\t\n]/.test(text[at + 1]) ? at + 1 : 0;
    }
    return 0;
  };

  // Rows of cells. Worksheets quote a cell that holds a tab, a line break or a quote, and double the quotes inside.
  const cellsOf = (pasted) => {
    const text = pasted.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const rows = [[]];
    let at = 0;
    while (at <= text.length) {
      const quoted = text[at] === '"' ? quotedEnd(text, at) : 0;
      const stop = text.slice(at).search(/[\t\n]/);
      const end = quoted || (stop < 0 ? text.length : at + stop);
      const cell = quoted ? text.slice(at + 1, end - 1).replace(/""/g, '"') : text.slice(at, end);
      rows[rows.length - 1].push(cell.replace(/\s+/g, " ").trim());
      if (text[end] === "\n") rows.push([]);
      at = end + 1;
    }
    return rows;
  };

  class Paste {
    constructor(grid, top, column, cells) {
      this.grid = grid;
      this.before = new Map(); // row → what its boxes and tick held
      this.count = this.outside = this.kept = 0;
      cells.forEach((line, down) => line.forEach((cell, across) => this.put(grid.rows[top + down], column + across, cell)));
      for (const row of this.before.keys()) row.changed();
    }

    // A blank cell leaves what stands.
    put(row, column, cell) {
      const box = row && row.boxes[column];
      if (NOTHING.test(cell)) this.kept += box && box.value.trim() ? 1 : 0;
      else if (!box) this.outside += 1;
      else {
        if (!this.before.has(row)) this.before.set(row, row.stands());
        box.value = cell;
        row.settle(box);
        this.count += 1;
      }
    }

    get zeros() {
      return [...this.before.keys()].filter((row) => row.isNought);
    }

    undo() {
      for (const [row, state] of this.before) row.putBack(state);
      const count = this.before.size;
      this.before.clear();
      return count;
    }
  }

  // What was pasted and what was not, until somebody answers.
  class Notice {
    constructor(place, grid) {
      this.place = place;
      this.grid = grid;
      this.paste = null;
      this.isWarning = this.isFresh = false;
    }

    tell(paste) {
      this.paste = paste;
      this.isFresh = paste.count > 0; // Ctrl+Z takes it back until something is typed
      const lines = [WORDS.pasted(paste.count)];
      if (paste.outside) lines.push(WORDS.outside(paste.outside));
      if (paste.kept) lines.push(WORDS.kept(paste.kept));
      const zeros = paste.zeros;
      if (zeros.length) lines.push(WORDS.zeros(zeros.length));
      this.isWarning = lines.length > 1;
      this.show(lines, [
        ...(zeros.length ? [[WORDS.confirmZeros(zeros.length), () => this.confirmZeros(zeros)]] : []),
        ...(paste.count ? [[WORDS.undo, () => this.undo()]] : []),
        [WORDS.dismiss, () => this.hide()],
      ]);
    }

    show(lines, acts) {
      const text = document.createElement("p");
      text.textContent = lines.join(" · ");
      const buttons = acts.map(([words, act]) => {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-small", textContent: words });
        button.addEventListener("click", act);
        return button;
      });
      this.place.classList.toggle("note-warning", this.isWarning);
      this.place.replaceChildren(text, ...buttons);
      this.place.hidden = false;
    }

    // Typing goes on: what needs no answer goes away.
    typed() {
      this.isFresh = false;
      if (this.paste && !this.isWarning) this.hide();
    }

    confirmZeros(rows) {
      for (const row of rows) row.tick();
      this.grid.later(0);
      this.show([WORDS.confirmZeros(rows.length)], [[WORDS.undo, () => this.undo()], [WORDS.dismiss, () => this.hide()]]);
    }

    undo() {
      const count = this.paste.undo();
      this.paste = null;
      this.isFresh = false;
      this.isWarning = false;
      this.grid.later(0);
      this.show([WORDS.undone(count)], [[WORDS.dismiss, () => this.hide()]]);
    }

    hide() {
      this.paste = null;
      this.isFresh = false;
      this.place.hidden = true;
      this.place.replaceChildren();
    }
  }

  window.Pasting = { cellsOf, Paste, Notice, NOTHING };
})();
