// A wording as the customer meets it: in a whole reply of the channel, with sample facts.

import { html, useEffect, useState } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";

export function Preview({ id, reply, language, channel, desk, onFail }) {
  const [shown, setShown] = useState(null);
  useEffect(() => {
    let dropped = false;
    desk.attempt(() => desk.api.get("replies/preview", { id: reply.id, language, channel })).then((answer) => {
      if (!dropped) answer ? setShown(answer) : onFail();
    });
    return () => {
      dropped = true;
    };
  }, [reply.id, language, channel]);
  return html`
    <figure id=${id} class=${`preview is-${channel}`} aria-live="polite"><figcaption class="label">${desk.t(`library.shown.${channel}`)}</figcaption>
      <p class="text" dir="auto" lang=${language}>${shown ? html`${marked(shown.before, false)}<mark>${marked(shown.words, false)}</mark>${marked(shown.after, false)}` : desk.t("loading")}</p></figure>`;
}
