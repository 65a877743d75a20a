/* Keeps the draft of form[data-autosave-url] on the server while it is typed. Nothing stays in the browser. */
(() => {
  "use strict";

  const PAUSE = 2000; // ms after the last key
  const RETRY = 15000; // ms after a failure
  const WORDS = {
    waiting: "มีข้อมูลที่ยังไม่ได้บันทึก",
    saving: "กำลังบันทึกร่าง…",
    saved: (time) => `บันทึกร่างแล้ว ${time} น.`,
    offline: "ยังไม่ได้บันทึก ออฟไลน์อยู่ ระบบจะลองอีกครั้งเอง",
    failed: "ยังบันทึกร่างไม่ได้ ระบบจะลองอีกครั้งเอง",
    ended: "เซสชันหมดอายุ กดบันทึกเพื่อเข้าสู่ระบบอีกครั้ง ข้อมูลที่กรอกไม่หาย",
    changed: "มีผู้อื่นแก้ไขรายการนี้แล้ว กดบันทึกเพื่อเปรียบเทียบ",
  };

  const clock = () =>
    new Date().toLocaleTimeString("th-TH", { hour: "2-digit", minute: "2-digit", hour12: false, numberingSystem: "latn" });

  class Draft {
    constructor(form) {
      this.form = form;
      this.place = form.querySelector("[data-save-state]");
      this.timer = 0;
      this.version = 0; // grows with every change
      this.kept = 0; // the version the server has
      this.isSending = false;
      this.isLeaving = false;
      form.addEventListener("input", () => this.changed());
      form.addEventListener("change", () => this.changed());
      form.addEventListener("submit", () => (this.isLeaving = true));
      window.addEventListener("online", () => this.send());
      window.addEventListener("pageshow", () => (this.isLeaving = false));
      document.addEventListener("visibilitychange", () => document.hidden && this.send({ keepalive: true }));
      window.addEventListener("beforeunload", (event) => this.isUnkept() && event.preventDefault());
    }

    isUnkept() {
      return this.version > this.kept && !this.isLeaving;
    }

    changed() {
      this.version += 1;
      this.say("waiting", WORDS.waiting);
      this.later(PAUSE);
    }

    later(pause) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), pause);
    }

    async send(options = {}) {
      if (!this.isUnkept() || this.isSending) return;
      const version = this.version;
      this.isSending = true;
      this.say("saving", WORDS.saving);
      try {
        await this.hear(await fetch(this.form.dataset.autosaveUrl, this.request(options)), version);
      } catch {
        this.say("failed", navigator.onLine ? WORDS.failed : WORDS.offline);
        this.later(RETRY);
      } finally {
        this.isSending = false;
      }
      if (this.version > version) this.later(PAUSE);
    }

    request(options) {
      const body = new FormData(this.form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      return {
        method: "POST",
        body,
        redirect: "manual",
        credentials: "same-origin",
        headers: { "X-CSRFToken": body.get("csrfmiddlewaretoken"), "X-Requested-With": "fetch", Accept: "application/json" },
        ...options,
      };
    }

    async hear(response, version) {
      if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
        this.say("failed", WORDS.ended);
      } else if (response.status === 409) {
        this.say("failed", (await this.message(response)) || WORDS.changed);
      } else if (response.ok) {
        this.kept = version;
        this.say("saved", (await this.message(response)) || WORDS.saved(clock()));
      } else {
        this.say("failed", (await this.message(response)) || WORDS.failed);
        this.later(RETRY);
      }
    }

    async message(response) {
      const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
      return isJson ? (await response.json()).message : "";
    }

    // Screen readers hear what lasts, not every pause between two keys.
    say(state, words) {
      if (!this.place) return;
      this.place.dataset.state = state;
      this.place.setAttribute("aria-live", state === "waiting" || state === "saving" ? "off" : "polite");
      this.place.textContent = words;
    }
  }

  for (const form of document.querySelectorAll("form[data-autosave-url]")) new Draft(form);
})();
