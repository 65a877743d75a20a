/* Asks the browser for a passkey and posts its answer with the form. Without it the code of the app does. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-passkey]");
  const told = document.getElementById("passkey-options");
  if (!form || !told || !window.PublicKeyCredential) return;
  const button = form.querySelector("[data-passkey-start]");
  const trouble = form.querySelector("[data-passkey-trouble]");

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const each = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const create = (options) =>
    navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: each(options.excludeCredentials),
      },
    });
  const get = (options) =>
    navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: each(options.allowCredentials) },
    });

  const answerOf = (credential) => {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return { id: credential.id, rawId: credential.id, type: credential.type, response, clientExtensionResults: {} };
  };

  const start = async () => {
    trouble.hidden = true;
    button.disabled = true;
    try {
      const options = JSON.parse(told.textContent).publicKey;
      const credential = await (form.dataset.passkey === "create" ? create(options) : get(options));
      form.querySelector("[data-passkey-answer]").value = JSON.stringify(answerOf(credential));
      form.requestSubmit(form.querySelector("[data-passkey-send]"));
    } catch {
      trouble.hidden = false; // turned away, too late, or no key here: the person may try again or type a code
      button.disabled = false;
    }
  };

  button.hidden = false;
  button.addEventListener("click", start);
})();
