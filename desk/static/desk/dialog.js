// Something over the desk that must be dealt with or closed first; the browser keeps the focus in it and gives it back.

import { html, useEffect, useRef } from "../vendor/htm-preact-standalone.module.js";
import { Icon } from "./icons.js";
import { lost, soon } from "./keys.js";

export function Dialog({ title, label, onClose, children }) {
  const dialog = useRef();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => soon(() => before?.isConnected && lost() && before.focus()); // only once it has gone can anything else have the focus
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    onClose?.();
  };
  // A second Escape closes it without asking: what must be dealt with comes back.
  const closed = () => (onClose ? onClose() : dialog.current?.showModal());
  return html`
    <dialog ref=${dialog} aria-labelledby="dialog-title" onCancel=${cancel} onClose=${closed}>
      <div class="bar"><h2 id="dialog-title">${title}</h2>
        ${onClose && html`<button type="button" class="round" aria-label=${label} onClick=${onClose}><${Icon} name="close" /></button>`}</div>
      ${children}
    </dialog>`;
}
